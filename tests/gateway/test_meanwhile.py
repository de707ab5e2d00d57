"""What clerk and subscriber said to each other reaches Rasa with the next message, once."""

from __future__ import annotations

from sqlalchemy import select

from bot.console import desk
from bot.database import reading, transaction
from bot.delivery.outbox import notify
from bot.gateway.meanwhile import MOST, unheard
from bot.transcripts.record import (
    add_trace,
    ensure_conversation,
    record_bot_message,
    record_subscriber_message,
)
from bot.transcripts.tables import Author, Conversation
from bot.transcripts.trace import Trace
from tests.fakes.serving import wait_until


def _told(message: dict) -> list[tuple[str, str]]:
    return [(one["from"], one["text"]) for one in message.get("meanwhile", [])]


def test_it_is_told_with_the_next_message_and_not_again(page, rasa):
    page.say("ابي موظف")
    page.read(2)
    with transaction() as session:
        number = session.execute(select(Conversation.id)).scalar_one()
        assert desk.take(session, number, "huda")
    page.say("العداد ما يقرأ من شهر")
    page.until("العداد ما يقرأ من شهر")
    with transaction() as session:
        desk.say(session, number, "huda", "يجيك الفني بكرة", "abcdefgh")
        notify(session, page.conversation, "فاتورتك الجديدة صدرت", "bill")
    page.say("في شرار يطلع من العداد")  # a danger is answered at once: Rasa hears it then
    page.until("سمعت: في شرار يطلع من العداد")
    with transaction() as session:
        desk.say(session, number, "huda", "ابعد عنه لو سمحت", "abcdefgi")
        desk.hand_back(session, number, "huda")
    page.say("كم فاتورتي")
    wait_until(lambda: rasa.texts()[-1] == "كم فاتورتي")
    page.say("شكرا")
    wait_until(lambda: rasa.texts()[-1] == "شكرا")
    assert [_told(message) for message in rasa.asked] == [
        [],
        [("subscriber", "العداد ما يقرأ من شهر"), ("clerk", "يجيك الفني بكرة")],
        [("clerk", "ابعد عنه لو سمحت")],
        [],
    ]
    assert "meanwhile" not in rasa.asked[-1]


def test_a_turn_that_failed_tells_the_same_again(page, rasa):
    page.say("ابي موظف")
    page.read(2)
    with transaction() as session:
        number = session.execute(select(Conversation.id)).scalar_one()
        desk.take(session, number, "huda")
        desk.say(session, number, "huda", "تم الحل", "abcdefgh")
        desk.hand_back(session, number, "huda")
    rasa.status = lambda message: 500 if len(rasa.asked) < 3 else 200
    page.say("كم فاتورتي")
    wait_until(lambda: len(rasa.asked) == 3)
    assert rasa.asked[1]["meanwhile"] == rasa.asked[2]["meanwhile"]
    assert _told(rasa.asked[2]) == [("clerk", "تم الحل")]


def test_of_a_long_talk_the_end_is_told(database):
    with transaction() as session:
        owner = ensure_conversation(session, "web:1")
        first = record_subscriber_message(session, owner, {"text": "هلا"}, "m0")
        add_trace(first, Trace("greet", 0.9))
        for n in range(MOST + 5):
            content = {"text": f"كلام {n}"} if n else {"image": "media:x.png"}
            record_bot_message(session, owner, content, f"c{n}", author=Author.CLERK)
        record_subscriber_message(session, owner, {"text": "طيب"}, "m1")
    with reading() as session:
        said = unheard(session, "web:1", "m1")
        assert [one["text"] for one in said] == [f"كلام {n}" for n in range(5, MOST + 5)]
        assert len({one["id"] for one in said}) == MOST
        assert unheard(session, "web:1", "m0") == unheard(session, "web:2", "m1") == []
