"""The same matter again is added to the open complaint."""

from __future__ import annotations

import pytest

from bot.cases import steps
from bot.database import transaction
from bot.identity.links import verify
from tests.actions.complaints.conftest import filed
from tests.actions.conftest import cases
from tests.actions.talk import Talk
from tests.outages.conftest import Town


def test_the_same_matter_is_added_to_the_open_complaint(talk: Talk) -> None:
    reference = filed(talk, "الفني اسلوبه سيء ورفع صوته")
    said = talk.tell("complaint", "نفس الفني رجع اليوم وسبني قدام عيالي")
    assert said == ["utter_complaints_begin", "utter_complaints_ask_same"]
    assert talk.reply("utter_complaints_ask_same")["reference"] == reference
    assert talk.tell("affirm", "ضيفها عليها") == ["utter_complaints_added"]
    (case,) = cases()
    assert case.history[-1].words == "نفس الفني رجع اليوم وسبني قدام عيالي"


def test_another_matter_of_the_same_kind_is_a_complaint_of_its_own(talk: Talk) -> None:
    filed(talk, "الفني اسلوبه سيء ورفع صوته")
    talk.tell("complaint", "موظف خدمة العملاء قفل الخط بوجهي")
    assert talk.tell("deny", "لا شكوى جديدة") == ["utter_complaints_summary"]
    assert talk.tell("affirm", "ايه") == ["utter_complaints_filed"]
    assert len(cases()) == 2


def test_more_of_the_story_meanwhile_is_kept(talk: Talk) -> None:
    filed(talk, "الفني اسلوبه سيء ورفع صوته")
    talk.tell("complaint", "نفس الفني رجع اليوم وسبني قدام عيالي")
    said = talk.tell("complaint", "وكسر باب المطبخ وهو طالع وما اعتذر")
    assert said == ["utter_complaints_ask_same"]
    talk.tell("affirm", "عليها")
    assert "كسر باب المطبخ" in (cases()[0].history[-1].words or "")


def test_another_bill_or_one_that_is_over_is_not_the_same(talk: Talk) -> None:
    talk.tell("complaint", "المبلغ تسعمية والبيت فاضي", month="2026-07")
    talk.tell("skip")
    talk.tell("affirm", "ايه")
    said = talk.tell("complaint", "فاتورة اغسطس بعد مرتفعة والبيت فاضي", month="2026-08")
    assert "utter_complaints_ask_same" not in said
    talk.tell("skip")
    talk.tell("affirm", "ايه")
    with transaction() as session:
        for case in cases():
            steps.close(session, case.reference, by="sara", words="عدلنا الفاتورة")
    said = talk.tell("complaint", "فاتورة يوليو مرتفعة والبيت فاضي", month="2026-07")
    assert "utter_complaints_ask_same" not in said


def test_a_stranger_is_never_asked_about_somebody_elses(talk: Talk) -> None:
    filed(talk, "الفني اسلوبه سيء ورفع صوته")
    stranger = Talk(talk.actions, talk.rules, conversation="web:stranger")
    said = stranger.tell("complaint", "الفني سبني قدام عيالي ومشى")
    assert "utter_complaints_ask_same" not in said


def test_it_is_known_by_the_proved_account_on_another_channel(talk: Talk, town: Town) -> None:
    other = Talk(talk.actions, talk.rules, conversation="telegram:7")
    with transaction() as session:
        verify(session, talk.conversation, town.account)
        verify(session, other.conversation, town.account)
    reference = filed(talk, "الفني اسلوبه سيء ورفع صوته")
    said = other.tell("complaint", "نفس الفني رجع اليوم وسبني قدام عيالي")
    assert said[-1] == "utter_complaints_ask_same"
    assert other.reply("utter_complaints_ask_same")["reference"] == reference
    assert other.tell("affirm", "ايه") == ["utter_complaints_added"] and len(cases()) == 1


@pytest.mark.parametrize("intent", ["complaint", "complaint_status"])
def test_adding_is_asked_for_in_so_many_words(talk: Talk, intent: str) -> None:
    filed(talk, "الفني اسلوبه سيء ورفع صوته")
    said = talk.tell(intent, "ابي اضيف معلومة على شكواي")
    assert said == ["utter_complaints_add", "utter_complaints_ask_addition"]
    assert talk.tell("inform", "اسمه مكتوب على بطاقته") == ["utter_complaints_added"]
    assert cases()[0].history[-1].words == "اسمه مكتوب على بطاقته"


@pytest.mark.parametrize("intent", ["out_of_scope", "nlu_fallback"])
def test_adding_is_heard_where_nothing_else_is(talk: Talk, intent: str) -> None:
    said = talk.tell(intent, "ابي اضيف انه ما معه بطاقة")
    assert "utter_complaints_add" not in said  # nothing is open
    filed(talk, "الفني اسلوبه سيء ورفع صوته")
    talk.tell(intent, "ابي اضيف انه ما معه بطاقة")
    assert talk.followed[0] == "action_complaint"
    assert cases()[0].history[-1].words == "ابي اضيف انه ما معه بطاقة"
