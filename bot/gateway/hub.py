"""Who is listening on the web right now, and how they hear that there is something new."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import now
from bot.gateway import log
from bot.gateway.storage import read
from bot.gateway.wire import NEWS, QUIET, TYPING
from bot.transcripts.tables import Conversation

POLL_SECONDS = 1.0
"""How soon a message that another process wrote, and did not tell of, reaches an open page."""
_OVERLAP = timedelta(seconds=10)
PAGES_OF_ONE = 8
"""Open pages of one conversation; a ninth lets the oldest go (tabs forgotten, or mischief)."""


@dataclass(eq=False)
class Listener:
    """One open page. `stirred` is set when something below changed."""

    stirred: asyncio.Event = field(default_factory=asyncio.Event)
    news: bool = True
    """There may be messages that the page has not got; whoever looks sets it back first."""
    typing: bool = False
    closed: bool = False
    seen: int = 0
    """The newest message that the page was sent."""


class Hub:
    """Wakes the pages of a conversation. Lives on the event loop; not for threads."""

    def __init__(self, tell: Callable[[str, str], None] = lambda what, conversation: None) -> None:
        """`tell(what, conversation)` reaches the pages that other gateways have open."""
        self._tell = tell
        self._listeners: dict[str, list[Listener]] = {}
        self._typing: set[str] = set()
        self._closed = False

    @contextmanager
    def listen(self, conversation: str) -> Iterator[Listener]:
        """A listener for as long as the page is open."""
        listener = Listener(typing=conversation in self._typing, closed=self._closed)
        pages = self._listeners.setdefault(conversation, [])
        pages.append(listener)
        for oldest in pages[:-PAGES_OF_ONE]:
            oldest.closed = True
            oldest.stirred.set()
        try:
            yield listener
        finally:
            pages.remove(listener)
            if not pages:
                del self._listeners[conversation]

    def news(self, conversation: str) -> None:
        """There are new messages."""
        self._tell(NEWS, conversation)
        self._show_news(conversation)

    def typing(self, conversation: str, on: bool) -> None:
        """The bot began or stopped to prepare an answer."""
        self._tell(TYPING if on else QUIET, conversation)
        self._show_typing(conversation, on)

    def hear(self, what: str, conversation: str) -> None:
        """Another gateway told of something."""
        if what == NEWS:
            self._show_news(conversation)
        else:
            self._show_typing(conversation, what == TYPING)

    def _show_news(self, conversation: str) -> None:
        for listener in self._listeners.get(conversation, ()):
            listener.news = True
            listener.stirred.set()

    def _show_typing(self, conversation: str, on: bool) -> None:
        (self._typing.add if on else self._typing.discard)(conversation)
        for listener in self._listeners.get(conversation, ()):
            listener.typing = on
            listener.stirred.set()

    def close(self) -> None:
        """Let every open page go, so that the server can stop."""
        self._closed = True
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.closed = True
                listener.stirred.set()

    def open_pages(self) -> int:
        """How many pages are listening."""
        return sum(len(listeners) for listeners in self._listeners.values())

    async def watch(self) -> None:
        """Notice what other processes wrote; runs until cancelled."""
        while True:
            await asyncio.sleep(POLL_SECONDS)
            if not self._listeners:
                continue
            try:
                active = await read(_active_web_conversations)
            except Exception as error:  # a database that hiccups must not end the watch
                log.failed("hub.watch", error)
                continue
            for key, last_seq in active:
                if any(page.seen < last_seq for page in self._listeners.get(key, ())):
                    self._show_news(key)


def _active_web_conversations(session: Session) -> list[tuple[str, int]]:
    rows = session.execute(
        select(Conversation.key, Conversation.last_seq).where(
            Conversation.last_activity >= now() - _OVERLAP, Conversation.channel == "web"
        )
    )
    return [(key, last_seq) for key, last_seq in rows]
