"""Approved corrections as training examples: anonymous, new, and never one that measures."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.tables import Account
from bot.identity.tables import AccountLink, ChannelIdentity
from bot.review.anonymous import Swap, apply, moved, swaps
from bot.review.corrections import approved, entities_of, text_of, value_of
from bot.review.tables import Correction
from bot.training_data import HELD_OUT, held_out_examples, key_of, training_examples
from bot.transcripts.tables import Conversation

_HEAD = """\
# What clerks corrected and colleagues approved. Written by `python -m bot improve export`: personal
# values are invented, what data/nlu has already and what measures models is left out.
"""
_TELLING = "inform"
_WORD = re.compile(r"[^\W\d_]")
_UNSAFE = str.maketrans({"[": "(", "]": ")", "{": "(", "}": ")", "\n": " ", "\r": " "})
"""Signs of Rasa's annotations, and ends of lines: as words they would break the file."""


@dataclass(frozen=True)
class Line:
    """A correction as an example of an intent."""

    intent: str
    text: str
    """Without annotations."""
    annotated: str
    """As the file has it."""
    said: str
    """The message itself, for comparing; never written."""
    only_values: bool = False
    """Nothing but invented values is left: whoever learns from it learns what a value means."""


@dataclass(frozen=True)
class Standing:
    """How a line stands to the data that is there."""

    known: bool = False
    """Trained on already, with this intent."""
    clash: str = ""
    """The intent it is trained with, if it is another one."""
    held_out: bool = False
    hollow: bool = False
    """Only invented values, under an intent that is not for telling values."""


def line_of(session: Session, correction: Correction) -> Line:
    """The correction as an example."""
    said = text_of(correction.message)
    found = swaps(said, _names_of(session, correction.conversation_id))
    text = apply(said, found).translate(_UNSAFE).strip()
    offset = len(apply(said, found)) - len(apply(said, found).lstrip())
    annotated, begin = "", 0
    for one in sorted(entities_of(correction), key=lambda one: one.start):
        span = moved((one.start, one.end), found)
        if span is None:
            continue
        start, end = span[0] - offset, span[1] - offset
        given = one.value if not _touched((one.start, one.end), found) else ""
        value = value_of(one.entity, text, start, end, given)
        mark = json.dumps({"entity": one.entity, "value": value}, ensure_ascii=False)
        annotated += f"{text[begin:start]}[{text[start:end]}]{mark}"
        begin = end
    rest = apply(said, [Swap(swap.start, swap.end, "") for swap in found])
    only_values = bool(found) and not _WORD.search(rest)
    return Line(correction.intent, text, annotated + text[begin:], said, only_values)


def _touched(span: tuple[int, int], found: Iterable) -> bool:
    return any(swap.start < span[1] and span[0] < swap.end for swap in found)


def _names_of(session: Session, conversation: int) -> list[str]:
    """The names of whom the conversation's accounts belong to."""
    query = (
        select(Account.beneficiary_name)
        .join(AccountLink, AccountLink.account_id == Account.id)
        .join(ChannelIdentity, ChannelIdentity.id == AccountLink.identity_id)
        .join(Conversation, Conversation.key == ChannelIdentity.conversation)
        .where(Conversation.id == conversation)
    )
    return [name for name in session.execute(query).scalars() if name]


@lru_cache(maxsize=1)
def _trained() -> dict[str, str]:
    return {one.key: one.intent for one in training_examples()}


@lru_cache(maxsize=1)
def _held_out() -> frozenset[str]:
    """Keys of the messages that measure; without the set there is nothing to keep apart."""
    return frozenset(one.key for one in held_out_examples()) if HELD_OUT.is_file() else frozenset()


def standing_of(line: Line) -> Standing:
    """Whether the line is new. Both the message as said and as written must not be held out."""
    keys = {key_of(line.said), key_of(line.text)}
    trained = next((_trained()[key] for key in keys if key in _trained()), None)
    return Standing(
        known=trained == line.intent,
        clash=trained if trained not in (None, line.intent) else "",
        held_out=bool(keys & _held_out()),
        hollow=line.only_values and line.intent != _TELLING,
    )


@dataclass
class Export:
    """What was written, and what was left out and why."""

    lines: list[Line] = field(default_factory=list)
    known: int = 0
    held_out: int = 0
    hollow: int = 0
    clashes: list[tuple[Line, str]] = field(default_factory=list)
    """Trained with another intent: somebody has to settle it in data/nlu."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing new to train on."""
        return not self.lines

    def yaml(self) -> str:
        """The lines as Rasa reads them."""
        by_intent: dict[str, list[str]] = {}
        for line in self.lines:
            by_intent.setdefault(line.intent, []).append(line.annotated)
        nlu = [
            {"intent": intent, "examples": _Block("".join(f"- {one}\n" for one in ones))}
            for intent, ones in sorted(by_intent.items())
        ]
        body = {"version": "3.1", "nlu": nlu}
        return _HEAD + yaml.dump(
            body, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000
        )

    def write(self, path: Path) -> None:
        """Write the file, its folder too."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.yaml(), encoding="utf-8")


def export(session: Session) -> Export:
    """All approved corrections that say something new; the later of two about the same words."""
    latest: dict[str, Line] = {}
    for correction in approved(session):
        line = line_of(session, correction)
        latest[key_of(line.text)] = line
    result = Export()
    for line in latest.values():
        standing = standing_of(line)
        if standing.held_out:
            result.held_out += 1
        elif standing.hollow:
            result.hollow += 1
        elif standing.known:
            result.known += 1
        elif standing.clash:
            result.clashes.append((line, standing.clash))
        elif line.text:
            result.lines.append(line)
    return result


class _Block(str):
    """Text that is written as a block of lines."""


class _Dumper(yaml.SafeDumper):
    """YAML with Rasa's blocks of examples."""


_Dumper.add_representer(
    _Block,
    lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|"),
)
