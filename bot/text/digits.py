"""Values made of digits: accounts, identities, mobiles, references, and any other number."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers

from bot.facts import facts
from bot.text.numbers import SCALES, find_number_words
from bot.text.spans import END, Found, mask, one_of

_RUN = re.compile(r"(?<![\d@_])[+(]?\d+(?:[ ().-]{1,3}\d+)*\)?(?!@)")
_GROUP = re.compile(r"\d+")
_CENTS = r"\d{1,4},\d{2}"
"""A comma for the point, only beside "riyal": elsewhere it parts two numbers."""
_DECIMAL = re.compile(
    r"(?<![\d.])\d{1,7}\.\d{1,2}(?![\d.])"
    rf"|(?<![\d,.]){_CENTS}(?=\s*(?:ريال|ر\.?س|riyal|sar))|(?<=ريال ){_CENTS}(?![\d,.])"
    r"|(?<![\d,])\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?"
)
_THOUSANDS = one_of(word for word, value in SCALES.items() if value >= 1000)
_SCALED = re.compile(
    rf"(?<![\d.,/@_-])(?P<count>\d{{1,3}}(?:\.\d)?)\s?(?P<scale>{_THOUSANDS}|k){END}"
    rf"(?:(?P<half>\s+ونصف?{END})|\s+و\s?(?P<rest>\d{{1,3}})(?![\d.,/]))?"
)
_REFERENCE = re.compile(r"(?<![a-z0-9])([uocsp])[\s:#-]{0,3}((?:\d[\s-]?){6}\d)(?!\d)")
_MOBILE = re.compile(r"(?:(?:00|\+)?966|0)?0?(5\d{8})")
_RIYALS = re.compile(rf"\s+(?:ريال|ريالات|ر\.?س){END}")
_MOST_GROUPS = 14
"""A number of 14 digits (00966…) may be written digit by digit; longer ones mean nothing here."""
_LATIN_WORD = re.compile(r"(?<![a-z0-9'@])(?=[0-9']*[a-z])[a-z0-9']+(?![a-z0-9'@])")
_LETTERS = re.compile(r"(?<!\d)[235-9]{1,2}(?!\d)")
"""Digits that stand for Arabic letters in "ta7 3ala"; 0, 1 and 4 never do."""
_MEASURE = re.compile(r"\d+(?:sar|sr|rs|riyals?|kwh?|amps?|pm|hours?|hrs?|days?|months?)")


@lru_cache(maxsize=1)
def _account_form() -> tuple[int, tuple[str, str]]:
    """Length and prefixes of account numbers, from `data/facts/accounts.yml`."""
    known = facts()
    length = int(known.get("accounts.number_length").number())
    verified = known.get("accounts.prefix_verified").text()
    return length, (verified, known.get("accounts.prefix_unverified").text())


def is_account(digits: str) -> bool:
    """Whether ASCII digits have the form of an account number."""
    length, prefixes = _account_form()
    return len(digits) == length and digits.startswith(prefixes)


def is_national_id(digits: str) -> bool:
    """Ten digits, citizen (1) or resident (2), with a valid Luhn check digit."""
    if len(digits) != 10 or digits[0] not in "12" or not digits.isascii() or not digits.isdigit():
        return False
    doubled = (int(d) * 2 if i % 2 == 0 else int(d) for i, d in enumerate(digits))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def to_mobile(digits: str) -> str | None:
    """E.164 form of a Saudi mobile written any way (`05…`, `5…`, `9665…`, `009665…`), or None."""
    match = _MOBILE.fullmatch(digits)
    if not match:
        return None
    number = phonenumbers.PhoneNumber(country_code=966, national_number=int(match[1]))
    if phonenumbers.number_type(number) != phonenumbers.PhoneNumberType.MOBILE:
        return None
    return f"+966{match[1]}"


def find_digit_values(text: str) -> list[Found]:
    """Every value made of digits in folded text, written or dictated; none overlap."""
    text = _without_letters(text)
    found = [
        Found("reference", (m[1] + _only_digits(m[2])).upper(), m.start(), m.end())
        for m in _REFERENCE.finditer(text)
    ]
    scaled = [_scaled(match) for match in _SCALED.finditer(text)]
    found += scaled
    for match in _DECIMAL.finditer(text):
        if not any(f.start < match.end() and match.start() < f.end for f in found):
            found.append(Found("number", _plain(match.group()), *match.span()))
    for match in _RUN.finditer(text):
        if any(f.start < match.end() and match.start() < f.end for f in found):
            continue
        found.extend(_split_run(text, match))
    return [*found, *_spoken(mask(text, scaled))]


def _plain(decimal: str) -> str:
    """Without commas between thousands; the one before two digits is a point: "350,75"."""
    whole, comma, cents = decimal.rpartition(",")
    return f"{whole}.{cents}" if comma and len(cents) == 2 else decimal.replace(",", "")


def _scaled(match: re.Match[str]) -> Found:
    """Figures and a word: "٣ آلاف" → 3000, "1.5 الف" → 1500, "5k" → 5000, "٣ آلاف ونص" → 3500."""
    value = (float(match["count"]) + bool(match["half"]) / 2) * SCALES.get(match["scale"], 1000)
    return Found("number", str(round(value) + int(match["rest"] or 0)), *match.span())


def _only_digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _without_letters(text: str) -> str:
    """The text, as long as before, without the digits that are letters: "3ndna", "tetla3 3alay"."""
    return _LATIN_WORD.sub(lambda m: _blank_letters(m.group()), text)


def _blank_letters(word: str) -> str:
    if _MEASURE.fullmatch(word):
        return word
    return _LETTERS.sub(lambda m: "\x00" * len(m.group()), word)


def _specific(digits: str, plus: bool) -> tuple[str, str] | None:
    """Kind and value of digits that mean something by themselves."""
    mobile = to_mobile(digits)
    if mobile and (not plus or digits.startswith("966")):
        return "mobile", mobile
    if plus:
        return None
    if is_account(digits):
        return "account_number", digits
    if is_national_id(digits):
        return "national_id", digits
    return None


def _split_run(text: str, run: re.Match[str]) -> list[Found]:
    """The values of digits that stand together: the longest specific ones, the rest numbers."""
    groups = [
        (m.group(), m.start() + run.start(), m.end() + run.start())
        for m in _GROUP.finditer(run.group())
    ]
    found: list[Found] = []
    loose: list[tuple[str, int, int]] = []
    i = 0
    while i < len(groups):
        specific = _longest_specific(text, groups, i)
        if specific is None:
            loose.append(groups[i])
            i += 1
            continue
        value, used = specific
        found.extend(_number(loose))
        loose = []
        found.append(value)
        i += used
    found.extend(_number(loose))
    return found


def _longest_specific(
    text: str, groups: list[tuple[str, int, int]], first: int
) -> tuple[Found, int] | None:
    start = groups[first][1]
    plus = start > 0 and text[start - 1] == "+"
    for last in range(min(len(groups), first + _MOST_GROUPS), first, -1):
        part = groups[first:last]
        meaning = _specific("".join(g for g, _, _ in part), plus)
        if meaning:
            return Found(*meaning, start - plus, part[-1][2]), len(part)
    return None


def _number(groups: list[tuple[str, int, int]]) -> list[Found]:
    """Groups without a special meaning are one number, their separators removed."""
    if not groups:
        return []
    return [Found("number", "".join(g for g, _, _ in groups), groups[0][1], groups[-1][2])]


def _spoken(text: str) -> list[Found]:
    """Dictated digits, and amounts in words that are no mere "one" or "two"."""
    found = []
    for number in find_number_words(text):
        alone = not text[: number.start].strip() and not text[number.end :].strip(" .,!?")
        if number.dictated:
            kind, value = _specific(number.digits, False) or ("number", number.digits)
            found.append(Found(kind, value, number.start, number.end))
        elif alone or int(number.digits) > 10 or _RIYALS.match(text, number.end):
            found.append(Found("number", number.digits, number.start, number.end))
    return found
