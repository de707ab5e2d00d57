"""Mails that come back, as a mail server returns them, from a Maildir and by IMAP."""

from __future__ import annotations

import email
import mailbox
import subprocess
import sys
from email import policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from bot.__main__ import main
from bot.accounts.tables import Account
from bot.database import reading, transaction
from bot.delivery.bounces import dead_addresses, is_report
from bot.delivery.senders import Letter, carry, message_id
from bot.delivery.tables import Route
from bot.notices.people import people_of
from tests.conftest import forget_settings
from tests.fakes.imap_server import ImapServer
from tests.fakes.serving import free_port
from tests.notices.household import MAIL as ADDRESS
from tests.notices.household import account

LETTER = Letter(12, "", ADDRESS, {"subject": "فاتورة", "text": "صدرت"}, box="notice")


def returned(
    original: str, status: str = "5.1.1", action: str = "failed", to: str = ADDRESS
) -> bytes:
    """A notification as Postfix writes it, with the head of the mail that it is about."""
    head, _, _ = original.partition("\n\n")
    text = f"""From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: no-reply@mushtarik.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B/mx.example"

--B/mx.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B/mx.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
X-Postfix-Queue-ID: 4BQx
Arrival-Date: Sun, 22 Nov 2026 12:00:00 +0300 (+03)

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.com
Diagnostic-Code: smtp; 550 {status} User unknown

--B/mx.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

{head}

--B/mx.example--
"""
    return text.encode()


@pytest.fixture
def sent(database: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """A mail of ours as the other side got it over SMTP."""
    mails: list[bytes] = []

    class Box:
        async def handle_DATA(self, server, session, envelope):
            mails.append(envelope.content)
            return "250 OK"

    port = free_port()
    controller = Controller(Box(), hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setenv("SMTP_URL", f"smtp://127.0.0.1:{port}")
    forget_settings()
    try:
        carry(Route.EMAIL, LETTER)
    finally:
        controller.stop()
    return mails[0].decode().replace("\r\n", "\n")


def reached_by_mail() -> bool:
    with reading() as session:
        return people_of(session, session.query(Account).one())[0].email == ADDRESS


def use(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("BOUNCES_URL", url)
    forget_settings()


def test_an_address_that_does_not_exist_is_marked_from_a_maildir(
    sent: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    with transaction() as session:
        account(session)
    box = mailbox.Maildir(str(tmp_path / "Maildir"))
    box.add(returned(sent, "5.2.2"))
    use(monkeypatch, str(tmp_path / "Maildir"))
    assert main(["bounces"]) == 0
    assert capsys.readouterr().out == "1 reports read, 0 addresses that do not exist\n"
    assert reached_by_mail()  # the mailbox was full

    box.add(returned(sent))
    box.add(b"From: sara@example.com\nSubject: hi\n\nthanks\n")
    assert main(["bounces"]) == 0
    assert "1 reports read, 1 addresses" in capsys.readouterr().out
    assert not reached_by_mail()
    assert main(["bounces"]) == 0
    assert "0 reports read" in capsys.readouterr().out
    (left,) = mailbox.Maildir(str(tmp_path / "Maildir"))
    assert left["Subject"] == "hi"  # for a person to read


def test_an_address_that_does_not_exist_is_marked_by_imap(
    sent: str, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    with transaction() as session:
        account(session)
    word = b"From: sara@example.com\r\nSubject: hi\r\n\r\nthanks\r\n"
    mails = [returned(sent).replace(b"\n", b"\r\n"), word]
    with ImapServer(mails) as server:
        use(monkeypatch, f"imap://no-reply:p%20w@127.0.0.1:{server.port}/INBOX")
        assert main(["bounces"]) == 0
        assert "1 reports read, 1 addresses" in capsys.readouterr().out
        assert not reached_by_mail()
        assert server.mails == {12: (word, {"\\Seen"})}
        use(monkeypatch, f"imap://no-reply:wrong@127.0.0.1:{server.port}/INBOX")
        assert main(["bounces"]) == 1
    assert "BOUNCES_URL" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("status", "action", "dead"),
    [
        ("5.1.1", "failed", True),
        ("5.1.10", "failed", True),
        ("5.2.1", "failed", True),
        ("5.1.1", "delayed", False),
        ("5.1.8", "failed", False),
        ("5.2.2", "failed", False),
        ("5.7.1", "failed", False),
        ("4.1.1", "failed", False),
    ],
)
def test_only_a_bad_address_counts(sent: str, status: str, action: str, dead: bool) -> None:
    raw = returned(sent, status, action)
    assert is_report(raw)
    assert dead_addresses(raw) == ({ADDRESS: status} if dead else {})


def test_a_notification_that_somebody_made_up_counts_for_nothing(sent: str) -> None:
    ours = email.message_from_string(sent, policy=policy.default)["Message-ID"]
    assert ours == message_id(LETTER.reference, ADDRESS)
    assert dead_addresses(returned(sent, to="other@example.com")) == {}
    assert dead_addresses(returned(sent.replace(ours, "<notice12.0123@mushtarik.example>"))) == {}
    assert dead_addresses(returned("Subject: x\n\n")) == {}


def test_without_a_mailbox_it_says_so(database: None, capsys) -> None:
    assert main(["bounces"]) == 2
    assert "BOUNCES_URL is not set" in capsys.readouterr().err


def test_the_command_needs_no_gateway() -> None:
    code = "import sys, bot.delivery.bounce_commands; sys.exit('starlette' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
