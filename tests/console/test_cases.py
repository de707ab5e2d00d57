"""Complaints and requests in the console: listed, masked, revealed, worked on and told."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from bot.audit.tables import AuditEntry
from bot.cases import steps
from bot.cases.records import case_by_reference, open_case
from bot.cases.tables import Case, CaseKind, CaseState
from bot.complaints.catalogue import categories
from bot.console import case_pages
from bot.console.rendering import LANGUAGES, words
from bot.console.tables import Role
from bot.database import reading, transaction
from bot.transcripts.tables import Author, Message
from tests.console.asking import LANDLORD, NUMBER, make_account
from tests.console.conftest import post

MOBILE = "0501112223"
TEXT = f"فاتورتي غلط كلموني على {MOBILE}"


def make_case(key: str = "m1", **over: Any) -> str:
    """A case that was just opened; its reference."""
    given: dict[str, Any] = {
        "kind": CaseKind.COMPLAINT,
        "category": "bill",
        "account_id": None,
        "conversation": "web:1",
        "text": TEXT,
        "details": {"month": "2026-10", "account": NUMBER, "rules": "2025-01-01"},
        "promised_on": date(2026, 1, 4),
    }
    with transaction() as session:
        return open_case(session, key=key, **{**given, **over}).reference


@pytest.fixture
def reference(database: None) -> str:
    """A complaint about the bill of an account that was proved."""
    with transaction() as session:
        account = make_account(NUMBER, LANDLORD)
        session.add(account)
        session.flush()
        number = account.id
    return make_case(account_id=number)


def case_of(reference: str) -> Case:
    with reading() as session:
        case = case_by_reference(session, reference)
        assert case is not None
        _ = case.history
        return case


def told() -> list[str]:
    with reading() as session:
        query = select(Message).where(Message.author == Author.BOT.value).order_by(Message.id)
        return [json.loads(m.content)["text"] for m in session.execute(query).scalars()]


def deeds() -> list[tuple[str, str]]:
    with reading() as session:
        rows = session.execute(select(AuditEntry).order_by(AuditEntry.seq)).scalars()
        return [(r.action, r.object) for r in rows if r.object.startswith("case:")]


def step(client: Any, reference: str, name: str, said: str = "", version: int | None = None):
    seen = case_of(reference).version if version is None else version
    return post(client, f"/staff/cases/{reference}/step", step=name, words=said, version=str(seen))


def test_a_viewer_sees_it_masked_and_changes_nothing(sign_in, reference):
    client = sign_in(Role.VIEWER)
    listed = client.get("/staff/cases").text
    assert reference in listed and "متأخرة" in listed
    page = client.get(f"/staff/cases/{reference}").text
    assert "فاتورتي غلط" in page and MOBILE not in page and NUMBER not in page
    assert "/reveal/" not in page and "/step" not in page and "2025-01-01" not in page
    assert "2026-10" in page
    assert step(client, reference, "close", "سبب").status_code == 403
    assert case_of(reference).state == CaseState.RECEIVED
    assert deeds() == [("case.viewed", f"case:{reference}")]


def test_an_agent_asks_for_the_words_in_clear(sign_in, reference):
    client = sign_in(Role.AGENT)
    page = client.get(f"/staff/cases/{reference}").text
    assert NUMBER in page and MOBILE not in page
    address = f"/staff/cases/{reference}/reveal/text"
    assert address in page
    assert post(client, address, reason="لا").status_code == 422
    assert MOBILE in post(client, address, reason="للاتصال به").text
    assert ("value.revealed", f"case:{reference}") in deeds()
    for strange in ("detail-rules", "words-987", "detail-nothing", "reference"):
        asked = post(client, f"/staff/cases/{reference}/reveal/{strange}", reason="للاتصال به")
        assert asked.status_code == 404


def test_taking_asking_answering_and_closing_are_told(sign_in, reference):
    client = sign_in(Role.AGENT)
    for name, said in (
        ("assign", ""),
        ("ask", "صورة العداد لو سمحت"),
        ("answer", "صححنا القراءة"),
        ("close", "عدّلنا الفاتورة"),
    ):
        done = step(client, reference, name, said)
        assert (done.status_code, done.headers["location"]) == (303, f"/staff/cases/{reference}")
    messages = told()
    assert len(messages) == 4 and "صورة العداد" in messages[1] and "عدّلنا" in messages[3]
    assert case_of(reference).clerk == "agent" and case_of(reference).state == CaseState.CLOSED
    assert [action for action, _ in deeds()] == [
        "case.assigned",
        "case.asked",
        "case.answered",
        "case.closed",
    ]
    page = client.get(f"/staff/cases/{reference}").text
    assert "عدّلنا الفاتورة" in page and "/step" not in page


@pytest.mark.parametrize("name", ["answer", "ask", "close"])
def test_nothing_happens_without_words(sign_in, reference, name):
    answer = step(sign_in(Role.AGENT), reference, name, "   ")
    assert answer.status_code == 422 and "لا بد أن يُخبَر" in answer.text
    assert case_of(reference).state == CaseState.RECEIVED and told() == [] and len(deeds()) == 1


def test_a_slower_colleague_gets_the_words_back(sign_in, reference):
    client = sign_in(Role.AGENT)
    seen = case_of(reference).version
    with transaction() as session:
        steps.answer(session, reference, by="sara", words="الرد الأول")
    answer = step(client, reference, "close", "كلام كتبته", seen)
    assert answer.status_code == 409 and "كلام كتبته" in answer.text
    assert case_of(reference).state == CaseState.ANSWERED and len(told()) == 1


def test_strange_forms_change_nothing(sign_in, reference):
    client = sign_in(Role.AGENT)
    assert step(client, reference, "burn", "كلام").status_code == 422
    address = f"/staff/cases/{reference}/step"
    assert post(client, address, step="close", words="x", version="x").status_code == 422
    assert client.post(address, data={"step": "assign", "version": "1"}).status_code == 403
    assert step(client, "C0000000", "close", "كلام", 1).status_code == 404
    assert case_of(reference).state == CaseState.RECEIVED


def test_the_list_is_filtered_and_paged(sign_in, reference, monkeypatch):
    monkeypatch.setattr(case_pages, "PAGE_SIZE", 2)
    service = make_case("m2", kind=CaseKind.SERVICE, category="relocation", promised_on=None)
    closed = make_case("m3")
    third, fourth = make_case("m4"), make_case("m5")
    client = sign_in(Role.AGENT)
    step(client, closed, "close", "سبب")
    step(client, fourth, "assign")

    def shown(query: str) -> list[str]:
        page = client.get(f"/staff/cases?{query}").text
        return [r for r in (reference, service, closed, third, fourth) if r in page]

    assert shown("") == [reference, service]
    page = client.get("/staff/cases").text
    following = page.split('class="pages"><a href="')[1].split('"')[0].replace("&amp;", "&")
    assert shown(following.partition("?")[2]) == [third, fourth]
    assert shown("show=closed") == [closed]
    assert shown("kind=service") == [service]
    assert shown("whose=mine") == [fourth]
    assert shown("show=all&whose=nobody") == [service, third]
    assert shown("show=nonsense&kind=x&whose=y&beyond=z") == [reference, service]


def test_every_category_and_detail_has_words_in_both_languages():
    asked = {name for category in categories().values() for name in category.ask}
    for language in LANGUAGES:
        known = words(language)
        assert set(categories()) <= set(known["case_categories"])
        assert asked <= set(known["case_details"])
        assert {state.value for state in CaseState} <= set(known["case_shows"])


def test_details_of_a_request_hide_what_is_sealed(sign_in, reference):
    details = {"identity": "1023456789", "mobile": "+966501112223", "reason": "هدم", "empty": None}
    service = make_case("m2", kind=CaseKind.SERVICE, details=details)
    page = sign_in(Role.AGENT).get(f"/staff/cases/{service}").text
    assert "1023456789" not in page and "501112223" not in page and "هدم" in page
    assert "/reveal/detail-mobile" in page and "/reveal/detail-identity" not in page
