"""Service requests turn by turn: what was said is not asked, a new type needs no code."""

from __future__ import annotations

from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select

from actions import (
    additions,
    danger,
    documents,
    general,
    other,
    services,
    services_form,
    services_status,
)
from bot.attachments import records as attachments
from bot.attachments.files import receive
from bot.attachments.tables import Attachment
from bot.cases import steps
from bot.cases.tables import Case
from bot.database import reading, transaction
from bot.identity.links import claim, verify
from bot.services import catalogue as catalogues
from bot.services import draft as drafts
from tests.actions.talk import Talk, actions_of, rules_of
from tests.fakes.files import PDF
from tests.outages.conftest import Town, build_town

MODULES = (danger, other, general, services, services_form, services_status, documents, additions)
SUNDAY = "2026-11-22 12:00:00+03:00"
MOBILE = "+966501234567"


@pytest.fixture
def town(database: None) -> Town:
    with transaction() as session:
        return build_town(session)


@pytest.fixture
def talk(town: Town) -> Talk:
    with time_machine.travel(SUNDAY, tick=False):
        yield Talk(actions_of(*MODULES), rules_of("services", "danger", "general"))


def cases() -> list[Case]:
    with reading() as session:
        found = list(session.execute(select(Case).order_by(Case.id)).scalars())
        session.expunge_all()
        return found


def prove(talk: Talk, town: Town) -> None:
    with transaction() as session:
        claim(session, talk.conversation, town.account)
        verify(session, talk.conversation, town.account)


def send_file(talk: Talk, key: str = "f1") -> list[str]:
    with transaction() as session:
        number = attachments.store(session, talk.conversation, key, receive(PDF)).id
    return talk.tell("add_document", metadata={"attachment": number}, key=key)


def asked(talk: Talk) -> str:
    return str(talk.reply("utter_services_question")["question"])


def card(talk: Talk, key: str = "utter_services_summary") -> dict[str, str]:
    rows = talk.reply(key)["custom"]["card"]["rows"]
    return {row[0]: row[1] for row in rows}


# --- the whole way -------------------------------------------------------------------------


def test_a_new_connection_from_the_first_sentence_to_the_reference(talk: Talk) -> None:
    said = talk.tell("service_request", "ابي عداد جديد لمزرعتي", key="m1")
    assert said == ["utter_services_welcome", "utter_services_question"]
    assert asked(talk).startswith("وين الموقع")  # the kind of premises was told
    talk.tell("inform", "القصيم جنب المطار")
    assert "أمبير" in asked(talk)
    assert talk.tell("inform", "200 امبير وجوالي 0501234567", number="200", mobile=MOBILE) == [
        "utter_services_noted",
        "utter_services_documents",
    ]
    assert talk.tell("skip", "بعدين") == ["utter_services_summary"]
    assert card(talk) == {
        "نوع العقار": "مزرعة أو استراحة",
        "الموقع": "القصيم جنب المطار",
        "قدرة القاطع": "200",
        "جوال التواصل": "0501234567",
        "المستندات": "ترسلها بعدين",
    }
    said = talk.tell("affirm", "ايه ارسله")
    assert said == ["utter_services_filed", "utter_services_next", "utter_services_papers_later"]
    (case,) = cases()
    assert talk.reply("utter_services_filed")["reference"] == case.reference
    assert case.reference.startswith("S") and case.kind == "service"
    assert case.category == "new_connection" and case.account_id is None
    assert case.text == "ابي عداد جديد لمزرعتي"
    assert case.details["ampere"] == "200"
    # 60 working days after Sunday 22 November 2026, Friday and Saturday left out.
    assert str(case.promised_on) == "2027-02-14"
    assert "20-60" in talk.reply("utter_services_next")["promise"]


def test_send_it_is_a_yes_whatever_it_sounds_like(talk: Talk) -> None:
    _up_to_summary(talk)
    assert talk.tell("resend_code", "ارسله")[0] == "utter_services_filed"


def test_power_that_is_off_is_no_place(talk: Talk) -> None:
    talk.rules["report_outage"] = "action_small_talk"  # stands for the report
    talk.tell("service_request", "ابي عداد جديد لبيتي")
    talk.tell("report_outage", "الكهرباء طافية عندي", confidence=0.3)
    assert "وين الموقع" in asked(talk)


