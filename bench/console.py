"""The staff console with a year of conversations in it: how long each kind of page takes.

In one process, without the network: routing, the session, the database, and the finished HTML.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient
from tqdm import tqdm

from bench import past
from bench.measure import Timings
from bench.processes import BenchmarkError
from bench.table import Table, against
from bot import database
from bot.clock import today
from bot.console import sessions, staff
from bot.console.tables import Role, Staff
from bot.database import reading, transaction
from bot.serving.app import create_app
from bot.settings import ROOT, settings
from bot.transcripts.tables import Conversation, Message

GOAL_MILLISECONDS = 150
_NAME = "bench-admin"
_SEED = 2026
_OLDER = re.compile(r'href="(/staff\?[^"]*before=[^"]*)"')
_DEEP = 20
"""Pages from the top to where paging is measured."""

Addresses = Callable[[TestClient, random.Random], Iterator[str]]


def run(work: Path, conversations: int, repeats: int) -> list[Table]:
    """Fill a database once, then ask for each kind of page `repeats` times."""
    with _own_database(work / "console-state"):
        return _measure(conversations, repeats)


def _measure(conversations: int, repeats: int) -> list[Table]:
    _fill(conversations)
    client, messages = _signed_in()
    table = Table(
        f"Console pages, {conversations:,} conversations, {messages:,} messages",
        ("page", "median ms", "p95 ms", "p95 processor ms", "goal"),
    )
    for name, addresses in tqdm(_kinds().items(), desc="pages", leave=False, disable=None):
        timings, processor = _time(client, addresses, repeats)
        table.add(
            name,
            f"{timings.median:.0f}",
            f"{timings.p95:.0f}",
            f"{processor.p95:.0f}",
            against(timings.p95, GOAL_MILLISECONDS, "ms"),
        )
    table.notes.append(
        f"{repeats} requests of each kind after two that do not count; the parameters (which "
        "conversation, city, page …) differ from request to request. SQLite. "
        "Processor time tells what a page costs when others keep the machine busy."
    )
    return [table]


@contextmanager
def _own_database(state: Path) -> Iterator[None]:
    """Apart from the other benchmarks': a year of conversations would slow their start."""
    before = {name: os.environ[name] for name in ("VAR_DIR", "DATABASE_URL")}
    os.environ.update(VAR_DIR=str(state), DATABASE_URL=f"sqlite:///{state / 'bot.db'}")
    forget()
    try:
        yield
    finally:
        os.environ.update(before)
        forget()


def forget() -> None:
    """Let the settings and the engine be read again."""
    for cached in (settings, database.engine, database._sessions):
        cached.cache_clear()


def _fill(conversations: int) -> None:
    """Migrate, and seed what is missing."""
    _bot("migrate")
    with reading() as session:
        there = session.execute(select(func.count()).select_from(Conversation)).scalar_one()
    if there < conversations:
        _bot("seed", "--conversations", str(conversations - there))
    with transaction() as session:
        past.add(session)


def _bot(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments], cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        raise BenchmarkError(f"bot {arguments[0]} failed:\n{done.stderr[-2000:]}")


def _signed_in() -> tuple[TestClient, int]:
    """A browser of an administrator, who may see every page, and how many messages there are."""
    with transaction() as session:
        me = staff.find_staff(session, _NAME) or _hire(session)
        token = sessions.begin(session, me)
        messages = session.execute(select(func.count()).select_from(Message)).scalar_one()
    client = TestClient(create_app(), base_url="https://testserver")
    client.cookies.set("__Host-staff", token)
    return client, messages


def _hire(session: Session) -> Staff:
    password = "نخلة جارنا أطول من بيتنا"
    return staff.add(
        session, _NAME, "Bench", Role.ADMINISTRATOR, password, second_factor=False, by="bench"
    )


def _time(client: TestClient, addresses: Addresses, repeats: int) -> tuple[Timings, Timings]:
    """By the clock, and the processor time that the page took."""
    values: list[tuple[float, float]] = []
    given = addresses(client, random.Random(_SEED))
    for _ in range(repeats + 2):
        address = next(given)
        began, worked = time.perf_counter(), time.process_time()
        answer = client.get(address)
        values.append((time.perf_counter() - began, time.process_time() - worked))
        if answer.status_code != 200 or "text/html" not in answer.headers["content-type"]:
            raise BenchmarkError(f"{address}: {answer.status_code}")
    kept = values[2:]
    return (
        Timings(tuple(took * 1000 for took, _ in kept)),
        Timings(tuple(worked * 1000 for _, worked in kept)),
    )


