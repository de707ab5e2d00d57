"""Mails that come back: which address does not exist, read from delivery status notifications.

RFC 3464 says how a notification is written, RFC 3463 what its status means. Anybody may send one to
us, so it counts only with the Message-ID that we wrote for that very address.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterator
from email import message_from_bytes, message_from_string, policy
from email.message import EmailMessage, Message
from typing import Any

from bot.delivery.senders import message_id

_NOBODY = re.compile(r"5\.1\.(?![78]\b)\d+|5\.2\.1")
"""The address is bad, or its mailbox is closed. 5.1.7 and 5.1.8 are about the sender."""
_STATUS = re.compile(r"\d\.\d{1,3}\.\d{1,3}")
_OURS = re.compile(r"<(?P<reference>[a-z]+\d+)\.[0-9a-f]+@[^<>@\s]+>")
_RETURNED = ("message/rfc822", "text/rfc822-headers", "message/global-headers")


def is_report(raw: bytes) -> bool:
    """Whether a mail is a delivery status notification."""
    return _parts(message_from_bytes(raw, policy=policy.default), "message/delivery-status") != []


def dead_addresses(raw: bytes) -> dict[str, str]:
    """Addresses that a notification proves to be nobody's, and its status; mails of ours only."""
    mail = message_from_bytes(raw, policy=policy.default)
    returned = _returned(mail)
    known = str(returned["Message-ID"]).strip() if returned else ""
    found = {}
    for report in _parts(mail, "message/delivery-status"):
        for block in report.iter_parts() if report.is_multipart() else ():
            status = _dead_status(block)
            for address in _addresses(block) if status else ():
                if _is_ours(known, address):
                    found[address] = str(status)
    return found


def _parts(mail: Any, kind: str) -> list[EmailMessage]:
    return [part for part in mail.walk() if part.get_content_type() == kind]


def _returned(mail: Any) -> Message | None:
    """Our mail, or its head, as it is handed back."""
    for kind in _RETURNED:
        for part in _parts(mail, kind):
            if kind == "message/rfc822":
                return part.get_content()
            text = part.get_content()
            words = text if isinstance(text, str) else bytes(text).decode("utf-8", "replace")
            return message_from_string(words, policy=policy.default)
    return None


def _dead_status(block: Any) -> str | None:
    if str(block.get("Action", "")).strip().lower() != "failed":
        return None
    status = _STATUS.search(str(block.get("Status", "")))
    return status[0] if status and _NOBODY.fullmatch(status[0]) else None


def _addresses(block: Any) -> Iterator[str]:
    """Whom it was for, as we wrote it and as a forwarder did: `rfc822; sara@example.com`."""
    for name in ("Original-Recipient", "Final-Recipient"):
        _, _, address = str(block.get(name, "")).partition(";")
        if address.strip():
            yield address.strip().strip("<>").lower()


def _is_ours(known: str, address: str) -> bool:
    ours = _OURS.fullmatch(known)
    return ours is not None and hmac.compare_digest(known, message_id(ours["reference"], address))
