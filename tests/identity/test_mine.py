"""All accounts of one person: what is listed, what may be summed up, and what is taken out."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from bot.accounts.tables import Account, Area, Contact
from bot.billing.tables import Bill
from bot.clock import RIYADH
from bot.identity.links import claim, current_link, verify
from bot.identity.login import share_mobile
from bot.identity.mine import account_named, dues, my_accounts, remove, rename

WHO = "web:person"
MOBILE = "+966500000009"
OTHER = "+966500000010"


@pytest.fixture
def numbers(session: Session) -> list[str]:
    """Three accounts; the first two have MOBILE on file. 10, 20 and 40 riyals are due."""
    area = Area(city="جدة", district="الصفا", region="makkah", feeder="JED-01", biller="002")
    found = []
    for n, mobile in enumerate((MOBILE, MOBILE, OTHER), start=1):
        account = Account(
            number=f"3000000000{n}",
            premise=f"P{n}",
            street="شارع",
            area=area,
            meter=f"M{n}",
            breaker_amperes=100,
            tariff_category="residential",
            contacts=[Contact(kind="mobile", value=mobile)],
        )
        session.add(account)
        session.flush()
        _bill(session, account.id, Decimal(5 * 2**n))
        found.append(account.number)
    return found


def _bill(session: Session, account_id: int, total: Decimal) -> None:
    day = datetime(2026, 10, 1, tzinfo=RIYADH).date()
    session.add(
        Bill(
            account_id=account_id,
            number=f"B{account_id}",
            period=day,
            period_start=day,
            period_end=day.replace(day=28),
            reading_from=0,
            reading_to=10,
            kwh=10,
            subtotal=total,
            vat=Decimal(0),
            previous_balance=Decimal(0),
            total=total,
            issue_date=day,
            due_date=day,
            state="unpaid",
            tariff_from=day,
        )
    )
    session.flush()


def _listed(session: Session) -> list[str]:
    return [one.link.account_number for one in my_accounts(session, WHO)]


def test_a_proved_mobile_brings_its_accounts(session: Session, numbers: list[str]) -> None:
    share_mobile(session, WHO, MOBILE)
    assert _listed(session) == numbers[:2]
    assert dues(session, WHO).total == Decimal(30)


def test_a_claimed_account_is_listed_without_its_figure(
    session: Session, numbers: list[str]
) -> None:
    verify(session, WHO, numbers[0])
    claim(session, WHO, numbers[2])
    claim(session, WHO, "30099999999")
    found = dues(session, WHO)
    assert [due for _, due in found.lines] == [Decimal(10), None, None]
    assert found.total == Decimal(10)


def test_a_name_finds_its_account_again(session: Session, numbers: list[str]) -> None:
    share_mobile(session, WHO, MOBILE)
    assert rename(session, WHO, numbers[0], "بيتنا")
    assert rename(session, WHO, numbers[1], "بيت الوالد")
    assert account_named(session, WHO, "كم فاتورة بيت ابوي") == numbers[1]
    assert not rename(session, WHO, numbers[1], "البيت"), "the other account is called so"
    assert account_named(session, "web:stranger", "كم فاتورة بيت ابوي") is None


def test_what_is_taken_out_stays_out(session: Session, numbers: list[str]) -> None:
    share_mobile(session, WHO, MOBILE)
    verify(session, WHO, numbers[0])
    rename(session, WHO, numbers[0], "بيتنا")
    assert remove(session, WHO, numbers[0])
    assert _listed(session) == [numbers[1]]
    assert account_named(session, WHO, "بيتنا") is None
    assert remove(session, WHO, numbers[0]) is None


def test_it_comes_back_when_it_is_named_again(session: Session, numbers: list[str]) -> None:
    verify(session, WHO, numbers[2])
    remove(session, WHO, numbers[2])
    link = claim(session, WHO, numbers[2])
    assert _listed(session) == [numbers[2]]
    assert not link.is_own, "what was taken out must be proved again"


def test_the_last_account_left_is_meant(session: Session, numbers: list[str]) -> None:
    verify(session, WHO, numbers[2])
    verify(session, WHO, numbers[0])
    remove(session, WHO, numbers[0])
    left = current_link(session, WHO)
    assert left and left.account_number == numbers[2]
