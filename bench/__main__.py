"""`python -m bench [turns|start|people|nlu|console|exchange|…]`: all of them without a name."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from bench import (
    campaigns,
    capacity,
    console,
    exchange,
    nlu,
    people,
    report,
    start,
    storm,
    stream,
    turns,
    workplace,
)
from bench.processes import BenchmarkError
from bench.table import Table

Benchmark = Callable[[Path, argparse.Namespace], list[Table]]
BENCHMARKS: dict[str, Benchmark] = {
    "turns": lambda work, options: turns.run(
        work, turns.Size(options.an_intent, options.repeats, options.conversations)
    ),
    "start": lambda work, options: start.run(work),
    "people": lambda work, options: people.run(work, options.people),
    "nlu": lambda work, options: nlu.run(work, options.an_intent, options.arbanking),
    "capacity": lambda work, options: capacity.run(work, options.talks),
    "storm": lambda work, options: storm.run(work, options.storm),
    "exchange": lambda work, options: exchange.run(work, options.rows, options.postgres),
    "stream": lambda work, options: stream.run(work, options.turns),
    "console": lambda work, options: console.run(work, options.past, options.pages),
    "campaigns": lambda work, options: campaigns.run(work, options.notices, options.postgres),
}


def read_options(arguments: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("what", nargs="*", choices=[[], *BENCHMARKS], metavar="what")
    parser.add_argument("--an-intent", type=int, default=20, help="examples in stock's sample")
    parser.add_argument("--repeats", type=int, default=30, help="turns of each kind")
    parser.add_argument("--conversations", type=int, default=5, help="long conversations")
    parser.add_argument("--people", type=int, nargs="+", default=[1, 20, 100])
    parser.add_argument("--turns", type=int, default=3000, help="turns that are published")
    parser.add_argument("--talks", type=int, default=120, help="conversations a Rasa process")
    parser.add_argument("--storm", type=int, default=500, help="people within the minute")
    parser.add_argument("--past", type=int, default=100_000, help="conversations of the past")
    parser.add_argument("--pages", type=int, default=60, help="requests of each kind of page")
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--postgres", help="URL of a server where databases may be made")
    parser.add_argument("--notices", type=int, default=200_000, help="people of a campaign")
    parser.add_argument("--arbanking", type=Path, help="folder of ArBanking77's CSV files")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Run what was named; 1 if something could not be measured."""
    options = read_options(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ends what was started, too
    work = workplace.settle()
    failed = 0
    for name in options.what or BENCHMARKS:
        where = report.where()
        try:
            tables = BENCHMARKS[name](work, options)
        except BenchmarkError as error:
            print(f"{name}: {error}", file=sys.stderr)
            failed = 1
            continue
        report.publish(name, tables, _again(name, options), where)
    return failed


def _again(name: str, options: argparse.Namespace) -> str:
    """The command that measures the same; where data lies is each machine's own affair."""
    usual = vars(read_options([]))
    flags = []
    for key, value in vars(options).items():
        if key not in ("what", "arbanking", "postgres") and value != usual[key]:
            values = value if isinstance(value, list) else [value]
            flags.append(f"--{key.replace('_', '-')} {' '.join(map(str, values))}")
    return " ".join([f"python -m bench {name}", *flags])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
