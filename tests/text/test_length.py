"""No message, however odd, may keep a parser busy: patterns must not backtrack without end."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest

from bot.text.answers import yes_no
from bot.text.danger import names_danger
from bot.text.names import person_name
from bot.text.values import find_values

LONGEST_MESSAGE = 4096
SECONDS = 3.0
READERS: tuple[Callable[[str], object], ...] = (
    lambda text: find_values(text, date(2026, 1, 1)),
    person_name,
    yes_no,
    names_danger,
)


@pytest.mark.parametrize("ending", ["", "@", "ش"])
@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1 ",
        "1 - ",
        "1-",
        "ا1",
        "a.",
        "a@",
        "a1.",
        "a_1 - ",
        "ا_",
        "أحمد دوت ",
        "سلك ",
        "ما في ",
        "(",
        "صفر ",
        "ana malik ",
        "كنت مالك ",
        "حي شمسان ابها ",
        "3a",
        "مو رسايل ايميل ",
        "ميه ",
        "ahmad gmail ",
        "aaa  ",
        "الخامس و",
        "عشرين ",
    ],
)
def test_odd_long_messages_are_read_in_time(unit: str, ending: str) -> None:
    text = unit * (LONGEST_MESSAGE // len(unit)) + ending
    for read in READERS:
        started = time.process_time()
        read(text)
        assert time.process_time() - started < SECONDS
