"""What lists and search know of conversations comes out the same when it is made anew."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select, text, update

from bot.__main__ import main
from bot.console import desk
from bot.database import reading, transaction
from bot.identity.links import cities_of
from bot.privacy.erasing import erase_words
from bot.review import notes, reviewing
from bot.review.tables import FlagReason
from bot.transcripts import marks
from bot.transcripts.handover import ask_for_person
from bot.transcripts.listing import Filters
from bot.transcripts.record import record_bot_message
from bot.transcripts.search import TABLE, find, forget, index
from bot.transcripts.tables import Conversation, ConversationMark, Message
from bot.transcripts.trace import Trace
from tests.console.asking import ask_for_update
from tests.review.test_reviewing import say

_LOST = [["nlu_fallback", 0.7], ["ask_bill", 0.22]]
_OPEN = {"requested_slot": "mobile"}
_SEARCH = {
    "sqlite": f"SELECT rowid, words FROM {TABLE}",
    "postgresql": f"SELECT message_id, CAST(words AS TEXT) FROM {TABLE}",
}


def _talks() -> list[int]:
    """Conversations in which something of everything has happened."""
    ask_for_update()  # an account of Riyadh is proved in web:1
    first, _ = say("web:1", "فاتورتي غلط", Trace("complaint", 0.8, actions=["action_complaint"]))
    form = ["action_update", "update_form"]
    second, _ = say("web:2", "ابي احدث", Trace("update_details", 0.91, actions=form, slots=_OPEN))
    district = [{"entity": "city", "value": "جدة"}, {"entity": "name", "value": "سارة"}]
    _, lost = say("web:2", "هممم", Trace("nlu_fallback", 0.7, _LOST, district))
    closed = {"requested_slot": None}
    say("web:3", "كنسل", Trace("update_details", 0.7, actions=form, slots=_OPEN))
    third, _ = say("web:3", "كنسل", Trace("cancel", 0.99, actions=["action_cancel"], slots=closed))
    fourth, _ = say("telegram:4", "فيه شرار، جوالي 0551234567", Trace("danger", 0.99))
    with transaction() as session:
        marks.add(session, first, *map(marks.city, cities_of(session, "web:1")))
        label = reviewing.make_label(session, "متابعة", "sky", "huda")
        reviewing.put_label(session, second, label, "huda")
        reviewing.flag(session, session.get(Message, lost), FlagReason.OTHER, "", "huda")
        notes.write_note(session, second, "huda", "@ali شوفها", ["ali", "huda"])
        for number in (second, third, fourth):
            reviewing.set_reviewed(session, number, "huda", True)
        reviewing.set_reviewed(session, fourth, "huda", False)
        reviewing.set_saved(session, first, "huda", True)
        ask_for_person(session, "telegram:4", "human")
        desk.take(session, fourth, "huda")
        record_bot_message(session, session.get(Conversation, third), {"text": "تم"}, "b")
    say("web:2", "وينكم", Trace("ask_bill", 0.6))
    return [first, second, third, fourth]


def _all() -> dict[str, Any]:
    """Every derived row."""
    derived = "id, last_seq, last_activity, topic, misunderstood, danger, worst_confidence"
    with reading() as session:

        def rows(query: str) -> list[tuple[Any, ...]]:
            return sorted(map(tuple, session.execute(text(query)).all()), key=repr)

        return {
            "conversations": rows(f"SELECT {derived} FROM conversations"),
            "marks": rows("SELECT conversation_id, mark FROM conversation_marks"),
            "texts": rows("SELECT id, text FROM messages"),
            "search": rows(_SEARCH[session.get_bind().dialect.name]),
        }


def _spoil() -> None:
    """Lose all that can be made anew, and keep what stands nowhere else."""
    column = ConversationMark.__table__.c.mark
    with transaction() as session:
        kept = (
            column.in_([marks.HANDOFF]) | column.startswith("clerk:") | column.startswith("saved")
        )
        session.execute(delete(ConversationMark.__table__).where(~kept))
        if session.get_bind().dialect.name == "sqlite":  # PostgreSQL's foreign key refuses it
            index(session, [(99999, "ضائع")])
        forget(session, [1, 2])
        session.execute(
            update(Message).values(text="?").execution_options(synchronize_session=False)
        )
        worse = {"topic": "x", "misunderstood": 9, "danger": True, "worst_confidence": 0.01}
        session.execute(
            update(Conversation).values(**worse).execution_options(synchronize_session=False)
        )
        session.add(ConversationMark(conversation_id=1, mark=marks.city("الدمام")))


def test_what_is_lost_or_wrong_comes_out_the_same(database, capsys):
    numbers = _talks()
    before = _all()
    assert {mark for _, mark in before["marks"]} >= {
        "city:الرياض",
        "city:جدة",
        "complaint",
        "flagged",
        "form",
        "form:update_form",
        "handoff",
        "clerk:huda",
        "saved:huda",
        "mentioned:ali",
        "reviewed",
        "action:action_complaint",
    }
    _spoil()
    assert _all() != before
    assert main(["transcripts", "rebuild"]) == 0
    assert _all() == before
    assert f"{len(numbers)} conversations" in capsys.readouterr().out
    assert main(["transcripts", "rebuild"]) == 0
    assert _all() == before


def test_what_was_erased_stays_lost(database):
    number, _ = say("web:1", "الفاتورة مرتفعة", Trace("explain_bill", 0.9))
    with transaction() as session:
        erase_words(session, number)
    before = _all()
    assert main(["transcripts", "rebuild"]) == 0
    assert _all() == before
    with reading() as session:
        assert find(session, "مسحت", Filters(), None, 5) == []
        assert session.get(Conversation, number).topic == "explain_bill"


def test_what_purged_messages_left_is_kept(database):
    number, first = say("web:1", "فيه شرار", Trace("danger", 0.5, actions=["action_danger"]))
    say("web:1", "شكرا", Trace("thanks", 0.99))
    with transaction() as session:
        session.execute(delete(Message.__table__).where(Message.__table__.c.id == first))
    before = _all()
    assert main(["transcripts", "rebuild"]) == 0
    assert _all() == before
    with reading() as session:
        assert session.get(Conversation, number).danger
        assert find(session, "شرار", Filters(), None, 5) == []
        assert session.execute(select(Message.seq)).scalars().all() == [2]
