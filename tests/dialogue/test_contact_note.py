"""When it is said that a contact on file does not work, and what an answer to that means."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.accounts.failing import contact_failed
from bot.database import transaction
from bot.dialogue.contact_note import RESPONSE, SLOT, answered, is_time, say_note
from bot.identity.links import claim
from bot.transcripts.handover import ask_for_person
from bot.updates.draft import Draft
from bot.updates.requests import submit
from tests.notices.household import FIRST, MAIL, account, chat

CONVERSATION = "web:test"
SLOTS = (SLOT, "offered_action", "suspended_form")


class Words:
    """Stands for Rasa's generator of responses."""

    async def generate(self, name: str, *_: Any, account: str) -> dict[str, Any]:
        return {"text": f"{name} {account}", "buttons": [{"title": "x", "payload": "/deny"}]}


def _said(key: str, text: str = "تم.") -> BotUttered:
    return BotUttered(text, metadata={"utter_action": key})


ANSWER = (ActionExecuted("action_my_usage"), _said("utter_usage_month"))


def _tracker(*events: Event, slots: tuple[str, ...] = SLOTS) -> DialogueStateTracker:
    made = [AnySlot(name, mappings=[{}], influence_conversation=False) for name in slots]
    tracker = DialogueStateTracker(CONVERSATION, made)
    for event in (UserUttered("كم استهلكت"), *events):
        tracker.update(event)
    return tracker


def _turn(tracker: DialogueStateTracker) -> list[Event]:
    return list(tracker.events)[1:]


def _is_time(*events: Event) -> bool:
    tracker = _tracker(*events)
    return is_time(tracker, _turn(tracker))


def test_after_an_answer_it_is_time() -> None:
    assert _is_time(*ANSWER)


@pytest.mark.parametrize(
    "events",
    [
        (ActionExecuted("action_danger"), _said("utter_danger_other")),
        (ActionExecuted("action_small_talk"), _said("utter_general_thanks")),
        (ActionExecuted("action_human"), _said("utter_person_queue")),
        (ActionExecuted("action_complaint_recorded"), _said("utter_complaints_recorded")),
        (*ANSWER, ActionExecuted("action_human"), _said("utter_person_queue")),
        (ActionExecuted("action_outage_status"), _said("utter_outages_ask_area", "في أي حي؟")),
        (SlotSet("suspended_form", "update_form"), *ANSWER),
        (_said("utter_outages_filed_danger"), UserUttered("كم فاتورتي"), *ANSWER),
        (),
    ],
)
def test_it_is_not_time(events: tuple[Event, ...]) -> None:
    assert not _is_time(*events)


def test_an_answer_that_offers_something_was_given_all_the_same() -> None:
    offer = SlotSet("offered_action", "action_watch_outage")
    assert _is_time(*ANSWER, _said("utter_outages_offer_watch", "نبلغك إذا رجعت؟"), offer)


def test_a_domain_without_the_slot_says_nothing() -> None:
    tracker = _tracker(*ANSWER, slots=())
    assert not is_time(tracker, _turn(tracker))


def _note(tracker: DialogueStateTracker) -> list[str]:
    """What is added to one more answer."""
    for event in (UserUttered("كم استهلكت"), *ANSWER):
        tracker.update(event)
    turn, before = _turn(tracker)[-len(ANSWER) :], len(tracker.events)
    asyncio.run(say_note(tracker, turn, Words(), "web", Domain.empty()))
    return [e.text for e in list(tracker.events)[before:] if isinstance(e, BotUttered)]


def _fail(value: str) -> None:
    with transaction() as session:
        contact_failed(session, value, "SMTP 550")


@pytest.fixture
def number(database: None) -> str:
    """An account that the conversation has proved."""
    with transaction() as session:
        made = account(session)
        chat(session, made, CONVERSATION)
        return str(made.number)


def test_once_a_session_and_again_when_another_one_fails(number: str) -> None:
    tracker = _tracker()
    assert _note(tracker) == []
    _fail(MAIL)
    assert _note(tracker) == [f"{RESPONSE}_email {number}"]
    assert _note(tracker) == []
    _fail(FIRST)
    assert _note(tracker) == [f"{RESPONSE}_mobile {number}"]
    assert _note(tracker) == []
    assert _note(_tracker()) == [f"{RESPONSE}_mobile {number}"], "the next session"


