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
_DENIED = re.compile(
    rf"{START}(?:مو|مب|مهوب|ماهو|مش|ليس|موب|بدال|بدل|غير|not)\s+(?:يوم\s+)?(?:ال)?"
    rf"(?:بعد\s+(?:بكره|بكرا)|\w+){END}"
)
""" "مو اليوم بكره": what it is not is no time that is wanted."""
_SOFT = re.compile(
    r"(?:لا|لالا|بس|طيب|زين|اوك|اوكي|تمام|خلاص|يا|و|او|في|علي|من|يوم|صلاه|ان|شاء|الله|لو|سمحت\w*|"
    r"احسن|افضل|انسب|اريح|يناسبني|يناسب|اقدر|فاضي\w*|ابي\w*|ابغا|ابغي\w*|ودي|نبي|ممكن|تقدرون|"
    r"[اتن]?خل\w{0,4}|حط\w{0,3}|[اتن]?غير\w{0,4}|[اتن]?اجل\w{0,4}|قدم\w{0,3}|صير\w{0,2}|يصير|تصير|"
    r"ال?موعد\w{0,2}|الوقت|وقت|وقتها|الاتصال|المكالمه|اتصل\w{0,3}|كلم\w{0,4}|دق\w{0,3}|الساعه|ساعه|"
    r"make|it|please|at|on|no|the|in|ok|change|to|khal\w*|la)"
)
"""What may stand round a time that is nothing but another time for a call."""
_ENGLISH_TOMORROW = re.compile(r"\b(?:tomorrow|bukra|bokra|bukrah)\b")
_FIRST_AFTERNOON_HOURS = range(1, 7)
"""Nobody is rung at night: a bare "3" is three in the afternoon."""


def read_call_time(
    text: str, moment: datetime, *, bare: bool = False, changed: datetime | None = None
) -> datetime | None:
    """The moment that a message names, never past; None when it names none.

    Args:
        moment: now, in the zone in which the time is meant.
        bare: a number alone is an hour ("٥"): the question was for a time.
        changed: what was agreed before, same zone: "لا خليها المغرب" keeps its day, "لا بكره"
            its hour.
    """
    folded = _DENIED.sub(" ", fold_text(text))
    if _NOW.search(folded):
        return moment
    after = _AFTER.search(folded)
    if after:
        return moment + _length(after)
    part = next(((hour, late) for words, hour, late in _PARTS if re.search(words, folded)), None)
    hour = _hour(folded, part, bare)
    day = _day(folded, moment.date())
    if hour is None and day is None:
        return None
    if changed is not None:
        day = day or max(changed.date(), moment.date())
        hour = hour or changed.time()
    wanted = _at(day or moment.date(), hour or (part[0] if part else time(9)), moment)
    if wanted <= moment and day is None:
        return wanted + timedelta(days=1)
    return max(wanted, moment)


def is_only_time(text: str, moment: datetime) -> bool:
    """Whether a message gives a time and nothing else: "لا خليها المغرب", "بس مو اليوم بكره"."""
    if read_call_time(text, moment, bare=True) is None:
        return False
    words = _DENIED.sub(" ", fold_text(text))
    for pattern in (_NOW, _AFTER, _CLOCK, _PLAIN, *(re.compile(words) for words, *_ in _PARTS)):
        words = pattern.sub(" ", words)
    left = [word for word in words.split() if any(map(str.isalnum, word))]
    return all(
        _SOFT.fullmatch(word) or _day(word, moment.date()) or word in ("بعد", "الجاي", "القادم")
        for word in left
    )


def _at(day: date, hour: time, moment: datetime) -> datetime:
    return datetime.combine(day, hour, tzinfo=moment.tzinfo)


def _day(folded: str, today: date) -> date | None:
    if _ENGLISH_TOMORROW.search(folded):
        return today + timedelta(days=1)
    return relative_day(folded, today)


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
