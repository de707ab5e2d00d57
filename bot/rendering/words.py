"""Values as Arabic words: money, dates, times, counts. Every action says values through here.

Digits are Western (as on Saudi bills); no direction marks, the channels add them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from hijridate import Gregorian

from bot.clock import RIYADH, now

_DAY_PARTS = (  # first hour → word; the last that has begun counts
    (0, "بعد منتصف الليل"),
    (3, "الفجر"),
    (6, "الصباح"),
    (12, "الظهر"),
    (15, "العصر"),
    (18, "المساء"),
)


def money(riyals: Decimal) -> str:
    """`Decimal("1234.5")` → "1,234.50 ريال"."""
    return f"{riyals:,.2f} ريال"


def kwh(amount: int | Decimal) -> str:
    """`1234` → "1,234 كيلوواط ساعة"; a part of a kWh is said with one place."""
    figure = f"{amount:,}" if isinstance(amount, int) else f"{amount:,.1f}".removesuffix(".0")
    return f"{figure} كيلوواط ساعة"


def counted(number: int, one: str, two: str, few: str, many: str) -> str:
    """A count with its noun in the right form.

    `counted(3, "يوم واحد", "يومين", "أيام", "يوم")` → "3 أيام". `one` and `two` stand alone,
    `few` is for 3–10 (and 103–110 …), `many` for all else.
    """
    if number == 1:
        return one
    if number == 2:
        return two
    return f"{number:,} {few if 3 <= number % 100 <= 10 else many}"


def days(number: int) -> str:
    """A number of days: "يوم واحد", "يومين", "5 أيام", "31 يوم"."""
    return counted(number, "يوم واحد", "يومين", "أيام", "يوم")


def working_days(number: int) -> str:
    """A number of working days: "يوم عمل واحد", "يومي عمل", "10 أيام عمل", "15 يوم عمل"."""
    return counted(number, "يوم عمل واحد", "يومي عمل", "أيام عمل", "يوم عمل")


def hours(number: int) -> str:
    """A number of hours: "ساعة واحدة", "ساعتين", "5 ساعات", "24 ساعة"."""
    return counted(number, "ساعة واحدة", "ساعتين", "ساعات", "ساعة")


def minutes(number: int) -> str:
    """A number of minutes: "دقيقة واحدة", "دقيقتين", "5 دقائق", "30 دقيقة"."""
    return counted(number, "دقيقة واحدة", "دقيقتين", "دقائق", "دقيقة")


def date_words(day: date, hijri: bool = False) -> str:
    """ "28 نوفمبر 2026"; with `hijri` also "(18 جمادى الآخرة 1448 هـ)".

    Dates outside the Umm al-Qura tables (1924–2077) are said without Hijri.
    """
    gregorian = Gregorian.fromdate(day)
    words = f"{day.day} {gregorian.month_name('ar')} {day.year}"
    if not hijri:
        return words
    try:
        converted = gregorian.to_hijri()
    except OverflowError:
        return words
    return f"{words} ({converted.day} {converted.month_name('ar')} {converted.year} هـ)"


def month_words(month: str | date) -> str:
    """`"2026-07"`, or any day of that month → "يوليو 2026".

    Raises:
        ValueError: not a month.
    """
    day = month if isinstance(month, date) else date.fromisoformat(f"{month}-01")
    return f"{Gregorian.fromdate(day).month_name('ar')} {day.year}"


def short_month(month: date) -> str:
    """The name of the month alone: "يوليو"."""
    return str(Gregorian.fromdate(month).month_name("ar"))


def day_words(day: date, today: date | None = None) -> str:
    """ "اليوم", "بكرة", "أمس", else "السبت 28 نوفمبر" (with the year when it is another one)."""
    today = today or now().astimezone(RIYADH).date()
    near = {
        today: "اليوم",
        today + timedelta(days=1): "بكرة",
        today - timedelta(days=1): "أمس",
    }
    if day in near:
        return near[day]
    gregorian = Gregorian.fromdate(day)
    words = f"{gregorian.day_name('ar')} {day.day} {gregorian.month_name('ar')}"
    return words if day.year == today.year else f"{words} {day.year}"


def hour_words(moment: datetime) -> str:
    """The clock in Riyadh: "الساعة 4:30 العصر", "الساعة 10 الصباح"."""
    local = moment.astimezone(RIYADH)
    return f"الساعة {clock_words(local.hour * 60 + local.minute)}"


def clock_words(minutes_of_day: int) -> str:
    """Minutes after midnight: `1320` → "10 المساء", `450` → "7:30 الصباح"."""
    hours, minute = divmod(minutes_of_day, 60)
    part = next(word for hour, word in reversed(_DAY_PARTS) if hours >= hour)
    hour = hours % 12 or 12
    return f"{hour}:{minute:02d} {part}" if minute else f"{hour} {part}"


def time_words(moment: datetime, reference: datetime | None = None) -> str:
    """A moment as people say it: "اليوم الساعة 4:30 العصر". `reference` is now by default."""
    today = (reference or now()).astimezone(RIYADH).date()
    return f"{day_words(moment.astimezone(RIYADH).date(), today)} {hour_words(moment)}"


def span_words(starts: datetime, ends: datetime, reference: datetime | None = None) -> str:
    """ "بكرة من الساعة 9 الصباح إلى الساعة 12 الظهر"; the second day is said if it is another."""
    today = (reference or now()).astimezone(RIYADH).date()
    first, last = (moment.astimezone(RIYADH).date() for moment in (starts, ends))
    until = hour_words(ends) if first == last else time_words(ends, reference)
    return f"{day_words(first, today)} من {hour_words(starts)} إلى {until}"


def mobile_words(mobile: str) -> str:
    """E.164 as people write it: "+966551234567" → "0551234567"."""
    return f"0{mobile.removeprefix('+966')}" if mobile.startswith("+966") else mobile


def mask_mobile(mobile: str) -> str:
    """ "+966551234567" → "05xxxxx567": enough to know one's own number, no more."""
    plain = mobile_words(mobile)
    return f"{plain[:2]}{'x' * max(len(plain) - 5, 0)}{plain[-3:]}"
