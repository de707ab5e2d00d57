"""Errors that nobody foresaw: one log line without personal data, and a plain 500."""

from __future__ import annotations

from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.gateway import log
from bot.gateway.words import word


class QuietErrors:
    """Keeps tracebacks, whose texts may hold what people wrote, out of the log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        begun = False

        async def noting_send(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noting_send)
        except ClientDisconnect:
            return  # the page was closed while it sent something: nobody is there to be answered
        except Exception as error:
            log.failed("request.broke", error, path=scope.get("path", ""))
            if scope["type"] != "http" or begun:
                raise ConnectionAbortedError from None
            await JSONResponse({"error": word("broken")}, 500)(scope, receive, send)
