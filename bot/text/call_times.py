"""When somebody wants to be rung: "بكرة العصر", "الساعة ٥ ونص", "بعد ساعتين", "الأحد الصبح"."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from bot.text.normalise import fold_text
from bot.text.numbers import VALUES
from bot.text.relative_days import relative_day
from bot.text.spans import END, START, one_of

_HOURS = {word: value for word, value in VALUES.items() if 1 <= value <= 12}
_HOUR = rf"(?P<hour>\d{{1,2}}|(?:ال)?{one_of(_HOURS)})"
_MINUTES = {"ونص": 30, "والنص": 30, "ونصف": 30, "والنصف": 30, "وربع": 15, "والربع": 15,
            "وثلث": 20, "والثلث": 20, "الا ربع": -15, "الا ثلث": -20}  # fmt: skip
_MINUTE = rf"(?:\s*[:.]\s*(?P<minute>\d\d)|\s+(?P<words>{one_of(_MINUTES)}))?"
_CLOCK = re.compile(rf"{START}(?:ع?ال|ل|ب)?(?:ساعه|الساعه)\s+{_HOUR}{_MINUTE}{END}")
_PLAIN = re.compile(rf"{START}(?:ال)?{_HOUR}{_MINUTE}\s*(?P<half>ص|م|am|pm)?{END}")
_ENGLISH_CLOCK = re.compile(
    r"\bat\s+(?P<hour>\d{1,2})(?:\s*[:.]\s*(?P<minute>\d\d))?(?P<words>)\s*(?P<half>am|pm)?\b"
)
_AFTER = re.compile(
    rf"{START}(?:بعد|كمان|in)\s+(?:(?P<half>نص|نصف)\s+ساعه|(?P<dual>ساعتين)|"
    rf"(?:(?P<count>\d{{1,2}}|{one_of(_HOURS)})\s+)?(?P<unit>ساعه|ساعات|دقيقه|دقايق|دقائق|hours?|minutes?)){END}"
)
_PARTS = (  # the first that is found counts; (words, hour, whether small hours are after noon)
    (rf"{START}بعد\s+الظهر{END}", time(13), True),
    (rf"{START}قبل\s+الظهر{END}", time(11), False),
    (rf"{START}بعد\s+العصر{END}", time(15, 30), True),
    (rf"{START}[بفو]?(?:ال)?(?:عصر|عصريه){END}|afternoon", time(15), True),
    (rf"{START}[بفو]?(?:ال)?ظهر(?:ا)?{END}|noon", time(12), True),
    (rf"{START}[بفو]?(?:ال)?(?:صبح|صباح|صباحا|بدري){END}|morning", time(9), False),
    (rf"{START}[بفو]?(?:ال)?(?:ضحي){END}", time(10), False),
    (rf"{START}[بفو]?(?:ال)?(?:مغرب){END}", time(18), True),
    (rf"{START}[بفو]?(?:ال)?(?:عشاء|عشا|ليل|مسا|مساء|ليله){END}|evening|night", time(20), True),
    (rf"{START}[بفو]?(?:ال)?(?:فجر){END}", time(5), False),
)
_NOW = re.compile(
    rf"{START}(?:الحين|الان|دحين|حالا|فورا|هالحين|الساعه هذي|now|اقرب وقت|باقرب وقت|اي وقت|"
    rf"متي ما (?:قدرتوا|تفضيتوا|تقدرون)|وقت ما يناسبكم){END}"
)
_ENGLISH_TOMORROW = re.compile(r"\b(?:tomorrow|bukra|bokra|bukrah)\b")
_FIRST_AFTERNOON_HOURS = range(1, 7)
"""Nobody is rung at night: a bare "3" is three in the afternoon."""


def read_call_time(text: str, moment: datetime, *, bare: bool = False) -> datetime | None:
    """The moment that a message names, never past; None when it names none.

    Args:
        moment: now, in the zone in which the time is meant.
        bare: a number alone is an hour ("٥"): the question was for a time.
    """
    folded = fold_text(text)
    if _NOW.search(folded):
        return moment
    after = _AFTER.search(folded)
    if after:
        return moment + _length(after)
    part = next(((hour, late) for words, hour, late in _PARTS if re.search(words, folded)), None)
    hour = _hour(folded, part, bare)
    day = _day(folded, text, moment.date())
    if hour is None and day is None:
        return None
    wanted = _at(day or moment.date(), hour or (part[0] if part else time(9)), moment)
    if wanted <= moment and day is None:
        return wanted + timedelta(days=1)
    return max(wanted, moment)


def _at(day: date, hour: time, moment: datetime) -> datetime:
    return datetime.combine(day, hour, tzinfo=moment.tzinfo)


def _day(folded: str, text: str, today: date) -> date | None:
    if _ENGLISH_TOMORROW.search(folded):
        return today + timedelta(days=1)
    return relative_day(text, today)


def _length(match: re.Match[str]) -> timedelta:
    if match["half"]:
        return timedelta(minutes=30)
    if match["dual"]:
        return timedelta(hours=2)
    written = match["count"] or "1"
    count = int(written) if written.isdigit() else _HOURS[written]
    minutes = match["unit"].startswith(("دق", "min"))
    return timedelta(minutes=count) if minutes else timedelta(hours=count)


def _hour(folded: str, part: tuple[time, bool] | None, bare: bool) -> time | None:
    """The hour of the clock; the part of the day says which half is meant."""
    match = _CLOCK.search(folded) or _ENGLISH_CLOCK.search(folded)
    if match is None:
        plain = _PLAIN.search(folded)
        match = plain if plain and (bare or part or plain["half"]) else None
    if match is None:
        return part[0] if part else None
    written = match["hour"].removeprefix("ال")
    hour = int(written) if written.isdigit() else _HOURS.get(written, 0)
    if not 0 < hour < 24:
        return part[0] if part else None
    half = match.groupdict().get("half")
    late = half in ("م", "pm") if half else part[1] if part else hour in _FIRST_AFTERNOON_HOURS
    if late and hour < 12:
        hour += 12
    minutes = int(match["minute"] or 0) + _MINUTES.get(" ".join((match["words"] or "").split()), 0)
    if not -30 < minutes < 60:
        return None
    total = hour * 60 + minutes
    return time(total // 60 % 24, total % 60)
