"""Outages of the demo utility: past ones, two open now, and planned ones, one of them tomorrow."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random

from bot.clock import RIYADH
from bot.demo.cases import OPEN_OUTAGE_AREA, PLANNED_AREA
from bot.demo.households import Row, Town
from bot.demo.places import District
from bot.outages.tables import OutageKind

_FAULTS = (
    "عطل في كيبل أرضي",
    "عطل في محطة التحويل الفرعية",
    "سقوط عمود بسبب الرياح",
    "زيادة الأحمال على المغذي",
    "تضرر كيبل من أعمال حفر",
)
_WORKS = (
    "صيانة وقائية للمحولات",
    "استبدال كيابل قديمة",
    "تعزيز الشبكة في الحي",
    "ربط محول جديد",
)
_ALSO_OPEN = ("جدة", "السلامة")


def _at(moment: datetime, days: int, hour: int) -> datetime:
    day = moment.astimezone(RIYADH).date() + timedelta(days=days)
    return datetime.combine(day, time(hour), RIYADH)


def _fault(area: District, rng: Random, starts: datetime, hours: float, ended: bool) -> Row:
    ends = starts + timedelta(hours=hours)
    return {
        "area_id": area.id,
        "kind": OutageKind.UNPLANNED.value,
        "cause": rng.choice(_FAULTS),
        "starts_at": starts,
        "expected_end": ends,
        "ended_at": ends if ended else None,
        "announced_at": starts + timedelta(minutes=8),
    }


def _work(area: District, rng: Random, starts: datetime, hours: int, ended: bool) -> Row:
    ends = starts + timedelta(hours=hours)
    return {
        "area_id": area.id,
        "kind": OutageKind.PLANNED.value,
        "cause": rng.choice(_WORKS),
        "starts_at": starts,
        "expected_end": ends,
        "ended_at": ends if ended else None,
        "announced_at": starts - timedelta(days=4),
    }


def outage_rows(town: Town, rng: Random, moment: datetime) -> list[Row]:
    """Rows of the outages table as of `moment`."""
    rows = [
        _fault(town.district(*OPEN_OUTAGE_AREA), rng, moment - timedelta(minutes=50), 3, False),
        _fault(town.district(*_ALSO_OPEN), rng, moment - timedelta(minutes=20), 2, False),
        _work(town.district(*PLANNED_AREA), rng, _at(moment, 1, 9), 3, False),
    ]
    quiet = {OPEN_OUTAGE_AREA, PLANNED_AREA, _ALSO_OPEN}
    for area in town.districts:
        past = moment - timedelta(hours=rng.randint(40, 1400))
        rows.append(_fault(area, rng, past, rng.uniform(0.5, 7), True))
        if rng.random() < 0.3:
            rows.append(_work(area, rng, _at(moment, -rng.randint(3, 60), 8), 4, True))
        if rng.random() < 0.08 and (area.city, area.name) not in quiet:
            rows.append(_work(area, rng, _at(moment, rng.randint(2, 9), 8), 4, False))
    return [{"reference": f"F{number:07d}", **row} for number, row in enumerate(rows, start=1)]
