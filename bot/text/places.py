"""Cities and districts of `data/lookups/cities.yml` in a message, small slips forgiven.

Precision first: many places are named like words of every day ("الروضة", "الخميس"), so each name
needs the evidence that `place_words` asks for: a place word before it, or its city beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.text.arabizi_words import ENGLISH, SPELLINGS
from bot.text.gazetteer import Gazetteer, Names, gazetteer, sound, with_vowels
from bot.text.normalise import fold_text
from bot.text.place_words import (
    CLITICS,
    COMPASS,
    DISTRICT,
    HOME,
    INSIDE,
    LATIN_ARTICLES,
    LEADS,
    NEVER_BESIDE,
    NONE,
    NOT_MISSPELT,
    OTHERWISE,
    PLACE_WORDS_AFTER,
    ROADS,
    SHORT_CITIES,
    TOWARDS,
    WHOLE,
    city_needs,
    district_needs,
)
from bot.text.slip_costs import near_letters
from bot.text.slips import LOOK_ALIKE
from bot.text.spans import Found

LONGEST = 3
"""Words in the longest name looked for."""
_WORD = re.compile(r"[\u0621-\u064a]+|(?<![a-z0-9])(?=\d?[a-z])[a-z0-9']+")
_BESIDE = re.compile(r"[\s,:/-]*")
_SHORTEST_AFTER_CLITIC = 4
_SHORTEST_MISSPELT = {NONE: 7, TOWARDS: 7, INSIDE: 6, HOME: 5, WHOLE: 6, DISTRICT: 4}
"""Evidence → letters (without the article) of the shortest name of which a slip is forgiven."""
_ANY_LETTER_FROM = 7
"""Letters of a name from which any letter may be wrong; in shorter ones a look-alike only."""
_SOUND_ALIKE = frozenset(("صس", "سص", "تط", "طت"))
"""What is written for what in a name that was heard: "النرجص"."""
_SAME_ENDS = frozenset(("اه", "ها", "اي", "يا"))
"""Last letters that sound the same: "الملقه", "الملقا"."""
_HEARD_ENDS = (("ي", "ا"), ("ا", "ه"))
"""Last letter as it is heard, and as the name has it."""
_SHORTEST_NEAR = 5
"""Letters of a name after "حي" from which the key beside the right one may be wrong: "الياسمبن"."""
_TWICE = re.compile(r"(.)\1")
_SHORTEST_SOUND = {INSIDE: 4, HOME: 4, WHOLE: 4, DISTRICT: 3}


@dataclass(frozen=True)
class _Word:
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class _Hit:
    """A place at words `first` … `last`."""

    first: int
    last: int
    found: Found


def find_places(text: str) -> list[Found]:
    """Cities and districts in folded text."""
    places = gazetteer()
    words = [_Word(m.group(), *m.span()) for m in _WORD.finditer(text)]
    hits: list[_Hit] = []
    i = 0
    while i < len(words):
        hit = _place_at(places, text, words, i)
        if hit:
            hits.append(hit)
        i = hit.last + 1 if hit else i + 1
    return [hit.found for hit in _with_neighbours(places, text, words, hits)]


def _place_at(places: Gazetteer, text: str, words: list[_Word], i: int) -> _Hit | None:
    before = words[i - 1].text if i else ""
    if before in LATIN_ARTICLES and i > 1:
        before = words[i - 2].text
    if before in ROADS:
        return None
    for size in range(min(LONGEST, len(words) - i), 0, -1):
        last = i + size - 1
        lead = LEADS.get(before, NONE)
        if _is_whole(words, i, last):
            lead = max(lead, WHOLE)
        if last + 1 < len(words) and words[last + 1].text in PLACE_WORDS_AFTER:
            lead = DISTRICT
        elif last + 1 < len(words) and words[last + 1].text in COMPASS:
            lead = max(lead, INSIDE)
        readings = list(_readings(places, words[i : last + 1], lead))
        for read in (_exact, _doubled, _as_it_sounds, _misspelt):
            for name, shift, level in readings:
                place = read(places, name, level)
                if place and not (_is_word(name) and _is_otherwise(text, words, last)):
                    return _Hit(i, last, Found(*place, words[i].start + shift, words[last].end))
    return None


def _is_word(name: str) -> bool:
    """Whether the name is a word or a person's name too."""
    return max(city_needs(name), district_needs(name)) > NONE


