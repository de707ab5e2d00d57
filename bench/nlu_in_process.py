"""This project's trained model, asked in this process: `python -m bench.nlu_in_process`.

Prints the held-out figures of the current model, or with `--development` those of the set by which
changes are chosen. `--errors` lists what went wrong; `--record` makes the held-out figures those
that `tests/dialogue/nlu/test_heldout.py` holds the project to.
"""

from __future__ import annotations

import argparse
import sys

import yaml

from bench.table import Table
from bot.dialogue.interpreting import interpreter
from bot.improving.measure import Report, development_messages, evaluate, today
from bot.settings import ROOT
from bot.starting.model import MODEL

FIGURES = ROOT / "tests" / "data" / "heldout_figures.yml"
_HEAD = """\
# What the current model reached on heldout.yml, as fractions of one; CI fails when a figure falls
# more than one point below (false_alarms: rises above). Written by
# `python -m bench.nlu_in_process --record`: only after a change that was meant to change them.
"""


def recorded() -> dict[str, float]:
    """The figures that the gate holds."""
    figures: dict[str, float] = yaml.safe_load(FIGURES.read_text(encoding="utf-8"))
    return figures


def record(report: Report) -> None:
    """Make the report's figures the recorded ones."""
    figures = {name: round(value, 4) for name, value in report.figures().items()}
    FIGURES.write_text(_HEAD + yaml.safe_dump(figures, sort_keys=False), encoding="utf-8")


def table_of(report: Report, title: str = "Held-out messages") -> Table:
    """The figures in percent, the tags after them."""
    table = Table(title, ["measure", "%"])
    tells_values = any(found.right + found.missed for found in report.kinds.values())
    for name, value in report.figures().items():
        if name == "entity_f1" and not tells_values:
            continue  # the development set tells intents only
        table.add(name.replace("_", " "), f"{value * 100:.1f}")
    table.add("expected calibration error", f"{report.calibration_error * 100:.1f}")
    for tag, (accuracy, count) in sorted(report.tags.items()):
        table.add(f"accuracy: {tag} ({count})", f"{accuracy * 100:.1f}")
    return table


def values_of(report: Report) -> Table:
    """How well each kind of value is found: figures only, never a message."""
    columns = ("kind of value", "annotated", "missed", "invented", "precision", "recall", "F1")
    table = Table("Held-out messages: values by kind, %", columns)
    for kind, found in report.kinds.items():
        shares = (f"{share * 100:.1f}" for share in (found.precision, found.recall, found.f1))
        counts = (str(found.right + found.missed), str(found.missed), str(found.false))
        table.add(kind.replace("_", " "), *counts, *shares)
    return table


def main() -> int:
    """Measure the model of `models/`."""
    parser = argparse.ArgumentParser(prog="python -m bench.nlu_in_process", description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list what was not understood")
    parser.add_argument("--development", action="store_true", help="the development set instead")
    parser.add_argument("--record", action="store_true", help="make these the gate's figures")
    options = parser.parse_args()
    if options.record and options.development:
        parser.error("only the held-out figures are recorded")
    chosen = development_messages() if options.development else None
    with interpreter(MODEL, today()) as interpret:
        report = evaluate(interpret, chosen)
    print(table_of(report, "Development messages" if chosen else "Held-out messages").markdown())
    if report.kinds and not chosen:
        print(values_of(report).markdown())
    if options.errors:
        _print_errors(report)
    if options.record:
        record(report)
    return 0


def _print_errors(report: Report) -> None:
    for answer in report.answers:
        message = answer.message
        if not (answer.urgent_first if message.also else answer.right):
            wanted = " + ".join((message.intent, *message.also))
            print(f"{wanted} → {answer.intent} {answer.confidence:.2f}: {message.text!r}")
        for entity in answer.missed_entities:
            print(f"missed {entity.kind}={entity.value} {entity.role}: {message.text!r}")
        for entity in answer.false_entities:
            print(f"false {entity.kind}={entity.value} {entity.role}: {message.text!r}")


if __name__ == "__main__":
    sys.exit(main())
