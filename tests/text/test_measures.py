"""Power, duration and appliances, as people write them."""

from __future__ import annotations

import itertools
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.values import find_values
from tests.text.test_normalise import ARABIC

TODAY = date(2026, 11, 22)
KINDS = ("appliance", "power", "duration")
WORDS = "مكيف سبليت ساعه ساعات 18 ٨ الف وحدة طن ونص واط حصان خمس 2.5 ساعتين سخان نص".split()


def found(text: str) -> list[tuple[str, str]]:
    return [(v.kind, v.value) for v in find_values(text, TODAY) if v.kind in KINDS]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("كم يكلف مكيف ١٨ ألف وحدة ٨ ساعات؟", ["ac", "18000btu", "480m"]),
        ("مكيف 18000 وحدة", ["ac", "18000btu"]),
        ("مكيف سبليت ٢٤ عشر ساعات باليوم", ["ac_split", "24000btu", "600m"]),
        ("المكيف الشباك ١٨", ["ac_window", "18000btu"]),
        ("مكيف طن ونص", ["ac", "18000btu"]),
        ("مكيف 2 طن", ["ac", "24000btu"]),
        ("مكيف طنين طول اليوم", ["ac", "24000btu", "1440m"]),
        ("split 12k btu 6 hours", ["ac_split", "12000btu", "360m"]),
        ("دفاية 2000 واط خمس ساعات", ["heater", "2000w", "300m"]),
        ("دفايه ٢ الف واط", ["heater", "2000w"]),
        ("السخان ساعتين", ["water_heater", "120m"]),
        ("سخان ساعتين ونص", ["water_heater", "150m"]),
        ("سخان ساعة ونص", ["water_heater", "90m"]),
        ("الغسالة نص ساعة", ["washer", "30m"]),
        ("غسالة الصحون ٤٥ دقيقة", ["dishwasher", "45m"]),
        ("وكم تكلف المكواة ساعة باليوم", ["iron", "60m"]),
        ("دينمو حصانين", ["pump", "2hp"]),
        ("الدينمو حصان ونص", ["pump", "1.5hp"]),
        ("مكيفات البيت ٢٤ ساعة", ["ac", "1440m"]),
        ("والثلاجة", ["fridge"]),
        ("مكيف جري ١٨ وحده شغال ٨ ساعات", ["ac", "18000btu", "480m"]),
        ("سبليت 24 وحدة", ["ac_split", "24000btu"]),
        ("مكيف طنين ونص نص يوم", ["ac", "30000btu", "720m"]),
        ("السخان ساعة إلا ربع", ["water_heater", "45m"]),
        ("السخان ساعه وربع", ["water_heater", "75m"]),
        ("الدفاية ٣ ساعات وثلث", ["heater", "200m"]),
        ("المكيف ساعتين إلا ربع", ["ac", "105m"]),
        ("الغسالة ثلث ساعة", ["washer", "20m"]),
        ("8 ساعات", ["480m"]),
        ("3.5 ساعات", ["210m"]),
        ("٨ ساعات", ["480m"]),
    ],
)
def test_what_a_calculation_needs(text: str, expected: list[str]) -> None:
    assert [value for _, value in found(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "عمارة فيها 12 وحدة",
        "صرفنا 500 وحدة",
        "رقم ساعة الكهرباء 12345",
        "طافية من ساعة",
        "حب الوطن",
        "قطن",
        "الساعة 8",
        "متى ترجع الكهرباء",
        "كم الساعة",
        "30012345678",
    ],
)
def test_what_is_no_measure(text: str) -> None:
    assert found(text) == []


def test_the_number_of_a_measure_is_no_number() -> None:
    kinds = [v.kind for v in find_values("مكيف 18 الف وحدة 8 ساعات و 500 ريال", TODAY)]
    assert kinds == ["appliance", "power", "duration", "number"]


@given(st.integers(1, 24), st.sampled_from(["{} ساعات", "لمدة {} ساعه باليوم", "{}h"]))
def test_hours_are_minutes(hours: int, form: str) -> None:
    values = [v.value for v in find_values(form.format(hours), TODAY) if v.kind == "duration"]
    assert values == [f"{hours * 60}m"]


@given(st.lists(st.one_of(ARABIC, st.sampled_from(WORDS)), max_size=12).map(" ".join))
def test_any_text_gives_spans_in_order_without_overlap(text: str) -> None:
    values = [v for v in find_values(text, TODAY) if v.kind in KINDS]
    assert all(0 <= v.start < v.end <= len(text) for v in values)
    assert all(a.end <= b.start for a, b in itertools.pairwise(values))


def test_a_long_message_is_read_quickly() -> None:
    text = "مكيف 18 الف وحدة خمس ساعات واط " * 130
    began = time.process_time()
    find_values(text, TODAY)
    assert time.process_time() - began < 2
