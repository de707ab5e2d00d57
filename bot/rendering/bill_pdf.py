"""A month's bill as an A4 page: what is due, how it was reckoned, twelve months, how to pay."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal

from fpdf.enums import Align

from bot.billing.bills import BillView, Line
from bot.billing.statement import Statement
from bot.billing.tables import BillState, LineKind
from bot.clock import RIYADH
from bot.rendering.bill_words import word
from bot.rendering.sheet import WIDTH, Sheet
from bot.rendering.words import date_words, days, money, month_words, short_month

_TEAL, _PALE, _WASH = (11, 122, 117), (169, 208, 205), (240, 246, 245)
_INK, _GREY, _GRID, _WHITE = (29, 43, 42), (93, 111, 110), (214, 224, 223), (255, 255, 255)
_LEFT, _RIGHT = 15.0, WIDTH - 15.0
_INNER = 5.0
"""Between a box and what it holds."""


def bill_pdf(printed: Statement) -> bytes:
    """The page as a PDF file; the same figures give the same bytes."""
    bill = printed.bill
    made = datetime.combine(bill.issue_date, time(12), RIYADH)
    sheet = Sheet(f"{word('title')} {month_words(bill.month)}", made)
    _head(sheet, printed)
    _subscriber(sheet, printed, 47)
    _due(sheet, bill, 47)
    _readings(sheet, bill, 93)
    end = _charges(sheet, bill, 121)
    _chart(sheet, printed, end + 6, 213 - end)
    _payment(sheet, printed, 226)
    _foot(sheet, printed)
    return sheet.bytes()


def _head(sheet: Sheet, printed: Statement) -> None:
    sheet.box(0, 0, WIDTH, 38, _TEAL)
    sheet.text(_RIGHT, 14, printed.utility, 20, _WHITE, bold=True)
    sheet.text(_RIGHT, 25, word("title"), 13, _WHITE)
    month = month_words(printed.bill.month)
    sheet.text(_LEFT + 70, 14, month, 18, _WHITE, bold=True, align=Align.L, width=70)
    number = word("number").format(number=printed.bill.number)
    sheet.text(_LEFT + 70, 25, number, 10, _WHITE, align=Align.L, width=70)


def _pairs(sheet: Sheet, rows: list[tuple[str, str]], right: float, top: float) -> None:
    """Label and value a line, down a box whose right end is `right`."""
    for place, (label, value) in enumerate(rows):
        middle = top + place * 6.6
        sheet.text(right, middle, label, 9, _GREY, width=32)
        sheet.text(right - 33, middle, value, 10, _INK, bold=True, width=62)


def _subscriber(sheet: Sheet, printed: Statement, top: float) -> None:
    sheet.box(_RIGHT - 102, top, 102, 40, _WASH, radius=2)
    rows = [
        (word("account"), printed.account_number),
        (word("place"), printed.place),
        (word("category"), word(f"category_{printed.category.value}")),
        (word("meter"), printed.meter),
        (word("breaker"), word("amperes").format(amperes=printed.breaker_amperes)),
    ]
    if printed.beneficiary:
        rows.insert(0, (word("beneficiary"), printed.beneficiary))
    spare = (6 - len(rows)) * 3.3
    _pairs(sheet, rows, _RIGHT - _INNER, top + 3.6 + spare)


def _due(sheet: Sheet, bill: BillView, top: float) -> None:
    """What is to be paid and until when, or that nothing is."""
    width = 72.0
    right = _LEFT + width
    sheet.frame(_LEFT, top, width, 40, _TEAL)
    inside = width - 2 * _INNER
    sheet.text(right - _INNER, top + 7, word("due"), 11, _GREY, width=inside)
    sheet.text(right - _INNER, top + 17, money(bill.due), 22, _TEAL, bold=True, width=inside)
    if bill.due:
        sheet.text(right - _INNER, top + 27, word("due_date"), 9, _GREY, width=inside)
        until = date_words(bill.due_date, hijri=True)
        sheet.text(right - _INNER, top + 33.5, until, 10.5, _INK, bold=True, width=inside)
    else:
        key = "carried" if bill.carried else BillState.PAID.value
        sheet.text(right - _INNER, top + 30, word(f"state_{key}"), 11, _INK, width=inside)


def _readings(sheet: Sheet, bill: BillView, top: float) -> None:
    last = bill.period_end - timedelta(days=1)
    span = word("span").format(start=date_words(bill.period_start), end=date_words(last))
    sheet.text(_RIGHT, top + 3, word("usage"), 12, _INK, bold=True)
    sheet.text(
        _LEFT + 110, top + 3, f"{span} ({days(bill.days)})", 9.5, _GREY, align=Align.L, width=110
    )
    cells = [
        (word("reading_from"), f"{bill.reading_from:,}"),
        (word("reading_to"), f"{bill.reading_to:,}"),
        (word("kwh"), f"{bill.kwh:,}"),
        (word("daily"), f"{Decimal(bill.kwh) / bill.days:,.1f}"),
    ]
    width = (_RIGHT - _LEFT) / len(cells)
    sheet.box(_LEFT, top + 8, _RIGHT - _LEFT, 16, _WASH, radius=2)
    for place, (label, value) in enumerate(cells):
        right = _RIGHT - place * width
        sheet.text(right, top + 12.5, label, 8.5, _GREY, align=Align.C, width=width)
        sheet.text(right, top + 19, value, 13, _INK, bold=True, align=Align.C, width=width)


_COLUMNS = (_RIGHT - _INNER, 104.0, 77.0, 50.0)
"""Right ends of the columns: what, kWh, halalas, riyals."""


def _row(sheet: Sheet, middle: float, cells: tuple[str, str, str, str], bold: bool = False) -> None:
    for right, words, width in zip(_COLUMNS, cells, (80.0, 25.0, 25.0, 30.0), strict=True):
        if words:
            sheet.text(right, middle, words, 10, _INK, bold=bold, width=width)


def _line_cells(line: Line) -> tuple[str, str, str, str]:
    if line.kind is LineKind.ENERGY:
        rate = "" if line.rate is None else str(line.rate)
        return word("energy"), f"{line.kwh or 0:,}", rate, _amount(line.amount)
    if line.kind is LineKind.METER_FEE:
        return word("meter_fee"), "", "", _amount(line.amount)
    return word("vat").format(percent=line.rate), "", "", _amount(line.amount)


def _amount(riyals: Decimal) -> str:
    return f"{riyals:,.2f}"


def _charges(sheet: Sheet, bill: BillView, top: float) -> float:
    """The arithmetic, line by line; returns where it ends."""
    sheet.text(_RIGHT, top + 3, word("charges"), 12, _INK, bold=True)
    middle = top + 11.5
    sheet.box(_LEFT, middle - 3.5, _RIGHT - _LEFT, 7, _TEAL, radius=1)
    for right, key, width in zip(
        _COLUMNS, ("what", "quantity", "rate", "amount"), (80.0, 25.0, 25.0, 30.0), strict=True
    ):
        sheet.text(right, middle, word(key), 9, _WHITE, bold=True, width=width)
    for cells in [_line_cells(line) for line in bill.lines] + _sums(bill):
        middle += 6.6
        _row(sheet, middle, cells)
        sheet.rule(_LEFT, _RIGHT, middle + 3.3, _GRID)
    middle += 7.2
    sheet.box(_LEFT, middle - 3.7, _RIGHT - _LEFT, 7.6, _WASH, radius=1)
    _row(sheet, middle, (word("total"), "", "", _amount(bill.total)), bold=True)
    return middle + 4


def _sums(bill: BillView) -> list[tuple[str, str, str, str]]:
    """Below the lines: what was left from before, if anything was."""
    if not bill.previous_balance:
        return []
    return [(word("previous_balance"), "", "", _amount(bill.previous_balance))]


def _chart(sheet: Sheet, printed: Statement, top: float, height: float) -> None:
    """Twelve upright bars, the oldest month on the right; this bill's month is dark."""
    sheet.text(_RIGHT, top + 3, word("chart"), 12, _INK, bold=True)
    base, tallest = top + height - 6, height - 20
    most = max(kwh for _, kwh in printed.months)
    slot = (_RIGHT - _LEFT) / 12
    for place, (month, kwh) in enumerate(printed.months):
        right = _RIGHT - place * slot
        bar = max(kwh / most * tallest, 0.4) if most else 0.4
        color = _TEAL if month == printed.bill.month else _PALE
        sheet.box(right - slot * 0.8, base - bar, slot * 0.6, bar, color)
        sheet.text(right, base - bar - 2.6, f"{kwh:,}", 7.5, _INK, align=Align.C, width=slot)
        sheet.text(right, base + 3, short_month(month), 7.5, _GREY, align=Align.C, width=slot)
    sheet.rule(_LEFT, _RIGHT, base, _GRID)


def _payment(sheet: Sheet, printed: Statement, top: float) -> None:
    height = 46.0
    sheet.frame(_LEFT, top, _RIGHT - _LEFT, height, _GRID)
    sheet.qr(_LEFT + 2, top + 2, height - 4, printed.payment_reference)
    sheet.text(_RIGHT - _INNER, top + 7, word("pay"), 12, _TEAL, bold=True)
    rows = [
        (word("biller"), f"{printed.biller} – {printed.biller_name}"),
        (word("sadad_number"), printed.account_number),
        (word("total"), money(printed.bill.total)),
        (word("paid"), money(printed.bill.paid)),
        (word("due"), money(printed.bill.due)),
    ]
    _pairs(sheet, rows, _RIGHT - _INNER, top + 15)


def _foot(sheet: Sheet, printed: Statement) -> None:
    issued = word("issued").format(date=date_words(printed.bill.issue_date, hijri=True))
    sheet.text(_RIGHT, 281, issued, 8.5, _GREY, width=_RIGHT - _LEFT)
    help_line = word("help").format(phone=printed.phone)
    sheet.text(_RIGHT, 287, help_line, 8.5, _GREY, width=_RIGHT - _LEFT)
