"""Privacy requests in the console: who may finish them, and what then happens."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.audit.log import verify
from bot.audit.tables import AuditEntry
from bot.console.tables import Role
from bot.database import reading, transaction
from bot.privacy.requests import find_request, forget
from bot.transcripts.tables import Message
from tests.console.conftest import post
from tests.privacy.conftest import IDENTITY, MOBILES, WHO, accounts  # noqa: F401


@pytest.fixture
def reference(accounts: dict[str, int]) -> str:  # noqa: F811
    with transaction() as session:
        return str(forget(session, WHO, "m1").reference)


def _state(reference: str) -> str:
    with reading() as session:
        found = find_request(session, reference)
        return str(found.state) if found else ""


def _audit() -> list[str]:
    with reading() as session:
        assert verify(session).broken is None
        query = select(AuditEntry.action).where(AuditEntry.object.like("privacy:%"))
        return list(session.execute(query).scalars())


def test_an_agent_sees_it_and_a_supervisor_finishes_it(sign_in, reference):
    agent = sign_in(Role.AGENT)
    page = agent.get("/staff/privacy").text
    assert reference in page and "/staff/privacy/P" not in page
    assert IDENTITY not in page and MOBILES[WHO] not in page
    erased = page.partition("مُسح:")[2].partition("</p>")[0]
    assert "رسائل" in erased and "messages" not in erased and "account_links" not in erased
    assert post(agent, f"/staff/privacy/{reference}", decision="agree").status_code == 403
    supervisor = sign_in(Role.SUPERVISOR)
    done = post(supervisor, f"/staff/privacy/{reference}", decision="agree", answer="تم")
    assert done.status_code == 303 and _state(reference) == "done"
    assert _audit() == ["privacy.finished"]
    again = post(supervisor, f"/staff/privacy/{reference}", decision="agree")
    assert again.status_code == 404
    assert reference in supervisor.get("/staff/privacy?answered=1").text


def test_a_refusal_needs_words_for_the_subscriber(sign_in, reference):
    client = sign_in(Role.SUPERVISOR)
    assert post(client, f"/staff/privacy/{reference}", decision="refuse").status_code == 422
    assert _state(reference) == "open"
    post(client, f"/staff/privacy/{reference}", decision="refuse", answer="عليه شكوى مفتوحة")
    assert _state(reference) == "refused" and _audit() == ["privacy.refused"]
    with reading() as session:
        texts = session.execute(select(Message.text)).scalars().all()
    assert any("عليه شكوى مفتوحة" in said for said in texts)
