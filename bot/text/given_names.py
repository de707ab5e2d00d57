"""Given names of `data/lookups/given_names.yml`: evidence that words are a person's name only.

Here a name is known whatever the classifier makes of it ("نورة" is no report that power is back).
"""

from __future__ import annotations

import re
from functools import lru_cache

import yaml

from bot.settings import ROOT
from bot.text.normalise import fold_text

_FILE = ROOT / "data" / "lookups" / "given_names.yml"
_PREFIXES = ("عبد", "abdul", "abdel")
_AFTER_PREFIX = 2
"""Letters that must follow "عبد" at least."""
_LINKS = frozenset("بن ابن بنت ابو ام ال عبد bin bint ibn al el abu abd".split())
_NISBA_LEAST = 5
_SIGNS = "،,.؟?!:؛;"
_WISH = re.compile(r"^(?:رمضان|عيد|عيدكم|نهار|نهاركم|صباح)\s+(?:كريم|مبارك|سعيد|جميل)")
"""Good wishes made of words that are names too."""


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    loaded: dict[str, list[str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {key: frozenset(map(fold_text, words)) for key, words in loaded.items()}


@lru_cache(maxsize=1)
def _given() -> frozenset[str]:
    lists = _lists()
    return lists["men"] | lists["women"] | lists["abroad"]


def is_listed_name(word: str) -> bool:
    """Whether one word stands in the list, as it is written but for what folding levels."""
    return fold_text(word) in _given()


def is_given_name(word: str) -> bool:
    """Whether one word is a given name, "عبد…" too."""
    folded = fold_text(word)
    servant = any(folded.startswith(p) and len(folded) > len(p) + _AFTER_PREFIX for p in _PREFIXES)
    return servant or folded in _given()


def looks_like_family(word: str) -> bool:
    """Whether one word has the form of an Arabic family name ("القحطاني")."""
    folded = fold_text(word)
    of_a_tribe = folded.startswith("ال") and folded.endswith("ي") and len(folded) >= _NISBA_LEAST
    return of_a_tribe and folded not in _lists()["not_family"]


def name_share(text: str) -> float:
    """Which part of the words is known from people's names, 0 to 1; links as "بن" do not count."""
    words = [word.strip(_SIGNS) for word in text.split()]
    telling = [word for word in words if word and fold_text(word) not in _LINKS]
    known = [word for word in telling if is_given_name(word) or looks_like_family(word)]
    return len(known) / len(telling) if telling else 0.0


def is_surely_name(text: str) -> bool:
    """Whether two words or more say nothing but who somebody is: "نوره سعد القحطاني"."""
    words = text.split()
    if len(words) < 2 or not is_given_name(words[0].strip(_SIGNS)):
        return False
    return name_share(text) == 1.0 and not _WISH.search(fold_text(text))


def is_name_word(word: str) -> bool:
    """Whether one word is a given name, or looks like a family's ("العنزي")."""
    return is_given_name(word) or looks_like_family(word)
