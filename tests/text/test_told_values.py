"""Values inside a sentence that tells more than was asked."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text.values import find_values


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ينتهي 12/2030 ما اتذكر اليوم", "2030-12-31"),
        ("ينتهي في شعبان ١٤٥٠", "2029-01-15"),
        ("ينتهي 1450/06/30", None),
        ("هذا هو العقد 10445566778 ينتهي بعد سنة", "2027-03-15"),
    ],
)
def test_ends_of_contracts_as_they_are_told(text: str, day: str | None) -> None:
    found = [v for v in find_values(text, date(2026, 3, 15)) if v.kind == "date"]
    assert len(found) == 1 and found[0].role is None
    assert day is None or found[0].value == day


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("الصك باسم عمي هو اللي مالك البيت انا ساكن عنده بايجار", "tenant"),
        ("انا مافي مالك، انا ايجار", "tenant"),
        ("kiraya dar", "tenant"),
    ],
)
def test_who_lives_there_as_it_is_told(text: str, kind: str) -> None:
    assert [v.value for v in find_values(text) if v.kind == "beneficiary"] == [kind]
