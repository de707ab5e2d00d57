"""Update requests in the console: masked, revealed, decided; and the account's page."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.accounts.records import find_account, on_file
from bot.accounts.tables import Account, AccountChange, Contact
from bot.audit.log import verify
from bot.audit.tables import AuditEntry
from bot.clock import now
from bot.console.tables import Role
from bot.database import reading, transaction
from bot.delivery.tables import OutboxMessage
from bot.outages.tables import Outage, OutageReport
from bot.transcripts.record import ensure_conversation
from bot.transcripts.tables import Message
from bot.updates.review import ConflictKind, review
from bot.updates.tables import UpdateRequest
from tests.console.asking import (
    CHANGES,
    IDENTITY,
    LANDLORD,
    NAME,
    NUMBER,
    OTHER,
    PERSONAL,
    TENANT,
    ask_for_update,
    make_account,
    make_request,
)
from tests.console.conftest import csrf_of, post


@pytest.fixture
def asked(database) -> int:
    """An account, a request of its tenant, and the conversation in which it was made."""
    return ask_for_update()


def _audit(action: str) -> list[AuditEntry]:
    with reading() as session:
        query = select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.seq)
        return list(session.execute(query).scalars())


def _state() -> tuple[str, dict[str, str]]:
    with reading() as session:
        request = session.execute(select(UpdateRequest)).scalars().first()
        return request.state, on_file(find_account(session, NUMBER))


def _outbox() -> list[tuple[str, str]]:
    with reading() as session:
        rows = session.execute(select(OutboxMessage).order_by(OutboxMessage.id)).scalars()
        return [(row.recipient, row.body or "") for row in rows]


def test_a_viewer_sees_nothing_personal(sign_in, asked):
    client = sign_in(Role.VIEWER)
    for path in ("/staff/requests", "/staff/requests/U1000001"):
        page = client.get(path)
        assert page.status_code == 200 and "U1000001" in page.text
        for value in PERSONAL:
            assert value not in page.text
    assert "مستأجر" in page.text and "س•••" in page.text
    assert "/reveal/" not in page.text and "/decide" not in page.text
    assert f"/staff/accounts/{asked}" not in page.text
    assert [row.object for row in _audit("request.viewed")] == ["request:U1000001"]


def test_an_agent_sees_names_and_asks_for_the_rest(sign_in, asked):
    client = sign_in(Role.AGENT)
    page = client.get("/staff/requests/U1000001").text
    assert NAME in page and "خالد العتيبي" in page and NUMBER in page
    for value in (LANDLORD[4:], TENANT[4:], IDENTITY, CHANGES["ejar"]):
        assert value not in page
    assert "/reveal/after/mobile" in page and "/reveal/after/identity" not in page
    path = "/staff/requests/U1000001/reveal/after/mobile"
    again = post(client, path, reason="لا")
    assert again.status_code == 422 and TENANT not in again.text
    assert _audit("value.revealed") == []
    shown = post(client, path, reason="للاتصال بالمستأجر 0512345678")
    assert shown.status_code == 200 and TENANT in shown.text
    row = _audit("value.revealed")[0]
    assert (row.actor, row.object, row.details) == (
        "staff:agent",
        "request:U1000001",
        {"field": "mobile"},
    )
    assert "للاتصال" in row.reason and "0512345678" not in row.reason
    refused = post(client, "/staff/requests/U1000001/reveal/after/identity", reason="للمطابقة")
    assert refused.status_code == 403 and IDENTITY not in refused.text
    for strange in ("before/deed", "now/mobile", "after/_proved"):
        address = f"/staff/requests/U1000001/reveal/{strange}"
        assert post(client, address, reason="للمطابقة").status_code == 404


def test_a_supervisor_may_ask_for_sealed_numbers(sign_in, asked):
    client = sign_in(Role.SUPERVISOR)
    assert IDENTITY not in client.get("/staff/requests/U1000001").text
    path = "/staff/requests/U1000001/reveal/after/identity"
    token = csrf_of(client.get("/staff/sessions").text)
    form = {"csrf": token, "reason": "مطابقة الهوية"}
    fragment = client.post(path, data=form, headers={"HX-Request": "true"})
    assert IDENTITY in fragment.text and "<html" not in fragment.text


def test_approving_changes_the_record_and_tells_both(sign_in, asked):
    client = sign_in(Role.AGENT)
    done = post(client, "/staff/requests/U1000001/decide", decision="approve")
    assert (done.status_code, done.headers["location"]) == (303, "/staff/requests/U1000001")
    state, record = _state()
    assert state == "applied" and record["mobile"] == TENANT and record["name"] == NAME
    told = _outbox()
    assert {to for to, _ in told} == {"web:1", LANDLORD}
    page = client.get("/staff/requests/U1000001").text
    assert "نُفذ" in page and "agent" in page and "/decide" not in page
    assert [row.object for row in _audit("request.approved")] == ["request:U1000001"]
    again = post(client, "/staff/requests/U1000001/decide", decision="reject", reason="تأخرت")
    assert again.status_code == 409 and _state()[0] == "applied"
    assert _outbox() == told


def test_rejecting_needs_a_reason_and_tells_it(sign_in, asked):
    client = sign_in(Role.AGENT)
    for form in (
        {"decision": "reject"},
        {"decision": "reject", "reason": "  "},
        {},
        {"decision": "x"},
    ):
        assert post(client, "/staff/requests/U1000001/decide", **form).status_code == 422
    assert _state()[0] == "pending" and _outbox() == []
    reason = "العقد <b>منتهي</b>"
    post(client, "/staff/requests/U1000001/decide", decision="reject", reason=reason)
    state, record = _state()
    assert state == "rejected" and record["mobile"] == LANDLORD
    told = dict(_outbox())
    assert set(told) == {"web:1", LANDLORD}
    with reading() as session:
        said = session.execute(select(Message).order_by(Message.id.desc())).scalars().first()
    assert said.author == "bot" and "منتهي" in said.text
    page = client.get("/staff/requests/U1000001").text
    assert "<b>منتهي" not in page and "منتهي" in page
    assert _audit("request.rejected")[0].reason == reason
    with reading() as session:
        assert verify(session).broken is None


def test_what_a_viewer_may_not_do(sign_in, asked):
    client = sign_in(Role.VIEWER)
    assert post(client, "/staff/requests/U1000001/decide", decision="approve").status_code == 403
    address = "/staff/requests/U1000001/reveal/after/mobile"
    assert post(client, address, reason="للاتصال").status_code == 403
    assert _state()[0] == "pending" and _audit("value.revealed") == []


def test_conflicts(sign_in, asked):
    with transaction() as session:
        account = session.get(Account, asked)
        make_request(session, "U1000002", account, conversation="web:2")
        make_request(session, "U1000003", None, conversation="web:3")
        account.beneficiary_name = "غيره"
        session.add(make_account(OTHER, TENANT))
    with transaction() as session:
        first, strange = review(session, "U1000001"), review(session, "U1000003")
        assert review(session, "U9999999") is None
    found = {conflict.kind: conflict for conflict in first.conflicts}
    assert set(found) == {
        ConflictKind.OTHERS_PENDING,
        ConflictKind.RECORD_MOVED,
        ConflictKind.CONTACT_ELSEWHERE,
    }
    assert found[ConflictKind.OTHERS_PENDING].references == ["U1000002"]
    assert found[ConflictKind.RECORD_MOVED].fields == ["name"]
    assert found[ConflictKind.CONTACT_ELSEWHERE].count == 1
    assert ConflictKind.NO_ACCOUNT in {conflict.kind for conflict in strange.conflicts}
    client = sign_in(Role.AGENT)
    page = client.get("/staff/requests/U1000001").text
    assert '/staff/requests/U1000002"' in page and "عددها: 1" in page
    page = client.get("/staff/requests/U1000003").text
    assert 'value="approve"' not in page and 'value="reject"' in page
    assert post(client, "/staff/requests/U1000003/decide", decision="approve").status_code == 409
    post(client, "/staff/requests/U1000002/decide", decision="approve")
    with transaction() as session:
        kinds = {conflict.kind for conflict in review(session, "U1000001").conflicts}
    assert ConflictKind.RECENTLY_APPLIED in kinds and ConflictKind.OTHERS_PENDING not in kinds


@pytest.mark.parametrize("wanted", [NUMBER, "٣٠٠٠٠٠٠٠٠٠١", "0500000001", "u1000001"])
def test_an_account_is_found_without_a_trace_of_its_number(sign_in, asked, wanted):
    client = sign_in(Role.AGENT)
    answer = post(client, "/staff/accounts", page="/staff/accounts", wanted=wanted)
    assert answer.headers["location"] == f"/staff/accounts/{asked}"
    row = _audit("account.searched")[0]
    assert row.details == {"found": 1} and wanted not in str(row.__dict__)


def test_no_account_and_several(sign_in, asked):
    client = sign_in(Role.AGENT)
    assert "لا يوجد حساب" in post(client, "/staff/accounts", wanted="30000000077").text
    assert "لا يوجد حساب" in post(client, "/staff/accounts", wanted="سلام").text
    with transaction() as session:
        session.add(make_account(OTHER, LANDLORD))
    several = post(client, "/staff/accounts", wanted="0500000001").text
    assert NUMBER in several and OTHER in several


def test_the_page_of_an_account(sign_in, asked):
    with transaction() as session:
        area_id = session.get(Account, asked).area_id
        outage = Outage(
            reference="F1",
            area_id=area_id,
            kind="unplanned",
            cause="عطل في كيبل",
            starts_at=now(),
            announced_at=now(),
        )
        session.add(outage)
        session.add(
            OutageReport(
                reference="O1000001",
                premise=f"P{NUMBER}",
                account_id=asked,
                area_id=area_id,
                state="received",
                created_at=now(),
            )
        )
    client = sign_in(Role.AGENT)
    post(client, "/staff/requests/U1000001/decide", decision="approve")
    page = client.get(f"/staff/accounts/{asked}")
    assert page.status_code == 200
    for expected in (NUMBER, NAME, "شارع الأمل", "U1000001", "O1000001", "عطل في كيبل"):
        assert expected in page.text
    assert "/staff/conversations/" in page.text
    for value in (LANDLORD[4:], TENANT[4:], IDENTITY, CHANGES["ejar"]):
        assert value not in page.text, "masked, in the history too"
    assert [row.object for row in _audit("account.viewed")] == [f"account:{asked}"]
    assert client.get("/staff/accounts/987654").status_code == 404
    with reading() as session:
        contact = session.execute(select(Contact.id)).scalar_one()
    address = f"/staff/accounts/{asked}/reveal/contact-{contact}"
    assert TENANT in post(client, address, reason="للاتصال به").text
    with reading() as session:
        changes = {one.field: one.id for one in session.execute(select(AccountChange)).scalars()}
    past = f"/staff/accounts/{asked}/reveal/change-{changes['mobile']}-before"
    assert past in page.text and f"change-{changes['identity']}-after" not in page.text
    assert LANDLORD in post(client, past, reason="رقمه القديم").text
    for wrong in (past.replace("before", "id"), past.replace(f"accounts/{asked}", "accounts/99")):
        assert post(client, wrong, reason="رقمه القديم").status_code == 404
    address = f"/staff/accounts/{asked}/reveal/identity"
    assert post(client, address, reason="للمطابقة").status_code == 403
    assert [row.details["field"] for row in _audit("value.revealed")] == ["mobile", "mobile"]


def test_the_history_of_an_account_is_told_in_words(sign_in, asked):
    told = {
        "notice_bill": ("-", "web sms"),
        "notice_quiet": ("22:00 07:00", "-"),
        "share": ("+9665•••01 · see", "+9665•••01 · accepted"),
        "beneficiary": (None, "tenant"),
    }
    with transaction() as session:
        for field, (before, after) in told.items():
            change = AccountChange(account_id=asked, at=now(), actor="web:1", channel="web")
            change.field, change.before, change.after = field, before, after
            session.add(change)
    page = sign_in(Role.AGENT).get(f"/staff/accounts/{asked}").text
    history = page.partition("سجل التغييرات")[2].partition("</table>")[0]
    for words in (
        "موقوفة",
        "المحادثة · رسالة نصية",
        "22:00 – 07:00",
        "اطلاع",
        "قبل الدعوة",
        "مستأجر",
    ):
        assert words in history
    for raw in ("sms", "see", "accepted", "tenant", ">-<"):
        assert raw not in history.replace("\n", "")


def test_one_message_in_clear(sign_in, asked):
    with reading() as session:
        conversation = session.execute(select(UpdateRequest)).scalar_one().conversation
        number = ensure_conversation(session, conversation).id
    client = sign_in(Role.AGENT)
    assert IDENTITY not in client.get(f"/staff/conversations/{number}").text
    address = f"/staff/conversations/{number}/reveal/1"
    assert IDENTITY in post(client, address, reason="شكوى المشترك").text
    assert _audit("value.revealed")[0].object == f"conversation:{number}"
    assert (
        post(client, f"/staff/conversations/{number}/reveal/9", reason="للتحقق").status_code == 404
    )
