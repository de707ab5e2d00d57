"""Months as subscribers say them → `YYYY-MM`: names, numbers, relative, Hijri.

A bare name means the latest such month that has begun ("فاتورة ديسمبر" in March is last
December's). A Hijri month means the Gregorian month that holds most of its days.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.text import calendar as cal
from bot.text.dates import find_dates
from bot.text.given_names import is_given_name
from bot.text.numbers import VALUES
from bot.text.spans import END, START, Found, mask, one_of

_SMALL = {w: v for w, v in VALUES.items() if 1 <= v <= 12}
_ORDINALS = dict(
    zip(
        "الاول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر".split(),
        range(1, 11),
        strict=True,
    )
) | {"الحادي عشر": 11, "الثاني عشر": 12}
_PAST = r"(?:(?:اللي|الي|يلي|الذي)\s*(?:فات|راح|طاف|مضي|عدي|سبق|قبل)|الماضي|السابق|الفايت|المنصرم)"
_NEXT = r"(?:القادم|الجاي|المقبل|(?:اللي|الي)\s+(?:جاي|بعده?|يجي))"
_PAST_YEAR = (
    r"(?:(?:من\s+)?(?:ال)?(?:سنه|عام)\s+"
    r"(?:(?:اللي|الي)\s*(?:فاتت?|راحت?|طافت|مضت)|الماضي?ه?|السابقه?|الفايته?))"
)
_GREGORIAN = cal.MISSPELT_GREGORIAN | cal.GREGORIAN
_GLUED = r"(?<=فاتوره)"
"""No space after the bill: "فاتورةشهر٣"."""
_CLITIC = rf"(?:{START}(?:[وف]?(?:لل|[بلك]))?[وف]?|{_GLUED})"
_NAMED = re.compile(
    rf"{_CLITIC}(?:(?P<lead>شهر|فاتوره|فواتير)\s+)?(?P<name>{one_of([*_GREGORIAN, *cal.HIJRI])})"
    rf"{END}(?:\s*[,-]?\s*(?:(?:عام|سنه|من)\s+)*(?P<year>\d{{4}})(?!\d)(?:\s?(?:هـ|ه|م){END})?"
    rf"|\s+(?P<past_year>{_PAST_YEAR}){END}|\s+(?P<past>{_PAST}){END}|\s+(?P<next>{_NEXT}){END})?"
)
_MISSPELT = re.compile(rf"(?:{START}[وف]?ل?شهر|فاتوره)\s+(?P<name>[\u0621-\u064a]{{4,}}){END}")
"""After these words a shorter name, or a Hijri one, is known with its slip: "فاتورة رمضن"."""
_COUNTED = "ايام يوم اسابيع اسبوع ساعات ساعه دقايق مرات مره ريال ريالات اجهزه".split()
"""What a number after "شهر" may count: "كل شهر 7 ايام"."""
_NUMBERED = re.compile(
    rf"(?:{_CLITIC}(?:ال)?شهر|{START}sha?hr)\s*(?:رقم\s*)?"
    rf"(?P<month>1[0-2]|0?[1-9]|{one_of([*_SMALL, *_ORDINALS])})"
    rf"(?:\s*[-/]\s*|\s+(?:(?:عام|سنه|من)\s+)*|{END})(?:(?P<year>(?:13|14|19|20)\d\d)(?!\d))?{END}"
    rf"(?!\s*{one_of(_COUNTED)}{END})"
)
_AND_NUMBER = re.compile(rf"\s+و\s?(1[0-2]|0?[1-9])(?![\d/.-]){END}(?!\s*{one_of(_COUNTED)}{END})")
_MONTH_YEAR = re.compile(r"(?<![\d/.-])(1[0-2]|0?[1-9])\s?[-/]\s?((?:13|14|19|20)\d\d)(?![\d/.-])")
_YEAR_MONTH = re.compile(r"(?<![\d/.-])((?:13|14|19|20)\d\d)\s?[-/]\s?(1[0-2]|0?[1-9])(?![\d/.-])")
_RELATIVE = (
    (
        rf"(?:ال)?شهر\s+(?:(?:اللي|الي|ال)\s*)?قبل\s*(?:الماضي|السابق|{_PAST})",
        -2,
    ),
    (r"الشهر\s+(?:اللي|الي|يلي)\s+قبله", -2),
    (rf"(?:نفس\s+|هال)?(?:ال)?شهر\s+(?:نفسه\s+)?{_PAST_YEAR}", -12),
    (rf"(?:ال|هال)?شهر\s+(?:{_PAST}|ماضي|سابق|فايت)", -1),
    (
        r"last\s+month|previous\s+month"
        r"|(?:al|el|l|ash|esh)?\s?-?sha?h?7?a?r\s+(?:(?:el|e|a|al)?l[iye]+\s+(?:faa?t|ra7|rah)|el\s?madh?i|almadi)",
        -1,
    ),
    (rf"(?:ال)?شهر\s+{_NEXT}|(?:next|nxt)\s+month", 1),
    (
        r"هال?شهر|ها\s+الشهر|(?:هذا|هاذا|هاد|هذي|ذا)\s+(?:ال)?شهر|(?:ال)?شهر(?:نا)?\s+(?:هذا|ذا)|الشهر\s+الحالي|this\s+month"
        r"|current\s+month|(?:had|hada|hadha|hatha|haza|hath|tha|hadh)\s*-?(?:al|el|l|il|ash|esh)?[\s-]?sha?hr"
        r"|hal\s?-?(?:al|el)?sha?hr|(?:al|el)\s?-?sha?hr\s+(?:hada|hadha|hatha|haza|tha)",
        0,
    ),
)
_RELATIVE_PATTERNS = tuple(
    (re.compile(rf"(?:{START}[وفبل]?|{_GLUED})(?:{p}){END}"), shift) for p, shift in _RELATIVE
)
_AGO = (
    (r"قبل\s+شهرين", -2),
    (r"قبل\s+(?:سنه|عام)", -12),
    (r"قبل\s+شهر(?!\s*[\u0621-\u064a]*\s*\d)", -1),
)
_AGO_PATTERNS = tuple((re.compile(rf"{START}[وفبل]?(?:{p}){END}"), shift) for p, shift in _AGO)
_OF_A_BILL = re.compile(
    START
    + r"(?:و|ف)?(?:ال|لل|ب|ل)?(?:فاتور|فواتير|استهلاك|مبلغ|صرف|قارن|مقارن|usage|bills?|fat[ou])"
    rf"|{START}(?:كم|kam|how\s+much){END}"
)
"""Without a bill or consumption "two months ago" is when something happened, not which month."""
_OF_MONEY = re.compile(
    START + r"[وف]?(?:ال|لل|[بل])?(?:\w?سد[اد]\w*|مسدد\w*|\w?دفع\w*|دافع\w*|مدفوع\w*|حوال\w*"
    r"|مرتفع\w*|غالي\w*|عالي\w*|زاد\w*|زايد\w*|زياده|ارتفع\w*|نزل\w*|طلع\w*|طالع\w*|اكثر|اقل|اعلي|ضعف|رصيد|متاخرات|مستحق\w*|ريال\w*|رسوم"
    r"|كيلو\w*|رسم|كشف|حساب\w*|قراءه|قرايه|تكلف\w*|مقارنه|كلفه|pdf|pa(?:y|id)\w*|high\w*|invoice\w*|consum\w*)"
)
"""With such a word a month may be that of a bill though no bill is named."""
_TIME_BEFORE = re.compile(
    START + r"[وف]?(?:من|منذ|قبل|بعد|في|خلال|لين|since|in|before|after)\s+(?:شهر\s+)?$"
)
_FEW_WORDS = 4
_CUT = re.compile(START + r"[تنيب]?(?:فصل|قطع)(?:ون|وا|تو|توا)?\w*")
_CANNOT_PAY = re.compile(
    r"فلوس|ظروف|مضغوط|تاجل\w*|[اي]?اجل|اجلوا|مهله|امهل|"
    r"(?:ما|مو|مب|مش)\s+(?:اقدر|قادر|قدرت|يمديني)|راتب"
)
_MONTHS_AGO = re.compile(
    rf"{START}قبل\s+(?P<count>\d{{1,2}}|{one_of(w for w, v in _SMALL.items() if v > 2)})"
    rf"\s*(?:شهور|اشهر|شهر){END}"
)
_WITHIN = re.compile(
    START + r"(?:في|خلال|بعد|كل|مده|لمده|مهله|غير|الا|بس|من|اقل|اكثر|حق|ايجار|نفس|و?لا)\s+$"
)
_EVERY = re.compile(START + r"كل\s+$")
_NAMES_TOO = frozenset({"رجب", "شعبان", "رمضان", "محرم"})
_WISHES = frozenset({"كريم", "مبارك", "كريمه", "مباركه", "kareem", "karim", "mubarak"})
_NOT_OF_BILLS = frozenset(
    "متي علي كل اجازه مسلسل مسلسلات عروض صيام صوم هلال فوازير دوام دوامكم دوامهم"
    " مواعيد مواعيدكم تخفيضات ليالي هلا يا اخوي الاخ الاستاذ استاذ ابو عمي خالي"
    " اوقات زينه عطله مسابقات مسابقه زكاه".split()
)
"""Words before a month that speak of something else, or to a man of that name: "متى رمضان",
"دوامكم في رمضان", "يا رمضان"."""
_SELF_NAMED = re.compile(r"(?:اسمي|الاسم|اسمه|اسم)\s*:?\s*[\u0621-\u064a ]*$")


def find_months(text: str, today: date) -> list[Found]:
    """Every date and month in folded text; dates first, then months in what is left."""
    found = find_dates(text, today)
    readers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date | None]], ...] = (
        *(
            (pattern, lambda m, shift=shift: _relative(m, today, shift))
            for pattern, shift in _RELATIVE_PATTERNS
        ),
        *(
            (pattern, lambda m, shift=shift: _ago(m, today, shift))
            for pattern, shift in _AGO_PATTERNS
        ),
        (_MONTHS_AGO, lambda m: _ago(m, today, -_count(m["count"]))),
        (_NAMED, lambda m: _named(m, today)),
        (_MISSPELT, lambda m: _misspelt(m, today)),
        (_NUMBERED, lambda m: _numbered(m, today)),
        (_MONTH_YEAR, lambda m: _month(int(m[2]), int(m[1]))),
        (_YEAR_MONTH, lambda m: _month(int(m[1]), int(m[2]))),
    )
    for pattern, read in readers:
        rest = mask(text, found)
        for match in pattern.finditer(rest):
            month = read(match)
            if month is not None:
                value = cal.month_text(month.year, month.month)
                found.append(Found("month", value, _start(match), match.end()))
    found += _further(text, found, today)
    return _anchored(text, sorted(_of_bills(text, found), key=lambda f: f.start))


def _further(text: str, found: list[Found], today: date) -> list[Found]:
    """The other months of "شهر ٣ و٤ و٥"."""
    further = []
    for first in found:
        numbered = first.kind == "month" and _NUMBERED.fullmatch(text, first.start, first.end)
        end = first.end
        while numbered and not numbered["year"] and (match := _AND_NUMBER.match(text, end)):
            month = cal.latest_gregorian(int(match[1]), today)
            value = cal.month_text(month.year, month.month)
            further.append(Found("month", value, match.start(1), match.end()))
            end = match.end()
    return further


def _of_bills(text: str, found: list[Found]) -> list[Found]:
    """Without the months of a story, which say when something happened: "نقلت للبيت في شوال"."""
    if len(text.split()) <= _FEW_WORDS or _OF_A_BILL.search(text) or _OF_MONEY.search(text):
        return found
    return [f for f in found if f.kind != "month" or not _TIME_BEFORE.search(text[: f.start])]


def _anchored(text: str, found: list[Found]) -> list[Found]:
    """ "فاتورة يوليو والشهر اللي قبله": before July, where a month was named before."""
    for i in range(1, len(found)):
        one, other = found[i - 1], found[i]
        if one.kind == other.kind == "month" and text[: other.end].endswith("قبله"):
            year, month = map(int, one.value.split("-"))
            before = cal.shift_month(date(year, month, 1), -1)
            found[i] = replace(other, value=cal.month_text(before.year, before.month))
    return found


def _start(match: re.Match[str]) -> int:
    """Where the month begins: "فاتورة" before it is a clue, not a part."""
    lead = match.groupdict().get("lead")
    return match.start("name") if lead and lead != "شهر" else match.start()


def _count(written: str) -> int:
    return int(written) if written.isdigit() else _SMALL[written]


def _month(year: int, month: int) -> date | None:
    if year in cal.HIJRI_YEARS:
        return cal.gregorian_month_of_hijri(year, month)
    return date(year, month, 1) if 1990 <= year <= 2100 else None


def _named(match: re.Match[str], today: date) -> date | None:
    name = re.sub(r"\s+", " ", match["name"])
    qualified = match["lead"] or match["year"] or match["past"] or match["past_year"]
    if name in cal.AMBIGUOUS and not qualified:
        return None
    if _SELF_NAMED.search(match.string[: match.start()]):
        return None
    if not match["lead"] and (_is_no_month(match) or _is_when(match)):
        return None
    if name in _GREGORIAN:
        return _gregorian(match, _GREGORIAN[name], today)
    return _hijri(match, cal.HIJRI[name], today)


def _misspelt(match: re.Match[str], today: date) -> date | None:
    meant = cal.MISSPELT_AFTER_A_BILL.get(match["name"])
    month = _NAMED.match(f"شهر {meant}") if meant else None
    return _named(month, today) if month else None


def _gregorian(match: re.Match[str], month: int, today: date) -> date | None:
    if match["year"]:
        return _month(int(match["year"]), month)
    if match["next"]:
        return cal.next_gregorian(month, today)
    if match["past_year"]:
        return date(today.year - 1, month, 1)
    return cal.latest_gregorian(month, today, before_now=bool(match["past"]))


def _hijri(match: re.Match[str], month: int, today: date) -> date | None:
    if match["year"]:
        year = int(match["year"])
    elif match["next"]:
        year = cal.hijri_year_of_next(month, today)
    else:
        year = cal.hijri_year_of_latest(month, today, before_now=bool(match["past"]))
        if match["past_year"]:
            this_year = cal.hijri_year_of_latest(1, today)
            year = this_year - 1
    return cal.gregorian_month_of_hijri(year, month) if year in cal.HIJRI_YEARS else None


def _ago(match: re.Match[str], today: date, shift: int) -> date | None:
    alone = len(match.string.split()) <= len(match.group().split()) + 1
    return cal.shift_month(today, shift) if alone or _OF_A_BILL.search(match.string) else None


def _relative(match: re.Match[str], today: date, shift: int) -> date | None:
    """The month meant by "this" or "next"; none where it only says when one can pay or do it."""
    alone = len(match.string.split()) <= len(match.group().split()) + 2
    plan = shift > 0 and not alone
    cannot = shift >= 0 and _CANNOT_PAY.search(match.string)
    said = _OF_A_BILL.search(match.string)
    return None if not said and (plan or cannot) else cal.shift_month(today, shift)


def _is_when(match: re.Match[str]) -> bool:
    """ "تفصلون في رمضان؟": when something happens, not the month of a bill."""
    return bool(_CUT.search(match.string)) and not _OF_A_BILL.search(match.string)


def _is_no_month(match: re.Match[str]) -> bool:
    """A name that is no month here: a person's, a wish ("رمضان كريم"), every year's, a verb."""
    before = match.string[: match.start()].split()
    if len(before) > 1 and before[-1] in ("في", "ب", "is"):
        before.pop()
    after = match.string[match.end() :].split()
    if match["name"] in _NAMES_TOO and any(map(is_given_name, (*before[-1:], *after[:1]))):
        return True
    follows = after[0] if after else ""
    verb = match["name"] == "مارس" and follows.startswith(("الرياض", "رياض", "التمار", "الهواي"))
    if before and before[-1] in ("mata", "when") and not _OF_A_BILL.search(match.string):
        return True
    return verb or follows in _WISHES or (bool(before) and before[-1] in _NOT_OF_BILLS)


def _numbered(match: re.Match[str], today: date) -> date | None:
    written = match["month"]
    before = match.string[: match.start()]
    if _EVERY.search(before) or (written == "واحد" and _WITHIN.search(before)):
        return None  # "every month 7 …", "in one month": neither July nor January
    month = int(written) if written.isdigit() else {**_SMALL, **_ORDINALS}[written]
    if match["year"]:
        return _month(int(match["year"]), month)
    return cal.latest_gregorian(month, today)
