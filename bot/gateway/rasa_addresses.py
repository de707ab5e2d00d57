"""Which Rasa process answers which conversation, and who takes over when one is gone.

Any process can answer any conversation: what Rasa remembers is in the database, and the gateway's
lease (`leases.py`) keeps a conversation's order. That a conversation stays with one process is only
to spare: asking again after a broken connection then meets the process that may still be at it.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import time
from hashlib import blake2b
from urllib.parse import urlsplit

AWAY_SECONDS = 15.0
"""How long a process that did not answer is asked last."""
_RESOLVE_SECONDS = 5.0


class Addresses:
    """The Rasa processes of RASA_URL. Lives on the event loop."""

    def __init__(self, urls: tuple[str, ...]) -> None:
        self._urls = urls
        self._resolved: tuple[str, ...] = urls
        self._resolved_at: float | None = None
        self._away_until: dict[str, float] = {}

    async def of(self, conversation: str) -> list[str]:
        """All addresses in the order in which this conversation asks them.

        Each address is first for its share of the conversations, and when one comes or goes only
        its own share moves (rendezvous hashing).
        """
        ranked = sorted(await self.all(), key=lambda url: _rank(url, conversation))
        moment = time.monotonic()
        return sorted(ranked, key=lambda url: self._away_until.get(url, 0.0) > moment)

    async def all(self) -> tuple[str, ...]:
        """Every address that RASA_URL stands for now."""
        moment = time.monotonic()
        if self._resolved_at is None or moment - self._resolved_at > _RESOLVE_SECONDS:
            self._resolved_at = moment
            found = [await _resolve(url) for url in self._urls]
            self._resolved = tuple(dict.fromkeys(url for urls in found for url in urls))
        return self._resolved

    def note_away(self, url: str) -> None:
        """It did not answer: ask others first for a while."""
        self._away_until[url] = time.monotonic() + AWAY_SECONDS

    def note_there(self, url: str) -> None:
        """It answered."""
        self._away_until.pop(url, None)


def _rank(url: str, conversation: str) -> bytes:
    return blake2b(f"{url} {conversation}".encode(), digest_size=8).digest()


async def _resolve(url: str) -> list[str]:
    """The machines behind a name, for example of a headless service; the URL itself if one."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host == "localhost" or parts.scheme != "http" or _is_number(host):
        return [url]
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, parts.port or 80, type=socket.SOCK_STREAM)
    except OSError:
        return [url]
    # One family: a machine with two would count twice.
    family = min(family for family, *_ in found)
    hosts = sorted({str(address[0]) for of, *_, address in found if of == family})
    return [_with_host(url, each) for each in hosts] if len(hosts) > 1 else [url]


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _with_host(url: str, host: str) -> str:
    parts = urlsplit(url)
    shown = f"[{host}]" if ":" in host else host
    return parts._replace(netloc=f"{shown}:{parts.port}" if parts.port else shown).geturl()
