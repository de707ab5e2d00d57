"""When something happened, as people say it in passing: "أمس", "قبل يومين", "من أسبوع"."""

from __future__ import annotations

import re

from bot.text.arabizi import fold_latin
from bot.text.normalise import normalise

_UNIT = (
    r"(?:يوم|يومين|ايام|اسبوع|اسبوعين|اسابيع|شهر|شهرين|شهور|اشهر|"
    r"سنه|سنتين|سنين|ساعه|ساعتين|ساعات)"
)
_DAY = r"(?:السبت|الاحد|الاثنين|الثلاثاء|الثلوث|الاربعاء|الربوع|الخميس|الجمعه)"
_WHEN = re.compile(
    r"(?<!\S)و?(?P<when>"
    rf"(?:من\s+)?قبل\s+(?:\w+\s+)?{_UNIT}|"
    rf"(?:من|منذ|(?:صار\s*)?(?:له|لي|لها|لنا|لهم))\s+(?:(?:حول|تقريبا|حدود)\s+)?"
    rf"(?:(?:كم|نص|\d+|ثلاث\S*|اربع\S*|خمس\S*|ست\S*|سبع\S*|ثمان\S*|تسع\S*|عشر\S*)\s+)?{_UNIT}"
    r"(?!\s+\d)|"
    r"(?:(?:قبل|اول)\s+)?(?:امس|البارح\S*|الامس)(?:\s+(?:الصبح|الصباح|الظهر|العصر|المغرب|العشا|الليل|بالليل|الفجر))?|"
    r"اليوم(?:\s+(?:الصبح|الصباح|الظهر|العصر|المغرب|الفجر))?|"
    rf"يوم\s+{_DAY}(?:\s+(?:الماضي|اللي\s+(?:فات|طاف|راح)))?|"
    rf"{_DAY}\s+(?:الماضي|اللي\s+(?:فات|طاف|راح))|"
    r"(?:الاسبوع|الشهر)\s+(?:الماضي|اللي\s+(?:فات|طاف|راح))"
    r")(?!\S)"
)


def when_in(text: str) -> str | None:
    """The words that say when, as they were written (Arabizi as Arabic); None if there are none."""
    folded = normalise(text)
    found = _WHEN.search(folded.text)
    if found is None:
        heard = fold_latin(folded.text)
        return when_in(heard) if heard != folded.text else None
    start, end = folded.span(*found.span("when"))
    return text[start:end]
