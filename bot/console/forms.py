"""Forms of the console: read once, no longer than they need to be."""

from __future__ import annotations

import hmac
from collections.abc import AsyncGenerator
from urllib.parse import parse_qsl

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from bot.attachments.files import size_limit
from bot.gateway.edge import Refusal, read_body
from bot.gateway.words import word

_LIMIT = 64 * 1024
_FIELDS = 200


async def read_form(request: Request) -> FormData:
    """The fields of a form, and the one file that it may bring; the same at each call.

    Raises:
        Refusal: longer than 64 KB beside the file, or a file above the limit (413); no such form
            (422).
    """
    if not hasattr(request.state, "form"):
        kind = request.headers.get("content-type", "")
        try:
            if kind.startswith("multipart/form-data"):
                request.state.form = await _with_file(request)
            else:
                request.state.form = FormData(_fields(await read_body(request, _LIMIT)))
        except (ValueError, MultiPartException):
            raise Refusal(422, word("bad_request")) from None
    form: FormData = request.state.form
    return form


def _fields(body: bytes) -> list[tuple[str, str | UploadFile]]:
    return list(
        parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_FIELDS, errors="strict")
    )


async def _with_file(request: Request) -> FormData:
    body = await read_body(request, _LIMIT + size_limit())

    async def whole() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(
        request.headers, whole(), max_files=1, max_fields=_FIELDS, max_part_size=_LIMIT
    )
    parser.spool_max_size = _LIMIT + size_limit()  # all of it is in memory already
    return await parser.parse()


async def file_of(form: FormData, name: str) -> bytes | None:
    """The content of a file field; None when no file was chosen."""
    given = form.get(name)
    content = await given.read() if isinstance(given, UploadFile) else b""
    return content or None


def field(form: FormData, name: str, length: int = 500) -> str:
    """A text field, trimmed and cut to `length`; empty when it is missing."""
    value = form.get(name)
    return value.strip()[:length] if isinstance(value, str) else ""


async def carries(request: Request, csrf: str) -> bool:
    """Whether the form, or the header `X-CSRF-Token`, holds the token that it must."""
    given = request.headers.get("x-csrf-token") or field(await read_form(request), "csrf")
    return hmac.compare_digest(given.encode(), csrf.encode())
