"""What is said beside the proof: it is left for the update, put off, or answered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import identity
from actions.accounts import MOST_BUTTONS
from actions.gate import verified_account
from actions.identity_asides import (
    asks_where_it_is,
    back_to_suspended,
    gives_mobile_at_hand,
    gives_up_proof,
    is_for_later,
    is_lost,
    out_of_reach_words,
    turns_to_update,
)
from actions.proof_waits import put_off_value, waits_behind_proof, waits_behind_update
from actions.turn import Entity, Turn
from bot.identity.links import Link
from bot.identity.mine import Mine
from bot.identity.tables import LinkLevel

BILL = {"after_identify": "action_bill"}


def turn(text: str, intent: str, slots: dict[str, Any] | None = None, *kinds: str) -> Turn:
    found = tuple(Entity(kind, "1", 0, 1) for kind in kinds)
    return Turn(
        "web:1", "web", "web:1:1", text, intent, 0.9, (), found, "identify_form", "login_code",
        slots or {}, {}, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "intent", "kinds"),
    [
        ("ابراهيم بن علي القحطاني", "inform", ()),
        ("مستأجر", "inform", ("beneficiary",)),
        ("1000000008", "inform", ("national_id",)),
        ("الاسم غلط", "correct_detail", ("field",)),
    ],
)
def test_data_for_the_record_leaves_a_proof_that_nothing_waits_for(text, intent, kinds) -> None:
    assert turns_to_update(turn(text, intent, None, *kinds))
    assert not turns_to_update(turn(text, intent, BILL, *kinds))


@pytest.mark.parametrize("text", ["123456", "ما وصل الرمز", "ايه"])
def test_an_answer_to_the_proof_stays_with_it(text) -> None:
    assert not turns_to_update(turn(text, "inform", None, "number"))


def test_a_correction_beside_the_code_of_a_bill_waits_for_it() -> None:
    said = turn("الاسم غلط اسمي سارة الغامدي", "correct_detail", BILL, "field")
    assert is_for_later(said)
    dispatcher = CollectingDispatcher()
    event = put_off_value(dispatcher, said)
    assert [m["response"] for m in dispatcher.messages] == ["utter_identity_comes_after_code"]
    (request,) = event["value"]
    assert (event["name"], request["text"]) == ("also_asked", said.text)
    assert request["since"] > 0, "else it would be answered at once"
    assert not is_for_later(turn("123456", "inform", BILL, "number"))


@pytest.mark.parametrize(
    ("text", "intent", "meant"),
    [
        ("وين القاه", "menu", True),
        ("كيف اجيب الرمز", "resend_code", True),
        ("وين القى الفاتورة", "bill_pdf", False),
        ("وين وصل طلبي", "update_status", False),
    ],
)
def test_where_the_number_is_found(text, intent, meant) -> None:
    assert asks_where_it_is(turn(text, intent)) is meant


@pytest.mark.parametrize(
    ("text", "intent", "kind"),
    [
        ("انا المستأجر", "inform", "beneficiary"),
        ("وجوالي 0500000002", "inform", "mobile"),
        ("وابغى اغير جوالي 0500000002", "change_contact", "mobile"),
    ],
)
def test_a_value_said_while_the_code_of_a_bill_is_awaited_is_kept(text, intent, kind) -> None:
    assert is_for_later(turn(text, intent, BILL, kind))


def test_two_values_said_one_after_the_other_are_told_together() -> None:
    dispatcher = CollectingDispatcher()
    first = put_off_value(dispatcher, turn("انا المستأجر", "inform", BILL, "beneficiary"))
    slots = {**BILL, "also_asked": first["value"]}
    second = put_off_value(dispatcher, turn("وجوالي 0500000002", "inform", slots, "mobile"))
    (request,) = second["value"]
    assert request["text"] == "انا المستأجر\nوجوالي 0500000002"


def test_another_question_waits_behind_the_one_that_the_code_is_for() -> None:
    month = turn("وكم فاتورة شهر 7", "ask_bill", BILL, "month")
    assert waits_behind_proof(month, "action_bill")
    assert waits_behind_proof(turn("متى الفصل", "planned_outage", BILL), "action_planned_outage")
    assert not waits_behind_proof(turn("كم فاتورتي", "ask_bill", BILL), "action_bill")
    assert not waits_behind_proof(turn("كم فاتورتي", "ask_bill"), "action_bill")


def test_who_cannot_get_the_code_gives_the_mobile_at_hand() -> None:
    assert out_of_reach_words("القديم عند ولدي") == "utter_identity_code_with_another"
    assert out_of_reach_words("رقمي تغير") == "utter_identity_code_elsewhere"
    given = turn("0551234567", "inform", BILL, "mobile")
    assert gives_mobile_at_hand(given, {"utter_identity_code_with_another"})
    assert not gives_mobile_at_hand(given, {"utter_identity_code_help"})
    told = turn("القديم عند ولدي وهذا رقمي 0551234567", "change_contact", BILL, "mobile")
    assert gives_mobile_at_hand(told, set())
    assert not gives_mobile_at_hand(turn("القديم عند ولدي", "inform", BILL), set())


def test_of_very_many_accounts_the_count_and_a_way_to_name_one_are_told(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def many(_session: Any, _conversation: str) -> list[Mine]:
        return [Mine(Link(f"300000010{n:02d}", n, LinkLevel.VERIFIED), False) for n in range(40)]

    monkeypatch.setattr(identity, "my_accounts", many)
    dispatcher = CollectingDispatcher()
    tracker = Tracker("web:1", {}, {}, [], False, None, {}, "action_listen")
    identity.ActionAskLoginAccount().run(dispatcher, tracker, {})
    (said,) = dispatcher.messages
    assert said["response"] == "utter_accounts_which_many" and said["count"] == "40"
    assert len(said["buttons"]) == MOST_BUTTONS


def in_update(text: str, intent: str, slots: dict[str, Any] | None = None, *kinds: str) -> Turn:
    asked = turn(text, intent, slots, *kinds)
    return replace(asked, active_form="update_form", requested_slot="update_name")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("متى تجي الفاتورة", "ask_bill"),
        ("كم استهلاكي", "my_usage"),
        ("ارسل لي الفاتورة", "bill_pdf"),
        ("وش حساباتي", "all_accounts"),
    ],
)
def test_a_question_in_the_update_waits_for_its_end_unless_it_is_insisted_on(text, intent) -> None:
    assert waits_behind_update(in_update(text, intent))
    assert not waits_behind_update(in_update(f"/{intent}", intent)), "a button of another answer"
    kept = {"also_asked": [{"intent": intent, "text": text, "confidence": 1.0, "since": 1.0}]}
    assert not waits_behind_update(in_update(text, intent, kept)), "asked again: now"
    assert not waits_behind_update(turn(text, intent)), "no update is open"


def test_what_waits_for_the_update_is_kept_and_offered_now(database: None) -> None:
    dispatcher = CollectingDispatcher()
    account, (event,) = verified_account(
        in_update("كم فاتورتي", "ask_bill"), "action_bill", dispatcher
    )
    (said,) = dispatcher.messages
    assert account is None
    assert said["response"] == "utter_identity_answered_after_update"
    assert [button["payload"] for button in said["buttons"]] == ["كم فاتورتي"]
    (request,) = event["value"]
    assert (event["name"], request["text"]) == ("also_asked", "كم فاتورتي")
    assert request["since"] > 0, "else it would be answered at once"


@pytest.mark.parametrize(
    ("text", "intent", "gives_up"),
    [
        ("لا", "deny", True),
        ("مافي", "nlu_fallback", True),
        ("ما ابي", "deny", True),
        ("خله بعدين", "skip", True),
        ("ماعندي", "inform", True),
        ("لا ما وصل الرمز", "deny", False),
        ("خلاص كمل بكرة", "cancel", False),
        ("صح", "affirm", False),
        ("كيف اجيب الرمز", "resend_code", False),
        ("ابي موظف مرة ثانية", "human", False),
        ("مرة ثانية", "nlu_fallback", True),
    ],
)
def test_no_leads_out_of_a_proof_in_the_middle_of_a_form(text, intent, gives_up) -> None:
    behind = {**BILL, "suspended_form": "update_form"}
    assert gives_up_proof(turn(text, intent, behind)) is gives_up
    assert not gives_up_proof(turn(text, intent, BILL)), "no form waits behind it"


@pytest.mark.parametrize("behind", ["update_form", None])
def test_after_a_proof_that_was_given_up_the_form_behind_it_goes_on(
    database: None, behind: str | None
) -> None:
    slots = {"after_identify": "action_bill", "suspended_form": behind}
    tracker = Tracker("web:1", slots, {}, [], False, None, {}, "action_listen")
    events = identity.ActionAfterIdentify().run(CollectingDispatcher(), tracker, {})
    followed = [event["name"] for event in events if event["event"] == "followup"]
    assert followed == ([behind] if behind else [])


def test_what_is_no_code_a_second_time_leads_back_to_the_form() -> None:
    behind = {**BILL, "suspended_form": "update_form"}
    assert not is_lost(turn("صح", "affirm", behind))
    assert is_lost(turn("طيب", "affirm", {**behind, "login_misses": 1}))
    assert not is_lost(turn("111111", "inform", {**behind, "login_misses": 1}, "number"))
    dropped = {event["name"] for event in back_to_suspended(CollectingDispatcher())}
    assert dropped == {"requested_slot", "after_identify", "login_misses"}
