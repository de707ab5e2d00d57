"""Questions about a service against requests for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.asking import asks_about, service_asked_about, speaks_of_death


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("كم تاخذون على نقل العداد", "relocation"),
        ("نقل العداد برا السور بفلوس؟", "relocation"),
        ("بكم تقوية القاطع", "load_increase"),
        ("وش شروط فصل العداد بين الدورين", "split"),
        ("وش اوراق نقل الملكية للعداد", "transfer"),
        ("رسوم الغاء العداد", "cancellation"),
        ("كم رسوم اعادة الخدمة بعد الفصل", None),  # an answer of the list
        ("كم يوم نقل العداد", None),  # how long: the guaranteed standards know
        ("ابي انقل العداد", None),
        ("كم فاتورتي", None),
        ("/service_request", None),
    ],
)
def test_cost_or_papers_of_one_service(text: str, service: str | None) -> None:
    found = service_asked_about(text)
    assert (found.id if found else None) == service


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("والمدة", True),
        ("الاوراق", True),
        ("نقل العداد مجاني", True),
        ("كم ياخذ وقت", True),
        ("ابي انقل العداد", False),
        ("لا المدة سنتين", False),
    ],
)
def test_a_question_begins_nothing(text: str, asks: bool) -> None:
    assert asks_about(text) is asks


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    if service_asked_about(text):
        assert asks_about(text)


@pytest.mark.parametrize(
    "text", ["ابوي توفى وابي انقل", "الحساب باسم متوفى", "ماتت امي", "المرحوم"]
)
def test_a_death_is_heard(text: str) -> None:
    assert speaks_of_death(text)


@pytest.mark.parametrize("text", ["الكهرب مات", "بيت الوالد", "ابي اوفر", "توفر الخدمة"])
def test_what_only_sounds_like_a_death(text: str) -> None:
    assert not speaks_of_death(text)
