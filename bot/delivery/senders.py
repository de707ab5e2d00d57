"""Who carries SMS and e-mails. Every function blocks: the sender worker calls it in a thread."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx

from bot.delivery import demo_phone, documents
from bot.delivery.tables import Route
from bot.sealing import fingerprint
from bot.settings import settings

_SECONDS = 20.0


class CarrierError(Exception):
    """Not sent this time; worth another try. `retry_after` in seconds if the carrier said so."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class PermanentError(Exception):
    """It will never be sent; the reason holds no personal data."""


class BadAddress(PermanentError):
    """Nobody is at that mobile or address; the next message would not arrive either."""


@dataclass(frozen=True)
class Letter:
    """One outbox row, or one notice of a campaign, opened."""

    outbox_id: int
    key: str
    recipient: str
    body: dict[str, Any]
    box: str = "outbox"
    """Which of the two, so that their numbers are not mistaken for each other."""

    @property
    def reference(self) -> str:
        """Names it to carriers: tried again it is the same."""
        return f"{self.box}{self.outbox_id}"


def carry(route: Route, letter: Letter) -> dict[str, Any]:
    """Send an SMS or an e-mail by what the settings name; returns what the carrier answered.

    Raises:
        CarrierError: try again later.
        PermanentError: never.
    """
    provider = settings().sms_provider_url if route is Route.SMS else settings().smtp_url
    if provider:
        return send_sms(provider, letter) if route is Route.SMS else send_mail(provider, letter)
    if settings().demo:
        demo_phone.keep(letter.reference, route.value, letter.recipient, letter.body)
        return {"demo": True}
    name = "SMS_PROVIDER_URL" if route is Route.SMS else "SMTP_URL"
    raise PermanentError(f"{name} is not set")


# Unifonic's REST API, as https://docs.unifonic.com/reference/sms-api describes it (read November
# 2026): form fields, recipient in international digits without "+", `success` and `errorCode` in
# the answer. MessageType 3 is "services" in the Saudi classification of messages.
_UNIFONIC_SERVICE_MESSAGE = "3"
# https://docs.unifonic.com/docs/understanding-reasons-of-sms-non-delivery and
# https://docs.unifonic.com/reference/http-status-codes (read November 2026): the number is wrong,
# too long, too short or has no route; invalid recipient or destination. ER-05 also stands for
# trouble at the operator, so it is not among them.
_UNIFONIC_DEAD_NUMBER = frozenset({"ER-02", "ER-03", "ER-04", "410", "482"})


def send_sms(url: str, letter: Letter) -> dict[str, Any]:
    """Send by Unifonic. `url` for example https://el.cloud.unifonic.com/rest/SMS/messages."""
    form = {
        "AppSid": settings().sms_provider_token or "",
        "SenderID": settings().sms_sender_name,
        "Recipient": letter.recipient.removeprefix("+"),
        "Body": letter.body["text"],
        "responseType": "JSON",
        "CorrelationID": letter.reference,
        "async": "false",
        "MessageType": _UNIFONIC_SERVICE_MESSAGE,
    }
    headers = {"Accept": "application/json"}
    try:
        response = httpx.post(url, data=form, headers=headers, timeout=_SECONDS)
    except httpx.TransportError as error:
        raise CarrierError(type(error).__name__) from error
    return _read_unifonic(response)


def _read_unifonic(response: httpx.Response) -> dict[str, Any]:
    if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
        wait = response.headers.get("retry-after", "")
        raise CarrierError("429", float(wait) if wait.isdigit() else None)
    if response.status_code >= 500:
        raise CarrierError(f"the SMS provider answered {response.status_code}")
    try:
        answer = response.json()
    except ValueError as error:
        raise CarrierError("the SMS provider's answer cannot be read") from error
    if response.status_code >= 400 or answer.get("success") not in (True, "true"):
        code = str(answer.get("errorCode"))
        dead = {code, str(response.status_code)} & _UNIFONIC_DEAD_NUMBER
        kind = BadAddress if dead else PermanentError
        raise kind(f"SMS refused: {response.status_code} {code}")
    return {"id": str((answer.get("data") or {}).get("MessageID", ""))}


def send_mail(url: str, letter: Letter) -> dict[str, Any]:
    """Send by SMTP. `url`: smtp://user:password@host:587 (STARTTLS if offered) or smtps://…"""
    mail = _mail(letter)
    try:
        with _connect(url) as server:
            server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        raise _by_code(codes[0], BadAddress) from error
    except smtplib.SMTPResponseException as error:
        raise _by_code(error.smtp_code) from error
    except (OSError, smtplib.SMTPException) as error:
        raise CarrierError(type(error).__name__) from error
    return {"id": mail["Message-ID"]}


def _by_code(code: int, for_good: type[PermanentError] = PermanentError) -> Exception:
    """SMTP: 4xx is for now, 5xx is for good (RFC 5321, 4.2.1); a wrong password may be mended."""
    if code >= 500 and code not in (530, 534, 535):
        return for_good(f"SMTP {code}")
    return CarrierError(f"SMTP {code}")


def _mail(letter: Letter) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = settings().mail_from
    mail["To"] = letter.recipient
    mail["Subject"] = " ".join(letter.body["subject"].split())
    mail["Date"] = formatdate()
    mail["Message-ID"] = message_id(letter.reference, letter.recipient)
    mail["Content-Language"] = "ar"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.body["text"])
    if letter.body.get("document"):
        _attach(mail, letter.body["document"])
    return mail


def message_id(reference: str, recipient: str) -> str:
    """The same for the same row tried again, so that a mailbox can tell a double; and nobody else
    can make one, so that a returned mail is known for ours (`bot/delivery/bounces.py`)."""
    host = settings().mail_from.rpartition("@")[2] or "localhost"
    proof = fingerprint("message-id", f"{reference} {recipient.lower()}")[:24]
    return f"<{reference}.{proof}@{host}>"


def _attach(mail: EmailMessage, reference: documents.Reference) -> None:
    try:
        made = documents.make(reference)
    except documents.DocumentGone as error:
        raise PermanentError("the document is gone") from error
    mail.add_attachment(made.data, maintype="application", subtype="pdf", filename=made.name)


def _connect(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    host, context = parts.hostname or "localhost", ssl.create_default_context()
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=_SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=_SECONDS)
    try:
        server.ehlo()
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server
