"""Files before, during and after a request."""

from __future__ import annotations

from sqlalchemy import select

from bot.attachments.tables import Attachment
from bot.cases import steps
from bot.cases.tables import Case
from bot.database import reading, transaction
from tests.actions.conftest import cases
from tests.actions.services.conftest import MOBILE, card, send_file, up_to_summary
from tests.actions.talk import Talk


def _linked() -> list[int | None]:
    with reading() as session:
        return list(session.execute(select(Attachment.case_id).order_by(Attachment.id)).scalars())


def test_files_before_during_and_after(talk: Talk) -> None:
    assert send_file(talk, "f1") == ["utter_documents_what_for"]
    assert [b["payload"] for b in talk.said[0]["buttons"]][:2] == ["/complaint", "/service_request"]
    talk.tell("service_request", "ابي عداد جديد لبيتي")
    assert send_file(talk, "f2") == ["utter_services_file_taken", "utter_services_question"]
    talk.tell("inform", "الرياض حي النرجس")
    talk.tell("skip", "تخطي")
    talk.tell("inform", "0501234567", mobile=MOBILE)  # both papers are there: not asked for
    assert card(talk)["المستندات"] == "2"
    said = talk.tell("affirm", "ايه")
    assert said[-1] == "utter_services_after"
    (case,) = cases()
    assert _linked() == [case.id, case.id]
    with transaction() as session:
        steps.ask_information(session, case.reference, by="huda", words="صورة أوضح")
    assert send_file(talk, "f3") == ["utter_documents_linked"]
    assert talk.reply("utter_documents_linked")["reference"] == case.reference
    assert cases()[0].state == "assigned"  # back with staff
    assert _linked()[-1] == case.id


def test_several_files_and_several_open_cases(talk: Talk) -> None:
    for text in ("ابي عداد جديد لبيتي", "ابي عداد جديد لبيتي"):
        talk.tell("service_request", text)
        if talk.form is None:
            talk.tell("service_request", service_choice="new_connection")
            talk.tell("inform", "بيت")
        talk.tell("inform", "الرياض حي النرجس")
        talk.tell("skip", "تخطي")
        talk.tell("inform", "0501234567", mobile=MOBILE)
        talk.tell("skip", "بعدين")
        talk.tell("affirm", "ايه")
    talk.slots["case_shown"] = None
    assert send_file(talk, "f1") == ["utter_documents_what_for"]
    assert send_file(talk, "f2") == ["utter_documents_what_for_several"]
    second, first = cases()[1], cases()[0]
    payloads = [button["payload"] for button in talk.said[0]["buttons"]]
    assert payloads[:2] == [
        f'/add_document{{"reference":"{case.reference}"}}' for case in (second, first)
    ]
    said = talk.tell("add_document", reference=first.reference)
    assert said == ["utter_documents_linked"]
    assert _linked() == [first.id, first.id]


def test_adding_without_a_file(talk: Talk) -> None:
    assert talk.tell("add_document", "ابي ارفق مستند") == ["utter_documents_nothing_open"]
    up_to_summary(talk)
    talk.tell("affirm", "ايه")
    assert talk.tell("add_document", "ابي ارفق الصك") == ["utter_documents_send"]


def test_what_staff_ask_for_is_answered_in_words_or_by_a_file(talk: Talk) -> None:
    up_to_summary(talk)
    talk.tell("affirm", "ايه")
    reference = cases()[0].reference
    for words, answer in (("كم دور البيت؟", "دورين وملحق"), ("نحتاج الصك", None)):
        with transaction() as session:
            steps.ask_information(session, reference, by="huda", words=words)
        assert talk.tell("add_document", reference=reference) == ["utter_documents_answer"]
        assert talk.reply("utter_documents_answer")["words"] == words
        if answer:
            talk.tell("human", "ابي موظف")
            assert talk.said[-1]["response"] == "utter_documents_answer"
            assert talk.tell("inform", answer) == ["utter_documents_added"]
        else:
            assert send_file(talk) == ["utter_documents_added"]
        assert talk.form is None and cases()[0].state == "assigned"
    with reading() as session:
        case = session.execute(select(Case)).scalar_one()
        assert "دورين وملحق" in [entry.words for entry in case.history]
    assert len(_linked()) == 1 and _linked()[0] is not None


def test_not_now_leaves_the_case_waiting(talk: Talk) -> None:
    up_to_summary(talk)
    talk.tell("affirm", "ايه")
    reference = cases()[0].reference
    with transaction() as session:
        steps.ask_information(session, reference, by="huda", words="نحتاج الصك")
    talk.tell("add_document", reference=reference)
    talk.tell("cancel", "مو الحين")
    assert talk.form is None and cases()[0].state == "needs_information"
