"""Which ports are ours to open, and whether they are free."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def local_address(url: str) -> tuple[str, int] | None:
    """Host and port of a URL that this machine itself serves; None for another machine's."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host not in _LOOPBACK:
        return None
    return host, parts.port or 80


def local_addresses(urls: Iterable[str]) -> list[tuple[str, int]]:
    """Of several URLs, those that this machine itself serves."""
    return [address for address in map(local_address, urls) if address is not None]


def taken(host: str, port: int) -> bool:
    """Whether something listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False