def _is_whole(words: list[_Word], first: int, last: int) -> bool:
    """Whether the message is nothing but the name, a place word before it apart."""
    return last == len(words) - 1 and all(
        w.text in LEADS or w.text in LATIN_ARTICLES for w in words[:first]
    )


def _is_otherwise(text: str, words: list[_Word], last: int) -> bool:
    following = words[last + 1].text if last + 1 < len(words) else ""
    heading = words[last].text in ("المدينه", "الحي") and text[words[last].end :][:2].strip() == ":"
    door = bool(following) and words[last].text == "بابها"
    return following in OTHERWISE or heading or door


def _readings(places: Gazetteer, words: list[_Word], lead: int) -> Iterator[tuple[str, int, int]]:
    """The name with and without what is glued to it: name, letters left out, evidence."""
    latin = words[0].text.isascii() and words[-1].text.isascii()
    written = ("" if latin else " ").join(w.text for w in words)
    if latin:
        yield written, 0, lead
        return
    for clitic, evidence in CLITICS.items():
        if not written.startswith(clitic):
            continue
        if len(words) > 1 and words[0].text[len(clitic) :] not in places.long_starts:
            continue
        name = written[len(clitic) :]
        if clitic.endswith("ال") or clitic == "لل":
            name = f"ال{name}"
        short = len(name) < _SHORTEST_AFTER_CLITIC and name not in SHORT_CITIES
        if not (clitic and short):
            yield name, len(clitic.removesuffix("ال")), max(lead, evidence)


def _exact(places: Gazetteer, name: str, level: int) -> tuple[str, str] | None:
    if len(name) < 3 or (level < INSIDE and (name in SPELLINGS or name in ENGLISH)):
        return None
    district, city = places.districts.full.get(name), places.cities.full.get(name)
    if level == DISTRICT:
        district = district or places.districts.bare.get(name)
    if district and level == DISTRICT:
        return "district", district
    if city and level >= city_needs(name):
        return "city", city
    if district and (level >= district_needs(name) or (name == "البلد" and level == INSIDE)):
        return "district", district
    bare = places.districts.bare.get(name) if level == WHOLE else None
    return ("district", bare) if bare else None


def _doubled(places: Gazetteer, name: str, level: int) -> tuple[str, str] | None:
    """A name with letters typed twice: "تبووك"."""
    once = _TWICE.sub(r"\1", name)
    return _exact(places, once, level) if once != name and not name.isascii() else None


def _as_it_sounds(places: Gazetteer, name: str, level: int) -> tuple[str, str] | None:
    """A name written by ear: "الرياظ", "ابهى", "بريدا"."""
    if len(name) < _SHORTEST_AFTER_CLITIC or name.isascii():
        return None
    heard = [name.replace("ظ", "ض")]
    ends = _HEARD_ENDS if level >= INSIDE else _HEARD_ENDS[:1]
    heard += [name[:-1] + right for written, right in ends if name.endswith(written)]
    places_heard = (_exact(places, each, level) for each in heard if each != name)
    return next((place for place in places_heard if place), None)


def _misspelt(places: Gazetteer, name: str, level: int) -> tuple[str, str] | None:
    """A name with one slip, the more evidence the shorter it may be."""
    for kind, names in _kinds(places, level):
        found = _closest(names, name, level)
        if found and level >= _needs(kind)(fold_text(found)):
            return kind, found
    return None


def _kinds(places: Gazetteer, level: int) -> tuple[tuple[str, Names], ...]:
    if level == DISTRICT:
        return (("district", places.districts),)
    return ("city", places.cities), ("district", places.districts)


def _needs(kind: str) -> Callable[[str], int]:
    return city_needs if kind == "city" else district_needs


