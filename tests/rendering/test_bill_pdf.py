"""The printed bill: its words, its figures, its QR code, its looks."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops

from bot.accounts.tables import TariffCategory
from bot.billing.bills import BillView, Line
from bot.billing.explain import month_before
from bot.billing.statement import Statement
from bot.billing.tables import BillState, LineKind
from bot.rendering.bill_pdf import bill_pdf

PICTURES = Path(__file__).with_name("pictures")
MONTH = date(2026, 10, 1)
BILL = BillView(
    id=7,
    number="000000052610",
    month=MONTH,
    period_start=date(2026, 9, 23),
    period_end=date(2026, 10, 22),
    reading_from=91778,
    reading_to=93646,
    kwh=1868,
    subtotal=Decimal("351.24"),
    vat=Decimal("52.69"),
    previous_balance=Decimal("479.48"),
    total=Decimal("883.41"),
    paid=Decimal("100.00"),
    issue_date=date(2026, 10, 28),
    due_date=date(2026, 11, 27),
    state=BillState.PARTLY_PAID,
    carried=False,
    lines=(
        Line(LineKind.ENERGY, 1868, 18, Decimal("336.24")),
        Line(LineKind.METER_FEE, None, None, Decimal("15.00")),
        Line(LineKind.VAT, None, 15, Decimal("52.69")),
    ),
)
OWING = Statement(
    bill=BILL,
    utility="كهرباء المثال",
    account_number="30000000005",
    beneficiary="ناصر أحمد الافتراضي",
    place="العوالي، مكة المكرمة",
    meter="DEMO00000005",
    breaker_amperes=100,
    category=TariffCategory.RESIDENTIAL,
    biller="002",
    biller_name="الشركة السعودية للكهرباء",
    phone="933",
    months=tuple((month_before(MONTH, 11 - i), 900 + 130 * i) for i in range(12)),
)
PAID = replace(
    OWING,
    bill=replace(
        BILL,
        state=BillState.PAID,
        paid=Decimal("403.93"),
        total=Decimal("403.93"),
        previous_balance=Decimal(0),
    ),
    beneficiary=None,
)
TWO_SLABS = replace(
    OWING,
    category=TariffCategory.COMMERCIAL,
    months=((MONTH, 7200),),
    bill=replace(
        BILL,
        kwh=7200,
        reading_to=98978,
        previous_balance=Decimal(0),
        paid=Decimal(0),
        state=BillState.UNPAID,
        subtotal=Decimal("1575.00"),
        vat=Decimal("236.25"),
        total=Decimal("1811.25"),
        lines=(
            Line(LineKind.ENERGY, 6000, 20, Decimal("1200.00")),
            Line(LineKind.ENERGY, 1200, 30, Decimal("360.00")),
            Line(LineKind.METER_FEE, None, None, Decimal("15.00")),
            Line(LineKind.VAT, None, 15, Decimal("236.25")),
        ),
    ),
)
CASES = {"owing": OWING, "paid": PAID, "two_slabs": TWO_SLABS}


def picture(data: bytes, scale: float = 1.0) -> Image.Image:
    pages = pypdfium2.PdfDocument(data)
    assert len(pages) == 1
    return pages[0].render(scale=scale).to_pil().convert("L")


def words(data: bytes) -> str:
    return pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()


def different(one: Image.Image, other: Image.Image) -> float:
    """Share of pixels that are plainly lighter or darker than in the other picture."""
    assert one.size == other.size
    histogram = ImageChops.difference(one, other).histogram()
    return sum(histogram[64:]) / (one.width * one.height)


@pytest.mark.parametrize("name", CASES)
def test_it_looks_like_the_picture_that_was_approved(name):
    """A new look is approved by looking: `APPROVE_PICTURES=1`, then open the files."""
    shown, path = picture(bill_pdf(CASES[name])), PICTURES / f"bill_{name}.png"
    if os.environ.get("APPROVE_PICTURES"):
        shown.save(path, optimize=True)
    assert different(shown, Image.open(path).convert("L")) < 0.0005


def test_the_comparison_sees_another_figure():
    other = replace(OWING, bill=replace(BILL, total=Decimal("111.11"), paid=Decimal("0.00")))
    assert different(picture(bill_pdf(other)), picture(bill_pdf(OWING))) > 0.0005


@pytest.mark.parametrize("printed", CASES.values(), ids=CASES)
def test_every_figure_of_the_record_is_printed(printed):
    bill, said = printed.bill, words(bill_pdf(printed))
    amounts = [bill.total, bill.due, bill.paid, *(line.amount for line in bill.lines)]
    amounts += [bill.previous_balance] if bill.previous_balance else []
    for figure in [f"{amount:,.2f}" for amount in amounts]:
        assert figure in said
    for count in (bill.reading_from, bill.reading_to, bill.kwh):
        assert f"{count:,}" in said
    assert said.count(printed.account_number) == 2  # at the top, and what SADAD asks for
    assert bill.number in said
    for line in bill.lines:
        assert line.rate is None or str(line.rate) in said


@pytest.mark.parametrize("printed", CASES.values(), ids=CASES)
def test_the_qr_code_can_be_read_and_says_what_to_pay(printed):
    (code,) = zxingcpp.read_barcodes(picture(bill_pdf(printed), scale=2))
    assert code.format == zxingcpp.BarcodeFormat.QRCode
    fields = dict(pair.split("=") for pair in code.text.split(";"))
    assert fields == {
        "biller": "002",
        "account": "30000000005",
        "bill": "000000052610",
        "due": f"{printed.bill.due:.2f}",
    }


def test_a_bill_of_an_empty_house_can_be_printed():
    months = tuple((month, 0) for month, _ in OWING.months)
    assert bill_pdf(replace(OWING, months=months)).startswith(b"%PDF-")


def test_the_same_figures_give_the_same_file():
    assert bill_pdf(OWING) == bill_pdf(OWING)
