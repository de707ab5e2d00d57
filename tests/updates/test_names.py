"""What is a name and what is none, at the question for it and beside other values."""

from __future__ import annotations

import pytest

from bot.updates import conversation as update
from tests.updates.conftest import NUMBER, keys


def test_someone_with_one_name_is_asked_once_more_and_then_believed(person):
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    person.says("سوهارتو", "inform")
    assert person.step == "name" and keys(person)[0] == "utter_update_help_name"
    person.says("سوهارتو", "inform")
    assert person.last.draft.values["name"] == "سوهارتو" and person.step == "identity"


def test_the_name_is_found_inside_a_long_sentence(person):
    person.starts(f"حسابي {NUMBER} وانا المالك اسمي فهد القحطاني ورقم جوالي 0500000002")
    assert person.last.draft.values["name"] == "فهد القحطاني"


@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        ("بشاير الفدعان", "danger", 0.6),
        ("Priya Nair", "danger", 0.6),
        ("نورة سعد القحطاني", "power_restored", 0.99),
        ("منيف بن لافي", "report_outage", 0.5),
        ("Yohannes Tesfaye", "out_of_scope", 0.55),
        ("ismi Noura Saad", "greet", 0.9),
    ],
)
def test_a_name_is_taken_whatever_else_it_sounds_like(person, text, intent, confidence):
    person.starts(f"حسابي {NUMBER} انا مالك")
    person._went(update.hear(person.session, person.heard(text, intent, confidence=confidence)))
    assert person.last.draft.values.get("name") == text.removeprefix("ismi ")
    assert person.step == "identity"


@pytest.mark.parametrize(
    "text",
    [
        "خلاص هونت الغي الطلب",
        "كنسل العملية",
        "وقفوا التحديث",
        "ابي موظف",
        "خدمتكم زفت",
        "تاخرتوا علي",
        "لا ابيه ولا طلبكم",
        "وش يعني الاسم الكامل",
        "الاسم بالعربي ولا انجليزي",
        "اسم مين اكتب",
        "كم باقي سؤال",
        "cancel my request",
        "full name or first",
        "wesh tabon bel ism",
        "يا شيخ خلصنا",
        "ثواني بس",
        "نفس المسجل عندكم",
    ],
)
def test_no_wish_or_question_becomes_a_name_even_if_taken_for_an_answer(person, text):
    person.starts(f"حسابي {NUMBER} انا مالك")
    for intent in ("nlu_fallback", "inform"):
        person.says(text, intent)
        assert "name" not in person.last.draft.values


def test_the_name_before_other_values_is_taken(person):
    person.starts(f"حسابي {NUMBER} انا مالك")
    person.says("محمد بن سلمان العنزي وهويتي 1000000008")
    assert person.last.draft.values["name"] == "محمد بن سلمان العنزي"
    assert person.last.draft.values["identity"] == "1000000008"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("مستأجر، فهد العتيبي، 1000000008، 0500000009", "فهد العتيبي"),
        ("مستأجر فهد العتيبي 1000000008 جوال 0500000009", "فهد العتيبي"),
        ("سعد الدوسري", "سعد الدوسري"),
    ],
)
def test_a_known_name_among_other_values_is_taken(person, words, name):
    person.starts(f"حسابي {NUMBER}")
    person.says(words)
    assert person.last.draft.values["name"] == name


def test_a_value_with_no_known_name_gives_none(person):
    person.starts(f"حسابي {NUMBER}")
    person.says("مستأجر، بيت كبير، 1000000008")
    assert "name" not in person.last.draft.values


def test_only_the_same_word_said_again_is_believed_to_be_a_name(person):
    person.starts(f"حسابي {NUMBER} انا مالك")
    person.says("سوهارتو")
    person.says("الاثنين")
    assert "name" not in person.last.draft.values
    person.says("الاثنين")
    assert person.last.draft.values["name"] == "الاثنين"


def test_a_known_single_name_said_again_is_believed_whatever_it_is_taken_for(person):
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    for _ in range(2):
        person.says("منى", "repeat")
    assert person.last.draft.values["name"] == "منى"


def test_an_establishment_is_called_as_it_is_written(person):
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    message = person.heard("شركة الرواد للمقاولات", "out_of_scope", confidence=0.6)
    person._went(update.hear(person.session, message))
    assert person.last.draft.values["name"] == "شركة الرواد للمقاولات"
