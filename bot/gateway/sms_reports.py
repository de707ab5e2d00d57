"""The SMS provider says what became of each SMS: `POST /sms/reports/<secret>`.

Unifonic's delivery receipts, as its support and documentation pages describe them (read November
2026: "Can I receive DLR receipt update through a webhook?", "Receiving Delivery Status via
Webhook"): `Recipient` in international digits, `DLR` with `Delivered` or `Undeliverable`; anything
but 200 is tried again. They are not signed, so the address itself is the secret.
"""

from __future__ import annotations

import hmac
from json import JSONDecodeError, loads
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.delivery.undelivered import note_report
from bot.gateway import log
from bot.gateway.edge import client_address, read_body, refuse
from bot.gateway.limits import Limiter, Rate
from bot.gateway.storage import write
from bot.settings import settings
from bot.text.digits import to_mobile

PATH = "/sms/reports/{secret}"
RATE = Rate(per_minute=6000, burst=2000)
"""A campaign's reports come as fast as its SMS left."""
_STATES = {"delivered": True, "undeliverable": False}


class SmsReports:
    """Takes reports; other calls get what an unknown page gets."""

    def __init__(self, rate: Rate = RATE) -> None:
        self._limiter = Limiter(rate)

    def routes(self) -> list[Route]:
        """The route, while a secret is set."""
        if not settings().sms_report_secret:
            return []
        return [Route(PATH, refuse(self.take), methods=["POST"])]

    async def take(self, request: Request) -> Response:
        """Note one report. What cannot be read is answered 400, and what is new to us 200: it would
        only come again."""
        wait = self._limiter.take(client_address(request))
        if wait:
            return PlainTextResponse("slower", 429, {"Retry-After": str(wait)})
        given, secret = request.path_params["secret"], str(settings().sms_report_secret)
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return PlainTextResponse("Not Found", 404)
        fields = _fields(await read_body(request))
        mobile = to_mobile(fields.get("recipient", "").removeprefix("+"))
        state = fields.get("dlr", "").lower()
        if mobile is None or not state:
            log.warn("sms.report_unread", fields=sorted(fields))
            return PlainTextResponse("Recipient and DLR are needed", 400)
        if state in _STATES:
            await write(note_report, mobile, _STATES[state])
        return PlainTextResponse("ok")


def _fields(body: bytes) -> dict[str, str]:
    """The report's fields under names in lower case, of a form or of JSON."""
    text = body.decode("utf-8", "replace")
    try:
        found = loads(text)
    except JSONDecodeError:
        found = dict(parse_qsl(text))
    if not isinstance(found, dict):
        return {}
    return {str(name).lower(): str(value) for name, value in found.items()}
