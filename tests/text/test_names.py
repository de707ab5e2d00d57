from __future__ import annotations

import pytest

from bot.text.names import establishment_name, person_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("اسمي عبدالله بن محمد القحطاني", "عبدالله بن محمد القحطاني"),
        ("انا نورة العتيبي", "نورة العتيبي"),
        ("نورة بنت سعد العتيبي", "نورة بنت سعد العتيبي"),
        ("الاسم: فاطمة الزهراء علي", "فاطمة الزهراء علي"),
        ("أنا اسمي خالد العمري لو سمحت", "خالد العمري"),
        ("لا، اسمي سعد بن فهد الدوسري", "سعد بن فهد الدوسري"),
        ("الاسم الكامل هو إبراهيم أحمد الشهري", "إبراهيم أحمد الشهري"),
        ("my name is Ahmed Ali", "Ahmed Ali"),
        ("مالك بن أنس", "مالك بن أنس"),
        ("وليد سعد الحربي", "وليد سعد الحربي"),
        ("لامية عبدالرحمن الفهد", "لامية عبدالرحمن الفهد"),
        ("السلام عليكم، معك المهندس تركي الغامدي", "تركي الغامدي"),
        ("عبدالرحمن   آل سعود.", "عبدالرحمن آل سعود"),
        ("\u200fهند محمد\u200f", "هند محمد"),
        ("علي محمد", "علي محمد"),
        ("طيبة ناصر السبيعي", "طيبة ناصر السبيعي"),
    ],
)
def test_name_as_written(text: str, name: str) -> None:
    assert person_name(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "محمد",
        "اسمي محمد",
        "ابي احدث بياناتي",
        "كم فاتورتي الحين",
        "ليش تبون الاسم",
        "انا مستأجر",
        "نعم تمام",
        "سعد 123",
        "سعد@x.com",
        "السلام عليكم",
        "على راسي",
        "الكهرباء طافية عندنا",
        "بن محمد",
        "ابي اكلم موظف",
        "😀 😀",
        "",
    ],
)
def test_no_name(text: str) -> None:
    assert person_name(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("اسمه سعد محمد العسيري", "سعد محمد العسيري"),
        ("الوالد اسمه سعد محمد", "سعد محمد"),
        ("اسم زوجي خالد سعد", "خالد سعد"),
        ("علي بن ابي طالب الحربي", "علي بن ابي طالب الحربي"),
        ("ابي طالب فاتورتي", None),
    ],
)
def test_the_name_of_somebody_else_and_of_a_father(text: str, name: str | None) -> None:
    assert person_name(text) == name


def test_an_establishment_is_named_by_what_it_is() -> None:
    assert establishment_name("شركة نجد للتجارة") == "شركة نجد للتجارة"
    assert establishment_name("شركة الكهرباء") is None
