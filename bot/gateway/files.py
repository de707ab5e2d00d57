"""`POST /api/files`: a picture or document from the widget."""

from __future__ import annotations

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.attachments import files
from bot.attachments.records import may_send
from bot.gateway import metrics
from bot.gateway.edge import Edge, Refusal, client_address, refuse
from bot.gateway.file_intake import Refused, keep, note_message
from bot.gateway.storage import read
from bot.gateway.web import CLIENT_ID, bearer
from bot.gateway.words import word
from bot.transcripts.record import find_conversation, find_message

_TOO_MUCH = {"size": 413, "count": 429}
_NOT_ACCEPTED = 422


@refuse
async def receive(request: Request) -> Response:
    """`POST /api/files?id=<uuid from the client>`, the file itself as body → 202 `{"seq"}`.

    The same id again gives the same answer and keeps nothing new.
    """
    edge: Edge = request.app.state.edge
    session = bearer(request)
    edge.allow(edge.sessions, session.conversation)
    edge.allow(edge.addresses, client_address(request))
    client_id = request.query_params.get("id", "")
    if not CLIENT_ID.fullmatch(client_id):
        raise Refusal(422, word("bad_request"))
    external_id = f"{session.conversation}:{client_id}"
    try:
        seq = await read(_known, session.conversation, external_id)
        if seq is None:
            content = await _body(request)
            seq = (await keep(session.conversation, external_id, content, note_message)).seq
            metrics.MESSAGES.labels("web", "in").inc()
    except Refused as refused:
        status = _TOO_MUCH.get(refused.reason, _NOT_ACCEPTED)
        raise Refusal(status, refused.sentence()) from None
    edge.hub.news(session.conversation)
    edge.turns.wake()
    return JSONResponse({"seq": seq}, status_code=202)


def _known(session: Session, conversation: str, external_id: str) -> int | None:
    """Number of the message that this id became already, or None."""
    found = find_conversation(session, conversation)
    message = find_message(session, found, external_id) if found else None
    if message is not None:
        return int(message.seq)
    if not may_send(session, conversation):
        raise Refused("count")
    return None


async def _body(request: Request) -> bytes:
    """The body, never more than the limit in memory."""
    limit = files.size_limit()
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > limit:
        raise Refused("size")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise Refused("size")
    return bytes(body)


ROUTES = [Route("/api/files", receive, methods=["POST"])]