def test_the_confirmation_again_makes_no_second_request(talk: Talk) -> None:
    _up_to_summary(talk)
    talk.tell("affirm", "ايه", key="yes")
    first = cases()[0].reference
    talk.form = "service_form"  # as after a crash before the tracker was saved
    talk.tell("affirm", "ايه", key="yes")
    assert [case.reference for case in cases()] == [first]


def _up_to_summary(talk: Talk, text: str = "ابي عداد جديد لبيتي") -> None:
    talk.tell("service_request", text)
    talk.tell("inform", "الرياض حي النرجس")
    talk.tell("skip", "تخطي")
    talk.tell("inform", "0501234567", mobile=MOBILE)
    talk.tell("skip", "بعدين")


def test_a_service_on_an_account_asks_for_proof_first(talk: Talk, town: Town) -> None:
    talk.tell("service_request", "ابي تقوية الى 200 امبير عشان المكيفات", number="200")
    assert talk.followed == ["identify_form"]
    assert talk.slots["after_identify"] == "action_service_request"
    prove(talk, town)
    talk._follow("action_service_request")  # what the proof goes on with
    assert talk.form == "service_form"
    assert asked(talk).startswith("على أي جوال")
    talk.tell("inform", "0501234567", mobile=MOBILE)
    talk.tell("skip", "بعدين")
    assert card(talk)["القدرة المطلوبة (أمبير)"] == "200"
    assert card(talk)["سبب الزيادة"] == "مكيفات أو أجهزة"
    said = talk.tell("affirm", "ايه")
    assert "utter_services_filed" in said
    assert cases()[0].account_id is not None
    assert cases()[0].promised_on is None  # no standard is known for it: no figure is said
    assert "المعاينة" in talk.reply("utter_services_next")["promise"]


def test_the_type_is_asked_and_the_proof_comes_in_between(talk: Talk) -> None:
    assert talk.tell("service_request", "ابي طلب خدمة") == ["utter_services_which"]
    assert len(talk.said[0]["buttons"]) == 12
    talk.tell("service_request", service_type="relocation")
    assert talk.followed == ["identify_form"]
    assert talk.form is None


def test_which_of_two_services(talk: Talk) -> None:
    talk.tell("service_request", "ابي طلب خدمة")
    said = talk.tell("inform", "عداد مؤقت للبناء")
    assert said == ["utter_services_retyped", "utter_services_noted", "utter_services_question"]
    assert asked(talk).startswith("وين الموقع")
    assert talk.tell("inform", "جدة") == ["utter_services_question"]
    assert talk.tell("inform", "بكرة ولمدة 6 شهور", number="6") == [
        "utter_services_noted",
        "utter_services_question",
    ]
    talk.tell("inform", "0501234567", mobile=MOBILE)
    talk.tell("skip", "بعدين")
    assert card(talk)["بداية الحاجة"] == "23 نوفمبر 2026"
    assert card(talk)["المدة"] == "6 أشهر"


# --- in between ----------------------------------------------------------------------------


def test_a_question_about_the_service_is_answered_and_the_form_goes_on(talk: Talk) -> None:
    talk.tell("service_request", "ابي عداد جديد لشقتي")
    talk.tell("inform", "الرياض")
    said = talk.tell("service_request", "كم رسوم العداد؟")
    assert said == ["utter_services_info_in_form", "utter_services_question"]
    assert "أمبير" in asked(talk)


def test_a_question_about_it_while_the_account_is_proved(talk: Talk) -> None:
    talk.tell("service_request", "ابي الغي العداد نهائي البيت مهدوم")
    assert talk.followed == ["identify_form"]
    said = talk.tell("service_request", "كم رسومه")
    assert said == ["utter_services_info_in_form"] and talk.followed == ["identify_form"]


def test_another_topic_is_left_to_its_own_rule(talk: Talk) -> None:
    talk.tell("service_request", "ابي عداد جديد لشقتي")
    said = talk.tell("human", "ابي موظف")
    assert said[0].startswith("utter_other_person") and said[-1] == "utter_services_question"


def test_only_asking_begins_nothing(talk: Talk) -> None:
    said = talk.tell("service_request", "وش اوراق نقل الملكية وكم تاخذ وقت؟")
    assert said == ["utter_services_info"]
    info = talk.reply("utter_services_info")
    assert info["service"] == "نقل الحساب باسم آخر" and info["time"] == "3 أيام عمل."
    assert "صورة الصك أو عقد الإيجار" in info["papers"]
    assert info["buttons"][0]["payload"] == '/service_request{"service_type":"transfer"}'
    assert talk.form is None


