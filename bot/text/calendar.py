"""Names of months in the two calendars, and sums with months; Hijri through `hijridate`."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from datetime import date, timedelta

from hijridate import Gregorian, Hijri

from bot.text.slips import changed, misspelt

GREGORIAN = {
    name: number
    for number, names in {
        1: "يناير,كانون الثاني,كانون ثاني,جانيوري,january,jan,yanayer,yanayir",
        2: "فبراير,شباط,february,feb,fabrayer",
        3: "مارس,اذار,march",
        4: "ابريل,نيسان,ابرايل,april,apr,abril",
        5: "مايو,ايار,ماي",
        6: "يونيو,يونيه,حزيران,june,jun,yonyo,yunyu",
        7: "يوليو,يوليه,تموز,july,jul,yolyo,yulyu",
        8: "اغسطس,اب,اوغسطس,اغسطص,اغصطس,اغستس,اقسطس,august,aug,aghustus",
        9: "سبتمبر,ايلول,september,sept,sep",
        10: "اكتوبر,اوكتوبر,اكتوبير,تشرين الاول,تشرين اول,october,oct",
        11: "نوفمبر,تشرين الثاني,تشرين ثاني,november,nov",
        12: "ديسمبر,ديسيمبر,ديسمير,كانون الاول,كانون اول,december,dec",
    }.items()
    for name in names.split(",")
}
MISSPELT_GREGORIAN = {
    slip: number
    for name, number in GREGORIAN.items()
    if name in "يناير فبراير ابريل اغسطس سبتمبر اكتوبر نوفمبر ديسمبر".split()
    for slip in misspelt([name], frozenset({"ينير", "ينار"}) | GREGORIAN.keys())
}
"""Names with one slip ("سبتمر"); the shorter names of months are too near to other words."""
HIJRI = {
    name: number
    for number, names in {
        1: "محرم",
        2: "صفر",
        3: "ربيع الاول,ربيع اول",
        4: "ربيع الثاني,ربيع ثاني,ربيع الاخر,ربيع اخر",
        5: "جمادي الاولي,جماد الاول,جماد اول,جمادي الاول,جماد الاولي",
        6: "جمادي الثانيه,جماد الثاني,جماد ثاني,جمادي الاخره,جماد الاخر,جمادي الثاني",
        7: "رجب",
        8: "شعبان",
        9: "رمضان,ramadan,ramadhan,رمظان",
        10: "شوال,shawwal,shawal",
        11: "ذو القعده,ذي القعده,القعده,ذوالقعده,ذا القعده",
        12: "ذو الحجه,ذي الحجه,ذوالحجه,الحجه,ذا الحجه,شهر الحج",
    }.items()
    for name in names.split(",")
}
MISSPELT_AFTER_A_BILL = {
    slip: name
    for name in "يوليو يونيو مايو مارس رمضان شعبان شوال رجب محرم".split()
    for slip in changed(name)
    if len(slip) > 3 and slip not in GREGORIAN | HIJRI
}
"""Slips of the shorter names, which are too near to other words to be heard anywhere."""
AMBIGUOUS = frozenset({"صفر", "اب", "محرم", "ماي", "march", "القعده", "الحجه"})
"""Ordinary words too: a month only after "شهر" or "فاتورة", or with a year."""

HIJRI_YEARS = range(1343, 1501)
"""Years of the Umm al-Qura tables in `hijridate`."""
_LONGEST = 30
"""Days of a Hijri month as people count; of a shorter month it means the last day."""


def month_text(year: int, month: int) -> str:
    """`YYYY-MM`."""
    return f"{year:04d}-{month:02d}"


def shift_month(day: date, months: int) -> date:
    """The first day of the month that lies `months` away."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def shift_day(day: date, months: int) -> date:
    """The same day `months` later, or the last day of a shorter month."""
    first = shift_month(day, months)
    return first.replace(day=min(day.day, last_day(first).day))


def last_day(day: date) -> date:
    """The last day of that month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def make_date(year: int, month: int, day: int) -> date | None:
    """A date from figures; years 1343–1500 are Hijri. None when there is no such day."""
    try:
        if year in HIJRI_YEARS:
            last = Hijri(year, month, 1).month_length()
            return Hijri(year, month, last if day == _LONGEST else day).to_gregorian()
        return date(year, month, day) if 1900 <= year <= 2100 else None
    except (ValueError, OverflowError):
        return None


def gregorian_month_of_hijri(year: int, month: int) -> date | None:
    """First day of the Gregorian month that holds most days of a Hijri month."""
    first = make_date(year, month, 1) if year in HIJRI_YEARS else None
    if first is None:
        return None
    length = Hijri(year, month, 1).month_length()
    days = Counter((first + timedelta(i)).replace(day=1) for i in range(length))
    return max(days, key=lambda d: (days[d], -d.toordinal()))


def latest_gregorian(month: int, today: date, before_now: bool = False) -> date:
    """The latest such month that has begun; with `before_now` not the current one."""
    current = month == today.month and before_now
    year = today.year - 1 if month > today.month or current else today.year
    return date(year, month, 1)


def next_gregorian(month: int, today: date) -> date:
    """The next such month, the current one included."""
    return date(today.year + (month < today.month), month, 1)


def hijri_year_of_latest(month: int, today: date, before_now: bool = False) -> int:
    """Hijri year of the latest such month that has begun."""
    now = Gregorian.fromdate(today).to_hijri()
    current = month == now.month and before_now
    return now.year - 1 if month > now.month or current else now.year


def hijri_year_of_next(month: int, today: date) -> int:
    """Hijri year of the next such month, the current one included."""
    now = Gregorian.fromdate(today).to_hijri()
    return now.year + (month < now.month)
