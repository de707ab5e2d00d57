"""News for open pages of the console: one look a second at what changed, however many look on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute

from bot.clock import now
from bot.console import cookies, sessions
from bot.console.rights import Right
from bot.console.routing import StaffRoute
from bot.console.sessions import SignedIn
from bot.gateway import log
from bot.gateway.storage import read
from bot.transcripts.tables import Conversation

LOOK_SECONDS = 1.0
PING_SECONDS = 15.0
_OVERLAP = timedelta(seconds=10)
_QUEUE = 100
"""News that a page may be behind; one that is further behind hears the newest only."""

News = dict[str, Any]
"""`id`, `seq`, `state` and `clerk` of a conversation; never what was said in it."""


class Live:
    """Tells pages which conversations changed. Lives on the event loop; not for threads.

    Whatever changes a conversation's state also says something in it, so that its last activity
    moves: what other processes did is noticed too.
    """

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[News | None]] = set()
        self._known: dict[int, News] = {}
        self._closed = False

    @contextmanager
    def listen(self) -> Iterator[asyncio.Queue[News | None]]:
        """A queue of news; None means that the server stops."""
        queue: asyncio.Queue[News | None] = asyncio.Queue(_QUEUE)
        if self._closed:
            queue.put_nowait(None)
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    def close(self) -> None:
        """Let every open page go, so that the server can stop."""
        self._closed = True
        self._tell(None)

    def _tell(self, news: News | None) -> None:
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(news)

    async def run(self) -> None:
        """Look until cancelled; without an open page nothing is asked."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if not self._listeners:
                continue
            try:
                changed = await read(_changed_lately)
            except Exception as error:  # a database that hiccups must not end the watch
                log.failed("console.live", error)
                continue
            for news in changed:
                if self._known.get(news["id"]) != news:
                    self._tell(news)
            self._known = {news["id"]: news for news in changed}


def _changed_lately(session: Session) -> list[News]:
    columns = Conversation.__table__.c
    rows = session.execute(
        select(columns.id, columns.last_seq, columns.state, columns.clerk).where(
            columns.last_activity >= now() - _OVERLAP
        )
    )
    return [{"id": row[0], "seq": row[1], "state": row[2], "clerk": row[3]} for row in rows]


async def events(request: Request, _me: SignedIn) -> Response:
    """`GET /staff/events`: server-sent events `news`, for as long as the sign-in lasts."""
    token = cookies.get(request, cookies.SESSION)
    return StreamingResponse(
        _stream(request.app.state.live, token),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _stream(live: Live, token: str) -> AsyncIterator[str]:
    with live.listen() as queue:
        yield "retry: 3000\n\n"
        while True:
            try:
                news = await asyncio.wait_for(queue.get(), PING_SECONDS)
            except asyncio.TimeoutError:
                if await read(sessions.find, token) is None:
                    return
                yield ": ping\n\n"
                continue
            if news is None:
                return
            yield f"event: news\ndata: {json.dumps(news)}\n\n"


ROUTES: list[BaseRoute] = [StaffRoute("/staff/events", events, Right.READ_CONVERSATIONS)]
