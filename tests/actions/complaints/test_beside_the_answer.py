"""What was given beside, or instead of, the answer that was asked for."""

from __future__ import annotations

import pytest

from tests.actions.conftest import cases
from tests.actions.talk import Talk
from tests.outages.conftest import Town


def test_an_account_instead_of_the_story_is_noted(talk: Talk, town: Town) -> None:
    talk.tell("complaint", "فاتورتي غلط")
    said = talk.tell("inform", f"حسابي {town.account}", account_number=town.account)
    assert said == ["utter_complaints_noted", "utter_complaints_ask_text_bill"]
    assert talk.reply("utter_complaints_noted")["fields"] == "رقم الحساب"
    talk.tell("inform", "المبلغ تسعمية والبيت فاضي من شهرين وما فيه احد")
    talk.tell("inform", "يوليو", month="2026-07")
    assert talk.tell("affirm", "ايه") == ["utter_complaints_filed"]
    (case,) = cases()
    assert town.account not in case.text and case.details["account"] == town.account


def test_what_came_beside_the_story_is_shown(talk: Talk) -> None:
    talk.tell("complaint", "عندي شكوى على الفني")
    said = talk.tell("inform", "جا قبل يومين وكسر الباب حي النرجس", district="النرجس")
    assert said == ["utter_complaints_summary"]  # it shows them: no word more
    rows = dict(row[:2] for row in talk.said[-1]["custom"]["card"]["rows"])
    assert (rows["المكان"], rows["متى صار"]) == ("النرجس", "قبل يومين")


def test_the_plain_answer_is_not_read_back(talk: Talk) -> None:
    talk.tell("complaint", "المبلغ تسعمية والبيت فاضي")
    assert "utter_complaints_noted" not in talk.tell("inform", "يوليو", month="2026-07")


@pytest.mark.parametrize(
    ("text", "asked"),
    [("غير النوع", "category"), ("عدل الكلام", "text_general"), ("الشهر غلط", "month")],
)
def test_a_line_of_the_summary_is_named(talk: Talk, text: str, asked: str) -> None:
    talk.tell("complaint", "المبلغ تسعمية والبيت فاضي", month="2026-07")
    talk.tell("skip")
    said = talk.tell("correct_detail", text)
    assert said[-1].removeprefix("utter_complaints_ask_") in (asked, "text_bill")
    assert (asked == "text_general") is (said[-1] == "utter_complaints_ask_text_bill")


def test_digits_instead_of_the_story_are_helped_with(talk: Talk) -> None:
    talk.tell("complaint", "فاتورتي غلط")
    said = talk.tell("inform", "300000000", number="300000000")
    assert said == ["utter_complaints_help_account", "utter_complaints_ask_text_bill"]
    assert talk.tell("affirm", "طيب")[0] == "utter_complaints_help_text"


def test_a_month_before_the_category_is_noted(talk: Talk) -> None:
    talk.tell("complaint", "عندي شكوى")
    said = talk.tell("inform", "شهر عشرة", month="2026-10")
    assert said == ["utter_complaints_noted", "utter_complaints_ask_category"]


def test_words_that_say_nothing_are_no_story(talk: Talk) -> None:
    talk.tell("complaint", "الفني رفع صوته علي وراح")
    assert talk.tell("nlu_fallback", "ما اعرف")[0] == "utter_complaints_help_confirm"
    talk.tell("affirm", "ايه")
    assert cases()[0].text == "الفني رفع صوته علي وراح"


def test_a_story_that_sounds_like_a_request_is_taken_whole(talk: Talk) -> None:
    talk.tell("complaint", "فاتورتي غلط")
    talk.tell("ask_bill", "المبلغ 900 وانا مسافر")
    assert talk.slots["taken_whole"] == talk.last_key
    talk.tell("inform", "يوليو", month="2026-07")
    assert talk.slots["taken_whole"] != talk.last_key
