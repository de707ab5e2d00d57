"""Staff passwords: how they are kept, and which ones will do (NIST SP 800-63B, section 3.1.1)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LENGTH_WITH_SECOND_FACTOR = 12
LENGTH_ALONE = 15
"""SP 800-63B-4: fifteen characters where the password is all there is."""
_LONGEST = 256
_LEAST_SCORE = 3
"""zxcvbn: 10^8 guesses or more, with its lists of common passwords and the words below."""
_JUDGED = 72
"""Characters that zxcvbn looks at; its time grows with the square."""
_CONTEXT = (
    "mushtarik",
    "moshtarik",
    "kahraba",
    "kahrabaa",
    "electricity",
    "staff",
    "password",
    "saudi",
    "مشترك",
    "كهرباء",
    "الكهرباء",
    "موظف",
    "كلمةالسر",
)

# OWASP's Argon2id at 19 MiB: strong, and a hundred sign-ins at once do not eat the memory.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


class PasswordError(Exception):
    """The password will not do; the message says why."""


def _plain(password: str) -> str:
    # The same word from two keyboards is the same password.
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, *, second_factor: bool, about: tuple[str, ...] = ()) -> None:
    """Refuse what is too short or easily guessed; no rule asks for kinds of characters.

    Args:
        about: words of the person (name, display name) that make a password easier to guess.

    Raises:
        PasswordError: it will not do.
    """
    from zxcvbn import zxcvbn  # its word lists take a tenth of a second to load

    plain = _plain(password)
    least = LENGTH_WITH_SECOND_FACTOR if second_factor else LENGTH_ALONE
    if len(plain) < least:
        raise PasswordError(f"The password needs at least {least} characters.")
    if len(plain) > _LONGEST:
        raise PasswordError(f"The password may have at most {_LONGEST} characters.")
    words = [part for name in (*about, *_CONTEXT) for part in {name, *name.split()} if part]
    if zxcvbn(plain[:_JUDGED], user_inputs=words)["score"] < _LEAST_SCORE:
        raise PasswordError(
            "The password is easily guessed: common, repeated, or made of names and words that "
            "go with this work. A sentence of your own is good."
        )


def hash_password(password: str) -> str:
    """Argon2id, with its parameters and a fresh salt."""
    return _hasher.hash(_plain(password))


def matches(hashed: str, password: str) -> bool:
    """Whether `password` is the one that was hashed."""
    try:
        return _hasher.verify(hashed, _plain(password)[:_LONGEST])
    except (VerificationError, InvalidHashError):
        return False


def needs_rehash(hashed: str) -> bool:
    """Whether it was hashed with other parameters than today's."""
    return _hasher.check_needs_rehash(hashed)


@lru_cache(maxsize=1)
def nobodys_hash() -> str:
    """A hash that nothing is known to match: unknown names take as long as known ones."""
    return _hasher.hash("nobody")


def match_nobody(password: str) -> None:
    """Spend the time of a real check."""
    matches(nobodys_hash(), password)
