"""Conversations by the ten thousand, to see how the console behaves with them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml
from sqlalchemy import func, insert, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session
from tqdm import tqdm

from bot.counting.stale import forget_all
from bot.review.tables import Review
from bot.text.gazetteer import city_names
from bot.transcripts import marks
from bot.transcripts.masking import mask_text
from bot.transcripts.search import index
from bot.transcripts.tables import (
    Author,
    Conversation,
    ConversationMark,
    ConversationState,
    Message,
)

_FILE = Path(__file__).with_name("conversations.yml")
_BATCH = 500
_SPAN = timedelta(days=365)
_DISTRICTS = ("النرجس", "العليا", "الروضة", "السلامة", "الشاطئ", "الفيصلية", "المروج", "الخالدية")
_ACTIONS = {
    "ask_bill": "action_bill",
    "nlu_fallback": "action_fallback",
    "update_details": "action_start_update",
    "greet": "action_greet",
    "thanks": "action_small_talk",
    "goodbye": "action_small_talk",
}
"""Of intents whose action is not named after them."""
_REVIEWER = "demo"
_REVIEWED = 0.8
"""The share of the older half that somebody has reviewed."""
_ASKED = ("update_account", "update_name", "update_mobile_code", "update_confirm")
"""Where people leave the data update."""
_STATES = (ConversationState.BOT,) * 97 + (ConversationState.CLOSED,) * 3
Row = dict[str, Any]


def add_conversations(engine: Engine, count: int, seed: int, moment: datetime) -> int:
    """Write `count` invented conversations of the year before `moment`; how many messages.

    They are added to what is there. A year's last minutes hold about as much as its first.
    """
    exchanges = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    rng, messages = Random(f"{seed}:conversations"), 0
    with engine.connect() as connection:
        first = _highest(connection, Conversation) + 1
        next_message = _highest(connection, Message) + 1
    with tqdm(total=count, unit=" conversations", desc="seed", disable=None) as progress:
        for start in range(0, count, _BATCH):
            talks: list[Row] = []
            said: list[Row] = []
            for number in range(start, min(start + _BATCH, count)):
                began = moment - _SPAN * ((count - number) / count)
                turns = list(_turns(rng, exchanges, began))
                talks.append(_conversation(first + number, rng, turns, began))
                said += [
                    {**turn, "id": next_message + index, "conversation_id": first + number}
                    for index, turn in enumerate(turns)
                ]
                next_message += len(turns)
            found = list(_marks(rng, talks, said, start < count / 2))
            with engine.begin() as connection:
                connection.execute(insert(Conversation.__table__), talks)
                connection.execute(insert(Message.__table__), said)
                connection.execute(insert(ConversationMark.__table__), found)
                if reviews := _reviews(talks, found, moment):
                    connection.execute(insert(Review.__table__), reviews)
                index(connection, [(turn["id"], turn["text"]) for turn in said])
            messages += len(said)
            progress.update(len(talks))
    with Session(engine, future=True) as session, session.begin():
        forget_all(session)
    return messages


def _highest(connection: Connection, table: Any) -> int:
    return connection.execute(select(func.max(table.id))).scalar_one() or 0


def _turns(rng: Random, exchanges: list[list[str]], began: datetime) -> Iterator[Row]:
    at, seq = began, 0
    for intent, asked, answered in rng.choices(exchanges, k=rng.randint(2, 8)):
        values = {"n": str(rng.randint(100, 999)), "d": rng.choice(_DISTRICTS)}
        sure = rng.uniform(0.3, 0.6) if intent == "nlu_fallback" else rng.uniform(0.6, 0.999)
        thought = {
            "intent": intent,
            "confidence": round(sure, 3),
            "actions": [_ACTIONS.get(intent, f"action_{intent}")],
            "ranking": [[intent, round(sure, 3)], ["ask_bill", round((1 - sure) / 2, 3)]],
            "milliseconds": rng.randint(5, 40),
        }
        for author, words in ((Author.SUBSCRIBER, asked), (Author.BOT, answered)):
            seq, at = seq + 1, at + timedelta(seconds=rng.randint(1, 30))
            text = words.format(**values)
            mine = author is Author.SUBSCRIBER
            yield {
                "seq": seq,
                "author": author.value,
                "at": at,
                "text": mask_text(text),
                "content": json.dumps({"text": text}, ensure_ascii=False),
                **(thought if mine else dict.fromkeys(thought)),
                "led_to_person": mine and intent == "human",
            }


def _marks(rng: Random, talks: list[Row], said: list[Row], old: bool) -> Iterator[Row]:
    """What lists are narrowed to, as `bot/transcripts/record.py` keeps it."""
    cities = city_names() or [""]
    found = {(turn["conversation_id"], marks.action(turn["actions"][0])) for turn in _heard(said)}
    for turn in _heard(said):
        found.add((turn["conversation_id"], marks.intent(turn["intent"])))
        if turn["intent"] in (marks.COMPLAINT, "human"):
            kind = marks.COMPLAINT if turn["intent"] == marks.COMPLAINT else marks.HANDOFF
            found.add((turn["conversation_id"], kind))
    for talk in talks:
        # Half of all people live in the first three cities of the file.
        city = rng.choice(cities[:3]) if rng.random() < 0.5 else rng.choice(cities)
        found.add((talk["id"], marks.city(city)))
        if talk["form_question"]:
            form = (marks.FORM, marks.form("update_form"), marks.action("update_form"))
            found |= {(talk["id"], mark) for mark in form}
        if old and rng.random() < _REVIEWED:
            found.add((talk["id"], marks.REVIEWED))
    return (marks.row(*one) for one in sorted(found))


def _reviews(talks: list[Row], found: list[Row], moment: datetime) -> list[Row]:
    """Who reviewed what is marked so."""
    reviewed = {one["conversation_id"] for one in found if one["mark"] == marks.REVIEWED}
    return [
        {
            "conversation_id": talk["id"],
            "reviewed_by": _REVIEWER,
            "at": moment,
            "seq": talk["last_seq"],
        }
        for talk in talks
        if talk["id"] in reviewed
    ]


def _heard(said: list[Row]) -> Iterator[Row]:
    return (turn for turn in said if turn["intent"])


def _conversation(number: int, rng: Random, turns: list[Row], began: datetime) -> Row:
    understood = [turn for turn in turns if turn["intent"]]
    topics = [turn["intent"] for turn in understood if turn["intent"] != "nlu_fallback"]
    channel = rng.choice(("web", "web", "telegram"))
    state = rng.choice(_STATES).value
    return {
        "id": number,
        "key": f"{channel}:seed-{number}",
        "channel": channel,
        "state": state,
        "topic": topics[-1] if topics else None,
        "worst_confidence": min(turn["confidence"] for turn in understood),
        "misunderstood": sum(turn["intent"] == "nlu_fallback" for turn in understood),
        "form_question": rng.choice(_ASKED) if topics[-1:] == ["update_details"] else None,
        "danger": "danger" in topics,
        "last_seq": len(turns),
        "seen_seq": len(turns) if rng.random() < 0.9 else 0,
        "last_activity": turns[-1]["at"],
        "created_at": began,
        "unreachable": False,
    }
