from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from bot.outages.medical import is_without_power, needs_power_to_live
from bot.outages.reports import Answers, Where, add_to_report, file_report
from bot.outages.tables import OutageReport
from tests.outages.conftest import Town


@pytest.mark.parametrize(
    "text",
    """امي على جهاز اكسجين والكهرب طافيه
ابوي على الأوكسجين
عندنا مريض على الأجهزة
ولدي عايش على جهاز
عندي جهاز تنفس بالبيت
والدتي عندها اجهزه طبيه
عندنا غسيل كلى بالبيت
my mother is on oxygen
ommi 3ala jihaz oxygen""".splitlines(),
)
def test_a_life_hangs_on_it(text: str) -> None:
    assert needs_power_to_live(text)


@pytest.mark.parametrize(
    "text",
    """الكهرباء طافية
طفت كل الأجهزة
جهاز المكيف ما يشتغل
ما عندنا جهاز اكسجين
احترق جهاز التلفزيون
امي تعبت من الحر""".splitlines(),
)
def test_no_device(text: str) -> None:
    assert not needs_power_to_live(text)


def _filed(session: Session, key: str, where: Where, *, medical: bool) -> OutageReport:
    receipt = file_report(session, f"web:{key}", key, where, Answers(medical=medical))
    return session.query(OutageReport).filter_by(reference=receipt.report.reference).one()


def test_the_crew_reads_of_it_first(session: Session, town: Town) -> None:
    where = Where(area_id=town.narjis, place="جنب المسجد")
    assert _filed(session, "a", where, medical=True).place == "في البيت جهاز طبي - جنب المسجد"


def test_it_is_added_to_an_open_report_once(session: Session, town: Town) -> None:
    first = _filed(session, "a", Where(town.account), medical=False)
    assert _filed(session, "b", Where(town.account), medical=True) is first
    add_to_report(session, first.reference, Answers(medical=True))
    assert first.place == "في البيت جهاز طبي"


@pytest.mark.parametrize(
    ("text", "off"),
    [
        ("الشارع كله طافي وامي مريضه على التنفس الصناعي ارجوكم بسرعه", True),
        ("ابوي على جهاز اكسجين والكهرب فصلت الحين", True),
        ("بدون كهرباء ومعي طفل على جهاز تنفس والله لاشتكيكم", True),
        ("ابوي ما يقدر يتنفس بدون الجهاز والكهرب قطعت بسرعه تكفون", True),
        ("عندنا مريض على جهاز اكسجين وش حقوقي", False),
        ("لو انقطعت وعندي مريض على جهاز اكسجين وش اسوي", False),
        ("الكهرباء طافية", False),
    ],
)
def test_power_is_off_where_somebody_lives_by_it(text: str, off: bool) -> None:
    assert is_without_power(text) is off
