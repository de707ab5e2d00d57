"""The supervisors' figures: one page, and each of its tables as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator

from markupsafe import Markup
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.audit.log import Action, record
from bot.console import clerk_times
from bot.console import numbers_charts as charts
from bot.console.rendering import language_of, message_page, render, translator
from bot.console.rights import Right
from bot.console.routing import StaffRoute
from bot.console.sessions import SignedIn
from bot.counting.period import Period, Step, period
from bot.gateway.storage import read, write
from bot.numbers import cities, days, field, talk
from bot.numbers.report import Report, Value

REPORTS: dict[str, Callable[[Session, Period], Report]] = {
    "conversations": talk.conversations,
    "intents": talk.intents,
    "phrases": talk.phrases,
    "forms": talk.forms,
    "steps": talk.steps,
    "districts": field.districts,
    "campaign": cities.campaign,
    "clerks": clerk_times.clerks,
}
_BARS = {"intents": "messages", "districts": "reports", "campaign": "updated"}
"""Reports that are drawn, by the column that gives the bars their length."""
_NAMED = {"forms": "numbers.names.", "steps": "numbers.names.", "intents": "intents."}
"""Where the words for a report's rows stand."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _asked(request: Request) -> Period:
    given = request.query_params
    return period(given.get("first", ""), given.get("last", ""), given.get("step", ""))


async def _settle(wanted: Period) -> None:
    """Finished days that nobody has asked for yet, or that changed, are counted first."""
    while await read(days.lacks, wanted) and await write(days.settle, wanted):
        pass
    if await read(clerk_times.lacks):
        await write(clerk_times.keep, await read(clerk_times.uncounted))


def _all(session: Session, wanted: Period) -> list[Report]:
    return [count(session, wanted) for count in REPORTS.values()]


def _draw(report: Report, t: Callable[..., str]) -> Markup | None:
    if report.name == "conversations":
        return charts.columns(report, "conversations")
    if report.name not in _BARS:
        return None
    prefix = _NAMED.get(report.name)
    return charts.bars(
        report, _BARS[report.name], lambda name: t(prefix + name, name) if prefix else name
    )


async def numbers_page(request: Request, me: SignedIn) -> Response:
    """`GET /staff/numbers?first=&last=&step=`: days in Riyadh; `step` day, week or month. Many days
    are told by week; the CSV has each."""
    wanted = _asked(request)
    seen = wanted.readable()
    await _settle(seen)
    reports = await read(_all, seen)
    t = translator(language_of(request))
    drawn = {
        report.name: _draw(report, t) for report in reports if any(row[1] for row in report.rows)
    }
    return render(
        request,
        me,
        "numbers.html",
        reports=reports,
        charts=drawn,
        wanted=wanted,
        seen=seen,
        steps=list(Step),
        named=_NAMED,
    )


def _export(session: Session, me: SignedIn, name: str, wanted: Period) -> Report:
    record(session, me.actor, Action.NUMBERS_EXPORTED, f"numbers:{name}")
    return REPORTS[name](session, wanted)


async def numbers_csv(request: Request, me: SignedIn) -> Response:
    """`GET /staff/numbers/<report>.csv`, of the same days as the page."""
    name = request.path_params["report"]
    if name not in REPORTS:
        return message_page(request, me, "not_found", 404)
    wanted = _asked(request)
    await _settle(wanted)
    report = await write(_export, me, name, wanted)
    file = f"{name}-{wanted.first}-{wanted.last}.csv"
    return Response(
        "\ufeff" + "".join(_lines(report)),  # the mark by which spreadsheets know UTF-8
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file}"'},
    )


def _lines(report: Report) -> Iterator[str]:
    for row in (report.columns, *report.rows):
        line = io.StringIO()
        csv.writer(line).writerow(_harmless(value) for value in row)
        yield line.getvalue()


def _harmless(value: Value) -> Value:
    """What subscribers wrote must not become a formula in a spreadsheet."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


ROUTES: list[BaseRoute] = [
    StaffRoute("/staff/numbers", numbers_page, Right.READ_NUMBERS),
    StaffRoute("/staff/numbers/{report}.csv", numbers_csv, Right.READ_NUMBERS),
]
