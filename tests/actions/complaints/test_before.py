"""A story told just before "ابي اشتكي", and questions about the complaint while it is written."""

from __future__ import annotations

import pytest

from tests.actions.conftest import cases
from tests.actions.talk import Talk


@pytest.fixture
def talking(talk: Talk) -> Talk:
    """Topics without an action here only answer something."""
    other = ("explain_bill", "ask_bill", "report_outage", "payment_missing", "inform")
    talk.rules.update(dict.fromkeys(other, "action_small_talk"))
    return talk


@pytest.mark.parametrize(
    ("intent", "story", "category"),
    [
        ("explain_bill", "كل شهر فاتورتي تطلع خياليه", "bill"),
        ("payment_missing", "دفعت لكم قبل عشر ايام وللحين تطالبوني", "payment"),
        ("report_outage", "كل يوم تقطع علينا الكهرباء ساعتين", "outage"),
        ("upset", "الفني صرخ على امي وطلع", "staff"),
    ],
)
def test_the_story_is_not_asked_again(
    talking: Talk, intent: str, story: str, category: str
) -> None:
    talking.tell(intent, story)
    assert talking.tell("complaint", "ابي اشتكي عليكم")[0] == "utter_complaints_begin_told"
    while talking.form and not talking.slots["requested_slot"].endswith("confirm"):
        talking.tell("skip")
    talking.tell("affirm", "ايه")
    (case,) = cases()
    assert (case.category, case.text) == (category, story)


def test_a_look_at_the_bill_stands_between(talking: Talk) -> None:
    talking.tell("explain_bill", "فاتورتي ارتفعت مره والبيت فاضي")
    talking.tell("inform", "30000000001")
    talking.tell("ask_bill", "كم فاتورتي")
    assert talking.tell("complaint", "عندي شكوى")[0] == "utter_complaints_begin_told"


@pytest.mark.parametrize(
    ("intent", "before", "wish"),
    [
        ("explain_bill", "فاتورتي ارتفعت مره والبيت فاضي", "ابي اشتكي على الفني"),
        ("ask_bill", "كم فاتورتي هالشهر لو سمحت", "ابي اشتكي"),
        ("menu", "وش تقدر تسوي لي اليوم", "ابي اشتكي"),
    ],
)
def test_another_matter_begins_anew(talking: Talk, intent: str, before: str, wish: str) -> None:
    talking.tell(intent, before)
    assert talking.tell("complaint", wish)[0] == "utter_complaints_begin"


def test_a_recorded_story_is_not_taken_twice(talking: Talk) -> None:
    talking.tell("complaint", "الفني رفع صوته علي وراح")
    talking.tell("affirm", "ايه")
    assert talking.tell("complaint", "ابي اشتكي")[0] == "utter_complaints_begin"


def test_when_the_answer_comes_is_told_and_no_part_of_the_story(talk: Talk) -> None:
    talk.tell("complaint", "الفني رفع صوته علي وراح")
    said = talk.tell("out_of_scope", "متى الرد")
    assert said == ["utter_complaints_when_answered", "utter_complaints_summary"]
    assert talk.reply("utter_complaints_when_answered")["days"]
    talk.tell("affirm", "ايه")
    assert cases()[0].text == "الفني رفع صوته علي وراح"


def test_a_time_at_the_summary_is_kept(talk: Talk) -> None:
    talk.tell("complaint", "الفني رفع صوته علي وراح")
    talk.tell("inform", "من اسبوع")
    talk.tell("affirm", "ايه")
    assert cases()[0].details["when"] == "من اسبوع"


def test_a_time_beside_a_bill_joins_the_story(talk: Talk) -> None:
    talk.tell("complaint", "الفاتورة غلط والمبلغ خيالي", month="2026-07")
    talk.tell("skip")
    talk.tell("inform", "من اسبوع")
    talk.tell("affirm", "ايه")
    assert cases()[0].text.endswith("من اسبوع")


def test_the_wish_to_complain_is_no_time(talk: Talk) -> None:
    talk.tell("complaint", "الفني جا وكسر الباب")
    assert talk.tell("complaint", "ابي اشتكي")[-1] == "utter_complaints_ask_when"


def test_a_time_instead_of_the_story_is_no_story(talk: Talk) -> None:
    talk.tell("complaint", "عندي شكوى على الفني")
    assert talk.tell("inform", "من اسبوع")[-1] == "utter_complaints_ask_text_staff"