def _kinds() -> dict[str, Addresses]:
    cities = ("الرياض", "جدة", "الدمام", "أبها", "تبوك", "جازان", "حائل")
    actions = ("action_bill", "action_danger", "action_complaint", "action_fallback")
    words = ("فاتورة", "شرار", "متى ترجع", "الكهرباء النرجس", "سددت", "في", "ال", "زرافة")
    conversation = "/staff/conversations/{n}"
    return {
        "list": _any("/staff"),
        f"list, page {_DEEP} and on": _paging,
        "one filter": _any(
            "/staff?city={city}",
            "/staff?action={action}",
            "/staff?intent=ask_bill",
            "/staff?clerk=clerk7",
            "/staff?reviewed=no",
            "/staff?reviewed=yes",
            "/staff?complaint=1",
            "/staff?form=any",
            "/staff?low=60&high=65",
            "/staff?flagged=1",
            "/staff?unread=1",
            city=cities,
            action=actions,
        ),
        "several filters": _any(
            "/staff?city={city}&action={action}&reviewed=no",
            "/staff?complaint=1&handoff=1&city={city}",
            "/staff?channel=telegram&danger=1&reviewed=yes&city={city}",
            "/staff?topic=ask_bill&since=2026-03-01&until=2026-04-01&city={city}",
            "/staff?form=update_form&misunderstood=1&unread=1",
            city=cities,
            action=actions,
        ),
        "search": _any("/staff?q={word}", word=words),
        "search with filters": _any(
            "/staff?q={word}&city={city}",
            "/staff?q={word}&reviewed=no&channel=web",
            "/staff?q={word}&complaint=1&handoff=1",
            "/staff?q={word}&flagged=1",
            "/staff?q={word}&clerk=clerk7&city={city}",
            f"/staff?q={{word}}&since={_year_ago()}&until={_year_ago() + timedelta(days=30)}",
            word=words,
            city=cities,
        ),
        "conversation": _any(conversation),
        "conversation in a filtered list": _any(
            f"{conversation}?city={{city}}&reviewed=no", city=cities
        ),
        "older turns": _any(f"{conversation}/turns?before=9"),
        "correcting a message": _any(f"{conversation}/correct/1"),
        "corrections, mentions, labels": _any(
            "/staff/corrections", "/staff/mentions", "/staff/labels"
        ),
        "queues, accounts, questions, campaigns": _any(
            "/staff/requests",
            "/staff/cases",
            "/staff/calls",
            "/staff/privacy",
            "/staff/accounts",
            "/staff/questions",
            "/staff/campaigns",
        ),
        "audit log": _any(
            "/staff/audit",
            "/staff/audit?actor=staff:clerk7",
            "/staff/audit?action=conversation.taken&actor=staff:clerk7",
            "/staff/audit?object=conversation:{n}",
            f"/staff/audit?since={_year_ago()}&until={_year_ago() + timedelta(days=9)}",
            f"/staff/audit?action=audit.searched&until={_year_ago() + timedelta(days=99)}",
        ),
        "staff, sign-ins": _any("/staff/people", "/staff/sessions"),
        "numbers, 30 days": _any("/staff/numbers", "/staff/numbers?step=week"),
        "numbers, a year by month": _any(f"/staff/numbers?first={_year_ago()}&step=month"),
        "numbers, a year by day": _any(f"/staff/numbers?first={_year_ago()}&step=day"),
    }


def _year_ago() -> date:
    return today() - timedelta(days=365)


def _any(*patterns: str, **choices: tuple[str, ...]) -> Addresses:
    """The patterns in turn, with one of each choice filled in and `{n}` a conversation."""

    def addresses(client: TestClient, rng: random.Random) -> Iterator[str]:
        highest = _highest()
        while True:
            for pattern in patterns:
                chosen = {name: rng.choice(of) for name, of in choices.items()}
                yield pattern.format(n=rng.randint(1, highest), **chosen)

    return addresses


def _highest() -> int:
    with reading() as session:
        return int(session.execute(select(func.max(Conversation.id))).scalar_one())


def _paging(client: TestClient, rng: random.Random) -> Iterator[str]:
    """Page after page, from deep on."""
    address, number = "/staff?channel=web", 0
    while True:
        found = _OLDER.search(client.get(address).text)
        if found is None:
            raise BenchmarkError("the list ends too early")
        address, number = found[1].replace("&amp;", "&"), number + 1
        if number >= _DEEP:
            yield address
