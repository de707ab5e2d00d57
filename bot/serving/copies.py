"""`GET /privacy/<reference>/<token>`: a person's copy of what is kept about them."""

from __future__ import annotations

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.gateway.edge import Edge, Refusal, client_address
from bot.gateway.storage import read
from bot.gateway.words import word
from bot.privacy.copies import as_html, as_json
from bot.privacy.links import open_link

_HEADERS = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}
_TYPES = {"html": "text/html; charset=utf-8", "json": "application/json; charset=utf-8"}


def _copy(session: Session, reference: str, token: str, kind: str) -> str | None:
    person = open_link(session, reference, token)
    if person is None:
        return None
    return as_json(session, person) if kind == "json" else as_html(session, person)


async def copy(request: Request) -> Response:
    """The page, or with `?json` the same for another program; an old link says so."""
    edge: Edge = request.app.state.edge
    try:
        edge.allow(edge.addresses, client_address(request))
    except Refusal as refusal:
        return PlainTextResponse(refusal.sentence, refusal.status, headers=_HEADERS)
    kind = "json" if "json" in request.query_params else "html"
    reference, token = request.path_params["reference"], request.path_params["token"]
    made = await read(_copy, reference, token, kind)
    if made is None:
        return PlainTextResponse(word("old_link"), 410, headers=_HEADERS)
    name = f'attachment; filename="my-data.{kind}"'
    return Response(
        made, media_type=_TYPES[kind], headers={**_HEADERS, "Content-Disposition": name}
    )


ROUTES = [Route("/privacy/{reference}/{token}", copy)]
