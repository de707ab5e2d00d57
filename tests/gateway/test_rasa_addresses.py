"""Which Rasa answers which conversation."""

from __future__ import annotations

import socket
from collections import Counter

import pytest

from bot.gateway import rasa_addresses
from bot.gateway.rasa import RasaClient, RasaUnavailable
from bot.gateway.rasa_addresses import Addresses
from tests.fakes.rasa_server import FakeRasa
from tests.fakes.serving import free_port
from tests.gateway.conftest import Setenv

URLS = tuple(f"http://10.0.0.{number}:5005" for number in range(1, 5))
KEYS = [f"web:{number}" for number in range(400)]


async def _first(urls: tuple[str, ...]) -> dict[str, str]:
    addresses = Addresses(urls)
    return {key: (await addresses.of(key))[0] for key in KEYS}


async def test_shares_are_even_and_only_the_share_of_one_that_goes_moves() -> None:
    before, after = await _first(URLS), await _first(URLS[:3])
    assert all(70 <= count <= 130 for count in Counter(before.values()).values())
    assert {key for key in KEYS if before[key] != after[key]} == {
        key for key in KEYS if before[key] == URLS[3]
    }


async def test_one_that_is_away_is_asked_last() -> None:
    addresses = Addresses(URLS)
    first, *others = await addresses.of("web:1")
    addresses.note_away(first)
    assert await addresses.of("web:1") == [*others, first]
    addresses.note_there(first)
    assert await addresses.of("web:1") == [first, *others]


async def test_a_name_of_several_machines_is_all_of_them(monkeypatch) -> None:
    async def found(_self, host, port, **_):
        assert (host, port) == ("rasa", 5005)
        v4 = [(socket.AF_INET, 1, 6, "", (f"10.0.0.{n}", 5005)) for n in (2, 1, 2)]
        return [*v4, (socket.AF_INET6, 1, 6, "", ("fd00::1", 5005, 0, 0))]

    monkeypatch.setattr("asyncio.base_events.BaseEventLoop.getaddrinfo", found)
    assert await Addresses(("http://rasa:5005",)).all() == (
        "http://10.0.0.1:5005",
        "http://10.0.0.2:5005",
    )
    assert await rasa_addresses._resolve("http://localhost:5005") == ["http://localhost:5005"]


async def test_a_dead_process_is_passed_over_and_none_is_told(setenv: Setenv) -> None:
    fake = FakeRasa()
    dead = f"http://127.0.0.1:{free_port()}"
    message = {"message_id": "1", "text": "هلا", "channel": "web", "metadata": {}}
    with fake.serving:
        client = RasaClient(Addresses((dead, fake.serving.url)))
        for number in range(8):
            answer = await client.ask({**message, "sender": f"web:{number}"})
            assert answer.replies == [{"text": "سمعت: هلا"}]
        assert await client.ready()
        await client.close()
    nobody = RasaClient(Addresses((dead,)))
    with pytest.raises(RasaUnavailable):
        await nobody.ask({**message, "sender": "web:1"})
    assert not await nobody.ready()
    await nobody.close()
