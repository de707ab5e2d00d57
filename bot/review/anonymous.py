"""Personal values of a message replaced by invented ones of the same kind.

What trains a model is kept for years and read by many: it may hold nobody's number, address or
name. The second clerk reads the line as it will be written before approving it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from bot.sealing import fingerprint
from bot.text.names import person_name
from bot.text.normalise import fold_text
from bot.text.values import find_values
from bot.transcripts.masking import hidden_spans

_PERSONAL = frozenset({"mobile", "national_id", "account_number", "email", "reference"})
_ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_GIVEN = ("محمد", "سعد", "نورة", "عبدالله", "ريم", "فهد")
_FAMILY = ("القحطاني", "الغامدي", "الشهري", "المطيري", "الزهراني")
_CUE = re.compile(
    r"(?:^|(?<=\s))(?:و?اسمي|و?الاسم|باسم|اسمه|اسمها|معك|معكم|معاك|اخوك|اختك|ابو|ام|بن|بنت|"
    r"my name is|i am|i'm)\s+"
)
_AFTER_CUE = 3
_SHORTEST_NAME = 3
_LEAST_SHARED = frozenset("حساب فاتوره رقم بيت عداد كهرباء موظف شركه".split())


@dataclass(frozen=True)
class Swap:
    """Characters `start` to `end` of the message become `new`."""

    start: int
    end: int
    new: str


def swaps(text: str, names: Collection[str] = ()) -> list[Swap]:
    """What to replace, in order, nothing overlapping. `names`: of people this may be about."""
    found: list[Swap] = []
    for start, end, kind in [*_numbers(text), *_names(text, names)]:
        if not any(start < swap.end and swap.start < end for swap in found):
            found.append(Swap(start, end, _invented(kind, text[start:end])))
    return sorted(found, key=lambda swap: swap.start)


def apply(text: str, found: list[Swap]) -> str:
    """The message with everything replaced."""
    for swap in reversed(found):
        text = text[: swap.start] + swap.new + text[swap.end :]
    return text


def moved(span: tuple[int, int], found: list[Swap]) -> tuple[int, int] | None:
    """Where a span stands afterwards; None when a replacement cuts through it."""
    start, end = span
    shift_start = shift_end = 0
    for swap in found:
        grown = len(swap.new) - (swap.end - swap.start)
        if swap.end <= start:
            shift_start += grown
        if swap.end <= end:
            shift_end += grown
        inside = start <= swap.start and swap.end <= end
        apart = swap.end <= start or end <= swap.start
        if not inside and not apart:
            return None
    return start + shift_start, end + shift_end


def _numbers(text: str) -> list[tuple[int, int, str]]:
    values = [
        (value.start, value.end, value.kind)
        for value in find_values(text)
        if value.kind in _PERSONAL
    ]
    # All other long runs of digits: contracts, deeds, codes. Amounts and dates stay.
    return values + [(start, end, "number") for start, end in hidden_spans(text)]


def _names(text: str, names: Collection[str]) -> list[tuple[int, int, str]]:
    """Words that are part of a known name, that follow "my name is", or that are nothing else."""
    known = {
        part
        for name in names
        for part in fold_text(name).split()
        if len(part) >= _SHORTEST_NAME and part not in _LEAST_SHARED
    }
    written = [(match.start(), match.end()) for match in re.finditer(r"[^\W\d_]+", text)]
    found = [span for span in written if fold_text(text[slice(*span)]) in known]
    whole = person_name(text)
    if whole:
        found += [span for span in written if text[slice(*span)] in whole.split()]
    for cue in _CUE.finditer(text):
        after = [span for span in written if span[0] >= cue.end()][:_AFTER_CUE]
        said = text[cue.end() : after[-1][1]] if after else ""
        if person_name(said) or (after and cue.group().strip() in ("بن", "بنت", "ابو", "ام")):
            found += after if person_name(said) else after[:1]
    return [(start, end, "name") for start, end in dict.fromkeys(found)]


def _invented(kind: str, said: str) -> str:
    """A value of the same kind and script that is nobody's; the same for the same value."""
    digits = "".join(str(int(sign, 16) % 10) for sign in fingerprint("invented value", said))
    if kind == "name":
        pool = _FAMILY if said.startswith("ال") else _GIVEN
        return pool[int(digits[:6]) % len(pool)]
    if kind == "email" or "@" in said:
        return f"name{digits[:2]}@example.com"
    new = _digits(kind, said, digits)
    arabic = any("٠" <= sign <= "٩" for sign in said)
    return new.translate(_ARABIC_INDIC) if arabic else new


def _digits(kind: str, said: str, digits: str) -> str:
    if kind == "mobile":
        return f"0500{digits[:6]}"
    if kind == "national_id":
        return _with_luhn(f"10{digits[:7]}")
    if kind == "account_number":
        return f"300{digits[:8]}"
    if kind == "reference":
        return re.sub(r"\d", "", said) + digits[:7]
    following = iter(digits)
    return "".join(next(following, "0") if sign.isdigit() else sign for sign in said)


def _with_luhn(nine: str) -> str:
    total = 0
    for place, sign in enumerate(reversed(nine)):
        doubled = int(sign) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return f"{nine}{-total % 10}"
