"""A candidate beside the model in use: held-out messages, and what people say in the dialogues.

The rule: no figure may fall by more than one point (the recall of one intent: nor by more than one
message), danger not at all; and of the dialogues' messages at most one in a hundred may be
understood otherwise, since the dialogues are known to go well with the model in use.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.dialogue.interpreting import Interpret
from bot.improving.measure import Report, evaluate
from bot.settings import ROOT

DIALOGUES = ROOT / "tests" / "dialogues" / "conversations"
SLACK = 0.01
_DANGER = ("danger_recall", "recall of danger")
_RECALL = "recall of "
_LOWER_IS_BETTER = ("false_alarms",)
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Measured:
    """What one model does."""

    report: Report
    dialogues: dict[str, str]
    """Intent of each message of the dialogues."""

    def figures(self) -> dict[str, float]:
        """The figures as fractions of one."""
        return self.report.figures()


@dataclass(frozen=True)
class Line:
    """One figure of both models; `allowed`: how far it may fall (or rise, if lower is better)."""

    name: str
    current: float
    candidate: float
    allowed: float

    @property
    def loss(self) -> float:
        """How much worse the candidate is; negative: better."""
        lost = self.current - self.candidate
        return -lost if self.name in _LOWER_IS_BETTER else lost

    @property
    def worse(self) -> bool:
        """Whether that is too much."""
        return self.loss > self.allowed + _ROUNDING


@dataclass(frozen=True)
class Comparison:
    """Both models side by side."""

    lines: list[Line]
    changed: list[tuple[str, str, str]]
    """Messages of the dialogues understood otherwise: text, intent before, intent now."""
    said: int
    """Messages of the dialogues."""

    @property
    def reasons(self) -> list[str]:
        """Why the candidate may not be promoted; empty: it may."""
        found = [
            f"{line.name}: {line.current * 100:.1f} → {line.candidate * 100:.1f} %"
            for line in self.lines
            if line.worse
        ]
        if len(self.changed) > SLACK * self.said:
            found.append(f"{len(self.changed)} of {self.said} dialogue messages changed meaning")
        lost = [text for text, old, _ in self.changed if old == "danger"]
        return found + [f"danger is no longer heard: {text}" for text in lost]

    def text(self) -> str:
        """Both side by side, for a terminal."""
        rows = [f"{'':34} current  candidate"]
        for line in self.lines:
            sign = "  WORSE" if line.worse else "  better" if line.loss < -_ROUNDING else ""
            name = line.name.replace("_", " ")
            rows.append(
                f"{name:34} {line.current * 100:6.1f}     {line.candidate * 100:6.1f}{sign}"
            )
        rows.append(f"dialogue messages understood otherwise: {len(self.changed)} of {self.said}")
        rows += [f"  {old} → {new}: {text}" for text, old, new in self.changed]
        return "\n".join(rows)


def dialogue_messages(folder: Path = DIALOGUES) -> list[str]:
    """What people say in the dialogues, once each, without placeholders and payloads of buttons."""
    found: dict[str, None] = {}
    for path in sorted(folder.glob("*.yml")):
        for conversation in yaml.safe_load(path.read_text(encoding="utf-8")) or []:
            for text in _said(conversation.get("turns") or []):
                if "{" not in text and not text.startswith("/"):
                    found.setdefault(text)
    return list(found)


def _said(turns: list[dict[str, Any]]) -> Iterator[str]:
    for turn in turns:
        said = turn.get("say")
        if isinstance(said, str):
            yield said


def measure(interpret: Interpret) -> Measured:
    """Ask a model everything."""
    understood = {
        text: str((interpret(text).get("intent") or {}).get("name")) for text in dialogue_messages()
    }
    return Measured(evaluate(interpret), understood)


def compare(current: Measured, candidate: Measured) -> Comparison:
    """Both side by side."""
    before, after = current.figures(), candidate.figures()
    lines = [
        Line(name, before[name], after[name], _allowed(name, current.report)) for name in before
    ]
    changed = [
        (text, intent, candidate.dialogues[text])
        for text, intent in current.dialogues.items()
        if candidate.dialogues[text] != intent
    ]
    return Comparison(lines, changed, len(current.dialogues))


def _allowed(name: str, report: Report) -> float:
    if name in _DANGER:
        return 0.0
    if name.startswith(_RECALL):
        return max(SLACK, 1 / max(report.singles(name.removeprefix(_RECALL)), 1))
    return SLACK
