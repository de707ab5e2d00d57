from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.database import reading, transaction
from bot.review import notes, reviewing, saved_filters
from bot.review.reviewing import ReviewError
from bot.review.tables import FlagReason, Mention, Note, TurnFlag
from bot.transcripts import marks
from bot.transcripts.listing import Filters, page
from bot.transcripts.record import (
    add_trace,
    ensure_conversation,
    record_bot_message,
    record_subscriber_message,
)
from bot.transcripts.tables import Conversation, Message
from bot.transcripts.trace import Trace


def say(key: str, text: str, trace: Trace | None = None) -> tuple[int, int]:
    """A subscriber's message; the ids of its conversation and of itself."""
    with transaction() as session:
        conversation = ensure_conversation(session, key)
        name = f"{key}:{conversation.last_seq}"
        message = record_subscriber_message(session, conversation, {"text": text}, name)
        if trace:
            add_trace(message, trace)
        return conversation.id, message.id


def listed(**asked: str) -> list[int]:
    with reading() as session:
        return [one.id for one in page(session, Filters(viewer="huda", **asked), None, 50)]


def test_what_comes_in_after_a_review_was_reviewed_by_nobody(database):
    number, _ = say("web:1", "كم فاتورتي")
    with transaction() as session:
        reviewing.set_reviewed(session, number, "huda", True)
    assert listed(reviewed="yes") == [number] and listed(reviewed="no") == []
    with transaction() as session:  # what the bot says changes nothing
        conversation = session.get(Conversation, number)
        record_bot_message(session, conversation, {"text": "١٢٠ ريال"}, "b1")
    assert listed(reviewed="yes") == [number]
    say("web:1", "طيب وليش")
    assert listed(reviewed="yes") == [] and listed(reviewed="no") == [number]
    with reading() as session:
        state = reviewing.states(session, [number], "huda")[number]
    assert not state.reviewed and (state.review.by, state.review.seq) == ("huda", 1)
    with transaction() as session:
        reviewing.set_reviewed(session, number, "ali", True)
        reviewing.set_reviewed(session, number, "ali", False)
    assert listed(reviewed="no") == [number]


def test_a_turn_is_flagged_once_until_it_is_cleared(database):
    number, first = say("web:1", "فيه شرار")
    _, second = say("web:1", "الو")
    with transaction() as session:
        one, two = session.get(Message, first), session.get(Message, second)
        made = reviewing.flag(session, one, FlagReason.DANGER_MISSED, "جواله 0551234567", "huda")
        assert made and "0551" not in made.comment
        assert reviewing.flag(session, one, FlagReason.TONE, "", "ali") is None
        assert reviewing.flag(session, two, FlagReason.OTHER, "", "ali")
    assert listed(flagged="1") == [number]
    with transaction() as session:
        one, two = session.get(Message, first), session.get(Message, second)
        assert reviewing.clear_flag(session, one, "ali")
        assert not reviewing.clear_flag(session, one, "ali")
    assert listed(flagged="1") == [number], "one flag is still open"
    with transaction() as session:
        assert reviewing.clear_flag(session, session.get(Message, second), "ali")
    assert listed(flagged="1") == []
    with reading() as session:
        rows = session.execute(select(TurnFlag)).scalars().all()
    assert [(row.by, row.cleared_by) for row in rows] == [("huda", "ali"), ("ali", "ali")]


def test_labels_are_made_once_and_come_off_again(database):
    number, _ = say("web:1", "كم")
    with transaction() as session:
        label = reviewing.make_label(session, "  متابعة   عاجلة ", "sky", "huda")
        for name, colour in (("متابعة عاجلة", "blue"), ("x", "crimson"), ("  ", "sky")):
            with pytest.raises(ReviewError):
                reviewing.make_label(session, name, colour, "huda")
        reviewing.put_label(session, number, label, "huda")
        reviewing.put_label(session, number, label, "ali")
        assert label.name == "متابعة عاجلة"
    assert listed(label=str(label.id)) == [number] and listed(label="99") == []
    with transaction() as session:
        state = reviewing.states(session, [number], "huda")[number]
        assert [one.name for one in state.labels] == ["متابعة عاجلة"]
        reviewing.take_label(session, number, label)
    assert listed(label=str(label.id)) == []