@pytest.mark.parametrize(
    ("intent", "text", "values"),
    [
        ("affirm", "نعم", {}),
        ("service_request", "ابدأ الطلب", {}),
        ("inform", "في جدة", {"city": "جدة"}),
    ],
)
def test_a_yes_or_the_first_answer_begins_what_was_told_about(
    talk: Talk, intent: str, text: str, values: dict[str, str]
) -> None:
    talk.tell("service_request", "كم رسوم عداد جديد لشقتي؟")
    said = talk.tell(intent, text, **values)
    assert said[0] == "utter_services_welcome" and talk.form == "service_form"
    assert talk.reply("utter_services_welcome")["service"] == "توصيل كهرباء جديد"
    told_place = "city" in values
    assert ("أمبير" if told_place else "وين الموقع") in asked(talk)  # "لشقتي" was told before
    with reading() as session:
        draft = drafts.load(session, talk.conversation)
    assert draft is not None and draft.text == "كم رسوم عداد جديد لشقتي؟"


def test_one_more_question_is_about_the_service_that_was_told_about(talk: Talk) -> None:
    talk.tell("service_request", "كم رسوم نقل الملكية؟")
    assert talk.tell("service_request", "وكم ياخذ وقت؟") == ["utter_services_info"]
    assert talk.reply("utter_services_info")["service"] == "نقل الحساب باسم آخر"
    assert talk.tell("affirm", "تمام")[0] == "utter_services_welcome"


def test_an_aspect_alone_is_a_question_too(talk: Talk) -> None:
    talk.tell("service_request", "كم رسوم نقل الملكية؟")
    assert talk.tell("service_request", "والمدة") == ["utter_services_info"]
    assert talk.form is None


def test_in_another_form_it_is_told_without_a_way_out(talk: Talk) -> None:
    talk.form = "update_form"
    talk.rules["ask_question"] = "action_service_request"
    talk.tell("ask_question", "كم رسوم نقل الملكية؟")
    assert [reply["response"] for reply in talk.said] == ["utter_services_info_in_form"]


def test_an_account_that_nobody_knows_is_left_out(talk: Talk) -> None:
    talk.tell("service_request", "ابي انقل العداد باسمي البيت شريته")
    assert "رقم الحساب" in asked(talk)
    talk.tell("inform", "الحساب القديم ما اعرفه")
    assert "الاسم الكامل" in asked(talk)  # who it is was told: the buyer


def test_the_offer_is_over_after_another_turn(talk: Talk) -> None:
    talk.tell("service_request", "كم رسوم نقل الملكية؟")
    talk.tell("thanks", "شكرا")
    assert talk.tell("affirm", "نعم") == ["utter_general_what_next"]


def test_corrections_in_plain_words(talk: Talk) -> None:
    _up_to_summary(talk)
    said = talk.tell("correct_detail", "لا مو بيت، شقة")
    assert said == ["utter_services_changed", "utter_services_summary"]
    assert card(talk)["نوع العقار"] == "شقة"
    assert talk.tell("correct_detail", "عدل الموقع") == ["utter_services_question"]
    talk.tell("inform", "جدة حي الصفا")
    assert card(talk)["الموقع"] == "جدة حي الصفا"
    assert talk.tell("deny", "لا") == ["utter_services_which_answer"]
    said = talk.tell("correct_detail", service_field="mobile")
    assert said == ["utter_services_question"]
    talk.tell("inform", "0559876543", mobile="+966559876543")
    assert card(talk)["جوال التواصل"] == "0559876543"


def test_another_service_keeps_what_fits_it(talk: Talk) -> None:
    talk.tell("service_request", "ابي عداد جديد في الرياض", city="الرياض")
    said = talk.tell("service_request", "لا اقصد عداد مؤقت للبناء")
    assert said == ["utter_services_retyped", "utter_services_noted", "utter_services_question"]
    assert asked(talk) == "متى تحتاجه؟"  # the place was told, the purpose too


def test_back_and_needed_answers(talk: Talk) -> None:
    talk.tell("service_request", "ابي عداد جديد لشقتي")
    talk.tell("inform", "الرياض")
    talk.tell("skip", "تخطي")
    assert asked(talk).startswith("على أي جوال")
    assert talk.tell("skip", "تخطي") == ["utter_services_hint", "utter_services_question"]
    talk.tell("go_back", "ارجع")
    assert "أمبير" in asked(talk)


