"""Two gateways and two Rasa processes on one PostgreSQL, some of them killed under load."""

from __future__ import annotations

import itertools
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from sqlalchemy import select

from bot.database import reading
from bot.rendering.bidi import isolate
from bot.transcripts.tables import Conversation, Message
from tests.conftest import POSTGRES
from tests.fakes.rasa_process import SLOWLY
from tests.fakes.serving import wait_until
from tests.fakes.telegram_server import TOKEN, TelegramServer
from tests.gateway.conftest import Page, Setenv
from tests.gateway.processes import Gateway, RasaLike, read_log

pytestmark = pytest.mark.skipif(POSTGRES is None, reason="several gateways need PostgreSQL")
CONVERSATIONS, MESSAGES = 10, 8


@pytest.fixture
def rasas(setenv: Setenv, tmp_path) -> Iterator[list[RasaLike]]:
    log = tmp_path / "rasa.jsonl"
    made = [RasaLike(log), RasaLike(log)]
    setenv(RASA_URL=" ".join(rasa.url for rasa in made))
    for rasa in made:
        rasa.start()
    yield made
    for rasa in made:
        rasa.kill()


@pytest.fixture
def start_gateways(rasas) -> Iterator[Callable[[], list[Gateway]]]:
    running: list[Gateway] = []

    def start() -> list[Gateway]:
        running.extend([Gateway(), Gateway()])
        for gateway in running:
            gateway.begin()  # at once, as after a roll-out: both make the account of the console
        for gateway in running:
            wait_until(gateway.serves, 120, "the start of both gateways")
        return running

    yield start
    for gateway in running:
        gateway.kill()


def _bot_texts(conversation: str) -> list[str]:
    """What the bot said, in order, without asking for patience."""
    query = (
        select(Message.text)
        .join(Conversation)
        .where(Conversation.key == conversation, Message.author == "bot")
        .order_by(Message.seq)
    )
    with reading() as session:
        return [text for text in session.execute(query).scalars() if text.startswith("سمعت")]


class Talk:
    """One person: sends to whichever gateway is there, as a browser behind a proxy does."""

    def __init__(self, gateways: list[Gateway], number: int) -> None:
        self._urls = itertools.cycle(g.url for g in gateways[number % 2 :] + gateways)
        first = Page(next(self._urls))
        self.conversation, self._token = first.conversation, first.token
        first.close()

    def run(self, taken: Callable[[], None]) -> None:
        """Say everything; `taken` is called after each message."""
        for number in range(MESSAGES):
            same = str(uuid.uuid4())
            wait_until(lambda same=same, n=number: self._post(same, n), 120, "a 202")
            taken()

    def _post(self, same: str, number: int) -> bool:
        try:
            answer = httpx.post(
                f"{next(self._urls)}/api/messages",
                json={"id": same, "text": f"رسالة {number}"},
                headers={"Authorization": f"Bearer {self._token}"},
                timeout=60,
            )
        except httpx.TransportError:
            return False
        return answer.status_code == 202


def _at_once(log) -> list[tuple[str, str]]:
    """Turns that were asked while another turn of the conversation was in work."""
    open_turns: dict[str, dict] = {}
    found = []
    for line in log:
        other = open_turns.get(line["sender"])
        if line["did"] == "answered":
            open_turns.pop(line["sender"], None)
        else:
            if other is not None:
                found.append((other["message_id"], line["message_id"]))
            open_turns[line["sender"]] = line
    return found


def _talk_through(gateways, on_way: Callable[[int], None]) -> list[Talk]:
    """All conversations at once; `on_way(count)` is called as messages are taken."""
    talks = [Talk(gateways, number) for number in range(CONVERSATIONS)]
    counter, one_by_one = itertools.count(1), threading.Lock()

    def taken() -> None:
        with one_by_one:
            on_way(next(counter))

    with ThreadPoolExecutor(CONVERSATIONS) as pool:
        for each in [pool.submit(talk.run, taken) for talk in talks]:
            each.result()
    return talks