def test_only_the_account_that_is_proved_and_spoken_of(number: str) -> None:
    _fail(MAIL)
    with transaction() as session:
        claim(session, CONVERSATION, "30000000077")
    assert _note(_tracker()) == []
    with transaction() as session:
        claim(session, CONVERSATION, number)
    assert _note(_tracker()) != []


def test_who_waits_for_a_person_is_left_alone(number: str) -> None:
    _fail(MAIL)
    with transaction() as session:
        ask_for_person(session, CONVERSATION, "human")
    assert _note(_tracker()) == []


def test_one_that_staff_have_still_to_decide_on_is_not_asked_for_again(number: str) -> None:
    _fail(FIRST)
    values = {"account": number, "mobile": "+966551119999"}
    draft = Draft(kind="contact", values=values, proved={"mobile": values["mobile"]})
    with transaction() as session:
        assert not submit(session, CONVERSATION, draft).applied
    assert _note(_tracker()) == []


def _parse(intent: str, **entities: str) -> dict[str, Any]:
    found = [{"entity": k, "value": v, "start": 0, "end": 1} for k, v in entities.items()]
    return {"intent": {"name": intent, "confidence": 0.9}, "entities": found}


def _answered(text: str, parse: dict[str, Any], *more: Event) -> tuple[str, dict[str, str]] | None:
    note = _said(f"{RESPONSE}_email")
    read = answered(text, parse, _tracker(*ANSWER, *more, note))
    if read is None:
        return None
    return read["intent"]["name"], {e["entity"]: e["value"] for e in read["entities"]}


@pytest.mark.parametrize(
    ("text", "parse"),
    [
        ("ايه", _parse("affirm")),
        ("ايه والله غيروه", _parse("affirm")),
        ("حدثوه", _parse("update_details")),
        ("n@example.com", _parse("inform", email="n@example.com")),
        ("غيروا الايميل", _parse("change_contact", field="email")),
        ("ما عاد استخدمه", _parse("menu")),
        ("هذا ايميلي القديم", _parse("out_of_scope", field="email", notice_channel="email")),
    ],
)
def test_a_yes_or_the_new_one_begins_with_that_contact(text: str, parse: dict[str, Any]) -> None:
    intent, entities = _answered(text, parse) or ("", {})
    assert (intent, entities["field"]) == ("change_contact", "email")
    given = {e["entity"]: e["value"] for e in parse["entities"] if e["entity"] == "email"}
    assert {**given, "field": "email"} == entities


def test_a_second_number_is_the_new_one() -> None:
    parse = _parse("skip", field="second_mobile")
    read = answered("عندي رقم ثاني", parse, _tracker(*ANSWER, _said(f"{RESPONSE}_mobile")))
    assert read is not None and read["intent"]["name"] == "change_contact"
    assert [e["value"] for e in read["entities"]] == ["mobile"]


@pytest.mark.parametrize(
    ("text", "intent"),
    [("لا", "deny"), ("بعدين", "skip"), ("خلها بكرة", "inform"), ("بكره احدثه", "change_contact")],
)
def test_not_now(text: str, intent: str) -> None:
    assert (_answered(text, _parse(intent)) or [""])[0] == "deny"


@pytest.mark.parametrize(
    ("text", "parse"),
    [
        ("كم فاتورتي", _parse("ask_bill")),
        ("ابغى احدث بياناتي", _parse("update_details")),
        ("غيروا جوالي", _parse("change_contact", field="mobile")),
        ("0551234567", _parse("inform", mobile="+966551234567")),
        ("/ask_bill", _parse("ask_bill")),
    ],
)
def test_what_is_about_something_else_stays_so(text: str, parse: dict[str, Any]) -> None:
    assert _answered(text, parse) is None


def test_a_mere_yes_is_for_what_the_answer_offered() -> None:
    offer = SlotSet("offered_action", "action_watch_outage")
    assert _answered("ايه", _parse("affirm"), offer) is None
    assert _answered("لا", _parse("deny"), offer) is not None


def test_nothing_is_read_so_without_the_note() -> None:
    assert answered("ايه", _parse("affirm"), _tracker(*ANSWER)) is None
