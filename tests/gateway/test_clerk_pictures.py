"""A clerk's picture and buttons, as they reach the subscriber on the web and on Telegram."""

from __future__ import annotations

from datetime import timedelta

import httpx
import time_machine
from sqlalchemy import select

from bot.attachments import files
from bot.clock import now
from bot.console import desk
from bot.database import reading, transaction
from bot.delivery.tables import OutboxMessage
from bot.gateway.documents import picture_link
from bot.transcripts.tables import Conversation
from tests.fakes.files import picture
from tests.fakes.serving import wait_until
from tests.gateway.test_telegram import SARA, bot, telegram  # noqa: F401

BUTTONS = ("نعم، نفسه", "لا، غيره")


def _answer(words: str) -> int:
    """Say it with a picture in the one conversation there is; the conversation's number."""
    with transaction() as session:
        number = session.execute(select(Conversation.id)).scalar_one()
        assert desk.take(session, number, "huda")
        assert desk.say(
            session, number, "huda", words, "abcdefgh", BUTTONS, files.receive(picture("PNG"))
        )
    return number


def test_on_the_web_it_is_seen_by_a_link_of_half_an_hour(page, rasa):
    page.say("وين الفني؟")
    page.read(2)
    number = _answer("هل هذا المكان؟")
    message = page.until("هل هذا المكان؟")[-1]
    assert message["from"] == "clerk" and message["alt"] == "صورة من الموظف"
    assert [button["title"] for button in message["buttons"]] == list(BUTTONS)
    shown = httpx.get(page.client.base_url.join(message["image"]))
    assert (shown.status_code, shown.content) == (200, picture("PNG"))
    assert shown.headers["content-type"] == "image/png"
    assert "no-store" in shown.headers["cache-control"]
    assert page.client.get("/pictures/guess").status_code == 410
    page.post(button=message["buttons"][1]["id"], title="")
    page.until(BUTTONS[1])
    assert rasa.texts() == ["وين الفني؟"], "the clerk answers it"
    with transaction() as session:
        desk.hand_back(session, number, "huda")
    page.post(button=message["buttons"][0]["id"], title="")
    wait_until(lambda: rasa.texts()[-1] == BUTTONS[0], what="what stands on the button is said")


def test_an_old_link_and_an_erased_picture_are_gone(page):
    kept = files.receive(picture("PNG"))
    link = picture_link({"file": kept.stored_as, "kind": kept.kind.value})
    assert page.client.get(link).status_code == 200
    with time_machine.travel(now() - timedelta(minutes=31)):
        old = picture_link({"file": kept.stored_as, "kind": kept.kind.value})
    assert page.client.get(old).status_code == 410
    files.erase(kept.stored_as)
    assert page.client.get(link).status_code == 410


def test_on_telegram_it_is_a_photo_with_buttons(bot):  # noqa: F811
    bot.say(SARA, "وين الفني؟")
    bot.wait_for(SARA, 1)
    _answer("هل هذا المكان؟")
    call = bot.wait_for(SARA, 3)[-1]
    assert call.method == "sendPhoto" and call.params["photo"] == picture("PNG")
    assert call.params["caption"] == "هل هذا المكان؟"
    assert all(title in str(call.params["reply_markup"]) for title in BUTTONS)


def test_what_was_erased_before_it_left_is_given_up(bot):  # noqa: F811
    bot.say(SARA, "وين الفني؟")
    bot.wait_for(SARA, 1)
    with transaction() as session:
        number = session.execute(select(Conversation.id)).scalar_one()
        desk.take(session, number, "huda")
        gone = files.receive(picture())
        files.erase(gone.stored_as)
        desk.say(session, number, "huda", "", "abcdefgh", (), gone)

    def last() -> tuple[str, str | None]:
        with reading() as session:
            rows = session.execute(select(OutboxMessage).order_by(OutboxMessage.id)).scalars()
            row = list(rows)[-1]
            return row.state, row.last_error

    wait_until(lambda: last() == ("failed", "the document is gone"))
