"""What subscribers write is only text, on every page that shows it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from bot.accounts.tables import Account, AccountChange
from bot.attachments import files
from bot.attachments import records as attachments
from bot.cases import steps
from bot.cases.records import open_case
from bot.cases.tables import CaseKind
from bot.clock import now
from bot.console.tables import Role
from bot.database import transaction
from bot.person.calls import book
from bot.privacy.holdings import person_of
from bot.privacy.requests import record_request
from bot.privacy.tables import PrivacyKind, PrivacyState
from bot.questions import editing
from bot.questions.book import in_force
from bot.rendering.bidi import strip_isolates
from bot.review import reviewing
from bot.transcripts.handover import ask_for_person
from bot.transcripts.record import add_trace, ensure_conversation, record_subscriber_message
from bot.transcripts.tables import Message
from bot.transcripts.trace import Trace
from bot.updates import draft as drafts
from tests.browser.staff_records import campaigns_of
from tests.browser.test_console import HOSTILE, PHONE, WIDE, Open, _fits, enter, records  # noqa: F401
from tests.console.asking import make_request
from tests.fakes.files import picture

KEY = "web:hostile"
ALL = "\n".join(text[:2000] for text in HOSTILE)
NAME = "".join(HOSTILE[:4])[:100]
"""For what is short: the signs of HTML, of templates and of direction."""
LOST = [["nlu_fallback", 0.7], ["ask_bill", 0.2]]


@pytest.fixture
def pages(records: dict[str, str]) -> dict[str, str]:  # noqa: F811
    """Hostile words wherever a subscriber's words go; addresses of the pages that show them."""
    account = int(records["account"].rpartition("/")[2])
    with transaction() as session:
        number = _talk(session)
        owner = session.get(Account, account)
        owner.beneficiary_name, owner.street = NAME, NAME
        session.add(
            AccountChange(
                account_id=account,
                at=now(),
                actor=KEY,
                channel="web",
                field="name",
                before=NAME,
                after=NAME,
            )
        )
        make_request(session, "U1000009", owner, KEY, name=NAME, street=NAME)
        drafts.save(session, KEY, drafts.Draft(values={"name": NAME}))
        case = _case(session, account)
        book(session, KEY, "+966501112223", now() + timedelta(hours=1), ALL, "call")
        record_request(
            session, person_of(session, KEY), PrivacyKind.ERASE, "p", state=PrivacyState.OPEN
        )
        question = in_force(session, "reconnect_time")
        assert question is not None
        draft = editing.save_draft(session, question, 0, "agent")
        draft.title = draft.answer = NAME
        planned, halted = campaigns_of(session, owner, NAME, NAME[:50], NAME)
    return {
        **records,
        "list": "/staff",
        "conversation": f"/staff/conversations/{number}",
        "found": "/staff?q=script",
        "correct": f"/staff/conversations/{number}/correct/1",
        "requests": "/staff/requests",
        "hostile request": "/staff/requests/U1000009",
        "cases": "/staff/cases",
        "case": f"/staff/cases/{case}",
        "calls": "/staff/calls",
        "privacy": "/staff/privacy",
        "questions": "/staff/questions",
        "question": "/staff/questions/reconnect_time",
        "numbers": "/staff/numbers",
        "campaigns": "/staff/campaigns",
        "planned campaign": f"/staff/campaigns/{planned}",
        "halted campaign": f"/staff/campaigns/{halted}",
    }


def _talk(session) -> int:
    owner = ensure_conversation(session, KEY)
    for n, text in enumerate(HOSTILE):
        said = record_subscriber_message(session, owner, {"text": text}, f"{KEY}:{n}")
        add_trace(said, Trace("nlu_fallback", 0.7, LOST, [{"entity": "name", "value": text}]))
    reviewing.flag(session, session.get(Message, said.id), reviewing.FlagReason.OTHER, NAME, "huda")
    attachments.store(session, KEY, f"{KEY}:0", files.receive(picture()))
    ask_for_person(session, KEY, "human", ALL)
    return int(owner.id)


def _case(session, account: int) -> str:
    case = open_case(
        session,
        kind=CaseKind.COMPLAINT,
        category="bill",
        text=ALL,
        details={"month": NAME, NAME: NAME},
        promised_on=None,
        key="case",
        conversation=KEY,
        account_id=account,
    )
    steps.assign(session, case.reference, by="agent")
    steps.add_information(session, case.reference, actor=KEY, words=ALL, key="more")
    return str(case.reference)


def _whole(page: Page) -> None:
    """The page is the one that the templates made: nothing ran, nothing broke out of its place."""
    assert page.evaluate("window.broken") is None
    assert page.locator("main script, main img, main iframe").count() == 0
    expect(page.locator("body > main")).to_have_count(1)
    assert page.locator("body > *").evaluate_all("all => all.map((one) => one.tagName)") == [
        "A",
        "HEADER",
        "MAIN",
    ]


@pytest.mark.parametrize("look", [WIDE, PHONE], ids=["wide-light", "phone-dark"])
def test_it_is_only_text(enter: Open, pages: dict[str, str], look: dict[str, object]) -> None:  # noqa: F811
    page = enter(Role.ADMINISTRATOR, **look)
    shown = set()
    for name, path in pages.items():
        page.goto(path)
        _whole(page)
        assert (name, _fits(page)) == (name, True)
        text = strip_isolates(page.locator("main").inner_text())
        if "<script>window.broken" in text:
            shown.add(name)
        if name in ("conversation", "case", "calls"):
            assert "{{ 7 * 7 }} {% raw %} </bdi></li></main>" in text
    assert shown >= {"conversation", "found", "correct", "case", "calls", "account"}
    assert shown >= {"hostile request", "numbers"}
    assert shown >= {"campaigns", "planned campaign", "halted campaign"}
