"""Complaints turn by turn: what was said is not asked, once is once, and who may read what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from actions import billing, complaints, complaints_form, danger, general, other
from bot.cases import steps
from bot.cases.tables import Case, CaseState
from bot.clock import now
from bot.database import reading, transaction
from bot.identity.links import claim, verify
from tests.actions.talk import Talk, actions_of, rules_of
from tests.outages.conftest import Town, build_town

MODULES = (billing, danger, other, complaints, complaints_form, general)
SUNDAY = "2026-11-22 12:00:00+03:00"


@pytest.fixture
def town(database: None) -> Town:
    with transaction() as session:
        return build_town(session)


@pytest.fixture
def talk(town: Town) -> Talk:
    return Talk(
        actions_of(*MODULES), rules_of("complaints", "danger", "person", "general", "billing")
    )


def cases() -> list[Case]:
    with reading() as session:
        found = list(session.execute(select(Case).order_by(Case.id)).scalars())
        for case in found:
            _ = case.history
        return found


def filed(talk: Talk, text: str = "البلاغ تقفل وما أحد جاني") -> str:
    """A recorded complaint of that sentence; its reference."""
    talk.tell("complaint", text)
    while talk.form:
        talk.tell("affirm" if talk.slots["requested_slot"].endswith("confirm") else "skip")
    return cases()[-1].reference


def test_the_first_sentence_gives_category_and_matter(talk: Talk) -> None:
    assert talk.tell("complaint", "البلاغ تقفل وما أحد جاني") == [
        "utter_complaints_begin",
        "utter_complaints_ask_report",
    ]
    talk.tell("inform", "O1234567", reference="O1234567")
    rows = dict(row[:2] for row in talk.said[-1]["custom"]["card"]["rows"])
    assert rows["النوع"] == "بلاغ انقفل بدون حل"
    assert (rows["اللي صار"], rows["رقم البلاغ"]) == ("البلاغ تقفل وما أحد جاني", "O1234567")
    assert talk.tell("affirm", "ايه") == ["utter_complaints_filed"]
    (case,) = cases()
    assert (case.category, case.text) == ("ticket", "البلاغ تقفل وما أحد جاني")
    assert case.details["report"] == "O1234567" and case.account_id is None


@time_machine.travel(SUNDAY, tick=False)
def test_a_bill_complaint_promises_and_asks_only_what_is_missing(talk: Talk, town: Town) -> None:
    with transaction() as session:
        verify(session, talk.conversation, town.account)
    talk.tell("complaint", "فاتورتي غلط شهر يوليو", month="2026-07")
    assert talk.said[-1]["response"] == "utter_complaints_ask_text_bill"
    assert talk.tell("explain_bill", "المبلغ تسعمية والبيت فاضي من شهرين وما فيه احد") == [
        "utter_complaints_summary"
    ]
    assert talk.tell("affirm", "سجلها") == ["utter_complaints_filed"]
    reply = talk.reply("utter_complaints_filed")
    assert (reply["days"], reply["date"]) == ("10 أيام عمل", "6 ديسمبر 2026")
    assert "ما نطالبك" in reply["disputed"]
    (case,) = cases()
    assert case.account_id is not None and case.promised_on == date(2026, 12, 6)
    assert case.details["month"] == "2026-07" and case.details["account"] == town.account
    assert case.text == "المبلغ تسعمية والبيت فاضي من شهرين وما فيه احد"


def test_proof_is_offered_and_never_needed(talk: Talk, town: Town) -> None:
    with transaction() as session:
        claim(session, talk.conversation, town.account)
    talk.tell("complaint", "الفاتورة مبالغ فيها وانا مسافر", month="2026-08")
    assert talk.said[-1]["response"] == "utter_complaints_summary_unproved"
    talk.tell("inform", complaint_field="proof")
    assert talk.followed == ["identify_form"] and talk.slots["after_identify"] == "complaint_form"
    talk.form = "complaint_form"
    assert talk.tell("affirm", "ايه") == ["utter_complaints_filed"]
    assert cases()[0].account_id is None


def test_a_bare_complaint_is_asked_for_step_by_step(talk: Talk) -> None:
    assert talk.tell("complaint", "عندي شكوى")[-1] == "utter_complaints_ask_category"
    payloads = [b["payload"] for b in talk.said[-1]["buttons"]]
    assert len(payloads) >= 6 and all(len(p.encode()) <= 64 for p in payloads)
    assert talk.tell("complaint", complaint_category="staff") == ["utter_complaints_ask_text_staff"]
    assert talk.tell("upset", "كان وقح") == ["utter_complaints_summary"]
    talk.tell("affirm", "تمام")
    assert [(c.category, c.text) for c in cases()] == [("staff", "كان وقح")]


def test_a_suggestion_is_thanked_for(talk: Talk) -> None:
    assert talk.tell("complaint", "عندي اقتراح") == [
        "utter_complaints_begin_suggestion",
        "utter_complaints_ask_text_suggestion",
    ]
    talk.tell("out_of_scope", "حطوا الفاتورة في الواتساب")
    card = talk.said[-1]["custom"]["card"]
    assert (card["title"], card["rows"][1][0]) == ("اقتراحك", "الاقتراح")
    assert talk.tell("affirm", "ايه") == ["utter_complaints_suggestion"]
    assert cases()[0].kind == "suggestion"


def test_the_same_message_again_is_one_case(talk: Talk) -> None:
    talk.tell("complaint", "الفني اسلوبه سيء ورفع صوته")
    form = dict(talk.slots)
    talk.tell("affirm", "ايه", key="again")
    talk.form, talk.slots = "complaint_form", form
    talk.tell("affirm", "ايه", key="again")  # killed before the answer left, handled once more
    assert len(cases()) == 1


def test_a_correction_in_the_summary(talk: Talk) -> None:
    talk.tell("complaint", "العداد عندي 4520 والفاتورة حاسبة 5300", month="2026-07")
    talk.tell("skip")
    assert talk.tell("deny", "لا") == ["utter_complaints_ask_edit"]
    talk.tell("inform", "الشهر اغسطس", month="2026-08")
    talk.tell("affirm", "ايه")
    assert cases()[0].details["month"] == "2026-08"


def test_danger_and_a_person_are_never_swallowed(talk: Talk) -> None:
    talk.tell("complaint", "عندي شكوى على الفني")
    assert "utter_danger_both_numbers" in talk.tell("danger", "فيه شرار من العداد وريحة حريق")
    assert talk.tell("human", "ابي اكلم موظف")[-1] == "utter_complaints_ask_text_staff"
    assert cases() == []


def test_three_answers_that_say_nothing_offer_a_person(talk: Talk) -> None:
    talk.tell("complaint", "الفاتورة غلط والمبلغ خيالي هالشهر")
    said = [talk.tell("affirm", "طيب") for _ in range(3)]
    assert said[0][0] == "utter_complaints_help_month"
    assert said[2][0] == "utter_complaints_offer_person"


def test_a_bill_in_between_is_another_topic(talk: Talk) -> None:
    talk.rules["ask_bill"] = "action_small_talk"  # stands for any other topic's action
    talk.tell("complaint", "عندي شكوى على الفني")
    said = talk.tell("ask_bill", "كم فاتورتي؟")
    assert said[-1] == "utter_complaints_ask_text_staff" and len(said) == 2


def test_it_breaks_into_another_form_and_goes_back(talk: Talk) -> None:
    talk.slots["suspended_form"] = "update_form"
    talk.events.append({"event": "active_loop", "name": "update_form"})
    talk.form = "update_form"
    talk.tell("complaint", "الفني كسر الباب وراح")
    talk.tell("affirm", "ايه")
    assert talk.followed[-1] == "update_form" and len(cases()) == 1


def test_the_state_is_told_by_reference_and_words_only_to_its_owner(talk: Talk) -> None:
    reference = filed(talk)
    assert talk.tell("complaint_status", "وين وصلت شكواي") == ["utter_complaints_status_received"]
    with transaction() as session:
        steps.answer(session, reference, by="sara", words="زارك الفني وتم الإصلاح")
    talk.tell("complaint_status", reference, reference=reference)
    assert talk.reply("utter_complaints_status_answered")["words"] == "زارك الفني وتم الإصلاح"
    stranger = Talk(talk.actions, talk.rules, conversation="web:stranger")
    said = stranger.tell("complaint_status", reference, reference=reference)
    assert said == ["utter_complaints_status_answered_unread"]
    assert stranger.reply(said[0])["words"] == ""
    assert stranger.tell("reopen_complaint", "ما انحلت", reference=reference) == [
        "utter_complaints_unknown"
    ]
    assert cases()[0].state == CaseState.ANSWERED


def test_not_satisfied_reopens_with_the_reason(talk: Talk) -> None:
    reference = filed(talk)
    with transaction() as session:
        steps.close(session, reference, by="sara", words="تم الحل")
    assert talk.tell("reopen_complaint", "ما انحلت") == ["utter_complaints_reopened"]
    assert talk.tell("complaint", "الكهرب لسه يرمش كل ليلة")[-1] == "utter_complaints_added"
    (case,) = cases()
    assert case.state == CaseState.REOPENED
    assert [e.words for e in case.history][-2:] == ["ما انحلت", "الكهرب لسه يرمش كل ليلة"]


def test_what_staff_asked_for_is_added_to_the_case(talk: Talk) -> None:
    reference = filed(talk)
    with transaction() as session:
        steps.ask_information(session, reference, by="sara", words="صورة العداد")
    assert talk.tell("complaint", reference=reference)[-1] == "utter_complaints_ask_addition"
    assert talk.tell("inform", "العداد رقمه داخل الغرفة") == ["utter_complaints_added"]
    (case,) = cases()
    assert (case.state, case.history[-1].words) == ("assigned", "العداد رقمه داخل الغرفة")


def test_content_closes_it(talk: Talk) -> None:
    reference = filed(talk)
    with transaction() as session:
        steps.answer(session, reference, by="sara", words="تم")
    said = talk.tell("complaint_status", reference=reference, satisfied="yes")
    assert said == ["utter_complaints_accepted"] and cases()[0].state == CaseState.CLOSED


def test_escalation_follows_the_promise(talk: Talk) -> None:
    assert talk.tell("escalate", "ابي اصعد") == ["utter_complaints_escalate_first"]
    filed(talk)
    assert talk.tell("escalate", "ابي اصعد") == ["utter_complaints_escalate_waiting"]
    with time_machine.travel(now() + timedelta(days=60), tick=False):
        assert talk.tell("escalate", "ابي اصعد") == ["utter_complaints_escalate_overdue"]
        assert talk.tell("complaint_status", "وين وصلت") == ["utter_complaints_status_overdue"]
    assert talk.reply("utter_complaints_status_overdue")["reference"] == cases()[0].reference


def test_an_unfinished_complaint_is_gone_on_with(talk: Talk) -> None:
    talk.tell("complaint", "الفاتورة غلط والمبلغ خيالي هالشهر")
    talk.tell("cancel", "خلاص")
    talk.form = None
    assert talk.tell("complaint", "ابي ارفع شكوى") == [
        "utter_complaints_resume",
        "utter_complaints_ask_month",
    ]
    talk.form = None
    talk.tell("complaint", "الفني كسر الباب وراح")
    assert talk.said[-1]["response"] == "utter_complaints_summary"


def test_an_objection_taken_for_a_question_is_still_a_complaint(talk: Talk) -> None:
    said = talk.tell("explain_bill", "ابي اعترض على فاتورتي المبلغ خيالي والبيت فاضي")
    assert said == ["utter_complaints_begin", "utter_complaints_ask_month"]
    assert talk.followed == ["action_complaint", "complaint_form"]


def test_other_references_go_to_their_topic(talk: Talk) -> None:
    talk.tell("complaint_status", "O1234567", reference="O1234567")
    assert talk.followed == ["action_report_status"]
    assert talk.tell("complaint_status", "C0000000", reference="C0000000") == [
        "utter_complaints_unknown"
    ]
    assert talk.tell("complaint_status", "شكواي") == ["utter_complaints_none"]


# --- the same matter again -----------------------------------------------------------------


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


# --- what was given beside the answer ------------------------------------------------------


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


def test_a_suggestion_turns_into_a_complaint(talk: Talk) -> None:
    talk.tell("complaint", "عندي اقتراح")
    assert talk.tell("complaint", "لا شكوى") == ["utter_complaints_ask_category"]
    talk.tell("complaint", "الفني كسر الباب وراح")
    assert talk.tell("affirm", "ايه") == ["utter_complaints_filed"]
    assert [(c.kind, c.text) for c in cases()] == [("complaint", "الفني كسر الباب وراح")]


def test_a_complaint_and_a_suggestion_at_once_asks_which(talk: Talk) -> None:
    said = talk.tell("complaint", "عندي شكوى وعندي اقتراح")
    assert said == ["utter_complaints_begin", "utter_complaints_ask_category"]


def test_a_suggestion_promises_no_day(talk: Talk) -> None:
    talk.tell("complaint", "اقترح تحطون الفاتورة في الواتساب")
    talk.tell("affirm", "ايه")
    assert cases()[0].promised_on is None
    talk.tell("complaint_status", "وين وصل اقتراحي")
    told = talk.reply("utter_complaints_status_received")
    assert (told["what"], told["promised"]) == ("اقتراحك", "")


def test_words_that_say_nothing_are_no_story(talk: Talk) -> None:
    talk.tell("complaint", "الفني كسر الباب وراح")
    assert talk.tell("nlu_fallback", "ما اعرف")[0] == "utter_complaints_help_confirm"
    talk.tell("affirm", "ايه")
    assert cases()[0].text == "الفني كسر الباب وراح"


def test_what_was_told_with_the_wish_to_escalate_is_kept(talk: Talk) -> None:
    words = "الفاتورة ٣٠٠٠ ريال والبيت فاضي ودي اشتكي عليكم عند الهيئة"
    assert talk.tell("escalate", words) == ["utter_complaints_escalate_first"]
    said = talk.tell("complaint", "طيب سجل شكوى")
    assert said == ["utter_complaints_resume", "utter_complaints_ask_month"]
    for intent in ("skip", "skip", "affirm"):  # the month, the account, the summary
        talk.tell(intent)
    assert cases()[0].text == words


@pytest.mark.parametrize("intent", ["out_of_scope", "nlu_fallback"])
def test_adding_is_heard_where_nothing_else_is(talk: Talk, intent: str) -> None:
    said = talk.tell(intent, "ابي اضيف انه ما معه بطاقة")
    assert "utter_complaints_add" not in said  # nothing is open
    filed(talk, "الفني اسلوبه سيء ورفع صوته")
    talk.tell(intent, "ابي اضيف انه ما معه بطاقة")
    assert talk.followed[0] == "action_complaint"
    assert cases()[0].history[-1].words == "ابي اضيف انه ما معه بطاقة"


def test_a_story_that_sounds_like_a_request_is_taken_whole(talk: Talk) -> None:
    talk.tell("complaint", "فاتورتي غلط")
    talk.tell("ask_bill", "المبلغ 900 وانا مسافر")
    assert talk.slots["taken_whole"] == talk.last_key
    talk.tell("inform", "يوليو", month="2026-07")
    assert talk.slots["taken_whole"] != talk.last_key


def test_the_category_is_learnt_from_what_follows(talk: Talk) -> None:
    talk.tell("complaint", "هالشركة حرامية ابي اشتكي")
    assert talk.said[-1]["response"] == "utter_complaints_summary"
    said = talk.tell("ask_bill", "المبلغ بالفاتورة كل شهر ٢٠٠٠")
    assert said[-1] == "utter_complaints_ask_month"