def test_numbers_that_cannot_be_and_days_that_are_past(talk: Talk) -> None:
    talk.tell("service_request", "ابي عداد جديد لشقتي")
    talk.tell("inform", "الرياض")
    said = talk.tell("inform", "99999", number="99999")
    assert said == ["utter_services_help", "utter_services_question"]
    said = talk.tell("inform", "99999", number="99999")
    assert talk.tell("inform", "99999", number="99999")[0] == "utter_services_offer_person"


def test_cancelled_is_kept_and_can_be_wiped(talk: Talk) -> None:
    talk.tell("service_request", "ابي عداد جديد لشقتي")
    assert talk.tell("cancel", "خلاص بطلت") == ["utter_services_cancelled_kept"]
    assert talk.form is None
    said = talk.tell("service_request", "ابي اكمل طلب العداد الجديد")
    assert said == ["utter_services_resumed", "utter_services_question"]
    talk.tell("cancel", "كنسل")
    assert talk.tell("withdraw_service", service_field="draft") == ["utter_services_discarded"]
    assert talk.tell("service_request", "ابي طلب خدمة") == ["utter_services_which"]


# --- afterwards ----------------------------------------------------------------------------


def test_status_by_reference_and_of_the_newest(talk: Talk) -> None:
    assert talk.tell("service_status", "وين طلبي") == ["utter_services_none"]
    _up_to_summary(talk)
    talk.tell("affirm", "ايه")
    case = cases()[0]
    assert talk.tell("service_status", "وين وصل طلب العداد") == ["utter_services_status"]
    told = talk.reply("utter_services_status")
    assert told["reference"] == case.reference and "14 فبراير" in told["promise"]
    with transaction() as session:
        steps.ask_information(session, case.reference, by="huda", words="نحتاج الصك")
    talk.tell("service_status", case.reference, reference=case.reference)
    assert "نحتاج الصك" in talk.reply("utter_services_status")["words"]
    talk.conversation = "web:stranger"
    talk.tell("service_status", case.reference, reference=case.reference)
    assert talk.reply("utter_services_status")["words"] == ""
    assert talk.tell("service_status", reference="S0000000") == ["utter_services_unknown"]


def test_overdue_is_said_plainly(talk: Talk) -> None:
    _up_to_summary(talk)
    talk.tell("affirm", "ايه")
    with time_machine.travel("2027-02-16 12:00:00+03:00", tick=False):
        said = talk.tell("service_status", "وين وصل طلب العداد")
    assert said == ["utter_services_status", "utter_services_overdue"]


def test_the_promise_counts_from_the_day_that_was_asked_for(talk: Talk, town: Town) -> None:
    prove(talk, town)
    talk.tell("service_request", "بطلع من الشقة وابي اصفي الحساب")
    while talk.form and talk.slots["requested_slot"] != "service_leaves":
        talk.tell("skip", "تخطي")
    talk.tell("inform", "يوم 6/12", date="2026-12-06")
    talk.tell("inform", "0501234567", mobile=MOBILE)
    _to_the_end(talk)
    (case,) = cases()
    assert case.details["leaves"] == "2026-12-06"
    assert str(case.promised_on) == "2026-12-09"  # three working days after that Sunday
    assert "9 ديسمبر" in talk.reply("utter_services_next")["promise"]


def _to_the_end(talk: Talk) -> None:
    """Leave out whatever may be left out, and send it."""
    for _ in range(9):
        if talk.slots["requested_slot"] == "service_confirm":
            break
        talk.tell("skip", "تخطي")
    talk.tell("affirm", "ايه")


def test_days_of_a_temporary_supply_are_days(talk: Talk) -> None:
    talk.tell("service_request", "ابي كهرب مؤقت لعرس 3 ايام في جدة", city="جدة", number="3")
    assert asked(talk) == "متى تحتاجه؟"  # the purpose, the place and the period were told
    talk.tell("inform", "بكرة")
    talk.tell("inform", "0501234567", mobile=MOBILE)
    talk.tell("skip", "بعدين")
    assert card(talk)["المدة"] == "3 أيام"
    said = talk.tell("correct_detail", "لا اسبوع", number="1")
    assert said[0] == "utter_services_changed" and card(talk)["المدة"] == "أسبوع واحد"


def test_a_bare_number_is_no_period(talk: Talk) -> None:
    talk.tell("service_request", "ابي عداد مؤقت للبناء في جدة بكرة", city="جدة")
    said = talk.tell("inform", "3", number="3")
    assert said == ["utter_services_hint", "utter_services_question"]
    assert "أيام أو أشهر" in talk.reply("utter_services_hint")["hint"]
    talk.tell("inform", "3 شهور", number="3")
    assert asked(talk).startswith("على أي جوال")


