"""Telegram end to end: a Bot API server, a gateway and a Rasa, all over HTTP."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest
from sqlalchemy import select
from telegram import Update

from bot.database import reading
from bot.delivery.tables import OutboxMessage
from bot.gateway.buttons import choices
from bot.gateway.inbox import queue_words
from bot.gateway.telegram import TelegramChannel
from bot.gateway.words import word
from bot.serving.app import create_app
from bot.settings import SettingsError, settings
from bot.transcripts.tables import Conversation, Message
from tests.fakes.serving import wait_until
from tests.fakes.telegram_server import TOKEN, Failure, TelegramServer
from tests.gateway.conftest import TELLING

SARA, NOURA, GROUP = 111, 222, -333
ANIMATION = {"file_id": "g", "file_unique_id": "g", "duration": 1}
"""Telegram sends one as a document too."""


@pytest.fixture
def telegram(setenv, rasa):
    """A Bot API server that the settings point to."""
    with TelegramServer() as server:
        setenv(TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_BASE=server.url)
        yield server


@pytest.fixture
def bot(telegram, start_gateway):
    """A gateway that polls that server."""
    start_gateway()
    return telegram


def _texts(calls):
    return [call.params["text"] for call in calls]


def _outbox():
    with reading() as session:
        return session.execute(select(OutboxMessage).order_by(OutboxMessage.id)).scalars().all()


def test_a_message_is_answered(bot, rasa):
    bot.say(SARA, "كم فاتورتي؟ رقمي 30012345678")
    (call,) = bot.wait_for(SARA, 1)
    assert call.params["text"] == "سمعت: كم فاتورتي؟ رقمي \u206630012345678\u2069"
    assert rasa.asked[0]["sender"] == "telegram:111"
    assert rasa.asked[0]["channel"] == "telegram"
    wait_until(lambda: _outbox()[0].state == "sent")
    assert _outbox()[0].extra["sent"]


def test_the_same_update_twice_is_one_message(bot, rasa):
    first = bot.say(SARA, "هلا")
    bot.wait_for(SARA, 1)
    bot._updates.insert(0, first)  # Telegram delivers it again
    bot.say(SARA, "شكرا")
    bot.wait_for(SARA, 2)
    assert rasa.texts() == ["هلا", "شكرا"]


def test_an_update_is_stored_before_it_is_confirmed(telegram, rasa, start_gateway, monkeypatch):
    calls = []

    def broken(*_: object) -> None:
        calls.append(1)
        raise OSError("disk")

    monkeypatch.setattr("bot.gateway.telegram_intake.store", broken)
    server = start_gateway()
    telegram.say(SARA, "هلا")
    wait_until(lambda: calls)
    assert [update["message"]["text"] for update in telegram.unconfirmed()] == ["هلا"]
    server.stop()
    monkeypatch.undo()


def test_commands_are_the_few_we_know(bot, rasa):
    for text in ("/start", "/help@mushtarik_bot", "/ask_bill", "/start x"):
        bot.say(SARA, text)
    bot.wait_for(SARA, 4)
    assert rasa.texts() == ["/greet", "/menu", "ask_bill", "/greet"]


def _offer(rasa):
    rasa.replies = lambda message: [
        {"text": "وش تحتاج؟", "buttons": [{"title": "فاتورتي", "payload": "/ask_bill"}]}
    ]


def test_buttons_press_and_replay_from_another_chat(bot, rasa):
    _offer(rasa)
    bot.say(SARA, "القائمة")
    (call,) = bot.wait_for(SARA, 1)
    data = call.buttons["فاتورتي"]
    assert len(data.encode()) <= 64
    bot.press(NOURA, data)
    wait_until(lambda: bot.called("answerCallbackQuery"))
    refusal = bot.called("answerCallbackQuery")[0].params
    assert refusal["text"] == word("old_button")
    bot.press(SARA, data)
    bot.wait_for(SARA, 2)
    assert rasa.texts() == ["القائمة", "/ask_bill"]
    assert "text" not in wait_until(lambda: bot.called("answerCallbackQuery")[1:])[0].params
    with reading() as session:
        shown = session.execute(
            select(Message.text).where(Message.author == "subscriber").order_by(Message.id)
        ).scalars()
        assert list(shown) == ["القائمة", "فاتورتي"]


def test_a_shared_contact_of_its_owner_proves_the_mobile(bot, rasa):
    rasa.replies = lambda message: [{"text": "شارك رقمك", "custom": {"request_contact": True}}]
    bot.say(SARA, "فاتورتي")
    (call,) = bot.wait_for(SARA, 1)
    (button,) = call.params["reply_markup"]["keyboard"][0]
    assert button == {"text": word("share_button"), "request_contact": True}
    bot.share_contact(SARA, "966551234567", owner=SARA)
    bot.wait_for(SARA, 2)
    assert rasa.asked[1]["metadata"] == {"contact_mobile": "+966551234567"}
    with reading() as session:
        shown = session.execute(select(Message.text).order_by(Message.id)).scalars().all()
    assert shown[2] == word("shared_number")


def test_a_contact_of_someone_else_is_politely_refused(bot, rasa):
    bot.share_contact(SARA, "966551234567", owner=NOURA)
    (call,) = bot.wait_for(SARA, 1)
    assert call.params["text"] == word("foreign_contact")
    assert rasa.asked == []


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (
            {
                "animation": {
                    "file_id": "g",
                    "file_unique_id": "g",
                    "width": 1,
                    "height": 1,
                    "duration": 1,
                },
                "document": {"file_id": "g", "file_unique_id": "g"},
            },
            "video",
        ),
        ({"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}}, "voice"),
        ({"location": {"latitude": 24.7, "longitude": 46.7}}, "location"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "other"),
    ],
)
def test_what_cannot_be_read_is_answered_politely(bot, rasa, content, kind):
    bot.update(message=bot.message(SARA, **content))
    (call,) = bot.wait_for(SARA, 1)
    assert call.params["text"] == word(f"media.{kind}")
    assert rasa.asked == []


def test_a_text_too_long_is_answered_politely(bot, rasa):
    bot.say(SARA, "ا" * 3000)
    assert bot.wait_for(SARA, 1)[0].params["text"].startswith("الرسالة طويلة")
    assert rasa.asked == []


def test_groups_get_one_polite_word(bot, rasa):
    bot.say(GROUP, "/start", user=SARA, chat_type="group")
    bot.say(GROUP, "كم فاتورتي", user=SARA, chat_type="group")
    bot.say(SARA, "هلا")
    bot.wait_for(SARA, 1)
    (call,) = bot.wait_for(GROUP, 1)
    assert call.params["text"] == word("only_private")
    assert rasa.texts() == ["هلا"]


def test_edits_are_not_messages(bot, rasa):
    bot.update(edited_message={**bot.message(SARA, text="/start"), "edit_date": 1})
    bot.say(SARA, "هلا")
    bot.wait_for(SARA, 1)
    assert rasa.texts() == ["هلا"]


def test_429_is_obeyed_and_order_kept(bot, rasa):
    bot.fail("sendMessage", Failure(429, "Too Many Requests: retry after 1", retry_after=1))
    bot.say(SARA, "واحد")
    bot.say(SARA, "اثنان")
    assert _texts(bot.wait_for(SARA, 2)) == ["سمعت: واحد", "سمعت: اثنان"]
    tries = bot.called("sendMessage")
    assert tries[1].at - tries[0].at >= 1.0


def test_403_marks_the_person_unreachable_until_they_write_again(bot, rasa):
    def unreachable():
        with reading() as session:
            return session.execute(select(Conversation.unreachable)).scalar_one()

    bot.fail("sendMessage", Failure(403, "Forbidden: bot was blocked by the user"))
    bot.say(SARA, "هلا")
    wait_until(lambda: bot.called("sendMessage") and unreachable())
    assert [row.state for row in _outbox()] == ["failed"]
    bot.say(SARA, "رجعت")
    bot.wait_for(SARA, 1)
    assert not unreachable()


def test_blocking_and_unblocking_is_noticed(bot, rasa):
    def change(old: str, new: str) -> None:
        user = {"id": SARA, "is_bot": False, "first_name": "س"}
        me = {"id": 123456, "is_bot": True, "first_name": "م"}
        bot.update(
            my_chat_member={
                "chat": {"id": SARA, "type": "private"},
                "from": user,
                "date": 1,
                "old_chat_member": _member(me, old),
                "new_chat_member": _member(me, new),
            }
        )

    def unreachable():
        with reading() as session:
            return session.execute(select(Conversation.unreachable)).scalar_one()

    bot.say(SARA, "هلا")
    bot.wait_for(SARA, 1)
    change("member", "kicked")
    wait_until(unreachable)
    change("kicked", "member")
    wait_until(lambda: not unreachable())


def _member(user, status):
    return {"user": user, "status": status, **({"until_date": 0} if status == "kicked" else {})}


def test_a_failed_delivery_is_tried_again(bot, rasa):
    bot.fail("sendMessage", Failure(502, "Bad Gateway"))
    bot.say(SARA, "هلا")
    assert bot.wait_for(SARA, 1)[0].params["text"] == "سمعت: هلا"


def test_a_picture_is_uploaded(bot, rasa):
    folder = settings().var_dir / "media"
    folder.mkdir()
    (folder / "chart-1.png").write_bytes(b"\x89PNG-bytes")
    rasa.replies = lambda message: [{"text": "استهلاكك", "image": "media:chart-1.png"}]
    bot.say(SARA, "رسم")
    (call,) = bot.wait_for(SARA, 1)
    assert call.method == "sendPhoto"
    assert call.params["photo"] == b"\x89PNG-bytes" and call.params["caption"] == "استهلاكك"


def test_rasa_down_then_up(telegram, rasa, start_gateway):
    start_gateway(patience=TELLING)
    rasa.serving.stop()
    telegram.say(SARA, "هلا")
    assert _texts(telegram.wait_for(SARA, 1)) == [word("wait")]
    rasa.serving.start()
    assert _texts(telegram.wait_for(SARA, 2)) == [word("wait"), "سمعت: هلا"]


def test_who_comes_while_others_wait_is_told_so_with_the_message(telegram, rasa, setenv):
    async def come(crowded):
        channel = TelegramChannel(lambda: None, lambda: crowded)
        woken = []
        channel.on_outbox = lambda: woken.append(True)
        said = telegram.say(SARA, "الكهرباء طافية")
        await channel._intake.take(Update.de_json(said, channel.bot))
        return woken

    assert asyncio.run(come(False)) == [] == _outbox()
    assert asyncio.run(come(True)) == [True]
    assert [row.recipient for row in _outbox()] == [f"telegram:{SARA}"]
    with reading() as session:
        said = session.execute(select(Message.text).where(Message.author == "bot")).scalars()
        assert list(said) == [queue_words()]


def test_typing_is_shown_only_when_it_takes_a_moment(bot, rasa, monkeypatch):
    monkeypatch.setattr("bot.gateway.telegram._TYPING_AFTER", 60.0)
    bot.say(SARA, "هلا")
    bot.wait_for(SARA, 1)
    monkeypatch.setattr("bot.gateway.telegram._TYPING_AFTER", 0.05)
    rasa.holds = lambda message: not bot.called("sendChatAction")
    bot.say(SARA, "طيب")
    assert _texts(bot.wait_for(SARA, 2)) == ["سمعت: هلا", "سمعت: طيب"]
    (call,) = bot.called("sendChatAction")
    assert call.params["action"] == "typing"


SECRET = "a-webhook-secret_123"


def _post(url, update, secret=SECRET):
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret is not None else {}
    return httpx.post(f"{url}/telegram/webhook", content=json.dumps(update), headers=headers)


def test_webhook(telegram, rasa, setenv, start_gateway):
    setenv(TELEGRAM_WEBHOOK_URL="https://bot.example", TELEGRAM_WEBHOOK_SECRET=SECRET)
    server = start_gateway()
    wait_until(lambda: telegram.webhook)
    assert telegram.webhook["url"] == "https://bot.example/telegram/webhook"
    assert telegram.webhook["secret_token"] == SECRET
    update = telegram.say(SARA, "هلا")
    for wrong in (None, "", "wrong", SECRET + "x", "ä".encode()):
        assert _post(server.url, update, wrong).status_code == 403
    assert _post(server.url, update).status_code == 200
    assert _post(server.url, update).status_code == 200
    assert _post(server.url, ["junk"]).status_code == 400
    assert len(telegram.wait_for(SARA, 1)) == 1
    assert rasa.texts() == ["هلا"]
    assert telegram.called("getUpdates") == []


def test_no_webhook_without_a_secret(telegram, setenv):
    setenv(TELEGRAM_WEBHOOK_URL="https://bot.example/telegram/webhook")
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_SECRET"):
        create_app()


def test_no_webhook_route_while_polling(bot, start_gateway):
    server = start_gateway()
    assert _post(server.url, {"update_id": 1}).status_code == 404


def test_a_wrong_token_does_not_stop_the_web_channel(telegram, setenv, start_gateway, open_page):
    setenv(TELEGRAM_TOKEN="1:wrong")
    page = open_page(start_gateway().url)
    page.say("هلا")
    assert page.read(2)[1]["text"] == "سمعت: هلا"


def test_ids_of_all_choices_fit_into_callback_data():
    content = {"buttons": [{"title": "ا" * 100, "payload": "/x"}] * 100}
    assert max(len(c.id.encode()) for c in choices(10**17, content)) <= 64
