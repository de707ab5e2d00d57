"""What the queue and the desk say of the account, by role."""

from __future__ import annotations

from datetime import date

import pytest

from bot.accounts.failing import contact_failed
from bot.accounts.tables import Account
from bot.cases.records import open_case
from bot.cases.tables import CaseKind
from bot.clock import now
from bot.console.tables import Role
from bot.database import transaction
from bot.identity.links import claim
from bot.outages.tables import Outage
from bot.transcripts.handover import ask_for_person
from bot.transcripts.record import ensure_conversation
from bot.updates import draft as drafts
from tests.console.asking import IDENTITY, NUMBER, ask_for_update
from tests.records import new_bill

TENANT_NAME = "سارة الحربي"


@pytest.fixture
def number(database: None) -> int:
    """A conversation with a proved account that owes, in a district without power."""
    account_id = ask_for_update()
    with transaction() as session:
        account = session.get(Account, account_id)
        session.add(new_bill(account, date(2026, 10, 1), total="350.75"))
        outage = Outage(
            reference="F1",
            area_id=account.area_id,
            kind="unplanned",
            cause="عطل في كيبل",
            starts_at=now(),
            announced_at=now(),
        )
        session.add(outage)
        open_case(
            session,
            kind=CaseKind.COMPLAINT,
            category="bill",
            account_id=account_id,
            conversation="web:1",
            text="غلط",
            details={},
            promised_on=None,
            key="k",
        )
        values = {"name": TENANT_NAME, "identity": IDENTITY}
        drafts.save(session, "web:1", drafts.Draft(values=values))
        ask_for_person(session, "web:1", "human")
        return ensure_conversation(session, "web:1").id


def test_a_clerk_sees_what_is_known(sign_in, number):
    client = sign_in(Role.AGENT)
    page = client.get(f"/staff/conversations/{number}/desk").text
    for words in (NUMBER, "خالد العتيبي", "حي 1، الرياض", "350.75", "عطل في كيبل", "U1000001"):
        assert words in page
    assert "/staff/cases/C" in page and TENANT_NAME in page
    assert IDENTITY not in page and IDENTITY[-2:] in page
    queue = client.get("/staff").text
    queue = queue[queue.index('class="rows queue"') : queue.index("</ol>")]
    assert NUMBER in queue and "خالد العتيبي" in queue and "حي 1، الرياض" in queue


def test_who_sees_no_names_sees_them_masked(sign_in, number):
    client = sign_in(Role.VIEWER)
    for path in (f"/staff/conversations/{number}/desk", f"/staff/conversations/{number}", "/staff"):
        page = client.get(path).text
        for hidden in (NUMBER, "خالد", TENANT_NAME, "350.75", "عطل في كيبل", "حي 1", IDENTITY):
            assert hidden not in page
        assert NUMBER[-2:] in page and "الرياض" in page


def test_an_account_that_was_only_named_gives_nothing_away(sign_in, number):
    with transaction() as session:
        other = ensure_conversation(session, "web:2").id
        claim(session, "web:2", NUMBER)
        nobody = ensure_conversation(session, "web:3").id
    client = sign_in(Role.AGENT)
    page = client.get(f"/staff/conversations/{other}/desk").text
    assert NUMBER in page and "ذكر الرقم فقط" in page
    for secret in ("خالد", "350.75", "حي 1", "عطل في كيبل"):
        assert secret not in page
    assert "لم يُثبت حساب" in client.get(f"/staff/conversations/{nobody}/desk").text


def test_a_contact_that_nothing_reaches_is_to_be_updated(sign_in, number):
    with transaction() as session:
        account = session.query(Account).filter_by(number=NUMBER).one()
        account_id = account.id
        contact_failed(session, account.contacts[0].value, "ER-03")
    words = "لا تصل إليه الرسائل، ويحتاج تحديثًا"
    desk = f"/staff/conversations/{number}/desk"
    assert words not in sign_in(Role.VIEWER).get(desk).text
    client = sign_in(Role.AGENT)
    assert words in client.get(desk).text
    assert "يحتاج تحديثًا" in client.get(f"/staff/accounts/{account_id}").text
