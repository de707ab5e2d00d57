"""Nothing lost, nothing doubled, in order: whatever Rasa does."""

from __future__ import annotations

import uuid
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy import text as sql

from bot.console import desk
from bot.database import reading, transaction
from bot.gateway import turns
from bot.gateway.tables import InboxMessage, InboxState
from bot.gateway.words import word
from bot.transcripts.tables import Conversation, Message
from tests.fakes.serving import wait_until
from tests.gateway.conftest import HOUR, TELLING


def _slow(message):
    return message["text"] == "بطيئة"


def _nothing(_message):
    return False


def _inbox_states():
    with reading() as session:
        return session.execute(select(InboxMessage.state).order_by(InboxMessage.id)).scalars().all()


def test_a_message_is_answered_and_kept_with_its_trace(page, rasa):
    rasa.trace = {
        "intent": "inform",
        "confidence": 0.87,
        "ranking": [["inform", 0.87]],
        "entities": [{"entity": "mobile", "value": "+966551234567", "start": 6, "end": 16}],
        "actions": ["update_form"],
        "slots": {"requested_slot": "mobile", "secret_slot": "0551234567"},
        "milliseconds": 14,
    }
    page.say("جوالي 0551234567")
    said, answer = page.read(2)
    assert said["from"] == "you" and said["text"] == "جوالي \u20660551234567\u2069"
    assert answer["from"] == "bot" and answer["text"].startswith("سمعت: جوالي")
    assert rasa.asked[0]["sender"] == page.conversation
    assert rasa.asked[0]["channel"] == "web"
    with reading() as session:
        question, reply = session.execute(select(Message).order_by(Message.seq)).scalars()
        stored = session.execute(sql("SELECT content FROM messages")).scalars().all()
        stored += session.execute(sql("SELECT body FROM inbox")).scalars().all()
    assert "0551234567" not in question.text + reply.text
    assert "551234567" not in str(question.entities)
    assert not any("551234567" in sealed for sealed in stored)
    assert (question.intent, question.confidence, question.milliseconds) == ("inform", 0.87, 14)
    assert question.actions == ["update_form"]
    assert question.slots == {"requested_slot": "mobile"}
    assert _inbox_states() == [InboxState.ANSWERED.value]


def test_the_same_message_twice_is_one_message(page, rasa):
    same = str(uuid.uuid4())
    first = page.say("كم فاتورتي", id=same)
    page.read(2)
    assert page.say("كم فاتورتي", id=same) == first
    page.say("شكرا")
    assert [m["seq"] for m in page.read(4)] == [1, 2, 3, 4]
    assert rasa.texts() == ["كم فاتورتي", "شكرا"]


def test_order_within_a_conversation_and_several_at_once(page, rasa, start_gateway, open_page):
    rasa.holds = _slow
    other = open_page(str(page.client.base_url))
    for text in ("بطيئة", "ثانية", "ثالثة"):
        page.say(text)
    wait_until(lambda: rasa.asked)
    other.say("مستعجل")
    other.read(2)
    assert rasa.texts() == ["بطيئة", "مستعجل"]  # the other page did not wait for the slow one
    rasa.holds = _nothing
    answers = [f"سمعت: {text}" for text in ("بطيئة", "ثانية", "ثالثة")]
    assert [m["text"] for m in page.until(answers[-1]) if m["from"] == "bot"] == answers
    mine = [m["text"] for m in rasa.asked if m["sender"] == page.conversation]
    assert mine == ["بطيئة", "ثانية", "ثالثة"]
    assert rasa.most_at_once_of_one == 1
    assert rasa.most_at_once >= 2


def test_who_waits_behind_others_is_told_so_once(rasa, start_gateway, open_page, monkeypatch):
    monkeypatch.setattr(turns, "CONCURRENCY", 1)
    server = start_gateway(patience=TELLING)
    page, behind = open_page(server.url), open_page(server.url)
    rasa.holds = _slow
    page.say("بطيئة")
    assert page.read(2)[-1]["text"] == word("wait")
    behind.say("الكهرباء طافية")
    with transaction() as session:  # as if it had come long ago
        latest = select(func.max(InboxMessage.id)).scalar_subquery()
        row = session.execute(select(InboxMessage).where(InboxMessage.id == latest)).scalar_one()
        row.received_at -= timedelta(seconds=2 * HOUR)
    told = behind.read(2)[-1]["text"]
    assert "بدورها" in told and "911" in told
    rasa.holds = _nothing
    assert behind.read(3)[-1]["text"] == "سمعت: الكهرباء طافية"
    assert page.read(3)[-1]["text"] == "سمعت: بطيئة"


def test_danger_does_not_wait_behind_others(rasa, start_gateway, open_page, monkeypatch):
    monkeypatch.setattr(turns, "CONCURRENCY", 1)
    server = start_gateway()
    rasa.holds = _slow
    texts = ["الكهرباء طافية", "متى ترجع", "فيه سلك طايح قدام البيت"]
    page, *pages = [open_page(server.url) for _ in ("بطيئة", *texts)]
    page.say("بطيئة")
    wait_until(lambda: rasa.asked)
    for each, text in zip(pages, texts, strict=True):
        each.say(text)
    rasa.holds = _nothing
    wait_until(lambda: len(rasa.asked) == 4)
    assert rasa.texts() == ["بطيئة", texts[2], texts[0], texts[1]]


def test_rasa_down_then_up(page, rasa):
    rasa.serving.stop()
    page.say("السلام عليكم")
    page.say("كم فاتورتي")
    wait_until(lambda: _first_error() is not None)
    rasa.serving.start()
    assert [m["text"] for m in page.read(4)][2:] == ["سمعت: السلام عليكم", "سمعت: كم فاتورتي"]
    assert _inbox_states() == [InboxState.ANSWERED.value] * 2


