"""One answer in several messages, and a way to be told that is chosen before it is asked."""

from __future__ import annotations

import pytest

from bot.updates import draft as drafts
from bot.updates.steering import wants_bills_by_email
from tests.updates.conftest import NUMBER, Person, fill_owner, keys, to_identity


def values(person: Person) -> dict[str, str]:
    draft = drafts.load(person.session, person.conversation)
    assert draft is not None
    return draft.values


def test_each_answer_after_its_own_lead_in(person: Person) -> None:
    person.starts()
    for text, intent in (
        ("حسابي", "all_accounts"),
        (NUMBER, "inform"),
        ("انا", "inform"),
        ("مستأجر", "inform"),
        ("اسمي", "my_record"),
        ("سعيد", "goodbye"),
        ("حسن", "inform"),
        ("الغامدي", "nlu_fallback"),
        ("هويتي", "my_record"),
        ("1000000008", "inform"),
    ):
        outcome = person.says(text, intent)
        assert outcome.taken, text
        assert "utter_update_help_account" not in keys(person), text
    assert values(person)["name"] == "سعيد حسن الغامدي"
    assert person.step == "ejar"


@pytest.mark.parametrize("text", ["الاسم", "اسمي"])
def test_a_field_that_was_given_is_no_lead_in(person: Person, text: str) -> None:
    fill_owner(person)
    person.says("رسائل")
    person.says(text, "correct_detail")
    assert person.step == "name"


def test_a_word_that_is_no_family_name_stays_out_of_the_name(person: Person) -> None:
    to_identity(person)
    person.says("الهوية", "nlu_fallback")
    assert values(person)["name"] == "نواف الحربي"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ابي الفواتير على الايميل", True),
        ("الفواتير بالايميل", True),
        ("الفاتورة ابيها بالايميل", True),
        ("وقف الفواتير على الايميل", False),
        ("كم الفاتورة اللي على الايميل", False),
        ("ايميلي", False),
    ],
)
def test_bills_by_email(text: str, meant: bool) -> None:
    assert wants_bills_by_email(text) is meant


def test_bills_by_email_are_noted_before_they_are_asked_for(person: Person) -> None:
    to_identity(person)
    person.says("ابي الفواتير على الايميل", "notice_settings")
    assert values(person)["notice_channel"] == "email"


def test_all_at_once_with_the_way_at_the_end(person: Person) -> None:
    person.starts(f"حسابي {NUMBER} مالك ايميلي s@example.com الفواتير بالايميل")
    assert values(person)["notice_channel"] == "email"
