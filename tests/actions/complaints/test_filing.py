"""From the first sentence to the case: what was said is not asked, once is once."""

from __future__ import annotations

from datetime import date

import time_machine

from bot.database import transaction
from bot.identity.links import claim, verify
from tests.actions.conftest import cases
from tests.actions.talk import Talk
from tests.outages.conftest import Town

SUNDAY = "2026-11-22 12:00:00+03:00"


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


def test_an_unfinished_complaint_is_gone_on_with(talk: Talk) -> None:
    talk.tell("complaint", "الفاتورة غلط والمبلغ خيالي هالشهر")
    talk.tell("cancel", "خلاص")
    talk.form = None
    assert talk.tell("complaint", "ابي ارفع شكوى") == [
        "utter_complaints_resume",
        "utter_complaints_ask_month",
    ]
    talk.form = None
    talk.tell("complaint", "الفني رفع صوته علي وراح")
    assert talk.said[-1]["response"] == "utter_complaints_summary"


def test_an_objection_taken_for_a_question_is_still_a_complaint(talk: Talk) -> None:
    said = talk.tell("explain_bill", "ابي اعترض على فاتورتي المبلغ خيالي والبيت فاضي")
    assert said == ["utter_complaints_begin", "utter_complaints_ask_month"]
    assert talk.followed == ["action_complaint", "complaint_form"]


def test_what_was_told_with_the_wish_to_escalate_is_kept(talk: Talk) -> None:
    words = "الفاتورة ٣٠٠٠ ريال والبيت فاضي ودي اشتكي عليكم عند الهيئة"
    assert talk.tell("escalate", words) == ["utter_complaints_escalate_first"]
    said = talk.tell("complaint", "طيب سجل شكوى")
    assert said == ["utter_complaints_resume", "utter_complaints_ask_month"]
    for intent in ("skip", "skip", "affirm"):  # the month, the account, the summary
        talk.tell(intent)
    assert cases()[0].text == words


def test_the_category_is_learnt_from_what_follows(talk: Talk) -> None:
    talk.tell("complaint", "هالشركة حرامية ابي اشتكي")
    assert talk.said[-1]["response"] == "utter_complaints_summary"
    said = talk.tell("ask_bill", "المبلغ بالفاتورة كل شهر ٢٠٠٠")
    assert said[-1] == "utter_complaints_ask_month"
