"""Ours beside stock Rasa: training, start, memory, time of a turn, and of a long conversation's.

All contestants have the same domain, rules and actions, speak over HTTP, and are measured one after
the other on the same machine. Stock is trained on a fixed sample: on all examples it takes hours.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import Engine
from tqdm import tqdm

from bench.contestants import Ours, Served, Stock, Trained, stock_missing
from bench.dialogues import BILL, KINDS, Turn, lengthen, link
from bench.measure import Memory, Timings, cpu_seconds, memory
from bench.table import Table, against, number, ratio
from bench.workplace import database_url, prepare_database
from bot.database import make_engine

LENGTHS = (2, 50, 200)
FLAT = 1.2
"""Turn 200 may cost this much of turn 2."""


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    an_intent: int = 20
    """Examples an intent in the sample that both are trained on."""
    repeats: int = 30
    """Turns of each kind."""
    conversations: int = 5
    """Long conversations."""


@dataclass
class Figures:
    """What was measured of one contestant."""

    trained: Trained
    load_seconds: float
    first: float
    """Milliseconds of the first message after readiness."""
    idle: Memory = field(default_factory=lambda: Memory(0, 0))
    beside: Memory | None = None
    """Of the action server, where there is one."""
    times: dict[str, Timings] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    """Milliseconds of processor time a turn, all processes."""
    right: dict[str, int] = field(default_factory=dict)
    """Turns of each kind that were answered as meant."""
    by_length: dict[int, Timings] = field(default_factory=dict)


def run(work: Path, size: Size) -> list[Table]:
    """Measure everyone; one table of costs and one of long conversations."""
    prepare_database()
    engine = make_engine(database_url())
    contestants: list[Ours | Stock] = [Ours("ours", None), Ours("ours, sample", size.an_intent)]
    missing = stock_missing()
    if missing:
        print(missing, flush=True)
    else:
        contestants.append(Stock("stock, sample", size.an_intent))
    figures = {each.name: _measure(each, work, engine, size) for each in contestants}
    engine.dispose()
    return [_costs(figures, size, missing), _growth(figures)]


def _measure(contestant: Ours | Stock, work: Path, engine: Engine, size: Size) -> Figures:
    print(f"{contestant.name}: training …", flush=True)
    trained = contestant.train(work)
    print(f"{contestant.name}: trained in {trained.cost.seconds:.0f} s; starting …", flush=True)
    with contestant.serve(trained) as served:
        figures = Figures(trained, served.load_seconds, _first(served))
        for kind in KINDS:
            _measure_kind(served, engine, kind, size.repeats, figures)
        figures.idle = memory(served.pids[:1])
        figures.beside = memory(served.pids[1:]) if served.pids[1:] else None
        figures.by_length = _measure_lengths(served, engine, size.conversations)
    return figures


def _conversation() -> str:
    return f"web:bench-{uuid.uuid4().hex}"


def _first(served: Served) -> float:
    return served.talker.say(_conversation(), "السلام عليكم").milliseconds


def _measure_kind(
    served: Served, engine: Engine, kind: Turn, repeats: int, figures: Figures
) -> None:
    times, cpu, right = [], 0.0, 0
    for _ in tqdm(range(repeats), desc=kind.name, leave=False, disable=None):
        conversation = _conversation()
        link(engine, conversation, kind.proved)
        for text in kind.before:
            served.talker.say(conversation, text)
        before = cpu_seconds(served.pids)
        heard = served.talker.say(conversation, kind.text)
        cpu += cpu_seconds(served.pids) - before
        times.append(heard.milliseconds)
        right += kind.right in heard.words
    figures.times[kind.name] = Timings(tuple(times))
    figures.right[kind.name] = right
    figures.cpu[kind.name] = cpu * 1000 / repeats


def _measure_lengths(served: Served, engine: Engine, count: int) -> dict[int, Timings]:
    """Bills at turn 2, 50 and 200, taken in turns, so that a busy moment meets all alike."""
    times: dict[int, list[float]] = {length: [] for length in LENGTHS}
    for _ in tqdm(range(count), desc="long conversations", leave=False, disable=None):
        conversations = {length: _conversation() for length in LENGTHS}
        for length, conversation in conversations.items():
            link(engine, conversation, proved=True)
            lengthen(served.talker, conversation, length - 1)
        for _ in range(4):
            for length, conversation in conversations.items():
                times[length].append(served.talker.say(conversation, BILL.text).milliseconds)
    return {length: Timings(tuple(values)) for length, values in times.items()}


def _costs(figures: dict[str, Figures], size: Size, missing: str | None) -> Table:
    names = list(figures)
    compared = names[-2:] if len(names) > 2 else []
    table = Table("Ours and stock Rasa", ("", *_heads(compared), *names))

    def row(what: str, values: Sequence[str], numbers: Sequence[float]) -> None:
        factor = [ratio(numbers[-1] / numbers[-2])] if compared else []
        table.add(what, *factor, *values)

    all_figures = list(figures.values())
    for what, unit, read in _PLAIN:
        numbers = [read(each) for each in all_figures]
        row(what, [number(value, unit) for value in numbers], numbers)
    for kind in KINDS:
        timings = [each.times[kind.name] for each in all_figures]
        medians = [each.median for each in timings]
        row(f"{kind.name}: median / p95, ms", [str(each) for each in timings], medians)
        cpu = [each.cpu[kind.name] for each in all_figures]
        row(f"{kind.name}: processor time", [number(value, "ms") for value in cpu], cpu)
        right = [f"{each.right[kind.name]} of {size.repeats}" for each in all_figures]
        table.add(f"{kind.name}: answered as meant", *([""] if compared else []), *right)
    table.notes.extend(_notes(figures, size, missing))
    return table


def _heads(compared: Sequence[str]) -> list[str]:
    return ["stock ÷ ours (same sample)"] if compared else []


_PLAIN: tuple[tuple[str, str, Callable[[Figures], float]], ...] = (
    ("training, processor time", "s", lambda each: each.trained.cost.cpu_seconds),
    ("model", "MB", lambda each: each.trained.megabytes),
    ("start to ready", "s", lambda each: each.load_seconds),
    ("first message after ready", "ms", lambda each: each.first),
    ("Rasa process, RSS", "MB", lambda each: each.idle.rss),
)


def _notes(figures: dict[str, Figures], size: Size, missing: str | None) -> list[str]:
    examples = ", ".join(f"{name}: {each.trained.examples:,}" for name, each in figures.items())
    notes = [
        f"Examples trained on: {examples}. The sample holds at most {size.an_intent} an intent, "
        f"the same for both. {size.repeats} turns of each kind, over HTTP, one at a time."
    ]
    if missing:
        return [*notes, missing]
    stock = list(figures.values())[-1]
    beside = f" of {stock.beside.rss:.0f} MB" if stock.beside else ""
    return [
        *notes,
        "In stock's favour: it keeps its trackers in memory only (ours are sealed and on disk "
        "after each turn), its TED policies find no stories to learn from, its ResponseSelector "
        f"nothing, and its memory leaves out its action server{beside} (ours runs the actions in "
        "the Rasa process).",
    ]


def _growth(figures: dict[str, Figures]) -> Table:
    heads = [f"turn {length}, ms" for length in LENGTHS]
    last = f"turn {LENGTHS[-1]} ÷ turn {LENGTHS[0]}"
    table = Table("A bill in a long conversation (median / p95)", ("", last, "goal", *heads))
    for name, each in figures.items():
        timings = [each.by_length[length] for length in LENGTHS]
        factor = timings[-1].median / timings[0].median
        goal = against(factor, FLAT, "×") if name.startswith("ours") else ""
        table.add(name, ratio(factor), goal, *(str(one) for one in timings))
    return table
