"""No page, part of a page, file or log line says what its reader may not know."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.accounts.tables import Account
from bot.console.numbers_pages import REPORTS
from bot.console.tables import Role
from bot.database import transaction
from bot.rendering.bidi import strip_isolates
from bot.transcripts.tables import Conversation
from tests.browser.staff_records import fill
from tests.console.asking import LANDLORD, NUMBER, TENANT, ask_for_update

CONTACTS = ("1023456789", "501112223", "504445556", LANDLORD[4:], TENANT[4:])
"""Said in the conversation, asked for in requests, on file: shown to nobody who does not ask."""


@pytest.fixture
def addresses(database: None) -> list[str]:
    """Every page and part of one, with something on it, and every CSV file."""
    account_id = ask_for_update()
    with transaction() as session:
        account = session.get(Account, account_id)
        account.beneficiary_name = "ناصر الزهراني"
        pages = fill(session, account)
        numbers = list(session.execute(select(Conversation.id)).scalars())
    talks = [f"/staff/conversations/{number}" for number in numbers]
    parts = [f"{talk}/{part}" for talk in talks for part in ("turns?before=99", "desk")]
    files = [f"/staff/numbers/{report}.csv" for report in REPORTS]
    return [*pages.values(), *talks, *parts, *files]


@pytest.mark.parametrize("role", list(Role))
def test_contacts_are_shown_to_nobody_who_does_not_ask(sign_in, addresses, role, capfd) -> None:
    client, shown = sign_in(role), 0
    for address in addresses:
        answer = client.get(address)
        said = strip_isolates(answer.text) + str(answer.headers) + str(answer.url)
        assert [value for value in CONTACTS if value in said] == [], address
        shown += answer.status_code == 200
    assert shown > 10
    out = "".join(capfd.readouterr())
    assert [value for value in CONTACTS if value in out] == []


def test_a_viewer_reads_no_name_and_no_account_number(sign_in, addresses, capfd) -> None:
    client = sign_in(Role.VIEWER)
    for address in addresses:
        said = strip_isolates(client.get(address).text)
        assert [value for value in ("الزهراني", "الحربي", NUMBER) if value in said] == [], address
    assert NUMBER not in "".join(capfd.readouterr())
