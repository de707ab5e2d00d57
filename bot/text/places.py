"""Cities and districts of `data/lookups/cities.yml` in a message, small slips forgiven."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from rapidfuzz import fuzz, process

from bot.text.arabizi_words import ENGLISH, SPELLINGS
from bot.text.normalise import fold_text
from bot.text.spans import Found

PLACES_FILE = Path(__file__).resolve().parents[2] / "data" / "lookups" / "cities.yml"
LONGEST = 3
"""Words in the longest name looked for."""
SIMILAR = 86
"""Percentage of likeness (RapidFuzz ratio) from which a misspelt name is taken."""
_SHORTEST_FUZZY = 6
_SHORTEST_AFTER_CLITIC = 4

_WORD = re.compile(r"[\u0621-\u064a]+|[a-z]+(?:-[a-z]+)*")
_DISTRICT_LEAD = frozenset("حي حاره بحي الحي لحي وحي district".split())
_LEADS = _DISTRICT_LEAD | frozenset(
    "في فى ب من ل الي علي مدينه مدينة بمدينه منطقه بمنطقه سكان ساكن ساكنه ساكنين عندنا in".split()
)
_ROADS = frozenset(
    "شارع طريق جامعه مستشفي مدرسه مسجد سوق مول مطار حديقه مطعم بنك شركه محطه".split()
)
_SHORT_CITIES = frozenset("جده مكه".split())
"""Taken after a glued preposition although short: "بجدة"."""
_CITY_LIKE_WORDS = frozenset("ابها بيش حقل املج ينبع".split())
_ONLY_AFTER_DISTRICT = frozenset("احد العيون عيون الدفاع دفاع سلطانه البلد بلد السد الامل".split())
"""Districts taken only after "حي": their names come after prepositions in other sentences too."""
_ORDINARY = frozenset(
    "النسيم الورود السلام السلامه الروضه الصفا النعيم النزهه الربيع الخليج النور الامل الزهور "
    "الياسمين النرجس الصحافه العليا الحمراء النهضه الفلاح الاندلس المطار الصناعيه الجامعيين "
    "الشاطي المروه السامر لبن النخيل الواحه التعاون المصيف الملك الورد الزهراء الازدهار الهدا "
    "الموظفين الضباط المحمديه الشفا البلد الوادي الندي السد الخالديه الريان الدوحه الجوهره".split()
)
"""Districts whose names are everyday words or names: taken only where a place is meant."""


@dataclass(frozen=True)
class Gazetteer:
    """Folded spelling → canonical name."""

    cities: dict[str, str]
    districts: dict[str, str]


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The lookup file, read once a process; empty when there is none."""
    if not PLACES_FILE.is_file():
        return Gazetteer({}, {})
    content = yaml.safe_load(PLACES_FILE.read_text(encoding="utf-8")) or {}
    cities: dict[str, str] = {}
    districts: dict[str, str] = {}
    for city in content.get("cities", []):
        _add(cities, city["name"], city.get("aliases", []))
        for district in city.get("districts") or []:
            _add(districts, district["name"], district.get("aliases", []))
    return Gazetteer(cities, districts)


def _add(index: dict[str, str], name: str, aliases: list[str]) -> None:
    for spelling in (name, *aliases):
        folded = fold_text(str(spelling))
        for form in (folded, folded.removeprefix("ال"), folded.replace("ء", "")):
            if len(form) > 2:
                index.setdefault(form, name)


def find_places(text: str) -> list[Found]:
    """Cities and districts in folded text."""
    places = gazetteer()
    words = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]
    found: list[Found] = []
    i = 0
    while i < len(words):
        place = _place_at(places, words, i)
        if place is None:
            i += 1
            continue
        found.append(place[0])
        i += place[1]
    return found


def _place_at(
    places: Gazetteer, words: list[tuple[str, int, int]], i: int
) -> tuple[Found, int] | None:
    before = words[i - 1][0] if i else ""
    for size in range(min(LONGEST, len(words) - i), 0, -1):
        written = " ".join(w for w, _, _ in words[i : i + size])
        whole = size == len(words) or (i == 1 and size == len(words) - 1 and before in _LEADS)
        match = _look_up(places, written, before, whole)
        if match:
            kind, name, shift = match
            return Found(kind, name, words[i][1] + shift, words[i + size - 1][2]), size
    return None


def _look_up(
    places: Gazetteer, written: str, before: str, whole: bool
) -> tuple[str, str, int] | None:
    """Kind, canonical name, and how many letters of a clitic stand before it."""
    for clitic in ("", "ب", "ل", "و", "في"):
        name = written[len(clitic) :]
        glued = clitic and len(name) < _SHORTEST_AFTER_CLITIC and name not in _SHORT_CITIES
        if not written.startswith(clitic) or glued:
            continue
        lead = before in _LEADS or clitic in ("ب", "ل", "في")
        found = _exact(places, name, before, lead, whole)
        if found:
            return (*found, len(clitic))
    similar = _similar(places, written, before, before in _LEADS, whole)
    return (*similar, 0) if similar else None


def _exact(
    places: Gazetteer, name: str, before: str, lead: bool, whole: bool
) -> tuple[str, str] | None:
    if len(name) < 3 or before in _ROADS:
        return None
    district = places.districts.get(name)
    if district and before in _DISTRICT_LEAD:
        return "district", district
    if name in _ONLY_AFTER_DISTRICT or (not lead and (name in SPELLINGS or name in ENGLISH)):
        return None
    full = name.startswith("ال") or not name.isalpha() or "a" <= name[0] <= "z"
    city = places.cities.get(name)
    if city and (
        lead or whole or ((full or fold_text(city) == name) and name not in _CITY_LIKE_WORDS)
    ):
        return "city", city
    if district and (whole or (lead and (full or fold_text(district) == name))):
        return "district", district
    canonical = district is not None and fold_text(district) == name
    if district and canonical and name not in _ORDINARY:
        return "district", district
    return None


def _similar(
    places: Gazetteer, name: str, before: str, lead: bool, whole: bool
) -> tuple[str, str] | None:
    """A misspelt name, only where a place is expected: after "حي" or "في", or alone."""
    expected = lead or (whole and not name.isascii())
    if len(name) < _SHORTEST_FUZZY or not expected or before in _ROADS:
        return None
    kinds = [("district", places.districts), ("city", places.cities)]
    if before not in _DISTRICT_LEAD:
        kinds.reverse()
    for kind, index in kinds:
        match = process.extractOne(name, index.keys(), scorer=fuzz.ratio, score_cutoff=SIMILAR)
        if match:
            return kind, index[match[0]]
    return None
