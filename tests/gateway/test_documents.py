"""Files that a message names: on the web by a link of one's own, on Telegram as a document."""

from __future__ import annotations

from datetime import date, timedelta

import httpx
import pytest
import time_machine

from bot.clock import now
from bot.database import transaction
from bot.delivery.documents import DocumentGone, bill_reference, make
from bot.delivery.outbox import show
from bot.gateway.documents import LINK_SECONDS, link, read_link
from bot.gateway.telegram_send import compose
from bot.identity.tables import AccountLink, LinkLevel
from bot.transcripts.record import ensure_conversation, record_bot_message
from tests.fakes.telegram_server import TOKEN, TelegramServer
from tests.notices.household import account, chat
from tests.records import new_bill

MONTH = date(2026, 10, 1)


def deliver(conversation):
    """A reply with the bill's file, as the bot would give it."""
    with transaction() as session:
        home = account(session)
        session.add(new_bill(home))
        chat(session, home, conversation)
        content = {"text": "تفضل", "document": bill_reference(home.id, MONTH)}
        owner = ensure_conversation(session, conversation)
        show(session, conversation, [record_bot_message(session, owner, content, "x")])
        return home.id


@pytest.fixture
def offered(page):
    """The message with the file, as the page of its own conversation reads it."""
    page.account_id = deliver(page.conversation)
    return page.read(1)[0]


def test_the_page_gets_a_link_that_downloads_the_bill(page, offered):
    assert offered["document"]["title"] == "فاتورة أكتوبر \u20662026\u2069 (\u2066PDF\u2069)"
    answer = httpx.get(f"{page.client.base_url}{offered['document']['url']}", timeout=30)
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["content-type"] == "application/pdf"
    assert "no-store" in answer.headers["cache-control"]
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.headers["x-robots-tag"] == "noindex"


def test_the_link_tells_nobody_anything(offered):
    token = offered["document"]["url"].rpartition("/")[2]
    assert len(token) > 150 and "2026" not in token


def test_a_changed_or_invented_link_opens_nothing(page, offered):
    path = offered["document"]["url"]
    changed = path[:60] + ("A" if path[60] != "A" else "B") + path[61:]
    for wrong in (changed, "/documents/gAAAA", "/documents/%D8%A7"):
        answer = httpx.get(f"{page.client.base_url}{wrong}")
        assert answer.status_code == 410
        assert "انتهت صلاحية" in answer.text


def test_a_link_is_good_for_half_an_hour(database):
    made = link("web:a", bill_reference(1, MONTH)).rpartition("/")[2]
    assert read_link(made) == ("web:a", bill_reference(1, MONTH))
    with time_machine.travel(now() + timedelta(seconds=LINK_SECONDS + 2)):
        assert read_link(made) is None


def test_it_opens_only_while_the_conversation_may_see_the_account(page, offered):
    with transaction() as session:
        session.query(AccountLink).update({"level": LinkLevel.CLAIMED.value})
    assert page.client.get(offered["document"]["url"]).status_code == 410


def test_a_bill_that_is_not_on_record_cannot_be_made(database):
    with pytest.raises(DocumentGone):
        make(bill_reference(999, MONTH))


def test_telegram_gets_the_words_as_the_files_caption():
    content = {
        "text": "تفضل فاتورة أكتوبر",
        "document": bill_reference(1, MONTH),
        "buttons": [{"title": "كيف أسدد؟", "payload": "/how_to_pay"}],
    }
    (part,) = compose(7, content)
    assert part.document == bill_reference(1, MONTH)
    assert part.text == "تفضل فاتورة أكتوبر"
    assert part.markup.inline_keyboard[0][0].text == "كيف أسدد؟"


def test_telegram_uploads_the_file(setenv, start_gateway):
    with TelegramServer() as bot:
        setenv(TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_BASE=bot.url)
        start_gateway()
        call = _delivered_by(bot)
    assert call.method == "sendDocument"
    assert call.params["document"].startswith(b"%PDF-")
    assert call.params["caption"] == "تفضل"


def _delivered_by(bot):
    with transaction() as session:
        home = account(session)
        session.add(new_bill(home))
        owner = ensure_conversation(session, "telegram:70")
        content = {"text": "تفضل", "document": bill_reference(home.id, MONTH)}
        show(session, "telegram:70", [record_bot_message(session, owner, content, "x")])
    (call,) = bot.wait_for(70, 1)
    return call
