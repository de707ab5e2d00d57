"""Dated facts that the bot quotes: `data/facts/*.yml`, edited by staff without touching code.

A file holds facts by name; a fact has a `unit` and `editions`, each with `value`, `valid_from`,
`source` and `confidence`. The full key of a fact is `<file>.<name>`, for example
`tariff.vat_percent`. The edition in force on a day is the newest that began on or before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.clock import today
from bot.settings import ROOT

FACTS_FOLDER = ROOT / "data" / "facts"


class FactsError(Exception):
    """A fact is missing or its file is wrong; the message names the file and what to mend."""


class Confidence(str, Enum):
    """How sure we are. Nothing `UNCERTAIN` is ever said as a figure."""

    GOOD = "good"
    FAIR = "fair"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True)
class Fact:
    """One edition of one fact."""

    key: str
    value: Any
    """Text, whole number, or a list or mapping of them. Never a float."""
    unit: str
    valid_from: date
    source: str
    confidence: Confidence

    @property
    def sayable(self) -> bool:
        """Whether the bot may state its figure."""
        return self.confidence is not Confidence.UNCERTAIN

    def number(self) -> Decimal:
        """The value as an exact number.

        Raises:
            FactsError: it is not one.
        """
        if isinstance(self.value, int):
            return Decimal(self.value)
        raise FactsError(f"{self.key} is not a whole number: {self.value!r}")

    def text(self) -> str:
        """The value as text.

        Raises:
            FactsError: it is not text.
        """
        if isinstance(self.value, str):
            return self.value
        raise FactsError(f"{self.key} is not text (put it in quotes): {self.value!r}")


class Facts:
    """All facts, by key and day."""

    def __init__(self, editions: dict[str, tuple[Fact, ...]]) -> None:
        self._editions = editions
        """Newest first."""

    def get(self, key: str, on: date | None = None) -> Fact:
        """The edition of `key` in force on a day (today by default).

        Raises:
            FactsError: no such fact, or none was in force yet.
        """
        day = on or today()
        for fact in self._editions.get(key, ()):
            if fact.valid_from <= day:
                return fact
        raise FactsError(f"no fact {key} in force on {day} in {FACTS_FOLDER}")

    def figure(self, key: str, on: date | None = None) -> Decimal | None:
        """The number of a fact if it may be said, else None (unknown then, or uncertain)."""
        try:
            fact = self.get(key, on)
        except FactsError:
            return None
        return fact.number() if fact.sayable else None

    def __iter__(self) -> Iterator[str]:
        """Every key."""
        return iter(self._editions)


def _check_value(value: Any, where: str) -> Any:
    if isinstance(value, (float, bool)) or value is None:
        raise FactsError(f"{where}: {value!r} must be a whole number or quoted text")
    if isinstance(value, dict):
        return {str(key): _check_value(item, where) for key, item in value.items()}
    if isinstance(value, list):
        return [_check_value(item, where) for item in value]
    return value


def _read_edition(key: str, unit: str, edition: Any, where: str) -> Fact:
    try:
        fact = Fact(
            key=key,
            value=_check_value(edition["value"], where),
            unit=unit,
            valid_from=edition["valid_from"],
            source=edition["source"],
            confidence=Confidence(edition["confidence"]),
        )
    except (KeyError, TypeError) as error:
        raise FactsError(
            f"{where}: an edition needs value, valid_from, source and confidence ({error})"
        ) from error
    except ValueError as error:
        raise FactsError(f"{where}: {error}") from error
    if type(fact.valid_from) is not date:
        raise FactsError(f"{where}: valid_from must be a date such as 2018-01-01")
    if not isinstance(fact.source, str) or not fact.source.strip():
        raise FactsError(f"{where}: source must say where the value comes from")
    return fact


def _read_fact(key: str, body: Any, where: str) -> tuple[Fact, ...]:
    if not isinstance(body, dict) or set(body) != {"unit", "editions"} or not body["editions"]:
        raise FactsError(f"{where}: a fact has exactly `unit` and a list of `editions`")
    editions = [_read_edition(key, str(body["unit"]), item, where) for item in body["editions"]]
    starts = [fact.valid_from for fact in editions]
    if len(set(starts)) != len(starts):
        raise FactsError(f"{where}: two editions begin on the same day")
    return tuple(sorted(editions, key=lambda fact: fact.valid_from, reverse=True))


def load_facts(folder: Path) -> Facts:
    """Every `*.yml` of a folder.

    Raises:
        FactsError: a file is not as described at the top of this module.
    """
    editions: dict[str, tuple[Fact, ...]] = {}
    for path in sorted(folder.glob("*.yml")):
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
        except yaml.YAMLError as error:
            raise FactsError(f"{path.name} is not valid YAML: {error}") from error
        if not isinstance(content, dict):
            raise FactsError(f"{path.name} must hold facts by name")
        for name, body in content.items():
            key = f"{path.stem}.{name}"
            editions[key] = _read_fact(key, body, f"{path.name}, {name}")
    if not editions:
        raise FactsError(f"no facts in {folder}")
    return Facts(editions)


@lru_cache(maxsize=1)
def facts() -> Facts:
    """The facts of this process, read and checked at the first call."""
    return load_facts(FACTS_FOLDER)
