"""Encryption at rest and keyed hashes, all derived from `SECRET_KEY`.

National IDs, contract numbers, codes in transit and what subscribers type are sealed, so that a
copy of the database alone tells none of them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken

from bot.settings import settings


class UnsealingError(Exception):
    """A sealed value does not open with this SECRET_KEY (another key, or a damaged row)."""


def derive(purpose: str) -> bytes:
    """32 bytes for one purpose; different purposes never share a key."""
    return hmac.new(settings().secret_key.encode(), purpose.encode(), hashlib.sha256).digest()


@lru_cache(maxsize=1)
def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derive("seal")))


def seal(text: str) -> str:
    """Encrypt `text`; the result is printable and differs each time."""
    return _box().encrypt(text.encode()).decode()


def unseal(token: str) -> str:
    """Decrypt what `seal` gave.

    Raises:
        UnsealingError: not sealed with this key.
    """
    try:
        return _box().decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise UnsealingError("a sealed value does not open with this SECRET_KEY") from error


def seal_bytes(content: bytes) -> bytes:
    """Encrypt a file's content; a third larger than before."""
    return _box().encrypt(content)


def unseal_bytes(sealed: bytes) -> bytes:
    """Decrypt what `seal_bytes` gave.

    Raises:
        UnsealingError: not sealed with this key, or damaged.
    """
    try:
        return _box().decrypt(sealed)
    except InvalidToken as error:
        raise UnsealingError("a sealed file does not open with this SECRET_KEY") from error


def fingerprint(purpose: str, value: str) -> str:
    """A keyed hash, for equality look-ups of sealed values and for codes. 64 hex digits."""
    return hmac.new(derive(purpose), value.encode(), hashlib.sha256).hexdigest()
