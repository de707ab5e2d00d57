"""What is kept, the copy of it, forgetting, and that nobody else is touched."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest
import time_machine
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from bot.accounts.records import on_file
from bot.accounts.tables import Account, AccountChange
from bot.clock import now
from bot.database import Base, reading, transaction
from bot.identity.links import current_link, identity_of, verify
from bot.identity.mine import my_accounts
from bot.person.calls import waiting
from bot.privacy.copies import as_html, as_json
from bot.privacy.holdings import holdings, inventory, person_of, table_of
from bot.privacy.links import link_of, open_link
from bot.privacy.requests import finish, forget, own_request, record_request, requests_in
from bot.privacy.tables import PrivacyKind, PrivacyState
from bot.transcripts.listing import Filters
from bot.transcripts.masking import ERASED
from bot.transcripts.record import ensure_conversation, record_subscriber_message
from bot.transcripts.search import find
from bot.transcripts.tables import Conversation, Message
from bot.updates import draft as drafts
from tests.privacy.conftest import IDENTITY, MOBILES, NUMBERS, OTHER, WHO


def test_every_table_is_classified() -> None:
    """A new table must say in bot/privacy/holdings.yml whose it is and what becomes of it."""
    assert set(holdings()) == set(Base.metadata.tables)
    for holding in holdings().values():
        assert bool(holding.group) == bool(holding.by)
        for key in holding.by:
            assert key.partition("=")[0] in table_of(holding).c, (holding.table, key)


def test_whatever_names_a_person_is_in_a_group() -> None:
    """No table with a conversation or an account escapes by being called impersonal."""
    staffs_own = {"reviews", "conversation_labels", "conversation_marks", "turn_flags"}
    staffs_own |= {"conversation_viewers"}  # names of staff, for half a minute
    staffs_own |= {"corrections"}  # they go with the words of the message
    for name, table in Base.metadata.tables.items():
        if {"conversation", "account_id", "conversation_id"} & set(table.c.keys()):
            assert holdings()[name].group or name in staffs_own, name


def test_the_inventory_counts_only_what_is_mine(accounts: dict[str, int]) -> None:
    with reading() as session:
        counts = {g.key: g.count for g in inventory(session, person_of(session, WHO))}
    assert counts["chats"] == 2
    assert counts["record"] == 1 + 2  # the account and its contacts
    assert (counts["links"], counts["drafts"], counts["choices"]) == (1, 1, 1)


def test_before_proof_there_is_only_the_conversation(accounts: dict[str, int]) -> None:
    with transaction() as session:
        person = person_of(session, "web:nobody")
        assert person.account_ids == () and inventory(session, person) == []


def test_the_copy_holds_my_data_in_clear_and_no_machinery(accounts: dict[str, int]) -> None:
    with reading() as session:
        person = person_of(session, WHO)
        page, data = as_html(session, person), json.loads(as_json(session, person))
    for value in (IDENTITY, MOBILES[WHO], NUMBERS[WHO], "فاتورتي عالية مره", "بيت الوالد"):
        assert value in page
    assert NUMBERS[OTHER] not in page and MOBILES[OTHER] not in json.dumps(data)
    assert data["data"]["accounts"][0]["identity_number"] == IDENTITY
    assert "identity_fingerprint" not in page and "verification_codes" not in data["data"]
    assert "<script" not in page


def test_the_link_is_mine_and_short_lived(accounts: dict[str, int]) -> None:
    with time_machine.travel(now(), tick=False) as clock, transaction() as session:
        person = person_of(session, WHO)
        request = record_request(session, person, PrivacyKind.COPY, "m1")
        assert record_request(session, person, PrivacyKind.COPY, "m1").id == request.id
        reference, token = link_of(request).rsplit("/", 2)[1:]
        assert open_link(session, reference, token) == person
        assert open_link(session, reference, "0" * 32) is None
        assert open_link(session, "P0000000", token) is None
        clock.shift(timedelta(minutes=31))
        assert open_link(session, reference, token) is None


def _forgotten(accounts: dict[str, int]) -> str:
    with transaction() as session:
        return str(forget(session, WHO, "m9").reference)


def _said(session: Session, who: str) -> list[str]:
    query = select(Message.text).join(Conversation).where(Conversation.key == who)
    return list(session.execute(query.order_by(Message.id)).scalars())


def test_forgetting_takes_at_once_what_it_can(accounts: dict[str, int]) -> None:
    reference = _forgotten(accounts)
    with transaction() as session:
        assert _said(session, WHO) == [ERASED, ERASED]
        assert find(session, "عالية", Filters(), None, 10)[0].conversation.key == OTHER
        assert current_link(session, WHO) is None and my_accounts(session, WHO) == []
        assert identity_of(session, WHO).proved_mobile is None
        assert drafts.load(session, WHO) is None and waiting(session, WHO) is None
        bodies = session.execute(text("SELECT body FROM inbox ORDER BY id")).scalars().all()
        assert len(set(bodies)) == 2
        row = own_request(session, WHO, reference)
        assert row and row.state == PrivacyState.OPEN and row.done_at_once["messages"] == 2
        assert own_request(session, OTHER, reference) is None


def test_what_must_stay_stays_and_nobody_else_is_touched(accounts: dict[str, int]) -> None:
    _forgotten(accounts)
    with transaction() as session:
        values = on_file(session.get(Account, accounts[WHO]))
        assert values["identity"] == IDENTITY and values["mobile"] == MOBILES[WHO]
        assert len(_said(session, OTHER)) == 2 and ERASED not in _said(session, OTHER)
        assert current_link(session, OTHER) and drafts.load(session, OTHER)
        assert waiting(session, OTHER)


def test_the_same_message_forgets_once(accounts: dict[str, int]) -> None:
    assert _forgotten(accounts) == _forgotten(accounts)


@pytest.mark.parametrize("agreed", [True, False])
def test_staff_finish_it_and_the_subscriber_hears(accounts: dict[str, int], agreed: bool) -> None:
    reference = _forgotten(accounts)
    with transaction() as session:
        assert [one.reference for one in requests_in(session, waiting=True)] == [reference]
        assert finish(session, reference, "staff:huda", "راجعناه", agreed=agreed)
        assert finish(session, reference, "staff:huda", "راجعناه", agreed=agreed) is None
        values = on_file(session.get(Account, accounts[WHO]))
        assert ("deed" not in values) is agreed and ("email" not in values) is agreed
        assert values["mobile"] == MOBILES[WHO]
        assert reference in _said(session, WHO)[-1] and "راجعناه" in _said(session, WHO)[-1]
        history = session.execute(select(AccountChange.field)).scalars().all()
        assert ("privacy" in history) is agreed
        assert on_file(session.get(Account, accounts[OTHER]))["email"]


def test_the_numbers_of_rows_stay_for_counting(accounts: dict[str, int]) -> None:
    _forgotten(accounts)
    with reading() as session:
        assert session.execute(select(func.count()).select_from(Message)).scalar_one() == 4
        first = session.execute(select(Message.at)).scalars().first()
        assert first and first < datetime.now(timezone.utc)


def test_a_guest_gets_and_erases_their_own_words_only(accounts: dict[str, int]) -> None:
    guest = "web:guest"
    with transaction() as session:
        verify(session, guest, NUMBERS[WHO])
        identity_of(session, guest).links[0].shared_right = "see"
        record_subscriber_message(
            session, ensure_conversation(session, guest), {"text": "كم فاتورة اخوي"}, "g1"
        )
        session.flush()
        person = person_of(session, guest)
        page = as_html(session, person)
        assert "كم فاتورة اخوي" in page and IDENTITY not in page and MOBILES[WHO] not in page
        request = record_request(session, person, PrivacyKind.COPY, "g2")
        assert open_link(session, *link_of(request).rsplit("/", 2)[1:]) == person
        forget(session, guest, "g3")
        assert _said(session, guest) == [ERASED] and ERASED not in _said(session, WHO)
        assert current_link(session, WHO)
