"""The right name of a correction, however it is said; and no name where none was given."""

from __future__ import annotations

import pytest

from bot.updates.name_grown import grown_name
from bot.updates.renaming import corrected_name

NOURA = "نورة فهد القحطاني"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("لا الاسم غلط هو نورة فهد القحطاني", NOURA),
        ("الاسم غلط، نوره سعد القحطاني", "نوره سعد القحطاني"),
        ("كتبت اسمي غلط نورة محمد القحطاني", "نورة محمد القحطاني"),
        ("الاسم ناقص، نورة فهد محمد القحطاني", "نورة فهد محمد القحطاني"),
        ("غير الاسم لفهد سعد", "فهد سعد"),
        ("غير الاسم الى شيهانة البقمي", "شيهانة البقمي"),
        ("الاسم غلط شيهانة البقمي", "شيهانة البقمي"),
        ("اسمي نورة محمد مو نورة فهد", "نورة محمد"),
        ("اسم العائلة الحربي مو القحطاني", "نورة فهد الحربي"),
        ("الاسم الاول سارة", "سارة فهد القحطاني"),
        ("اسم الاب محمد", "نورة محمد القحطاني"),
        ("my name is wrong it should be Noura Saad", "Noura Saad"),
        ("elism ghalat huwa Noura Fahad", "Noura Fahad"),
    ],
)
def test_the_name_that_a_correction_gives(text, right):
    assert corrected_name(text, NOURA, named=True) == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("مو نورة، نوره فهد", "نوره فهد"),
        ("مب القحطاني الحربي", "نورة فهد الحربي"),
        ("لا انا سارة مو نورة", "سارة فهد القحطاني"),
    ],
)
def test_a_denied_part_of_the_name_tells_what_is_meant(text, right):
    assert corrected_name(text, NOURA, named=False) == right


@pytest.mark.parametrize("text", ["غيره الى سارة البقمي", "قصدي سارة البقمي"])
def test_it_is_the_name_when_that_was_given_last(text):
    assert corrected_name(text, NOURA, named=False, meant=True) == "سارة البقمي"


@pytest.mark.parametrize(
    "text",
    [
        "الاسم غلط",
        "الاسم غلط والجوال غلط",
        "الاسم غلط وش اسوي",
        "ليش تبون الاسم الكامل",
        "الاسم بالعربي او الانجليزي",
        "كل شي صح الا الاسم",
        "الاسم هو نفسه",
        "الاسم هو اللي مكتوب بالهوية",
        "الاسم الصحيح موجود بالهوية",
        "ابي اغير الاسم حق الحساب",
        "تعديل الاسم في الفاتورة",
        "غير الاسم والعنوان كله",
        "الاسم مو مالي هذا اسم ابوي",
        "هذا مو اسمي",
    ],
)
def test_speaking_of_the_name_gives_none(text):
    assert corrected_name(text, NOURA, named=True) is None


def test_a_denied_stranger_says_nothing_of_the_name():
    assert corrected_name("الموظف مو سعد، فهد سعد", NOURA, named=False) is None


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("طيب الاسم ناقص زيدوا عبدالله بعد نورة", "نورة عبدالله فهد القحطاني"),
        ("ضيف اسم جدي سعد قبل القحطاني", "نورة فهد سعد القحطاني"),
        ("نسيت عبد الله، حطوه بعد فهد", "نورة فهد عبد الله القحطاني"),
        ("ضيفوا زيد بعد فهد", "نورة فهد زيد القحطاني"),
        ("حط عبد الرحمن بعد اسم فهد", "نورة فهد عبد الرحمن القحطاني"),
        ("add Saad after فهد", "نورة فهد Saad القحطاني"),
        ("كلموني بعد فهد", None),
        ("بكمل بعد القحطاني", None),
    ],
)
def test_a_word_put_into_the_name(text, right):
    assert grown_name(text, NOURA) == right
