"""The staff password: from the settings, or in demo mode one made once and kept in `var/`."""

from __future__ import annotations

import hmac
import os
import secrets

from bot.settings import settings


def staff_password() -> str | None:
    """The password, or None when /staff is closed (production without STAFF_PASSWORD)."""
    if settings().staff_password:
        return settings().staff_password
    if not settings().demo:
        return None
    path = settings().var_dir / "staff_password"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(12))
    return path.read_text().strip()


def right(password: str) -> bool:
    """Whether this is the password; takes the same time for any wrong one."""
    expected = staff_password()
    return expected is not None and hmac.compare_digest(password.encode(), expected.encode())


def announce_password() -> None:
    """In demo mode, print the password that was made."""
    if settings().demo and not settings().staff_password:
        print(f"/staff: user staff, password {staff_password()}", flush=True)
