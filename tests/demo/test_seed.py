"""The demo utility: every case is there, every bill follows the tariff, twice gives the same."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from bot.accounts.tables import Account, Area, BeneficiaryKind, Contact, TariffCategory
from bot.billing.tables import Bill, BillState, LineKind, Payment
from bot.billing.tariff import charge, tariff
from bot.clock import RIYADH
from bot.console.staff import add
from bot.console.tables import Role
from bot.database import engine, reading, transaction
from bot.demo import people
from bot.demo.accounts import demo_accounts
from bot.demo.cases import CASES
from bot.demo.history import calendar
from bot.demo.places import districts
from bot.demo.seed import NotEmpty, clear, is_empty, seed_database
from bot.outages.tables import Outage, OutageKind
from bot.tables import Base
from tests.records import new_account, new_area

MOMENT = datetime(2026, 11, 22, 12, tzinfo=RIYADH)
SEALED = {"identity_number", "deed_number", "ejar_number"}


def _seed(accounts: int = 120, seed: int = 1) -> None:
    seed_database(engine(), accounts, seed, MOMENT)


def _everything() -> dict[str, list[tuple]]:
    with engine().connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select())]
            for table in Base.metadata.sorted_tables
        }


def _account(session: Session, number: str) -> Account:
    return session.execute(select(Account).where(Account.number == number)).scalar_one()


def _bills(session: Session, number: str) -> list[Bill]:
    account = _account(session, number)
    query = select(Bill).where(Bill.account_id == account.id).order_by(Bill.period)
    return list(session.execute(query).scalars())


def test_the_same_seed_gives_the_same_rows(database: None) -> None:
    _seed(30)
    first = _everything()
    clear(engine())
    _seed(30)
    assert _everything() == first
    clear(engine())
    _seed(30, seed=2)
    assert _everything() != first


def test_a_reset_keeps_staff_and_the_audit_log(database: None) -> None:
    _seed(12)
    with transaction() as session:
        add(session, "huda", "هدى", Role.AGENT, "نخلة جارنا أطول", second_factor=False, by="test")
    clear(engine())
    left = {name: len(rows) for name, rows in _everything().items() if rows}
    assert left == {"staff": 1, "audit_log": 1}


def test_every_bill_follows_the_dated_tariff(database: None) -> None:
    _seed()
    with reading() as session:
        accounts = {a.id: a for a in session.execute(select(Account)).scalars()}
        bills = session.execute(select(Bill).options(selectinload(Bill.lines))).scalars().all()
    assert len(bills) == 120 * 24
    for bill in bills:
        account = accounts[bill.account_id]
        applied = tariff(
            TariffCategory(account.tariff_category), account.breaker_amperes, bill.period
        )
        charged = charge(bill.kwh, applied)
        assert [(LineKind(x.kind), x.kwh, x.rate_halalas, x.amount) for x in bill.lines] == [
            (x.kind, x.kwh, x.rate, x.amount) for x in charged.lines
        ]
        assert (bill.subtotal, bill.vat) == (charged.subtotal, charged.vat)
        assert bill.total == bill.subtotal + bill.vat + bill.previous_balance
        assert bill.reading_to - bill.reading_from == bill.kwh
        assert bill.issue_date.day == 28
        assert bill.period_end.replace(day=1) == bill.period
        assert 26 <= (bill.period_end - bill.period_start).days <= 33


def test_bills_follow_each_other(database: None) -> None:
    _seed()
    with reading() as session:
        rows = session.execute(select(Bill).order_by(Bill.account_id, Bill.period)).scalars().all()
        paid: Counter[int] = Counter()
        for payment in session.execute(select(Payment)).scalars():
            if payment.posted_at is not None:
                paid[payment.bill_id] += payment.amount
                assert payment.posted_at <= MOMENT
                assert payment.paid_at < payment.posted_at <= payment.paid_at + timedelta(hours=30)
    for earlier, later in pairwise(rows):
        if earlier.account_id != later.account_id:
            continue
        assert later.period_start == earlier.period_end
        assert later.reading_from == earlier.reading_to
        assert later.previous_balance == earlier.total - paid[earlier.id]
        if earlier.state != BillState.PAID.value:
            assert later.state != BillState.PAID.value


def test_people_are_fictitious_and_well_formed(database: None) -> None:
    _seed()
    with reading() as session:
        contacts = session.execute(select(Contact)).scalars().all()
        accounts = session.execute(select(Account)).scalars().all()
    for contact in contacts:
        if contact.kind == "email":
            assert contact.value.endswith("@example.com")
        else:
            assert contact.value.startswith("+96650000")
            assert phonenumbers.is_valid_number(phonenumbers.parse(contact.value))
    identities = [a.identity_number for a in accounts if a.identity_number]
    assert identities
    assert len(set(identities)) == len(identities)
    for identity in identities:
        assert identity[0] in "12"
        assert identity[1:5] == "0000"
        assert people.luhn_digit(identity[:-1]) == int(identity[-1])
    families = set(people._FAMILIES)
    assert all(a.beneficiary_name.split()[-1] in families for a in accounts if a.beneficiary_name)


def test_the_utility_is_varied(database: None) -> None:
    _seed(400)
    with reading() as session:
        accounts = session.execute(select(Account)).scalars().all()
        areas = session.execute(select(Area)).scalars().all()
    kinds = Counter(a.beneficiary_kind for a in accounts)
    assert min(kinds[kind.value] for kind in BeneficiaryKind) > 20
    assert len({a.area.city for a in accounts}) >= 6
    assert {a.tariff_category for a in accounts} == {c.value for c in TariffCategory}
    assert {area.biller for area in areas} == {"002", "004"}
    assert len({area.feeder for area in areas}) > 40
    assert {a.number[:3] for a in accounts} == {"100", "300"}
    assert all(len(a.number) == 11 for a in accounts)


def test_the_handful_shows_each_case(database: None) -> None:
    _seed(20)
    with reading() as session:
        listed = demo_accounts(session)
        assert [row["number"] for row in listed] == [case.number for case in CASES]
        assert all(row["label"] for row in listed)
        assert listed[2]["mobile"] == listed[3]["mobile"] == "+966500000003"

        owner = _account(session, "30000000001")
        assert (owner.beneficiary_kind, owner.identity_number) == ("owner", "1000000008")
        assert _bills(session, "30000000001")[-1].state == BillState.PAID.value
        stranger = _account(session, "30000000002")
        assert (stranger.beneficiary_kind, stranger.identity_number) == ("unknown", None)
        assert stranger.contacts[0].verified_at is None
        unpaid = _bills(session, "30000000005")
        assert [b.state for b in unpaid[-2:]] == [BillState.UNPAID.value] * 2
        assert unpaid[-1].previous_balance == unpaid[-2].total
        assert _bills(session, "30000000006")[-1].state == BillState.PARTLY_PAID.value
        waiting = _bills(session, "30000000007")[-1]
        payment = session.execute(select(Payment).where(Payment.bill_id == waiting.id)).scalar_one()
        assert (payment.posted_at, payment.amount) == (None, waiting.total)
        high = _bills(session, "30000000010")
        assert high[-2].kwh < high[-1].kwh
        assert high[-1].kwh > 6000
        tenant = _account(session, "30000000011")
        assert tenant.ejar_end is not None
        assert tenant.ejar_end > MOMENT.date()
        assert _account(session, "10000000012").contacts == []
        assert _account(session, "30000000010").area.biller == "004"


def test_outages_now_and_tomorrow(database: None) -> None:
    _seed(20)
    with reading() as session:
        open_area = _account(session, "30000000008").area_id
        planned_area = _account(session, "30000000009").area_id
        rows = session.execute(select(Outage)).scalars().all()
    now = [o for o in rows if o.area_id == open_area and o.ended_at is None]
    assert [o.kind for o in now] == [OutageKind.UNPLANNED.value]
    assert now[0].starts_at < MOMENT < now[0].expected_end
    planned = [o for o in rows if o.area_id == planned_area and o.ended_at is None]
    assert [o.starts_at.astimezone(RIYADH).date() for o in planned] == [date(2026, 11, 23)]
    assert all(o.announced_at < o.starts_at for o in rows if o.kind == "planned")
    assert len({o.reference for o in rows}) == len(rows)


def test_a_database_with_accounts_is_left_alone(database: None) -> None:
    assert is_empty(engine())
    _seed(12)
    with pytest.raises(NotEmpty):
        _seed(12)


@pytest.mark.parametrize(
    ("moment", "newest"),
    [
        (datetime(2026, 11, 22, 12, tzinfo=RIYADH), date(2026, 10, 1)),
        (datetime(2026, 11, 28, 5, tzinfo=RIYADH), date(2026, 10, 1)),
        (datetime(2026, 11, 28, 7, tzinfo=RIYADH), date(2026, 11, 1)),
        (datetime(2027, 1, 2, 7, tzinfo=RIYADH), date(2026, 12, 1)),
    ],
)
def test_the_newest_bill_is_one_that_was_issued(moment: datetime, newest: date) -> None:
    when = calendar(moment, 24)
    assert when.months[-1] == newest
    assert len(when.months) == 24
    assert when.issued(newest) <= moment


def test_the_districts_are_those_of_the_file() -> None:
    found = districts()
    assert len({(d.city, d.name) for d in found}) == len(found)
    assert Counter(d.city for d in found).most_common()[-1][1] >= 8
    assert {d.biller for d in found if d.city in ("الجبيل", "ينبع")} == {"004"}


@given(st.integers(1, 99_999_999), st.booleans())
def test_identities_have_a_right_checksum(number: int, citizen: bool) -> None:
    identity = people.identity(number, citizen)
    digits = [int(digit) for digit in reversed(identity)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    assert (sum(digits[0::2]) + sum(doubled)) % 10 == 0
    assert len(identity) == 10


def test_money_is_exact(database: None) -> None:
    _seed(12)
    with reading() as session:
        totals = session.execute(select(Bill.total)).scalars().all()
    assert all(isinstance(total, Decimal) for total in totals)


def test_rows_added_later_get_keys_of_their_own(database: None) -> None:
    _seed(12)
    with transaction() as session:
        area = new_area("حي جديد")
        account = new_account("30000000090", area)
        session.add(account)
        session.flush()
        assert (account.id, area.id) == (13, len(districts()) + 1)
