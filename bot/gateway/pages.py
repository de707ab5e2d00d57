"""Static parts of the public edge: the widget, its demo page, pictures that replies named."""

from __future__ import annotations

import re
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.settings import settings

STATIC = Path(__file__).resolve().parent.parent / "widget" / "static"
_PICTURE = re.compile(r"[A-Za-z0-9_-]{1,100}\.png")
_FOR_ANY_PAGE = {"Cross-Origin-Resource-Policy": "cross-origin"}


class _Files(StaticFiles):
    """Static files that another origin's page may load (fonts of an embedded widget)."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response: Response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers.update({**_FOR_ANY_PAGE, "Cache-Control": "no-cache"})
        return response


_files = _Files(directory=STATIC, check_dir=False)


async def widget_script(request: Request) -> Response:
    """`GET /widget.js`; asked again with its ETag it answers 304."""
    return await _files.get_response("widget.js", request.scope)


async def demo_page(request: Request) -> Response:
    """`GET /`: the fictitious utility's help page, in demo mode only."""
    if not settings().demo:
        raise HTTPException(404)
    return await _files.get_response("demo.html", request.scope)


async def picture(request: Request) -> Response:
    """`GET /media/<name>.png`: the name is the secret, so it is long and random."""
    name = request.path_params["name"]
    path = settings().var_dir / "media" / name
    if not _PICTURE.fullmatch(name) or not path.is_file():
        raise HTTPException(404)
    headers = {**_FOR_ANY_PAGE, "Cache-Control": "private, max-age=31536000, immutable"}
    return FileResponse(path, media_type="image/png", headers=headers)


ROUTES: list[BaseRoute] = [
    Route("/", demo_page),
    Route("/widget.js", widget_script),
    Route("/media/{name}", picture),
    Mount("/static", _files),
]
