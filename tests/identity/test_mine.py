"""All accounts of one person: what is listed, what may be summed up, and what is taken out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from bot.identity.links import claim, current_link, verify
from bot.identity.login import share_mobile
from bot.identity.mine import account_named, dues, my_accounts, remove, rename
from tests.records import new_account, new_area, new_bill

WHO = "web:person"
MOBILE = "+966500000009"
OTHER = "+966500000010"


@pytest.fixture
def numbers(session: Session) -> list[str]:
    """Three accounts; the first two have MOBILE on file. 10, 20 and 40 riyals are due."""
    area = new_area("الصفا", city="جدة")
    found = []
    for n, mobile in enumerate((MOBILE, MOBILE, OTHER), start=1):
        account = new_account(f"3000000000{n}", area, mobile)
        session.add(account)
        session.flush()
        session.add(new_bill(account, total=5 * 2**n))
        found.append(account.number)
    session.flush()
    return found


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