def _first_error():
    with reading() as session:
        query = select(InboxMessage.last_error).order_by(InboxMessage.id).limit(1)
        return session.execute(query).scalar_one()


def test_who_waits_for_rasa_is_told_so_once(rasa, start_gateway, open_page):
    page = open_page(start_gateway(patience=TELLING).url)
    rasa.status = lambda message: 503
    page.say("هلا")
    assert page.read(2)[-1]["text"] == word("wait")
    asked = len(rasa.asked)
    wait_until(lambda: len(rasa.asked) >= asked + 3)  # and is not told again at each try
    rasa.status = lambda message: 200
    assert page.read(3)[-1]["text"] == "سمعت: هلا"


def test_a_loading_model_is_waited_for_without_counting(page, rasa):
    rasa.status = lambda message: 503
    page.say("هلا")
    wait_until(lambda: len(rasa.asked) >= 5)  # more than PATIENT.failures
    rasa.status = lambda message: 200
    assert page.read(2)[-1]["text"] == "سمعت: هلا"


def test_a_failed_turn_is_tried_again(page, rasa):
    rasa.status = lambda message: 500 if len(rasa.asked) == 1 else 200
    page.say("هلا")
    assert page.read(2)[-1]["text"] == "سمعت: هلا"
    assert rasa.asked[0]["message_id"] == rasa.asked[1]["message_id"]


def test_giving_up_offers_to_try_again_or_a_person(page, rasa):
    rasa.replies = lambda message: []  # an empty answer is a failure too
    page.say("قصة طويلة")
    page.say("هلا")
    sorry = next(m for _, m in page.events() if m.get("text") == word("sorry"))
    assert [b["title"] for b in sorry["buttons"]] == [word("try_again"), word("a_person")]
    wait_until(lambda: _inbox_states() == [InboxState.GIVEN_UP.value] * 2)
    rasa.replies = lambda message: [{"text": f"سمعت: {message['text']}"}]
    last = page.post(button=sorry["buttons"][0]["id"], title="x").json()["seq"]
    assert page.read(2, after=last - 1)[-1]["text"] == "سمعت: قصة طويلة"


def test_a_message_that_breaks_rasa_does_not_hold_back_other_conversations(page, rasa, open_page):
    rasa.status = lambda message: 500 if message["text"] == "سم" else 200
    page.say("سم")
    other = open_page(str(page.client.base_url))
    other.say("هلا")
    assert other.read(2)[-1]["text"] == "سمعت: هلا"


def test_a_restart_goes_on_with_what_waits(rasa, start_gateway, open_page):
    rasa.serving.stop()
    first = start_gateway()
    page = open_page(first.url)
    page.say("هل من مجيب")
    first.stop()
    rasa.serving.start()
    second = start_gateway()
    again = open_page(second.url, page.token)
    assert again.conversation == page.conversation
    assert again.until("سمعت: هل من مجيب")[0]["from"] == "you"
    with reading() as session:
        assert session.execute(select(func.count(InboxMessage.id))).scalar_one() == 1


def test_a_stop_in_the_middle_of_a_turn_loses_nothing(rasa, start_gateway, open_page):
    rasa.holds = lambda message: True
    first = start_gateway()
    page = open_page(first.url)
    page.say("هلا")
    wait_until(lambda: rasa.asked)
    first.stop()
    rasa.holds = _nothing
    again = open_page(start_gateway().url, page.token)
    again.until("سمعت: هلا")
    wait_until(lambda: not any(rasa.in_work.values()))  # the turn that was cut has ended too
    assert _inbox_states() == [InboxState.ANSWERED.value]
    with reading() as session:
        texts = session.execute(select(Message.text)).scalars().all()
    assert texts.count("سمعت: هلا") == 1
    assert rasa.asked[0]["message_id"] == rasa.asked[1]["message_id"]


def test_the_bot_is_silent_while_a_clerk_has_the_conversation(page, rasa):
    page.say("ابي موظف")
    page.read(2)
    with transaction() as session:
        number = session.execute(select(Conversation.id)).scalar_one()
        assert desk.take(session, number, "huda")
    said = page.say("وش صار على شكواي؟")
    wait_until(lambda: _inbox_states() == [InboxState.ANSWERED.value] * 2)
    assert rasa.texts() == ["ابي موظف"]
    page.say("في شرار يطلع من العداد")
    page.until("سمعت: في شرار يطلع من العداد", after=4)  # a danger is answered at once, as ever
    with transaction() as session:
        desk.say(session, number, "huda", "راجعناها وتم الحل", "abcdefgh")
    joined, mine, _danger, _answer, clerk = page.read(5, after=2)
    assert joined["from"] == "bot" and mine["seq"] == said
    assert (clerk["from"], clerk["text"]) == ("clerk", "راجعناها وتم الحل")
    with transaction() as session:
        desk.hand_back(session, number, "huda")
    page.say("كم فاتورتي")
    wait_until(lambda: rasa.texts()[-1] == "كم فاتورتي")


def test_what_waited_for_rasa_goes_to_the_clerk_who_came(page, rasa):
    rasa.status = lambda message: 503
    page.say("السلام عليكم")
    wait_until(lambda: len(rasa.asked) == 1)
    with transaction() as session:
        number = session.execute(select(Conversation.id)).scalar_one()
        desk.take(session, number, "huda")
    wait_until(lambda: _inbox_states() == [InboxState.ANSWERED.value])