def test_what_one_keeps_for_later_is_nobody_elses(database):
    number, _ = say("web:1", "كم")
    with transaction() as session:
        reviewing.set_saved(session, number, "huda", True)
    assert listed(saved="1") == [number]
    with reading() as session:
        assert page(session, Filters(saved="1", viewer="ali"), None, 9) == []
    with transaction() as session:
        reviewing.set_saved(session, number, "huda", False)
    assert listed(saved="1") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@huda شوفي هذا", ["huda"]),
        ("شوفوا @HUDA و@ali.s.", ["huda", "ali.s"]),
        ("راسله على huda@ali.example", []),
        ("@nobody @@huda", []),
        ("@huda, @huda", ["huda"]),
        ("عند(@huda)", ["huda"]),
    ],
)
def test_who_a_note_names(text, names):
    assert notes.named_in(text, {"huda", "ali.s", "ali"}) == names


def test_a_mention_is_new_until_its_conversation_is_opened(database):
    number, _ = say("web:1", "كم")
    with transaction() as session:
        staff = ["huda", "ali"]
        note, told = notes.write_note(session, number, "ali", "@huda @ali جواله 0551234567", staff)
        assert told == ["huda"] and "0551" not in note.text and "@huda" in note.text
        with pytest.raises(ReviewError):
            notes.write_note(session, number, "ali", "   ", staff)
    assert listed(mentioned="1") == [number]
    with transaction() as session:
        assert (notes.unseen(session, "huda"), notes.unseen(session, "ali")) == (1, 0)
        notes.see(session, number, "ali")
        assert notes.unseen(session, "huda") == 1
        notes.see(session, number, "huda")
        assert notes.unseen(session, "huda") == 0
        assert [one.note.text for one in notes.mentions_of(session, "huda", None, 9)] == [note.text]
    with transaction() as session:  # with the conversation goes all that was written about it
        session.delete(session.get(Conversation, number))
        session.flush()
        assert not session.execute(select(Note)).first()
        assert not session.execute(select(Mention)).first()


def test_filters_are_kept_under_a_name(database):
    wanted = Filters(city="الرياض", reviewed="no", viewer="huda")
    with transaction() as session:
        saved_filters.keep(session, "huda", " الرياض ", wanted, False)
        row = saved_filters.keep(session, "huda", "الرياض", Filters(channel="web"), True)
        assert row.query == "channel=web", "the same name again means something else"
        saved_filters.keep(session, "ali", "لي وحدي", wanted, False)
        with pytest.raises(ReviewError):
            saved_filters.keep(session, "huda", "", wanted, False)
        with pytest.raises(ReviewError):
            saved_filters.keep(session, "huda", "فارغة", Filters(viewer="huda"), False)
    with transaction() as session:
        assert [one.name for one in saved_filters.seen_by(session, "huda")] == ["الرياض"]
        assert [one.name for one in saved_filters.seen_by(session, "ali")] == ["الرياض", "لي وحدي"]
        assert saved_filters.forget(session, row.id, "ali") is None
        assert saved_filters.forget(session, row.id, "huda") is not None
        assert saved_filters.seen_by(session, "huda") == []


def test_a_form_is_open_from_its_first_question_to_its_end(database):
    def marked() -> set[str]:
        with reading() as session:
            return {mark for mark in marks.of(session, [number])[number] if "form" in mark}

    asks = Trace("update_details", 1, actions=["update_form"], slots={"requested_slot": "mobile"})
    number, _ = say("web:1", "ابي احدث بياناتي", asks)
    assert marked() == {"form", "form:update_form", "action:update_form"}
    say("web:1", "كم فاتورتي", Trace("ask_bill", 1, actions=["action_bill", "update_form"]))
    assert "form:update_form" in marked(), "a question in between leaves it open"
    say("web:1", "خلاص", Trace("cancel", 1, actions=["action_x"], slots={"requested_slot": None}))
    assert marked() == {"action:update_form", "left:update_form:mobile"}
    say("web:1", "ابي احدث", asks)
    assert marked() == {"form", "form:update_form", "action:update_form"}, "begun again"
    done = Trace("affirm", 1, actions=["update_form", "x"], slots={"requested_slot": None})
    say("web:1", "نعم", done)
    assert marked() == {"action:update_form", "finished:update_form"}