def test_a_second_request_for_the_same_is_asked_about(talk: Talk) -> None:
    _up_to_summary(talk)
    talk.tell("affirm", "ايه")
    assert talk.tell("service_request", "ابي عداد جديد") == ["utter_services_open_already"]
    said = talk.tell("service_request", service_choice="new_connection")
    assert said[0] == "utter_services_welcome"


def test_withdrawing_is_asked_once_more(talk: Talk) -> None:
    assert talk.tell("withdraw_service", "اسحب طلبي") == ["utter_services_nothing_to_withdraw"]
    _up_to_summary(talk)
    talk.tell("affirm", "ايه")
    reference = cases()[0].reference
    assert talk.tell("withdraw_service", "ابي اسحب الطلب") == ["utter_services_withdraw"]
    assert cases()[0].state == "received"
    assert talk.tell("affirm", "ايه") == ["utter_services_withdrawn"]
    assert cases()[0].state == "withdrawn"
    said = talk.tell("withdraw_service", reference=reference)
    assert said == ["utter_services_over_already"]


def test_nobody_withdraws_a_strangers_request(talk: Talk) -> None:
    _up_to_summary(talk)
    talk.tell("affirm", "ايه")
    talk.conversation = "web:stranger"
    said = talk.tell("withdraw_service", reference=cases()[0].reference)
    assert said == ["utter_services_unknown"] and cases()[0].state == "received"


# --- files ---------------------------------------------------------------------------------


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
    _up_to_summary(talk)
    talk.tell("affirm", "ايه")
    assert talk.tell("add_document", "ابي ارفق الصك") == ["utter_documents_send"]


def test_what_staff_ask_for_is_answered_in_words_or_by_a_file(talk: Talk) -> None:
    _up_to_summary(talk)
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
    _up_to_summary(talk)
    talk.tell("affirm", "ايه")
    reference = cases()[0].reference
    with transaction() as session:
        steps.ask_information(session, reference, by="huda", words="نحتاج الصك")
    talk.tell("add_document", reference=reference)
    talk.tell("cancel", "مو الحين")
    assert talk.form is None and cases()[0].state == "needs_information"


# --- the catalogue -------------------------------------------------------------------------

INSPECTION = """
name: فحص العداد
about: فني يفحص العداد في موقعه.
order: 1
access: none
words: [فحص/افحص عداد, كشف عداد]
questions:
  - id: urgent
    name: الاستعجال
    ask: مستعجل؟
    kind: choice
    choices:
      - {id: yes, name: مستعجل, words: [اليوم, ضروري]}
      - {id: no, name: عادي}
  - {id: day, name: الموعد, ask: أي يوم؟, kind: date}
  - {id: floors, name: الأدوار, ask: كم دور؟, kind: number, needed: false, units: [دور, ادوار]}
fees: {words: مجاني حاليا.}
promise: {fact: standards.meter_registration, words: قريبا.}
next: يمرك الفني.
states: {received: عند مكتب الفحص.}
"""


@pytest.fixture
def own_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    catalogues.catalogue.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    catalogues.catalogue.cache_clear()


def test_staff_add_a_service_without_code(talk: Talk, own_catalogue: Path) -> None:
    inspection = INSPECTION.replace("id: yes", 'id: "yes"').replace("id: no", 'id: "no"')
    (own_catalogue / "inspection.yml").write_text(inspection, encoding="utf-8")
    said = talk.tell("service_request", "ابي افحص العداد عندي دورين", number="2")
    assert said == ["utter_services_welcome", "utter_services_question"]
    assert asked(talk) == "مستعجل؟"
    talk.tell("affirm", "ايه")
    assert asked(talk) == "أي يوم؟"
    talk.tell("inform", "الخميس")
    talk.tell("skip", "تخطي")
    assert card(talk) == {"الاستعجال": "مستعجل", "الموعد": "26 نوفمبر 2026", "الأدوار": "ما أضفته"}
    talk.tell("affirm", "ارسل")
    (case,) = cases()
    assert (case.category, str(case.promised_on)) == ("inspection", "2026-11-25")
    talk.tell("service_status", "وين طلبي")
    assert talk.reply("utter_services_status")["state"] == "عند مكتب الفحص."
