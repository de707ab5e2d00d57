"""`python -m bot improve`: learn from what clerks corrected, if that makes nothing worse."""

from __future__ import annotations

import argparse
import getpass
import subprocess
import sys
from pathlib import Path

from bot.audit.log import Action, record
from bot.clock import RIYADH
from bot.database import transaction
from bot.improving import models
from bot.improving.models import Kept
from bot.review import export as exporting
from bot.settings import ROOT
from bot.starting import model
from bot.training_data import HELD_OUT

_RESTART = "Restart the bot to use it: messages that come meanwhile wait in the inbox."


def register(subparsers: argparse._SubParsersAction) -> None:
    """Add the `improve` command."""
    parser = subparsers.add_parser(
        "improve", help="train with approved corrections; promote what is not worse"
    )
    parser.add_argument(
        "what", nargs="?", choices=["export"], help="only write the approved corrections"
    )
    parser.add_argument("--to", type=Path, help="file of the export (default: the screen)")
    parser.add_argument("--list", action="store_true", help="list the models that were tried")
    parser.add_argument(
        "--roll-back", nargs="?", const="", metavar="NAME", help="back to the model before, or NAME"
    )
    parser.add_argument("--dry-run", action="store_true", help="compare, promote nothing")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """One of the four; the exit code."""
    if arguments.what == "export":
        return _export(arguments.to)
    if arguments.list:
        return _list()
    if arguments.roll_back is not None:
        return _roll_back(arguments.roll_back)
    return _improve(arguments.dry_run)


def _actor() -> str:
    return f"terminal:{getpass.getuser()}"


def _note(action: Action, about: str, examples: int | None = None) -> None:
    with transaction() as session:
        record(session, _actor(), action, about, examples=examples)


def _read() -> exporting.Export:
    with transaction() as session:
        return exporting.export(session)


def _tell(found: exporting.Export) -> None:
    print(
        f"{len(found.lines)} new examples; left out: {found.known} trained already, "
        f"{found.held_out} that measure models, {found.hollow} of which only names or numbers were "
        "left.",
        file=sys.stderr,
    )
    for line, intent in found.clashes:
        print(
            f"Not taken, data/nlu has it as {intent}, corrected to {line.intent}: {line.text}",
            file=sys.stderr,
        )


def _export(to: Path | None) -> int:
    found = _read()
    _tell(found)
    if to is None:
        print(found.yaml(), end="")
    else:
        found.write(to)
    _note(Action.CORRECTIONS_EXPORTED, "corrections:approved", examples=len(found.lines))
    return 0


def _list() -> int:
    used = models.in_use()
    for one in models.all_kept():
        mark = "*" if used and one.name == used.name else " "
        trained = models.when(one.trained_at).astimezone(RIYADH)
        macro, danger = (
            f"{one.figures[name] * 100:.1f}" if name in one.figures else "-"
            for name in ("intent_macro_f1", "danger_recall")
        )
        state = f"promoted {len(one.promoted_at)}×" if one.promoted_at else "not promoted"
        print(
            f"{mark} {one.name:24} {trained:%Y-%m-%d %H:%M}  learnt {one.examples:4}  "
            f"macro F1 {macro}  danger {danger}  {state}"
        )
    if used is None:
        print("No model was promoted yet: the one in use is trained on data/nlu alone.")
    return 0


def _roll_back(name: str) -> int:
    used = models.in_use()
    wanted = next((one for one in models.all_kept() if one.name == name), None) if name else None
    if not name and used is not None:
        wanted = models.before(used)
    if wanted is None:
        print("There is no such model. --list shows them all.", file=sys.stderr)
        return 1
    models.promote(wanted)
    _note(Action.MODEL_ROLLED_BACK, f"model:{wanted.name}")
    print(f"{wanted.name} is the model now. {_RESTART}")
    return 0


def _improve(dry_run: bool) -> int:
    if not HELD_OUT.is_file():
        print(f"Refused: {HELD_OUT} is missing, so nothing could be compared.", file=sys.stderr)
        return 1
    found = _read()
    _tell(found)
    now_used = model.corrections()
    if found.yaml() == (now_used.read_text(encoding="utf-8") if now_used.is_file() else ""):
        print("The model in use has learnt all of that already.")
        return 0
    if found.is_empty:
        print("There is nothing to learn: approve corrections under /staff/corrections first.")
        return 0
    if not model.is_current() and not _trained_current():
        return 1
    candidate = _train(found)
    return 1 if candidate is None else _judge(candidate, dry_run)


def _trained_current() -> bool:
    print("The model in use is older than its sources: training it anew first …", flush=True)
    training = model.start_training()
    if training.wait() is None:
        print(f"Training failed:\n{training.last_words()}", file=sys.stderr)
        return False
    return True


def _train(found: exporting.Export) -> Kept | None:
    """Train a candidate; None, with its last words, when that failed."""
    candidate = models.new(len(found.lines))
    candidate.folder.mkdir(parents=True)
    found.write(candidate.corrections)
    print(f"Training {candidate.name} with {candidate.examples} corrections …", flush=True)
    command = model.train_command(candidate.corrections, "--out", str(candidate.folder))
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode or not candidate.model.is_file():
        print(f"Training failed:\n{(done.stdout + done.stderr)[-3000:]}", file=sys.stderr)
        return None
    candidate.sources = model.sources_with(candidate.corrections)
    candidate.save()
    return candidate


def _judge(candidate: Kept, dry_run: bool) -> int:
    """Compare it with the model in use; promote it if it is not worse."""
    from bot.dialogue.interpreting import interpreter  # imports Rasa: only when it is needed
    from bot.improving.comparing import compare, measure
    from bot.improving.measure import today

    print("Measuring both …", flush=True)
    with interpreter(model.MODEL, today()) as interpret:
        current = measure(interpret)
    with interpreter(candidate.model, today()) as interpret:
        tried = measure(interpret)
    candidate.figures = tried.figures()
    candidate.save()
    comparison = compare(current, tried)
    print(comparison.text())
    if comparison.reasons:
        print("Not promoted, it would be worse:", *comparison.reasons, sep="\n  ")
        return 1
    if dry_run:
        print("Not worse. Nothing was promoted (--dry-run).")
        return 0
    models.keep_current(current.figures())
    models.promote(candidate)
    models.discard_old()
    _note(Action.MODEL_PROMOTED, f"model:{candidate.name}", examples=candidate.examples)
    print(f"{candidate.name} is the model now. {_RESTART}")
    return 0
