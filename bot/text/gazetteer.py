"""The places of `data/lookups/cities.yml` by every spelling under which they are looked for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml

from bot.text.normalise import fold_text
from bot.text.place_words import BARE_CITIES

PLACES_FILE = Path(__file__).resolve().parents[2] / "data" / "lookups" / "cities.yml"
_BY_SOUND = {"2": "", "3": "", "5": "kh", "6": "t", "7": "h", "8": "q", "9": "s", "g": "j"}
_VOWELS = str.maketrans("oe", "ui")
_LATIN_ARTICLE = re.compile(r"^(?:al|el|il|ar|an|as|ad|ash)(?=[a-z0-9]{3})")


@dataclass
class Names:
    """Folded spelling → canonical name; Latin spellings stand there without spaces."""

    full: dict[str, str] = field(default_factory=dict)
    bare: dict[str, str] = field(default_factory=dict)
    """Without the article: taken on more evidence only."""
    sounds: dict[str, str] = field(default_factory=dict)
    """Consonants of Latin spellings, as vowels are written at will."""
    alike: dict[str, str] = field(default_factory=dict)
    """Latin spellings with their vowels, of which some are one: enough for the shortest names."""
    by_letter: dict[str, list[str]] = field(default_factory=dict)
    """First letter after the article → Arabic spellings: hardly a slip falls on it."""
    long_starts: set[str] = field(default_factory=set)
    """First words of names of several words."""

    def add(self, name: str, spellings: list[str], bare: bool) -> None:
        """Add a place under its name and its other spellings."""
        for spelling in (name, *spellings):
            folded = fold_text(str(spelling))
            if folded.isascii():
                self._add_latin(name, folded.replace(" ", "").replace("-", ""))
                continue
            for form in {folded, folded.replace("ء", "")}:
                self._add_arabic(name, form)
                stripped = form.removeprefix("ال")
                if bare and stripped != form and len(stripped) > 2:
                    self.bare.setdefault(stripped, name)

    def _add_arabic(self, name: str, form: str) -> None:
        if form not in self.full:
            self.full[form] = name
            self.by_letter.setdefault(form.removeprefix("ال")[0], []).append(form)
        if " " in form:
            self.long_starts.add(form.split()[0])

    def _add_latin(self, name: str, written: str) -> None:
        for form in {written, without_article(written)}:
            self.full.setdefault(form, name)
        self.sounds.setdefault(sound(written), name)
        self.alike.setdefault(with_vowels(written), name)


@dataclass
class Gazetteer:
    """All places, and which districts lie in which city."""

    cities: Names = field(default_factory=Names)
    districts: Names = field(default_factory=Names)
    long_starts: set[str] = field(default_factory=set)
    districts_of: dict[str, Names] = field(default_factory=dict)
    cities_with: dict[str, Names] = field(default_factory=dict)


def without_article(latin: str) -> str:
    """ "alnarjis" → "narjis"."""
    return _LATIN_ARTICLE.sub("", latin)


def sound(latin: str) -> str:
    """The consonants of a Latin spelling, the article left out: "al5aldiya" → "khldy"."""
    letters = "".join(_BY_SOUND.get(c, c) for c in without_article(latin))
    consonants = letters[:1] + re.sub(r"[aeiou'-]", "", letters[1:])
    return re.sub(r"(.)\1+", r"\1", consonants).removesuffix("h")


def with_vowels(latin: str) -> str:
    """The sound with its vowels, "o" as "u" and "e" as "i": "elnozha" → "nuzha"."""
    letters = "".join(_BY_SOUND.get(c, c) for c in without_article(latin))
    merged = letters.translate(_VOWELS).replace("'", "").replace("-", "")
    return re.sub(r"(.)\1+", r"\1", merged).removesuffix("h")


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The lookup file, read once a process; empty when there is none."""
    places = Gazetteer()
    if not PLACES_FILE.is_file():
        return places
    content = yaml.safe_load(PLACES_FILE.read_text(encoding="utf-8")) or {}
    for city in content.get("cities", []):
        name, aliases = city["name"], city.get("aliases") or []
        places.cities.add(name, aliases, bare=False)
        inside = places.districts_of.setdefault(name, Names())
        for district in city.get("districts") or []:
            spelt = (district["name"], district.get("aliases") or [])
            places.districts.add(*spelt, bare=True)
            inside.add(*spelt, bare=True)
            places.cities_with.setdefault(district["name"], Names()).add(name, aliases, bare=False)
    for form in BARE_CITIES:
        full_name = places.cities.full.get(f"ال{form}")
        if full_name:
            places.cities.full.setdefault(form, full_name)
    places.long_starts = places.cities.long_starts | places.districts.long_starts
    return places


def city_names() -> list[str]:
    """The canonical name of every city, in the file's order."""
    return list(gazetteer().districts_of)
