"""How well messages are understood: held-out wordings of ours, beside stock Rasa; public data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
from tqdm import tqdm

from bench import arbanking
from bench.contestants import Ours, Stock, stock_missing
from bench.nlu_in_process import table_of, values_of
from bench.table import Table
from bot.dialogue.interpreting import Interpret, interpreter
from bot.improving.measure import Report, evaluate, today

_COMPARED = (
    "intent_macro_f1",
    "intent_accuracy",
    "danger_recall",
    "danger_precision",
    "strays_caught",
    "false_alarms",
    "first_of_two",
    "calibration_error",
)
"""What stock can do too: it finds no values here, and gives one intent a message."""


def run(work: Path, an_intent: int, arbanking_folder: Path | None) -> list[Table]:
    """Held-out messages side by side, all of our figures, and public data."""
    reports = {
        name: _of_ours(Ours(name, size), work)
        for name, size in (("ours", None), ("ours, sample", an_intent))
    }
    missing = stock_missing()
    if not missing:
        reports["stock, sample"] = _of_stock(Stock("stock, sample", an_intent), work)
    compared = _compare(reports)
    compared.notes.append(missing or f"The sample: at most {an_intent} examples an intent.")
    own = table_of(reports["ours"], "Held-out messages: ours, everything")
    values = values_of(reports["ours"])
    return [compared, own, values, arbanking.run(arbanking_folder)]


def _of_ours(ours: Ours, work: Path) -> Report:
    print(f"{ours.name}: held-out messages …", flush=True)
    model = ours.trained(work).model
    with interpreter(model, today()) as interpret:
        return evaluate(_with_progress(interpret))


def _of_stock(stock: Stock, work: Path) -> Report:
    print(f"{stock.name}: held-out messages …", flush=True)
    with (
        stock.serve(stock.trained(work)) as served,
        httpx.Client(base_url=served.url, timeout=60, trust_env=False) as client,
    ):

        def interpret(text: str) -> dict[str, Any]:
            answer = client.post("/model/parse", json={"text": text}).raise_for_status()
            parsed: dict[str, Any] = answer.json()
            return parsed

        return evaluate(_with_progress(interpret))


def _with_progress(interpret: Interpret) -> Interpret:
    bar = tqdm(desc="messages", leave=False, disable=None)

    def counted(text: str) -> dict[str, Any]:
        bar.update()
        return interpret(text)

    return counted


def _compare(reports: dict[str, Report]) -> Table:
    table = Table("Held-out messages beside stock Rasa, %", ("", *reports))
    for name in _COMPARED:
        values = [getattr(report, name) * 100 for report in reports.values()]
        table.add(name.replace("_", " "), *(f"{value:.1f}" for value in values))
    count = len(next(iter(reports.values())).answers)
    table.notes.append(
        f"{count:,} messages of tests/data/heldout.yml, which no model was trained on. Lower is "
        "better for false alarms (in-scope messages not understood) and for calibration error."
    )
    return table
