"""Hours of peace in a sentence: "لا ترسلون بعد 10 بالليل", "من 11 إلى 7 الصبح"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.notices.choices import DAY, DEFAULT_QUIET, Quiet
from bot.text.normalise import fold_text
from bot.text.numbers import VALUES

_HOURS = {word: value for word, value in VALUES.items() if 1 <= value <= 12}
_NAMED = {
    "نص الليل": 0,
    "منتصف الليل": 0,
    "الفجر": 5 * 60,
    "المغرب": 18 * 60,
    "العشاء": 20 * 60,
    "العشا": 20 * 60,
}
"""Prayers move with the season: a round hour, which the confirmation shows."""
_WORDS = "|".join(sorted(map(re.escape, [*_HOURS, *_NAMED]), key=len, reverse=True))
_MORNING = r"(?:ب?(?:ال)?(?:صباح|صبح)\w*|ص|am|الفجر|فجرا)"
_EVENING = r"(?:ب?(?:ال)?(?:ليل|مساء|مسا|عصر|ظهر|مغرب)\w*|م|pm|العشاء?)"
_TIME = (
    rf"(?:ال)?(?:ساعه\s+)?(?:ال)?(?P<{{0}}hour>\d{{{{1,2}}}}|{_WORDS})(?::(?P<{{0}}minute>\d\d))?"
    rf"(?P<{{0}}half>\s+و\s?نص)?(?:\s*(?:(?P<{{0}}am>{_MORNING})|(?P<{{0}}pm>{_EVENING}))(?!\w))?"
)
_FROM_TO = re.compile(
    rf"\b(?:من|بين)\s+{_TIME.format('a')}\s*(?:ل|لل|الي|حتي|لين|لحد|لغايه|و|-)\s*"
    rf"{_TIME.format('b')}"
)
_AFTER = re.compile(rf"\b(?P<only>الا\s+)?بعد\s+{_TIME.format('a')}")
_BEFORE = re.compile(rf"\b(?P<only>الا\s+)?قبل\s+{_TIME.format('a')}")
_ANY = re.compile(
    r"\b(?:ب?اي وقت|كل الاوقات|24 ساعه|طول اليوم)\b"
    r"|\b(?:شيل\w*|الغ\w*|وقف\w*|بدون)\s+(?:ساعات|وقت|اوقات)\s+(?:ال)?هدوء"
)
_NIGHT = re.compile(r"\b(?:ب?الليل|ليل|وقت النوم|وانا نايم\w*|ساعات الهدوء|وقت الهدوء|متاخر)\b")
_PEACE = re.compile(
    r"\b[وف]?(?:لا|ما|مو|بدون|وقف\w*|اوقف\w*|هدوء|الهدوء|نوم|النوم|تزعج\w*|ازعاج|نايم\w*)\b"
)
_HOURS_OF_PEACE = re.compile(r"(?<!\w)(?:ال|لل|ب|بال)?هدوء")
_MOST_MINUTES = 59


@dataclass(frozen=True)
class QuietWish:
    """What a sentence says of the quiet hours; None: that end stays as it is."""

    starts: int | None = None
    ends: int | None = None
    off: bool = False

    def applied(self, now: Quiet) -> Quiet:
        """The hours that follow from those in force."""
        if self.off:
            return Quiet(0, 0)
        base = DEFAULT_QUIET if now.off else now
        return Quiet(
            base.starts if self.starts is None else self.starts,
            base.ends if self.ends is None else self.ends,
        )


def read_quiet(text: str, *, asked: bool = False) -> QuietWish | None:
    """The wish about hours in a message, or None when it speaks of none.

    `asked`: it answers when nothing shall be sent. Else hours without a "no" are those in which
    notices are welcome, unless they reach past midnight.
    """
    folded = fold_text(text)
    span = _FROM_TO.search(folded)
    if span:
        starts, ends = _minute(span, "a", evening=True), _minute(span, "b", evening=False)
        if starts is not None and ends is not None and starts != ends:
            peace = asked or starts > ends or _PEACE.search(folded)
            return QuietWish(starts, ends) if peace else QuietWish(ends, starts)
    if _ANY.search(folded):
        return QuietWish(off=True)
    found = _one_end(folded, asked)
    if found is None and _NIGHT.search(folded):
        return QuietWish(DEFAULT_QUIET.starts, DEFAULT_QUIET.ends)
    return found


def names_hours(text: str) -> bool:
    """Whether a message gives hours in so many words: "من ١١ الى ٨", "بعد 10"."""
    folded = fold_text(text)
    return any(pattern.search(folded) for pattern in (_FROM_TO, _AFTER, _BEFORE))


def names_peace(text: str) -> bool:
    """Whether a message speaks of hours of peace: "ابي اوقات هدوء"."""
    return bool(_HOURS_OF_PEACE.search(fold_text(text)))


def _one_end(folded: str, asked: bool) -> QuietWish | None:
    """ "بعد 10" begins the quiet, "قبل 8" ends it; with "إلا" or a plain wish the other way."""
    forbids = asked or bool(_PEACE.search(folded))
    starts = ends = None
    for match in _AFTER.finditer(folded):
        if forbids and not match["only"]:
            starts = _minute(match, "a", evening=True)
        else:
            ends = _minute(match, "a", evening=False)
    for match in _BEFORE.finditer(folded):
        if forbids and not match["only"]:
            ends = _minute(match, "a", evening=False)
        else:
            starts = _minute(match, "a", evening=True)
    return QuietWish(starts, ends) if (starts, ends) != (None, None) else None


def _minute(match: re.Match[str], side: str, *, evening: bool) -> int | None:
    """Minutes after midnight. Without a part of the day, the evening end of a night is meant as
    people go to bed (7 to 11 in the evening, then past midnight), the other as they get up."""
    word = match[f"{side}hour"]
    if word in _NAMED:
        return _NAMED[word]
    hour = int(word) if word.isdigit() else _HOURS[word]
    minute = 30 if match[f"{side}half"] else int(match[f"{side}minute"] or 0)
    if hour > 24 or minute > _MOST_MINUTES:
        return None
    if match[f"{side}am"]:
        hour %= 12
    elif match[f"{side}pm"]:
        hour = _evening_hour(hour, match[f"{side}pm"])
    elif evening and 6 <= hour <= 11:
        hour += 12
    elif evening and hour == 12:
        hour = 0
    return (hour * 60 + minute) % DAY


def _evening_hour(hour: int, part: str) -> int:
    """ "1 بالليل" is past midnight, "12 الظهر" noon, "12 بالليل" midnight."""
    if hour > 12:
        return hour
    if "ليل" in part:
        return hour % 12 if hour == 12 or hour < 5 else hour + 12
    return hour if hour == 12 else hour + 12
