"""What is understood of messages that no model was trained on: `tests/data/heldout.yml`.

`evaluate(interpret)` measures anything that turns a text into Rasa's parse data, so that this
project's pipeline and stock Rasa's are measured by the same code. The gate of `tests/` uses it too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from sklearn.metrics import precision_recall_fscore_support

from bot.training_data import DEVELOPMENT, HELD_OUT

MAIN_INTENTS = (
    "update_details change_contact correct_detail inform ask_bill explain_bill how_to_pay "
    "payment_missing report_outage outage_status planned_outage danger human link_account "
    "complaint service_request"
).split()
_URGENCY = (
    {"danger"},
    {"report_outage", "outage_status", "report_status", "planned_outage", "watch_outage"}
    | {"power_restored"},
    {"ask_bill", "ask_bill_history", "explain_bill", "how_to_pay", "payment_missing"}
    | {"consumption_chart"},
)
"""Danger, outage, money, then the rest: what a message that says several things is asked first."""
STRAY = "out_of_scope"
FALLBACK = "nlu_fallback"
"""Rasa's name for "nothing is likely enough": to the subscriber the same as a stray message."""
_ONLY_WHERE_NAMED = frozenset({"field", "notice_channel", "appliance", "power", "duration"})
"""Kinds that are scored only in messages annotated with them: "الجوال" or "المكيف" in passing asks
nothing."""
_NOT_IN_WORDS = frozenset({"area", "outage_scope"})
"""Kinds that only our own buttons carry."""
_BINS = 10

Interpret = Callable[[str], dict[str, Any]]
"""As `bot/dialogue/interpreting.py` gives it."""


@dataclass(frozen=True)
class Entity:
    """A kind and its canonical value; `role` is `old`, `new` or empty."""

    kind: str
    value: str
    role: str = ""


@dataclass(frozen=True)
class Message:
    """A message as people judged it. `also`: what it asks besides, less urgent."""

    text: str
    intent: str
    also: tuple[str, ...]
    entities: frozenset[Entity]
    tags: frozenset[str]

    @property
    def intents(self) -> frozenset[str]:
        """All that the message asks."""
        return frozenset((self.intent, *self.also))


@dataclass(frozen=True)
class Answer:
    """What was understood of a message."""

    message: Message
    intent: str
    confidence: float
    others: frozenset[str]
    entities: frozenset[Entity]

    @property
    def right(self) -> bool:
        """Whether the (first) intent is the right one."""
        return self.intent == self.message.intent

    @property
    def urgent_first(self) -> bool:
        """Whether an intent of the message came first, and none that can wait longer."""
        first = self.intent in self.message.intents
        return first and _urgency(self.intent) <= _urgency(self.message.intent)

    @property
    def missed_entities(self) -> list[Entity]:
        """Annotated values that were not found."""
        return [e for e in self.message.entities if not any(_same(e, f) for f in self.entities)]

    @property
    def false_entities(self) -> list[Entity]:
        """Values found that nobody would see, of the kinds that are scored here."""
        scored = [e for e in self.entities if self._is_scored(e.kind)]
        return [e for e in scored if not any(_same(a, e) for a in self.message.entities)]

    def _is_scored(self, kind: str) -> bool:
        named = {e.kind for e in self.message.entities}
        return kind not in _NOT_IN_WORDS and (kind not in _ONLY_WHERE_NAMED or kind in named)


@dataclass(frozen=True)
class EntityFigures:
    """How many values were found, overlooked and invented, each counted once a message."""

    right: int
    missed: int
    false: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / max(self.right + self.false, 1)

    @property
    def recall(self) -> float:
        """The share of what is there that was found."""
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.right / max(2 * self.right + self.missed + self.false, 1)


@dataclass(frozen=True)
class Report:
    """The figures, as fractions of one, and every answer. "Single" messages ask one thing."""

    intent_macro_f1: float
    """Of single messages; a fallback counts as out of scope."""
    intent_accuracy: float
    entity_f1: float
    entity_precision: float
    entity_recall: float
    danger_recall: float
    """Of all messages with a danger: danger first, whatever else they ask."""
    danger_precision: float
    strays_caught: float
    """Out-of-scope messages that got no other intent."""
    false_alarms: float
    """Single in-scope messages taken for out of scope or not understood."""
    first_of_two: float
    """Messages of several intents whose more urgent one came first (either, if equally urgent)."""
    all_of_two: float
    """Messages of several intents of which every one was found."""
    calibration_error: float
    """Expected calibration error of the first intent, ten bins, single messages."""
    recalls: dict[str, float]
    """Recall of each intent, single messages."""
    tags: dict[str, tuple[float, int]]
    """Accuracy on, and number of, the single messages of each tag."""
    kinds: dict[str, EntityFigures]
    """The values of each kind that is annotated or was found."""
    answers: tuple[Answer, ...]

    def singles(self, intent: str) -> int:
        """How many single messages have that intent."""
        return sum(a.message.intent == intent and not a.message.also for a in self.answers)

    def figures(self) -> dict[str, float]:
        """What the gate holds: higher is better but for `false_alarms`."""
        names = (
            "intent_macro_f1 entity_f1 danger_recall danger_precision strays_caught false_alarms "
            "first_of_two all_of_two"
        ).split()
        held = {name: getattr(self, name) for name in names}
        return held | {f"recall of {intent}": self.recalls[intent] for intent in MAIN_INTENTS}


def today(path: Path = HELD_OUT) -> date:
    """The day on which "last month" of the messages is meant."""
    day: date = yaml.safe_load(path.read_text(encoding="utf-8"))["today"]
    return day


