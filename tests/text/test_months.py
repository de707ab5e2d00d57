from __future__ import annotations

from datetime import date

import pytest
from hijridate import Hijri
from hypothesis import given
from hypothesis import strategies as st

from bot.text.calendar import gregorian_month_of_hijri
from bot.text.months import find_months
from bot.text.normalise import normalise

TODAY = date(2026, 11, 22)


def found(text: str, today: date = TODAY) -> list[tuple[str, str]]:
    return [(f.kind, f.value) for f in find_months(normalise(text).text, today)]


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("يوليو", "2026-07"),
        ("فاتورة يوليو", "2026-07"),
        ("ديسمبر", "2025-12"),
        ("نوفمبر", "2026-11"),
        ("يوليو ٢٠٢٥", "2025-07"),
        ("يوليو من عام 2025", "2025-07"),
        ("كانون الثاني", "2026-01"),
        ("شباط", "2026-02"),
        ("شهر 7", "2026-07"),
        ("شهر٧", "2026-07"),
        ("شهر سبعة", "2026-07"),
        ("الشهر السابع", "2026-07"),
        ("شهر ١٢", "2025-12"),
        ("شهر 12/2024", "2024-12"),
        ("7-2026", "2026-07"),
        ("2026/07", "2026-07"),
        ("بيوليو", "2026-07"),
        ("الشهر اللي فات", "2026-10"),
        ("الشهر الماضي", "2026-10"),
        ("الشهر اللي راح", "2026-10"),
        ("هالشهر", "2026-11"),
        ("هذا الشهر", "2026-11"),
        ("الشهر الحالي", "2026-11"),
        ("قبل شهرين", "2026-09"),
        ("قبل ٣ شهور", "2026-08"),
        ("قبل ثلاثة اشهر", "2026-08"),
        ("الشهر اللي قبله", "2026-09"),
        ("الشهر قبل الماضي", "2026-09"),
        ("نفس الشهر السنة اللي فاتت", "2025-11"),
        ("الشهر الجاي", "2026-12"),
        ("مارس الجاي", "2027-03"),
        ("يوليو العام الماضي", "2025-07"),
        ("نوفمبر الماضي", "2025-11"),
        ("رمضان", "2026-03"),
        ("فاتورة رمضان", "2026-03"),
        ("رمضان اللي فات", "2026-03"),
        ("رمضان 1446", "2025-03"),
        ("رمضان ١٤٤٦هـ", "2025-03"),
        ("شوال", "2026-04"),
        ("ذو الحجة", "2026-06"),
        ("ذي القعدة", "2026-05"),
        ("ربيع الأول", "2026-08"),
        ("شهر محرم", "2026-06"),
        ("last month", "2026-10"),
        ("july bill", "2026-07"),
    ],
)
def test_month(text: str, month: str) -> None:
    assert found(text) == [("month", month)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-03-15", "2027-03-15"),
        ("15/3/2027", "2027-03-15"),
        ("١٥ مارس ٢٠٢٧", "2027-03-15"),
        ("15 من شهر مارس 2027", "2027-03-15"),
        ("15 مارس", "2027-03-15"),
        ("15-3-27", "2027-03-15"),
        ("1448/09/01", "2027-02-08"),
        ("1/9/1448هـ", "2027-02-08"),
        ("1 رمضان 1448", "2027-02-08"),
        ("اخر السنة", "2026-12-31"),
        ("نهاية السنة القادمة", "2027-12-31"),
        ("ينتهي نهاية ٢٠٢٧", "2027-12-31"),
        ("end of 2027", "2027-12-31"),
        ("نهاية 1449", "2028-05-24"),
        ("بعد سنة", "2027-11-22"),
        ("بعد سنتين", "2028-11-22"),
        ("بعد ستة شهور", "2027-05-22"),
        ("بعد ١٠ ايام", "2026-12-02"),
        ("نهاية مارس", "2027-03-31"),
        ("نهاية فبراير 2028", "2028-02-29"),
        ("اول مارس", "2027-03-01"),
        ("نهاية رمضان 1448", "2027-03-08"),
        ("الخامس من مايو ٢٠٢٧", "2027-05-05"),
        ("الخامس والعشرين من ديسمبر", "2026-12-25"),
        ("الحادي عشر من شعبان ١٤٤٨", "2027-01-19"),
        ("ثلاثة وعشرين مارس ٢٠٢٧", "2027-03-23"),
        ("١٥ شهر ٣ سنة ٢٠٢٧", "2027-03-15"),
        ("اول رمضان القادم", "2027-02-08"),
        ("May 5, 2027", "2027-05-05"),
        ("5 may 2027", "2027-05-05"),
        ("1st of June 2027", "2027-06-01"),
    ],
)
def test_date(text: str, day: str) -> None:
    assert found(text) == [("date", day)]


@pytest.mark.parametrize(
    "text",
    [
        *("محرم عليكم", "صفر", "اب", "شهر 15", "31/2/2027", "99/99/2027", "قبل شوي", "1/2"),
        *(
            "كل شهر 7 ايام بدون كهربا",
            "تفصل بالشهر 7 مرات",
            "العقد الثاني",
            "صفر خمسه خمسه صفر",
            "may 5 people come",
        ),
    ],
)
def test_no_month(text: str) -> None:
    assert [kind for kind, _ in found(text) if kind == "date"] == []
    assert [kind for kind, _ in found(text) if kind == "month"] == []