def _wait_and_check(talks: list[Talk]) -> None:
    expected = [f"سمعت: رسالة {number}" for number in range(MESSAGES)]
    for talk in talks:
        wait_until(lambda t=talk: len(_bot_texts(t.conversation)) >= MESSAGES, 120, "all answers")
    assert {talk.conversation: _bot_texts(talk.conversation) for talk in talks} == {
        talk.conversation: expected for talk in talks
    }


def test_two_gateways_ask_each_message_once_and_in_order(rasas, start_gateways, tmp_path):
    _wait_and_check(_talk_through(start_gateways(), lambda _count: None))
    log = read_log(tmp_path / "rasa.jsonl")
    asked = [line["message_id"] for line in log if line["did"] == "asked"]
    assert len(asked) == len(set(asked)) == CONVERSATIONS * MESSAGES
    assert _at_once(log) == []
    ports = {line["sender"]: set() for line in log}
    for line in log:
        ports[line["sender"]].add(line["port"])
    assert all(len(of_one) == 1 for of_one in ports.values())  # each stays with its process
    assert len(set.union(*ports.values())) == 2  # and both are used


def test_a_gateway_and_a_rasa_killed_under_load_lose_and_double_nothing(
    rasas, start_gateways, tmp_path
):
    gateways = start_gateways()
    killed: list[str] = []

    def kill(count: int) -> None:
        if count >= 20 and not killed:
            killed.append("gateway")
            gateways[0].kill()
        if count >= 45 and len(killed) == 1:
            killed.append("rasa")
            rasas[0].kill()

    talks = _talk_through(gateways, kill)
    assert killed == ["gateway", "rasa"]
    _wait_and_check(talks)
    # A turn that was cut is asked again; never is a later one asked before it.
    cut = _at_once(read_log(tmp_path / "rasa.jsonl"))
    assert [pair for pair in cut if pair[0] != pair[1]] == []


def test_a_page_sees_what_another_gateway_does_for_it(rasas, start_gateways, tmp_path):
    """The typing sign is in no database: only the wire between the gateways brings it."""
    one, other = start_gateways()
    page = Page(one.url)
    page.say("أهلا")
    page.until("سمعت: أهلا")
    watching = Page(other.url, page.token)
    page.say(SLOWLY)
    for name, data in watching.events():
        if name == "typing" and data["on"]:
            (tmp_path / "rasa.go").touch()
        if data.get("text") == f"سمعت: {SLOWLY}":
            break
    page.close()
    watching.close()
    assert (tmp_path / "rasa.go").exists(), "the typing sign never came"


class StrictTelegram(TelegramServer):
    """Counts callers that want updates at the same time: the real one answers them 409."""

    asking, most = 0, 0

    async def _on_getUpdates(self, params):
        self.asking += 1
        self.most = max(self.most, self.asking)
        try:
            return await super()._on_getUpdates(params)
        finally:
            self.asking -= 1


def _answers(telegram: TelegramServer, chat: int) -> list[str]:
    """What reached a chat, in order, without asking for patience."""
    texts = [call.params["text"] for call in telegram.sent_to(chat)]
    return [text for text in texts if text.startswith("سمعت")]


def test_telegram_is_polled_by_one_and_each_answer_sent_once(setenv, rasas, start_gateways):
    with StrictTelegram() as telegram:
        setenv(TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_BASE=telegram.url)
        gateways = start_gateways()
        chats = range(500, 512)
        for number in range(3):
            for chat in chats:
                telegram.say(chat, f"رسالة {number}")
        for chat in chats:
            wait_until(lambda c=chat: len(_answers(telegram, c)) == 3, 120, "three answers")
        time.sleep(1.5)  # another look of the other gateway
        assert telegram.most == 1
        texts = [isolate(f"سمعت: رسالة {number}") for number in range(3)]
        for chat in chats:
            assert _answers(telegram, chat) == texts
        for number, gateway in enumerate(gateways):  # whichever polls: the other takes over
            gateway.kill()
            telegram.say(600 + number, "بعدها")
            wait_until(lambda c=600 + number: _answers(telegram, c), 120, "the answer of the other")
            gateway.start()
