from __future__ import annotations

from datetime import datetime

import pytest
import time_machine
from sqlalchemy import select

from bot.clock import RIYADH
from bot.database import reading, transaction
from bot.transcripts.handover import ask_for_person
from bot.transcripts.record import ensure_conversation
from bot.transcripts.tables import Conversation, ConversationState
from tests.actions.outages.conftest import MODULES
from tests.actions.talk import Talk, actions_of, rules_of

OPEN = datetime(2026, 11, 23, 10, tzinfo=RIYADH)
CLOSED = datetime(2026, 11, 23, 22, tzinfo=RIYADH)


@pytest.fixture
def talk(database: None) -> Talk:
    return Talk(actions_of(*MODULES), rules_of("outages", "danger", "general"))


def _row(talk: Talk) -> Conversation:
    with reading() as session:
        return session.execute(
            select(Conversation).where(Conversation.key == talk.conversation)
        ).scalar_one()


def test_a_person_in_working_hours(talk: Talk) -> None:
    with time_machine.travel(OPEN, tick=False):
        assert talk.tell("human", "ابي موظف") == ["utter_other_person_next"]
    row = _row(talk)
    assert (row.state, row.waiting_reason, row.waiting_summary) == ("waiting", "human", "ابي موظف")


def test_the_place_in_the_queue(talk: Talk) -> None:
    with time_machine.travel(OPEN, tick=False), transaction() as session:
        for number in range(2):
            ask_for_person(session, f"web:{number}", "human")
    with time_machine.travel(OPEN, tick=False):
        assert talk.tell("human") == ["utter_other_person_open"]
    assert talk.reply("utter_other_person_open")["ahead"] == "2"


def test_who_does_not_wait_is_asked_and_not_queued(talk: Talk) -> None:
    assert talk.tell("human", "كم دوري") == ["utter_other_person_not_waiting"]
    talk.tell("human", "ابي موظف وكم دوري")
    assert talk.tell("human", "كم دوري") != ["utter_other_person_not_waiting"]


def test_outside_working_hours_the_opening_is_said(talk: Talk) -> None:
    with time_machine.travel(CLOSED, tick=False):
        assert talk.tell("human", "موظف") == ["utter_other_person_closed"]
    reply = talk.reply("utter_other_person_closed")
    assert reply["opens"] == "بكرة الساعة 8 الصباح"
    assert reply["phone"] == "933"


def test_a_button_leaves_no_payload_for_the_clerk(talk: Talk) -> None:
    talk.tell("human")
    assert _row(talk).waiting_summary is None


def test_with_a_clerk_already_there(talk: Talk) -> None:
    with transaction() as session:
        row = ensure_conversation(session, talk.conversation)
        row.state = ConversationState.CLERK.value
    assert talk.tell("human", "موظف") == ["utter_other_person_is_here"]


def test_what_fails_twice_waits_for_a_clerk(talk: Talk) -> None:
    assert talk.tell("nlu_fallback", "زرنخ برطم") == ["utter_general_not_understood"]
    with reading() as session:
        found = select(Conversation).where(Conversation.state == ConversationState.WAITING.value)
        assert session.execute(found).first() is None
    assert talk.tell("nlu_fallback", "شقلبة مكدوس") == ["utter_general_second_miss"]
    row = _row(talk)
    assert (row.state, row.waiting_reason) == ("waiting", "nlu_fallback")
    assert "شقلبة مكدوس" in (row.waiting_summary or "")


def test_a_miss_takes_no_place_from_who_asked_for_a_person(talk: Talk) -> None:
    talk.tell("human", "ابي موظف")
    talk.tell("nlu_fallback", "زرنخ برطم")
    talk.tell("nlu_fallback", "شقلبة مكدوس")
    row = _row(talk)
    assert (row.waiting_reason, row.waiting_summary) == ("human", "ابي موظف")
