"""The link to a person's copy: nothing to guess, good for half an hour, theirs alone."""

from __future__ import annotations

import hmac
from datetime import timedelta

from sqlalchemy.orm import Session

from bot.clock import now
from bot.privacy.holdings import Person, person_of
from bot.privacy.requests import find_request
from bot.privacy.tables import PrivacyKind, PrivacyRequest
from bot.sealing import fingerprint
from bot.settings import settings

LINK_LIFETIME = timedelta(minutes=30)
_LENGTH = 32
"""Hex digits: 128 bits."""


def link_of(request: PrivacyRequest) -> str:
    """Address of the copy that `request` asked for."""
    return f"{settings().public_url}/privacy/{request.reference}/{_token(request)}"


def open_link(session: Session, reference: str, token: str) -> Person | None:
    """Whose copy a link opens; None when it is wrong, old, or nothing is proved there any more."""
    request = find_request(session, reference)
    if request is None or request.kind != PrivacyKind.COPY:
        return None
    if not hmac.compare_digest(token.encode(), _token(request).encode()):
        return None
    if request.created_at + LINK_LIFETIME < now():
        return None
    person = person_of(session, request.conversation)
    return person if person.proved else None


def _token(request: PrivacyRequest) -> str:
    return fingerprint("privacy-copy", f"{request.reference}|{request.key}")[:_LENGTH]