def test_a_hijri_month_of_a_name_is_not_taken() -> None:
    assert found("اسمي رمضان شعبان") == []


def test_month_of_last_year_in_january() -> None:
    assert found("الشهر الماضي", date(2027, 1, 5)) == [("month", "2026-12")]
    assert found("يناير", date(2027, 1, 5)) == [("month", "2027-01")]


def test_ramadan_while_it_lasts() -> None:
    during = date(2027, 2, 20)
    assert found("رمضان", during) == [("month", "2027-02")]
    assert found("رمضان اللي فات", during) == [("month", "2026-03")]


@given(st.integers(1400, 1499), st.integers(1, 12))
def test_most_days_of_a_hijri_month_lie_in_its_month(year: int, month: int) -> None:
    chosen = gregorian_month_of_hijri(year, month)
    assert chosen is not None
    middle = Hijri(year, month, 15).to_gregorian()
    apart = (middle.year - chosen.year) * 12 + middle.month - chosen.month
    assert abs(apart) <= 1
    inside = sum(
        (day.year, day.month) == (chosen.year, chosen.month)
        for day in (
            Hijri(year, month, d).to_gregorian()
            for d in range(1, Hijri(year, month, 1).month_length() + 1)
        )
    )
    assert inside * 2 >= Hijri(year, month, 1).month_length()


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(1, 12))
def test_a_bare_number_is_never_in_the_future(today: date, month: int) -> None:
    [(kind, value)] = found(f"شهر {month}", today)
    assert kind == "month"
    assert value <= today.isoformat()[:7]
    assert int(value[5:]) == month


@pytest.mark.parametrize(
    "text",
    [
        "قدمت طلب قبل شهرين", "قبل سنة غيرت العداد", "رمضان كريم", "كل رمضان وانتم بخير",
        "متى رمضان", "كم باقي على رمضان", "مواعيدكم رمضان", "رجب عبدالله حسن", "محمد شعبان علي",
        "مارس الرياضة", "خلال شهر واحد", "مهلة شهر واحد", "كل شهر نفس المشكلة",
        "may I know my bill", "هل تفصلون في رمضان", "ما عندي فلوس هالشهر اقدر أأجل",
        "بسدد لكم ان شاء الله الشهر الجاي اول ما ينزل الراتب لا تفصلون",
    ],
)  # fmt: skip
def test_words_of_months_that_mean_none(text: str) -> None:
    assert [kind for kind, _ in found(text) if kind == "month"] == []


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("شهر سبتمر", "2026-09"), ("فاتورة نوفبر", "2026-11"), ("دسمبر", "2025-12"),
        ("فاتورة شهر اغستس", "2026-08"), ("شهر ماضي", "2026-10"), ("شهرنا هذا", "2026-11"),
        ("كم كانت فاتورتي قبل شهرين", "2026-09"), ("nxt month", "2026-12"),
        ("فاتورة رمضان مبارك عليكم", "2026-03"),
    ],
)  # fmt: skip
def test_months_with_slips_and_in_short(text: str, month: str) -> None:
    assert found(text) == [("month", month)]


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("فاتورةشهر٣", "2026-03"), ("كم فاتورةاغسطس", "2026-08"), ("فاتورةرمضان", "2026-03"),
        ("فاتورةالشهر اللي فات", "2026-10"), ("فاتورةهالشهر", "2026-11"),
    ],
)  # fmt: skip
def test_months_glued_to_the_bill(text: str, month: str) -> None:
    assert found(text) == [("month", month)]


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("اغسطص", "2026-08"), ("كم فاتورة اكتوبير", "2026-10"), ("فاتورة يوليوو", "2026-07"),
        ("فاتورة رمضن", "2026-03"), ("شهر شعبن", "2026-02"), ("when is august bill due", "2026-08"),
    ],
)  # fmt: skip
def test_a_month_with_a_slip(text: str, month: str) -> None:
    assert found(text) == [("month", month)]


@pytest.mark.parametrize(
    "text",
    [
        "الانارة لها شهر طافية", "صار لها شهر", "يا رمضان رد علي", "الاستاذ رجب موجود",
        "mata ramadan", "when is ramadan", "دوامكم في رمضان", "مايوو", "رمضن",
    ],
)  # fmt: skip
def test_no_month_but_a_span_or_a_man_of_that_name(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "نقلت للبيت ذا في شوال", "من رمضان والكهرب عندنا يطفي ويشتغل",
        "قبل رمضان كلمت موظف عندكم وقفل بوجهي", "i moved in september, how do i update my info",
    ],
)  # fmt: skip
def test_a_month_that_says_when_something_happened_is_no_bill_s(text: str) -> None:
    assert not [
        f for f in find_months(normalise(text).text, date(2026, 11, 24)) if f.kind == "month"
    ]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("ابي فواتير شهر ٦ و ٧", ["2026-06", "2026-07"]),
        ("فواتير شهر ٣ و٤ و٥", ["2026-03", "2026-04", "2026-05"]),
        ("سددت في شهر ٩ ولا نزلت عندكم", ["2026-09"]), ("في رمضان؟", ["2026-03"]),
    ],
)  # fmt: skip
def test_months_of_bills_stay(text: str, months: list[str]) -> None:
    found = find_months(normalise(text).text, date(2026, 11, 24))
    assert [f.value for f in found if f.kind == "month"] == months