def _closest(names: Names, name: str, level: int) -> str | None:
    shortest = _SHORTEST_MISSPELT[level]
    if name.isascii():
        heard = sound(name)
        if len(heard) >= _SHORTEST_SOUND.get(level, 9):
            return names.sounds.get(heard)
        return names.alike.get(with_vowels(name)) if level >= INSIDE else None
    stem = name.removeprefix("ال")
    if name in NOT_MISSPELT or len(stem) < shortest - 1:
        return None
    candidates = names.by_letter.get(stem[0], ())
    match = process.extractOne(name, candidates, scorer=OSA.distance, score_cutoff=1)
    if match is None or len(match[0].removeprefix("ال")) < shortest:
        return None
    return names.full[match[0]] if _is_slip(name, match[0], level) else None


def _is_slip(written: str, meant: str, level: int) -> bool:
    """Whether one letter's difference is rather a slip than another word."""
    if len(written) != len(meant) or len(meant.removeprefix("ال")) >= _ANY_LETTER_FROM:
        return True
    differing = [(a, b) for a, b in zip(written, meant, strict=True) if a != b]
    if len(differing) == 2 or written[-1] + meant[-1] in _SAME_ENDS:
        return True
    if level == DISTRICT and len(meant.removeprefix("ال")) >= _SHORTEST_NEAR:
        return all(b in near_letters(a) for a, b in differing)
    return all(b in LOOK_ALIKE.get(a, "") or a + b in _SOUND_ALIKE for a, b in differing)


def _with_neighbours(
    places: Gazetteer, text: str, words: list[_Word], hits: list[_Hit]
) -> list[_Hit]:
    """What stands beside a city and is one of its districts needs no more, nor the reverse."""
    taken = {i for hit in hits for i in range(hit.first, hit.last + 1)}
    grown = list(hits)
    weak = [hit for hit in _weak_cities(places, words) if hit.first not in taken]
    for i, hit in enumerate((*hits, *weak)):
        for beside in _beside(text, words, hit, taken):
            found = _neighbour(places, words, hit, beside)
            if found:
                grown += [found] if i < len(hits) else [hit, found]
                taken.update(beside)
                break
    return sorted(grown, key=lambda hit: hit.first)


def _weak_cities(places: Gazetteer, words: list[_Word]) -> Iterator[_Hit]:
    """Cities whose names are words too: places only if one of their districts is beside them."""
    for i, word in enumerate(words):
        city = places.cities.full.get(word.text) if city_needs(word.text) else None
        if city in places.districts_of:
            yield _Hit(i, i, Found("city", city, word.start, word.end))


def _beside(text: str, words: list[_Word], hit: _Hit, taken: set[int]) -> Iterator[range]:
    """Word ranges right after and right before a place, free and parted by nothing."""
    start = hit.first
    if start and LEADS.get(words[start - 1].text) == DISTRICT:
        start -= 1  # "المدينة حي قباء"
    for size in (2, 1):
        for first in (hit.last + 1, start - size):
            reach = range(first, first + size)
            if first < 0 or reach[-1] >= len(words) or any(i in taken for i in reach):
                continue
            left, right = (hit.last, first) if first > hit.last else (reach[-1], start)
            if _BESIDE.fullmatch(text[words[left].end : words[right].start]):
                yield reach


def _neighbour(places: Gazetteer, words: list[_Word], hit: _Hit, beside: range) -> _Hit | None:
    kind = "district" if hit.found.kind == "city" else "city"
    related = places.districts_of if kind == "district" else places.cities_with
    names = related.get(hit.found.value)
    before = words[beside[0] - 1].text if beside[0] else ""
    if names is None or before in ROADS:
        return None
    for name, shift, _ in _readings(places, [words[i] for i in beside], DISTRICT):
        bare = names.bare.get(name) if district_needs(f"ال{name}") == NONE else None
        found = names.full.get(name) or bare or _closest(names, name, DISTRICT)
        if found and name not in NEVER_BESIDE:
            span = words[beside[0]].start + shift, words[beside[-1]].end
            return _Hit(beside[0], beside[-1], Found(kind, found, *span))
    return None
