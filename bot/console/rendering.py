"""Templates of the console: Arabic from right to left, English for who chose it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.clock import RIYADH, today
from bot.console import cookies
from bot.console.rights import Right
from bot.console.sessions import SignedIn
from bot.gateway.headers import CONTENT_SECURITY_POLICY
from bot.rendering.bidi import direction, isolate
from bot.services.showing import service_name

HERE = Path(__file__).resolve().parent
LANGUAGES = ("ar", "en")
_LONGEST_TEXT = 4096
# htmx parses the server's HTML. The one policy that console.js makes lets it, and still refuses
# scripts from strings: inline ones, eval, and script addresses.
_POLICY = {"Content-Security-Policy": f"{CONTENT_SECURITY_POLICY}; trusted-types default"}


def _ltr(value: Any) -> Markup:
    """A number, date or code that reads from left to right."""
    return Markup(f'<bdi dir="ltr">{escape(value)}</bdi>')


def clip(text: str) -> str:
    """`text` as far as any channel lets people write; browsers choke on longer words."""
    rest = len(text) - _LONGEST_TEXT
    return text if rest <= 0 else f"{text[:_LONGEST_TEXT]}… (+{rest:,})"


def _riyadh(at: datetime) -> str:
    return at.astimezone(RIYADH).strftime("%Y-%m-%d %H:%M")


def _hour(at: datetime) -> str:
    return at.astimezone(RIYADH).strftime("%H:%M")


def _lately(at: datetime) -> str:
    """The hour of what was today, the day and the hour of what was before."""
    return _hour(at) if at.astimezone(RIYADH).date() == today() else _riyadh(at)


def _since(minutes: int) -> str:
    """A wait as hours and minutes, `2:05`."""
    return f"{minutes // 60}:{minutes % 60:02}"


def _day(day: date) -> str:
    return day.strftime("%Y-%m-%d")


_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["isolate"] = lambda text: isolate(str(text))
_templates.filters["direction"] = direction
_templates.filters["clip"] = clip
_templates.filters["riyadh"] = _riyadh
_templates.filters["hour"] = _hour
_templates.filters["lately"] = _lately
_templates.filters["since"] = _since
_templates.filters["day"] = _day
_templates.filters["ltr"] = _ltr
_templates.filters["service"] = service_name


@lru_cache(maxsize=len(LANGUAGES))
def words(language: str) -> dict[str, Any]:
    """Every word of the console in one language."""
    loaded: dict[str, Any] = yaml.safe_load(
        (HERE / "words" / f"{language}.yml").read_text(encoding="utf-8")
    )
    return loaded


def translator(language: str) -> Callable[..., str]:
    """`t("requests.title")`, `t("page", number=3)`: the words of a key with values filled in.

    A missing key is a KeyError, except for a value of the records that nobody foresaw: with
    `or_else`, that is shown instead.
    """

    def translate(key: str, or_else: str | None = None, **values: Any) -> str:
        found: Any = words(language)
        for part in key.split("."):
            if or_else is not None and part not in found:
                return or_else
            found = found[part]
        return str(found).format(**values)

    return translate


def language_of(request: Request) -> str:
    """The language that this browser chose; Arabic first."""
    chosen = cookies.get(request, cookies.LANGUAGE)
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def render(
    request: Request, me: SignedIn | None, template: str, status: int = 200, **values: Any
) -> HTMLResponse:
    """A page (or a fragment for htmx) as `me` sees it; None: nobody has signed in.

    Templates have `t` (words), `me`, `can("right")`, `csrf`, `lang`, `dir` and `path`, and the
    filters `ltr`, `isolate`, `direction`, `clip`, `riyadh`, `hour`, `lately`, `since` and `day`.
    """
    language = language_of(request)
    html = _templates.get_template(template).render(
        t=translator(language),
        lang=language,
        dir="rtl" if language == "ar" else "ltr",
        other_language=next(other for other in LANGUAGES if other != language),
        me=me,
        can=_can(me),
        csrf=me.csrf if me else "",
        path=request.url.path,
        **values,
    )
    return HTMLResponse(html, status, headers=_POLICY)


def _can(me: SignedIn | None) -> Callable[[str], bool]:
    return lambda right: me is not None and me.may(Right(right))


def message_page(request: Request, me: SignedIn | None, key: str, status: int) -> HTMLResponse:
    """A page with one sentence: `messages.<key>` of the words."""
    return render(request, me, "message.html", status, key=key)
