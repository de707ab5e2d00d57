"""The audit log and the staff list, as an administrator sees them."""

from __future__ import annotations

from bot.audit.log import Action, Search, record, search
from bot.console.staff import find_staff
from bot.console.tables import Role
from bot.database import reading, transaction
from tests.console.conftest import post


def test_the_audit_log_is_searched_and_that_is_written_down(sign_in):
    with transaction() as session:
        for number in range(60):
            record(session, "staff:huda", Action.ACCOUNT_VIEWED, f"account:{number}")
        record(
            session, "staff:sami", Action.VALUE_REVEALED, "account:7", "<i>سبب</i>", field="name"
        )
    client = sign_in(Role.ADMINISTRATOR)
    first = client.get("/staff/audit?actor=staff:huda").text
    assert "account:59" in first and "account:10<" in first and "account:9<" not in first
    assert "before=11" in first and "actor=staff%3Ahuda" in first
    rest = client.get("/staff/audit?before=11&actor=staff:huda").text
    assert "account:9<" in rest and "account:10<" not in rest and "before=" not in rest
    one = client.get("/staff/audit?action=value.revealed").text
    assert "staff:sami" in one and "account:7" in one and "staff:huda</bdi>" not in one
    assert "<i>" not in one and "&lt;i&gt;" in one
    assert "account:7" not in client.get("/staff/audit?until=2020-01-01").text
    assert client.get("/staff/audit?since=x&before=y&until=2020-13-40").status_code == 200
    with reading() as session:
        assert len(search(session, Search(action="audit.searched"))) == 5


def test_the_staff_list(sign_in):
    other, client = sign_in(Role.AGENT), sign_in(Role.ADMINISTRATOR)
    page = client.get("/staff/people").text
    assert "agent" in page and "Administrator" in page and "argon2" not in page
    with reading() as session:
        number = find_staff(session, "agent").id
    post(client, f"/staff/people/{number}/end-sessions")
    assert other.get("/staff", follow_redirects=False).status_code == 303
    assert client.get("/staff", follow_redirects=False).status_code == 200
    with reading() as session:
        row = search(session, Search(action="staff.sessions_ended"))[0]
    assert (row.actor, row.object) == ("staff:administrator", "staff:agent")