def messages(path: Path = HELD_OUT) -> list[Message]:
    """All messages of the set."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["messages"]
    return [_message(entry) for entry in entries]


def development_messages(path: Path = DEVELOPMENT) -> list[Message]:
    """All messages of the development set, which tells intents only."""
    nothing: frozenset[Any] = frozenset()
    intents: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        Message(text, first, tuple(also), nothing, nothing)
        for each, texts in intents.items()
        for first, *also in [each.split(" + ")]
        for text in texts
    ]


def _message(entry: dict[str, Any]) -> Message:
    return Message(
        text=entry["text"],
        intent=entry["intent"],
        also=tuple(entry.get("also", ())),
        entities=frozenset(_entities(entry.get("entities", ()))),
        tags=frozenset(entry.get("tags", ())),
    )


def evaluate(interpret: Interpret, chosen: Sequence[Message] | None = None) -> Report:
    """Interpret every message, and compare."""
    return _report([_answer(m, interpret(m.text)) for m in chosen or messages()])


def _answer(message: Message, parsed: dict[str, Any]) -> Answer:
    intent = parsed.get("intent") or {}
    name = intent.get("name") or FALLBACK
    return Answer(
        message=message,
        intent=STRAY if name == FALLBACK else name,
        confidence=float(intent.get("confidence") or 0.0),
        others=frozenset(parsed.get("other_intents") or ()),
        entities=frozenset(_entities(parsed.get("entities") or ())),
    )


def _entities(found: Iterable[dict[str, Any]]) -> Iterable[Entity]:
    return (Entity(e["entity"], str(e["value"]), e.get("role") or "") for e in found)


def _urgency(intent: str) -> int:
    """0 is the most urgent."""
    ranks = (rank for rank, intents in enumerate(_URGENCY) if intent in intents)
    return next(ranks, len(_URGENCY))


def _same(annotated: Entity, found: Entity) -> bool:
    """A role counts only where people gave one."""
    same_value = (annotated.kind, annotated.value) == (found.kind, found.value)
    return same_value and annotated.role in ("", found.role)


def _report(answers: Sequence[Answer]) -> Report:
    single = [a for a in answers if not a.message.also]
    several = [a for a in answers if a.message.also]
    strays = [a for a in single if a.message.intent == STRAY]
    in_scope = [a for a in single if a.message.intent != STRAY]
    macro_f1, recalls = _intents(single)
    values = _entity_figures(answers)
    dangers = [a for a in answers if "danger" in a.message.intents]
    alarms = [a for a in answers if a.intent == "danger"]
    return Report(
        intent_macro_f1=macro_f1,
        intent_accuracy=_share(a.right for a in single),
        entity_f1=values.f1,
        entity_precision=values.precision,
        entity_recall=values.recall,
        danger_recall=_share(a.intent == "danger" for a in dangers),
        danger_precision=_share("danger" in a.message.intents for a in alarms),
        strays_caught=_share(a.right for a in strays),
        false_alarms=_share(a.intent == STRAY for a in in_scope),
        first_of_two=_share(a.urgent_first for a in several),
        all_of_two=_share(a.message.intents <= a.others | {a.intent} for a in several),
        calibration_error=_calibration_error(single),
        recalls=recalls,
        tags=_tags(single),
        kinds=_kinds(answers),
        answers=tuple(answers),
    )


def _intents(answers: Sequence[Answer]) -> tuple[float, dict[str, float]]:
    """Macro F1, and the recall of each intent."""
    labels = sorted({a.message.intent for a in answers})
    _, recalls, f1s, _ = precision_recall_fscore_support(
        [a.message.intent for a in answers],
        [a.intent for a in answers],
        labels=labels,
        zero_division=0.0,
    )
    return float(sum(f1s)) / max(len(labels), 1), dict(
        zip(labels, map(float, recalls), strict=True)
    )


def _entity_figures(answers: Iterable[Answer], kind: str | None = None) -> EntityFigures:
    """Figures of the values of one kind, or of all."""
    counts: Counter[str] = Counter()
    for answer in answers:
        missed = _how_many(answer.missed_entities, kind)
        counts["missed"] += missed
        counts["right"] += _how_many(answer.message.entities, kind) - missed
        counts["false"] += _how_many(answer.false_entities, kind)
    return EntityFigures(counts["right"], counts["missed"], counts["false"])


def _how_many(entities: Iterable[Entity], kind: str | None) -> int:
    return sum(kind in (None, e.kind) for e in entities)


def _kinds(answers: Sequence[Answer]) -> dict[str, EntityFigures]:
    seen = {e.kind for a in answers for e in (*a.message.entities, *a.false_entities)}
    return {kind: _entity_figures(answers, kind) for kind in sorted(seen)}


def _calibration_error(answers: Sequence[Answer]) -> float:
    """How far a bin's mean confidence is from its accuracy, weighed by the bin's size."""
    bins: dict[int, list[Answer]] = defaultdict(list)
    for answer in answers:
        bins[min(int(answer.confidence * _BINS), _BINS - 1)].append(answer)
    gaps = (abs(sum(a.confidence - a.right for a in held)) for held in bins.values())
    return sum(gaps) / max(len(answers), 1)


def _tags(answers: Iterable[Answer]) -> dict[str, tuple[float, int]]:
    by_tag: dict[str, list[bool]] = defaultdict(list)
    for answer in answers:
        for tag in answer.message.tags:
            by_tag[tag].append(answer.right)
    return {tag: (_share(right), len(right)) for tag, right in by_tag.items()}


def _share(truths: Iterable[bool]) -> float:
    """The share of the true; of nothing, nothing."""
    values = list(truths)
    return sum(values) / len(values) if values else 0.0
