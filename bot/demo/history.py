"""Two years of bills and payments of one account, computed as real ones are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from bot.billing.explain import month_before
from bot.billing.tables import BillState
from bot.billing.tariff import Charge, charge, tariff, to_halala
from bot.clock import RIYADH
from bot.demo.cases import Payer
from bot.demo.climate import daily_kwh
from bot.demo.households import Household, Row
from bot.facts import facts


@dataclass(frozen=True)
class Calendar:
    """The months to be billed, oldest first, as of `moment`."""

    moment: datetime
    months: tuple[date, ...]
    issue_day: int
    due_days: int

    def issued(self, month: date) -> datetime:
        """When the bill of a month went out."""
        return datetime.combine(month.replace(day=self.issue_day), time(6), RIYADH)


def calendar(moment: datetime, months: int) -> Calendar:
    """The last `months` months whose bill was issued by `moment`."""
    today = moment.astimezone(RIYADH).date()
    issue_day = int(facts().get("payment.issue_day", today).number())
    due_days = int(facts().get("payment.due_days", today).number())
    this_month = Calendar(moment, (today.replace(day=1),), issue_day, due_days)
    back = 0 if moment >= this_month.issued(this_month.months[0]) else 1
    return replace(
        this_month,
        months=tuple(month_before(today, back + place) for place in reversed(range(months))),
    )


@dataclass
class History:
    """Rows of three tables for one account."""

    bills: list[Row]
    lines: list[Row]
    payments: list[Row]


def _payment(
    house: Household, rng: Random, when: Calendar, place: int, total: Decimal
) -> tuple[Decimal, datetime, datetime | None] | None:
    """(riyals, paid at, posted at) for the bill at `place`, or None when it was not paid."""
    from_end = len(when.months) - place
    issued = when.issued(when.months[place])
    if house.payer is Payer.UNPAID and from_end <= 2:
        return None
    if house.payer is Payer.FORGETFUL and rng.random() < 0.18:
        return None
    if house.payer is Payer.NOT_POSTED and from_end == 1:
        return total, max(issued, when.moment - timedelta(hours=5)), None
    early = house.id <= 20  # the handful pays within two days, so that their state is known
    paid_at = issued + timedelta(hours=rng.randint(4, 40) if early else rng.randint(4, 600))
    posted_at = paid_at + timedelta(minutes=rng.randint(5, 30 * 60))
    if posted_at > when.moment:
        return None
    part = house.payer is Payer.PARTLY and from_end == 1
    return (to_halala(total / 2) if part else total), paid_at, posted_at


def _kwh(house: Household, rng: Random, month: date, days: int, newest: bool) -> int:
    daily = daily_kwh(house.district.city, house.category, month) * house.size
    factor = rng.uniform(0.9, 1.1) * (house.last_month if newest else 1.0)
    return round(daily * days * factor)


def _line_rows(bill_id: int, charged: Charge) -> list[Row]:
    return [
        {
            "bill_id": bill_id,
            "position": position,
            "kind": line.kind.value,
            "kwh": line.kwh,
            "rate_halalas": line.rate,
            "amount": line.amount,
        }
        for position, line in enumerate(charged.lines, start=1)
    ]


def _settle_earlier(bills: list[Row]) -> None:
    """A bill whose rest was carried to one that is paid, is paid."""
    for earlier, later in zip(reversed(bills[:-1]), reversed(bills[1:]), strict=True):
        if later["state"] == BillState.PAID.value:
            earlier["state"] = BillState.PAID.value


def history(house: Household, rng: Random, when: Calendar) -> History:
    """Bills from the oldest month to the newest, each carrying what the one before left."""
    rows = History([], [], [])
    reading = rng.randint(1_000, 90_000)
    route_day = rng.randint(20, 24)
    read_on = month_before(when.months[0]).replace(day=route_day)
    balance = Decimal(0)
    for place, month in enumerate(when.months):
        start, read_on = read_on, month.replace(day=route_day + rng.randint(-1, 1))
        used = _kwh(house, rng, month, (read_on - start).days, place == len(when.months) - 1)
        charged = charge(used, tariff(house.category, house.breaker_amperes, month))
        total = charged.total + balance
        bill_id = (house.id - 1) * len(when.months) + place + 1
        payment = _payment(house, rng, when, place, total)
        posted = payment[0] if payment and payment[2] else Decimal(0)
        if payment:
            rows.payments.append(_payment_row(house.id, bill_id, payment))
        rows.bills.append(
            {
                "id": bill_id,
                "account_id": house.id,
                "number": f"{house.id:08d}{month:%y%m}",
                "period": month,
                "period_start": start,
                "period_end": read_on,
                "reading_from": reading,
                "reading_to": reading + used,
                "kwh": used,
                "subtotal": charged.subtotal,
                "vat": charged.vat,
                "previous_balance": balance,
                "total": total,
                "issue_date": when.issued(month).date(),
                "due_date": when.issued(month).date() + timedelta(days=when.due_days),
                "state": _state(posted, total).value,
                "tariff_from": charged.tariff_from,
            }
        )
        rows.lines.extend(_line_rows(bill_id, charged))
        reading += used
        balance = total - posted
    _settle_earlier(rows.bills)
    return rows


def _state(posted: Decimal, total: Decimal) -> BillState:
    if posted >= total:
        return BillState.PAID
    return BillState.PARTLY_PAID if posted else BillState.UNPAID


def _payment_row(
    account_id: int, bill_id: int, payment: tuple[Decimal, datetime, datetime | None]
) -> Row:
    amount, paid_at, posted_at = payment
    return {
        "account_id": account_id,
        "bill_id": bill_id,
        "amount": amount,
        "paid_at": paid_at,
        "posted_at": posted_at,
        "sadad_reference": f"DEMO{bill_id:010d}",
    }
