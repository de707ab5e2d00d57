"""An account lent to somebody else: the code, the rights, the end, and what nobody learns."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.tables import Account, AccountChange
from bot.clock import now
from bot.delivery.tables import OutboxMessage
from bot.identity.links import current_link, verify
from bot.identity.sharing import Inviting, accept, end, guests, invite, leave
from bot.identity.tables import LinkLevel, ShareRight
from bot.transcripts.tables import Message
from tests.records import new_account, new_area

OWNER, GUEST = "web:owner", "telegram:guest"
ON_FILE, INVITED = "+966500000011", "+966500000012"


@pytest.fixture
def account(session: Session) -> Account:
    row = new_account("30000000077", new_area(), ON_FILE)
    session.add(row)
    session.flush()
    verify(session, OWNER, row.number)
    return row


def _sms(session: Session, mobile: str) -> list[str]:
    query = select(OutboxMessage.body).where(OutboxMessage.recipient == mobile)
    return [json.loads(body)["text"] for body in session.execute(query).scalars()]


def _code(session: Session) -> str:
    found = re.search(r"\b\d{6}\b", _sms(session, INVITED)[-1])
    assert found
    return found.group()


def _invite(session: Session, account: Account, right=ShareRight.SEE, key="m1", mobile=INVITED):
    return invite(session, OWNER, account.id, mobile, right, key)


def test_the_guest_sees_the_account_after_the_code(session: Session, account: Account) -> None:
    assert _invite(session, account) is Inviting.SENT
    assert accept(session, GUEST, INVITED, _code(session), "g1")
    link = current_link(session, GUEST)
    assert link and link.account_id == account.id and link.level is LinkLevel.VERIFIED
    assert (link.is_own, link.may_update) == (False, False)
    assert [g.accepted for g in guests(session, account.id)] == [True]


def test_the_contact_on_file_and_the_inviter_are_told(session: Session, account: Account) -> None:
    _invite(session, account)
    (told,) = _sms(session, ON_FILE)
    assert "05xxxxx012" in told and "0077" in told and INVITED[4:] not in told
    accept(session, GUEST, INVITED, _code(session), "g1")
    texts = session.execute(select(Message.text)).scalars().all()
    assert any("قبل دعوتك" in text for text in texts)


def test_the_same_message_invites_once(session: Session, account: Account) -> None:
    _invite(session, account)
    _invite(session, account)
    assert len(_sms(session, INVITED)) == len(_sms(session, ON_FILE)) == 1


@pytest.mark.parametrize("mobile", [INVITED, "+966500000099"])
def test_a_wrong_code_says_nothing_of_the_mobile(
    session: Session, account: Account, mobile: str
) -> None:
    _invite(session, account)
    wrong = f"{(int(_code(session)) + 1) % 1_000_000:06d}"
    for n in range(7):
        assert accept(session, GUEST, mobile, wrong, f"g{n}") is None
    assert current_link(session, GUEST) is None


def test_five_wrong_tries_end_the_code(session: Session, account: Account) -> None:
    _invite(session, account)
    code = _code(session)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for n in range(5):
        accept(session, GUEST, INVITED, wrong, f"g{n}")
    assert accept(session, GUEST, INVITED, code, "g9") is None


def test_a_code_serves_one_person_and_three_days(session: Session, account: Account) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        _invite(session, account)
        code = _code(session)
        clock.shift(timedelta(days=2))
        assert accept(session, GUEST, INVITED, code, "g1")
        assert accept(session, "web:thief", INVITED, code, "t1") is None
        _invite(session, account, key="m2", mobile="+966500000013")
        clock.shift(timedelta(days=3, minutes=1))
        late = re.search(r"\b\d{6}\b", _sms(session, "+966500000013")[-1])
        assert late
        assert accept(session, "web:late", "+966500000013", late.group(), "l1") is None


def test_asking_again_changes_the_right(session: Session, account: Account) -> None:
    _invite(session, account)
    accept(session, GUEST, INVITED, _code(session), "g1")
    assert _invite(session, account, ShareRight.UPDATE, "m2") is Inviting.CHANGED
    link = current_link(session, GUEST)
    assert link and link.may_update and not link.is_own


def test_the_end_takes_the_account_away_and_is_told(session: Session, account: Account) -> None:
    _invite(session, account)
    accept(session, GUEST, INVITED, _code(session), "g1")
    (guest,) = guests(session, account.id)
    assert end(session, guest.share_id, account.id + 1, OWNER) is None, "not of that account"
    assert end(session, guest.share_id, account.id, OWNER)
    assert current_link(session, GUEST) is None
    assert guests(session, account.id) == []
    texts = session.execute(select(Message.text)).scalars().all()
    assert any("انتهت مشاركة" in text for text in texts)


def test_a_guest_may_leave(session: Session, account: Account) -> None:
    _invite(session, account)
    accept(session, GUEST, INVITED, _code(session), "g1")
    assert not leave(session, OWNER, account.id)
    assert leave(session, GUEST, account.id)
    assert guests(session, account.id) == []


def test_each_step_stands_in_the_history_without_the_mobile(
    session: Session, account: Account
) -> None:
    _invite(session, account)
    accept(session, GUEST, INVITED, _code(session), "g1")
    (guest,) = guests(session, account.id)
    end(session, guest.share_id, account.id, OWNER)
    rows = session.execute(select(AccountChange).order_by(AccountChange.id)).scalars().all()
    assert [(row.field, row.actor) for row in rows] == [
        ("share", OWNER),
        ("share", GUEST),
        ("share", OWNER),
    ]
    assert not any(INVITED[4:] in f"{row.before}{row.after}" for row in rows)


def test_a_mobile_on_file_needs_no_invitation(session: Session, account: Account) -> None:
    assert _invite(session, account, mobile=ON_FILE) is Inviting.OWN
    assert _sms(session, ON_FILE) == []


def test_five_at_most(session: Session, account: Account) -> None:
    for n in range(5):
        mobile = f"+96650000002{n}"
        assert _invite(session, account, key=f"m{n}", mobile=mobile) is Inviting.SENT
    assert _invite(session, account, key="m9", mobile="+966500000029") is Inviting.LIMIT
    assert _sms(session, "+966500000029") == []
