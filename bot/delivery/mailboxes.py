"""The mailbox that returned mails come to: a Maildir on this machine, or IMAP."""

from __future__ import annotations

import imaplib
import mailbox
import ssl
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

Take = Callable[[bytes], bool]
"""Is given a mail; True: it is done with, and goes."""
_SECONDS = 30.0


class MailboxAway(Exception):
    """The mailbox cannot be read now; the message says why."""


def read_mailbox(url: str, take: Take) -> int:
    """Give every mail of a mailbox to `take`; how many went.

    A mail goes only after `take` came back, so one that is read in a crash is read again. What is
    left there is marked as seen, and not read again.

    Args:
        url: `imaps://user:password@host[:port]/INBOX`, `imap://…` (for this machine alone: nothing
            is encrypted) or a Maildir's path.

    Raises:
        MailboxAway: no such mailbox, or its server does not answer as it should.
    """
    try:
        return _imap(url, take) if "://" in url else _maildir(url, take)
    except (OSError, imaplib.IMAP4.error, mailbox.Error) as error:
        raise MailboxAway(f"{type(error).__name__}: {error}") from error


def _maildir(path: str, take: Take) -> int:
    box = mailbox.Maildir(path, create=False)
    gone = 0
    for key in list(box.keys()):
        mail = box.get_message(key)
        if "S" in mail.get_flags():
            continue
        if take(box.get_bytes(key)):
            box.discard(key)
            gone += 1
        else:
            mail.set_subdir("cur")
            mail.add_flag("S")
            box[key] = mail
    return gone


def _imap(url: str, take: Take) -> int:
    parts = urlsplit(url)
    with _connect(parts.scheme, parts.hostname or "localhost", parts.port) as server:
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        _good(server.select(f'"{unquote(parts.path).strip("/") or "INBOX"}"'))
        (numbers,) = _good(server.uid("SEARCH", "UNSEEN"))
        gone = sum(_take_one(server, number.decode(), take) for number in (numbers or b"").split())
        _good(server.expunge())
        return gone


def _connect(scheme: str, host: str, port: int | None) -> imaplib.IMAP4:
    if scheme == "imap":
        return imaplib.IMAP4(host, port or 143, timeout=_SECONDS)
    context = ssl.create_default_context()
    return imaplib.IMAP4_SSL(host, port or 993, ssl_context=context, timeout=_SECONDS)


def _take_one(server: imaplib.IMAP4, number: str, take: Take) -> bool:
    (answer, *_) = _good(server.uid("FETCH", number, "(BODY.PEEK[])"))
    done = isinstance(answer, tuple) and take(answer[1])
    _good(server.uid("STORE", number, "+FLAGS", r"(\Deleted)" if done else r"(\Seen)"))
    return done


def _good(answer: tuple[str, list]) -> list:
    state, data = answer
    if state != "OK":
        raise imaplib.IMAP4.error(str(data))
    return data
