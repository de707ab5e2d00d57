"""What is asked about the complaint itself, and when something happened."""

from __future__ import annotations

import pytest

from bot.complaints.asides import asks_when_answered, asks_why
from bot.complaints.happened import when_in


@pytest.mark.parametrize(
    "text",
    [
        "متى الرد",
        "طيب متى تردون علي",
        "متى؟",
        "وبعدين متى يجي الرد",
        "كم ياخذ الرد",
        "خلال كم يوم تردون",
        "كم المدة",
        "امتى يجيني احد",
        "متى بتحلونها",
        "mata alrad",
        "how long does it take",
        "وين",
        "وين القى الرد",
    ],
)
def test_the_answer_is_asked_for(text: str) -> None:
    assert asks_when_answered(text)


@pytest.mark.parametrize(
    "text",
    [
        "متى ترجع الكهرب",
        "كم فاتورتي",
        "كم علي",
        "متى قفلتوا البلاغ",
        "متى رد علي قال ما يخصني",
        "من كم يوم",
        "كم يوم",
        "متى صار",
        "كم دوري",
        "وين فرعكم",
        "كيف اسدد",
    ],
)
def test_what_tells_or_asks_something_else_is_left(text: str) -> None:
    assert not asks_when_answered(text)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("من اسبوع", "من اسبوع"),
        ("انتظر من يومين ومحد رد", "من يومين"),
        ("صار له اسبوع", "صار له اسبوع"),
        ("من كم يوم", "من كم يوم"),
        ("قبل امس العصر", "قبل امس العصر"),
        ("اول امس", "اول امس"),
        ("ams", "امس"),
        ("من شهر 7", None),
        ("من الرياض", None),
    ],
)
def test_when_it_happened(text: str, when: str | None) -> None:
    assert when_in(text) == when


@pytest.mark.parametrize("text", ["ليش", "ليش تبون الرقم", "وليه تسألون؟", "why"])
def test_what_a_question_is_for(text: str) -> None:
    assert asks_why(text) and not asks_why(f"{text} فاتورتي غالية")
