"""Forms of the console: read once, no longer than they need to be."""

from __future__ import annotations

import hmac
from urllib.parse import parse_qsl

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from bot.gateway.edge import Refusal, read_body
from bot.gateway.words import word

_LIMIT = 64 * 1024
_FIELDS = 200


async def read_form(request: Request) -> FormData:
    """The fields of an `application/x-www-form-urlencoded` body; the same at each call.

    Raises:
        Refusal: longer than 64 KB (413), or no such form (422).
    """
    if not hasattr(request.state, "form"):
        body = await read_body(request, _LIMIT)
        try:
            pairs: list[tuple[str, str | UploadFile]] = list(
                parse_qsl(
                    body.decode(), keep_blank_values=True, max_num_fields=_FIELDS, errors="strict"
                )
            )
        except ValueError:
            raise Refusal(422, word("bad_request")) from None
        request.state.form = FormData(pairs)
    form: FormData = request.state.form
    return form


def field(form: FormData, name: str, length: int = 500) -> str:
    """A text field, trimmed and cut to `length`; empty when it is missing."""
    value = form.get(name)
    return value.strip()[:length] if isinstance(value, str) else ""


async def carries(request: Request, csrf: str) -> bool:
    """Whether the form, or the header `X-CSRF-Token`, holds the token that it must."""
    given = request.headers.get("x-csrf-token") or field(await read_form(request), "csrf")
    return hmac.compare_digest(given.encode(), csrf.encode())
