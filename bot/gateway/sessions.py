"""Session tokens of the web channel: who may read and write one conversation."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from bot.clock import now
from bot.sealing import derive

LIFETIME_DAYS = 90
"""A conversation not visited for so long begins anew."""
_RENEW_AFTER_DAYS = 1
_PURPOSE = "web-session"


@dataclass(frozen=True)
class WebSession:
    """A token and the conversation it opens."""

    token: str
    conversation: str


def _signature(body: str) -> str:
    digest = hmac.new(derive(_PURPOSE), body.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _today() -> int:
    return int(now().timestamp() // 86400)


def _make(name: str) -> WebSession:
    body = f"{name}.{_today():x}"
    return WebSession(f"{body}.{_signature(body)}", f"web:{name}")


def new_session() -> WebSession:
    """A token for a conversation that does not exist yet."""
    return _make(secrets.token_urlsafe(16))


def read_token(token: str) -> WebSession | None:
    """The session of a token of ours that is not too old, or None."""
    if not token.isascii():
        return None
    body, _, signature = token.rpartition(".")
    if not hmac.compare_digest(_signature(body), signature):
        return None
    name, _, day = body.rpartition(".")
    if _today() - int(day, 16) > LIFETIME_DAYS:
        return None
    return WebSession(token, f"web:{name}")


def renew(session: WebSession) -> WebSession:
    """The same conversation with a token that is at most a day old."""
    name, day, _ = session.token.rsplit(".", 2)
    return _make(name) if _today() - int(day, 16) >= _RENEW_AFTER_DAYS else session
