"""SMS and e-mail carriers against servers on this machine."""

from __future__ import annotations

import email
import json
from email import policy

import pytest
from aiosmtpd.controller import Controller
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route as HttpRoute

from bot.delivery import demo_phone, documents
from bot.delivery.documents import Document
from bot.delivery.senders import CarrierError, Letter, PermanentError, carry
from bot.delivery.tables import Route
from tests.conftest import forget_settings
from tests.fakes.serving import Serving, free_port

SMS = Letter(7, "code:1", "+966551234567", {"text": "رمز التحقق: 123456"})
MAIL = Letter(
    8, "mail:1", "sara@example.com", {"subject": "طلبك\nX: y", "text": "تم تحديث بياناتك"}
)


@pytest.fixture
def setenv(database, monkeypatch):
    def change(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        forget_settings()

    return change


class Provider:
    """Unifonic's REST API, as far as it is documented."""

    def __init__(self):
        self.forms = []
        self.answer = (200, {"success": True, "errorCode": "ER-00", "data": {"MessageID": 42}})
        self.headers = {}
        self.serving = Serving(
            Starlette(routes=[HttpRoute("/rest/SMS/messages", self.receive, methods=["POST"])])
        )

    async def receive(self, request):
        async with request.form() as form:
            self.forms.append(dict(form))
        status, body = self.answer
        return JSONResponse(body, status, headers=self.headers)


@pytest.fixture
def provider(setenv):
    made = Provider()
    with made.serving:
        setenv(
            SMS_PROVIDER_URL=f"{made.serving.url}/rest/SMS/messages",
            SMS_PROVIDER_TOKEN="app-sid",
            SMS_SENDER_NAME="Mushtarik",
        )
        yield made


def test_sms_as_unifonic_wants_it(provider):
    assert carry(Route.SMS, SMS) == {"id": "42"}
    (form,) = provider.forms
    assert form["AppSid"] == "app-sid" and form["SenderID"] == "Mushtarik"
    assert form["Recipient"] == "966551234567"  # international, without 00 or +
    assert form["Body"] == "رمز التحقق: 123456"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((503, {}), CarrierError),
        ((429, {}), CarrierError),
        ((200, {"success": False, "errorCode": "ER-04", "message": "too short"}), PermanentError),
        ((401, {"success": False, "errorCode": "ER-01"}), PermanentError),
    ],
)
def test_sms_errors(provider, answer, error):
    provider.answer = answer
    with pytest.raises(error) as raised:
        carry(Route.SMS, SMS)
    assert "551234567" not in str(raised.value)


def test_sms_retry_after_is_passed_on(provider):
    provider.answer, provider.headers = (429, {}), {"Retry-After": "30"}
    with pytest.raises(CarrierError) as raised:
        carry(Route.SMS, SMS)
    assert raised.value.retry_after == 30


def test_a_provider_that_is_away_is_tried_again(setenv):
    setenv(SMS_PROVIDER_URL=f"http://127.0.0.1:{free_port()}/", SMTP_URL="smtp://127.0.0.1:1")
    for route, letter in ((Route.SMS, SMS), (Route.EMAIL, MAIL)):
        with pytest.raises(CarrierError):
            carry(route, letter)


class Mailbox:
    """Keeps what comes; answers what it is told."""

    def __init__(self):
        self.mails = []
        self.rcpt = "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


@pytest.fixture
def mailbox(setenv):
    box = Mailbox()
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    setenv(SMTP_URL=f"smtp://127.0.0.1:{port}", MAIL_FROM="no-reply@mushtarik.example")
    yield box
    controller.stop()


def test_mail_arrives_readable(mailbox):
    carry(Route.EMAIL, MAIL)
    ((recipients, content),) = mailbox.mails
    mail = email.message_from_bytes(content, policy=policy.default)
    assert recipients == ["sara@example.com"]
    assert mail["From"] == "no-reply@mushtarik.example"
    assert mail["Subject"] == "طلبك X: y"  # a line break in a subject cannot add a header
    assert mail["X"] is None
    assert mail.get_content().strip() == "تم تحديث بياناتك"
    assert mail["Message-ID"].endswith("@mushtarik.example>")


def test_a_mail_carries_the_bill_as_a_pdf(mailbox, monkeypatch):
    made = Document("electricity-bill-2026-10.pdf", b"%PDF-1.3 bill")
    monkeypatch.setattr(documents, "make", lambda reference: made)
    body = {**MAIL.body, "document": {"bill": 1, "month": "2026-10", "title": "فاتورة"}}
    carry(Route.EMAIL, Letter(9, "mail:2", "sara@example.com", body))
    mail = email.message_from_bytes(mailbox.mails[0][1], policy=policy.default)
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == "electricity-bill-2026-10.pdf"
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_content() == b"%PDF-1.3 bill"
    assert mail.get_body().get_content().strip() == "تم تحديث بياناتك"


@pytest.mark.parametrize(
    ("answer", "error"),
    [("550 no such user", PermanentError), ("451 try later", CarrierError)],
)
def test_mail_errors(mailbox, answer, error):
    mailbox.rcpt = answer
    with pytest.raises(error) as raised:
        carry(Route.EMAIL, MAIL)
    assert "sara" not in str(raised.value)


def test_without_a_provider_the_demo_phone_shows_it(setenv, capsys):
    body = {**SMS.body, "conversation": "web:a"}
    carry(Route.SMS, Letter(1, "k1", "+966551234567", body))
    mail = {**MAIL.body, "subject": "طلبك", "conversation": "web:a"}
    carry(Route.EMAIL, Letter(2, "k2", "sara@example.com", mail))
    carry(Route.SMS, Letter(3, "k3", "+966550000000", {"text": "لغيره", "conversation": "web:b"}))
    carry(Route.SMS, Letter(4, "k4", "+966550000000", {"text": "لأحد"}))
    shown = demo_phone.messages_of("web:a")
    assert [(one["kind"], one["to"]) for one in shown] == [
        ("sms", "+966551234567"),
        ("email", "sara@example.com"),
    ]
    assert shown[0]["text"] == "رمز التحقق: 123456" and "conversation" not in shown[0]
    assert shown[1]["text"] == "طلبك\n\nتم تحديث بياناتك"
    assert "رمز التحقق: 123456" in capsys.readouterr().out
    assert json.dumps(shown)


def test_production_without_a_provider_fails_plainly(setenv):
    setenv(DEMO="0")
    with pytest.raises(PermanentError, match="SMS_PROVIDER_URL"):
        carry(Route.SMS, SMS)
    with pytest.raises(PermanentError, match="SMTP_URL"):
        carry(Route.EMAIL, MAIL)
    assert demo_phone.messages_of("web:a") == []
