"""What each of many people says: an update with its code, a bill, an outage."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

from bench.person import Person
from bench.processes import BenchmarkError

_CODE_SECONDS = 60
_KNOWN = "انقطاع معروف"
_CODE = re.compile(r"\b\d{6}\b")


class DemoPhones:
    """Codes by conversation, read where the demo phone keeps its messages."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: set[str] = set()
        self._codes: dict[str, list[str]] = {}

    async def code(self, conversation: str) -> str:
        """The oldest code not used yet."""
        for _ in range(_CODE_SECONDS * 5):
            self._look()
            if self._codes.get(conversation):
                return self._codes[conversation].pop(0)
            await asyncio.sleep(0.2)
        raise BenchmarkError(f"no code came in {_CODE_SECONDS} s")

    def _look(self) -> None:
        for path in sorted(self._folder.glob("*.json")):
            if path.name in self._read:
                continue
            self._read.add(path.name)
            message = json.loads(path.read_text(encoding="utf-8"))
            for code in _CODE.findall(message["text"]):
                self._codes.setdefault(message["conversation"], []).append(code)


async def update(person: Person, phones: DemoPhones, account: str, mobile: str) -> None:
    """A tenant who is not on file: every field, the mobile proved by a code."""
    await person.say("السلام عليكم")
    await person.say(f"ابغى احدث بياناتي، حسابي {account} وانا مستأجر")
    await person.say("سارة محمد الغامدي")
    await person.say("1000000008")
    await person.say("10000000077")
    await person.say("15 مارس 2030")
    await person.say(mobile)
    await person.say(await phones.code(person.conversation))
    await person.say("لا")
    await person.say("بعدين")
    await person.say("رسالة نصية")
    _expect(await person.say("أؤكد"), "مرجع")


async def bill(person: Person) -> None:
    """The account was proved before (the code's way is part of `update`)."""
    _expect(await person.say("كم فاتورتي؟"), "ريال")
    await person.say("ليش مرتفعة؟")
    await person.say("كم فاتورة يوليو")
    await person.say("شكرا")


async def outage(person: Person) -> None:
    """A report of the whole district; where an outage is known, the wish to hear of its end."""
    if _KNOWN in _words(await person.say("الكهرباء طافية عندنا")):
        await person.say("ايه نعم")
        return
    await person.say("لا ما فيه شي")
    _expect(await person.say("الحي كله طافي"), "بلاغ")


def _words(answers: list[dict[str, object]]) -> str:
    return " ".join(str(answer["text"]) for answer in answers)


def _expect(answers: list[dict[str, object]], word: str) -> None:
    if word not in _words(answers):
        raise BenchmarkError(f"{word!r} was expected, {_words(answers)!r} was said")
