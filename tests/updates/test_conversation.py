"""The update as people talk: out of order, several at once, corrections, changes of mind."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.accounts.records import on_file
from bot.accounts.tables import Account, AccountChange
from bot.identity.links import claim, verify
from bot.updates import conversation as update
from bot.updates import draft as drafts
from bot.updates.requests import DecisionError, decide, withdraw
from bot.updates.tables import UpdateRequest
from tests.updates.conftest import LANDLORD, NUMBER, TENANT, Person


def fill_tenant(person: Person) -> None:
    """A tenant answers every question in turn, up to the summary."""
    person.starts()
    for answer in (NUMBER, "مستأجر", "سارة محمد الغامدي", "1000000008", "10000000077"):
        person.says(answer)
    person.says("2030-03-15")
    person.says("0500000002")
    person.says(person.code())
    person.says("لا", "deny")
    person.says("s@example.com")
    person.says(person.code())
    person.says("رسالة نصية")


def test_a_stranger_makes_a_request_and_the_old_contact_is_told(session, person, account, sms):
    fill_tenant(person)
    assert person.step == "confirm"
    outcome = person.says("أؤكد", "affirm")
    assert outcome.reference and not outcome.applied
    assert account.beneficiary_kind == "unknown", "nothing changes before staff approve"
    assert sms()[-1][0] == LANDLORD and outcome.reference in sms()[-1][1]


def test_approval_writes_the_record_with_its_history(session, person, account):
    fill_tenant(person)
    reference = person.says("تمام", "affirm").reference
    decide(session, reference, approve=True, by="huda")
    values = on_file(account)
    assert values["beneficiary"] == "tenant" and values["mobile"] == TENANT
    assert values["email"] == "s@example.com" and values["ejar_end"] == "2030-03-15"
    changes = session.execute(select(AccountChange)).scalars().all()
    assert {"beneficiary", "name", "identity", "mobile"} <= {c.field for c in changes}
    identity = next(c for c in changes if c.field == "identity")
    assert identity.after == "•••••••008", "history shows no full identity number"
    with pytest.raises(DecisionError):
        decide(session, reference, approve=True, by="huda")


def test_a_rejection_needs_a_reason(session, person):
    fill_tenant(person)
    reference = person.says("اكد", "affirm").reference
    with pytest.raises(DecisionError):
        decide(session, reference, approve=False, by="huda")
    request = decide(session, reference, approve=False, by="huda", reason="العقد منتهي")
    assert request.state == "rejected"


def test_whoever_proves_the_contact_on_file_updates_at_once(session, person, account, sms):
    person.starts("ابغى احدث بياناتي حسابي 30000000001 وانا مالك البيت")
    for answer in ("فهد سعد العتيبي", "2000000006", "تخطي"):
        person.says(answer, "skip" if answer == "تخطي" else "inform")
    person.says("٠٥٠٠٠٠٠٠٠١")
    person.says(person.code())
    for step in ("second_mobile", "email"):
        assert person.step == step
        person.says("تخطي", "skip")
    person.says("رسائل نصية")
    outcome = person.says("نعم", "affirm")
    assert outcome.applied and account.beneficiary_kind == "owner"
    assert account.updated_at is not None
    assert [text for mobile, text in sms() if outcome.reference in text] == []


def test_several_values_in_one_sentence_fill_several_fields(person):
    person.starts("أنا مستأجر وجوالي ٠٥٠٠٠٠٠٠٠٢ وإيميلي s@example.com")
    values = person.last.draft.values
    assert values["beneficiary"] == "tenant"
    assert values["mobile"] == TENANT and values["email"] == "s@example.com"
    assert person.step == "account"


def test_a_correction_with_a_new_value_replaces_the_old_one(person):
    person.starts(f"حسابي {NUMBER} انا مستأجر جوالي 0500000003")
    person.says("لا، الجوال غلط، هو 0500000002", "correct_detail")
    assert person.last.draft.values["mobile"] == TENANT


def test_a_correction_without_a_value_asks_that_field_again(person):
    fill_tenant(person)
    person.says("غير الايميل", "correct_detail")
    assert person.step == "email"
    person.says("new@example.com")
    person.says(person.code())
    assert person.step == "confirm"
    assert person.last.draft.values["email"] == "new@example.com"


def test_a_changed_mobile_is_proved_again(person):
    fill_tenant(person)
    person.says("غير الجوال الى 0500000009", "correct_detail")
    assert person.step == "mobile_code"


def test_another_topic_is_not_taken_and_nothing_is_lost(person):
    person.starts(f"حسابي {NUMBER}")
    outcome = person.says("كم فاتورتي؟", "ask_bill")
    assert not outcome.taken
    assert person.step == "beneficiary"


@pytest.mark.parametrize(
    ("step_answers", "bad", "key"),
    [
        ([NUMBER, "مالك", "علي احمد العلي"], "1000000009", "utter_update_bad_identity"),
        ([NUMBER, "مالك", "علي احمد العلي"], "12345", "utter_update_bad_identity_length"),
        ([NUMBER, "مالك"], "12", "utter_update_help_name"),
        ([], "555", "utter_identity_bad_account_number"),
    ],
)
def test_a_bad_value_is_explained(person, step_answers, bad, key):
    person.starts()
    for answer in step_answers:
        person.says(answer)
    step = person.step
    person.says(bad)
    assert [said for said, _ in person.last.says] == [key]
    assert person.step == step


def test_after_three_misses_a_person_is_offered_and_nothing_is_lost(person):
    person.starts(f"حسابي {NUMBER} انا مالك")
    for _ in range(3):
        person.says("هههه", "nlu_fallback")
    assert "utter_update_offer_person" in [said for said, _ in person.last.says]
    assert person.last.draft.values["beneficiary"] == "owner"


def test_a_message_replayed_after_a_crash_counts_once(session, person):
    person.starts(f"حسابي {NUMBER} انا مالك")
    message = person.heard("هههه", "nlu_fallback")
    first = update.hear(session, message)
    again = update.hear(session, message)
    assert first.draft.misses == again.draft.misses == 1


def test_the_confirmation_replayed_makes_one_request(session, person):
    fill_tenant(person)
    first = person.says("نعم", "affirm")
    person.step = "confirm"
    again = person.says("نعم", "affirm")
    assert first.reference == again.reference
    assert session.execute(select(func.count(UpdateRequest.id))).scalar_one() == 1


def test_the_same_update_said_again_next_day_makes_no_second_request(session, person):
    fill_tenant(person)
    first = person.says("نعم", "affirm")
    drafts.discard(session, person.conversation)
    fill_again = Person(session, person.conversation, count=100)
    fill_again.starts()
    outcome = fill_again.last
    assert outcome.draft.values["mobile"] == TENANT, "what was proved here is not asked again"
    for answer in ("مستأجر", "سارة محمد الغامدي", "1000000008", "10000000077", "2030-03-15"):
        fill_again.says(answer)
    fill_again.says("لا", "deny")
    fill_again.says("s@example.com")
    fill_again.says("بعدين", "skip")
    fill_again.says("رسالة نصية")
    assert fill_again.says("نعم", "affirm").reference == first.reference


def test_going_back_asks_the_earlier_question(person):
    person.starts(f"حسابي {NUMBER} انا مالك")
    person.says("علي احمد العلي")
    assert person.step == "identity"
    person.says("ارجع", "go_back")
    assert person.step == "name"


def test_what_is_optional_can_be_skipped_and_the_rest_cannot(person):
    person.starts(f"حسابي {NUMBER} انا مالك")
    person.says("علي احمد العلي")
    person.says("تخطي", "skip")
    assert person.step == "identity"
    assert person.last.says[-1][0] == "utter_update_cannot_skip"


def test_a_wrong_code_is_refused_and_five_tries_end_it(person):
    person.starts(f"حسابي {NUMBER} انا مالك")
    for answer in ("علي احمد العلي", "1000000008"):
        person.says(answer)
    person.says("تخطي", "skip")
    person.says("0500000002")
    wrong = "111111" if person.code() != "111111" else "222222"
    said = [person.says(wrong).says[0][0] for _ in range(5)]
    assert said[:4] == ["utter_identity_code_wrong"] * 4
    assert said[4] == "utter_identity_code_exhausted"
    assert person.step == "mobile_code"


def test_a_contact_update_takes_the_short_way(session, person, account):
    person.starts("غيرت رقمي", kind="contact")
    person.says(NUMBER)
    assert person.step == "mobile"
    person.says("0500000002")
    person.says(person.code())
    assert person.step == "old_mobile"
    person.says("معي", "affirm")
    assert person.step == "old_code"
    person.says(person.code())
    assert person.step == "confirm"
    outcome = person.says("نعم", "affirm")
    assert outcome.applied and on_file(account)["mobile"] == TENANT


def test_a_contact_update_without_the_old_mobile_goes_to_staff(person):
    person.starts("غيرت رقمي", kind="contact")
    for answer in (NUMBER, "0500000002"):
        person.says(answer)
    person.says(person.code())
    person.says("لا مو معي", "deny")
    assert person.step == "confirm"
    assert not person.says("نعم", "affirm").applied


def test_an_unknown_account_is_treated_alike_until_staff_see_it(session, person):
    fill_tenant(person)
    person.says("رقم الحساب غلط هو 30099999999", "correct_detail")
    outcome = person.says("نعم", "affirm")
    assert outcome.reference and not outcome.applied
    with pytest.raises(DecisionError):
        decide(session, outcome.reference, approve=True, by="huda")


def test_a_pending_request_can_be_withdrawn_once(session, person):
    fill_tenant(person)
    reference = person.says("نعم", "affirm").reference
    withdrawn = withdraw(session, person.conversation)
    assert withdrawn and withdrawn.reference == reference
    assert withdraw(session, person.conversation) is None


def test_the_contact_on_file_is_shown_his_record_instead_of_questions(session, person, account):
    account.beneficiary_kind, account.beneficiary_name = "owner", "فهد العتيبي"
    account.identity_number, account.deed_number = "2000000006", "123456789012"
    verify(session, person.conversation, NUMBER)
    person.starts()
    assert person.last.draft.values["name"] == "فهد العتيبي"
    assert person.step == "second_mobile"


def test_a_draft_is_sealed_in_the_database(session: Session, person: Person, account: Account):
    person.starts(f"حسابي {NUMBER} انا مالك جوالي 0500000002")
    raw = session.connection().exec_driver_sql("SELECT data FROM update_drafts").scalar_one()
    assert TENANT not in raw and "owner" not in raw


def test_what_is_given_while_another_question_is_open_is_kept(session, person):
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    person.step = None  # another form asks
    outcome = update.keep(session, person.heard("جوالي صار 0500000002 وايميلي s@example.com"))
    assert outcome.taken and outcome.noted == ["email", "mobile"]
    kept = drafts.load(session, person.conversation)
    assert (kept.values["mobile"], kept.values["email"]) == (TENANT, "s@example.com")


def test_nothing_is_kept_of_digits_that_may_be_a_code(session, person):
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    person.step = None
    assert not update.keep(session, person.heard("123456")).taken


def test_an_account_named_by_a_question_in_between_is_not_asked_for(session, person, account):
    person.starts()
    assert person.step == "account"
    claim(session, person.conversation, NUMBER)  # "متى تجي الفاتورة حسابي 300…"
    outcome = update.ask_again(session, person.heard("متى تجي الفاتورة", "ask_bill"))
    assert outcome.step == "beneficiary"


def test_a_proof_in_between_proves_the_update(session, person, account):
    person.starts(f"حسابي {NUMBER} انا مالك")
    verify(session, person.conversation, NUMBER)  # the bill was wanted now, and proved
    update.ask_again(session, person.heard("أبغاها الحين", "ask_bill"))
    for answer in ("فهد سعد العتيبي", "2000000006", "مب لازم", TENANT):
        person.says(answer)
    person.says(person.code())
    person.says("لا", "deny")
    person.says("لا", "deny")
    person.says("رسالة نصية")
    assert person.says("أؤكد", "affirm").applied
    assert account.beneficiary_kind == "owner"
