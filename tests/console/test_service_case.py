"""A service request on the case page: labels and choices in the words of its file."""

from __future__ import annotations

from bot.cases.records import open_case
from bot.cases.tables import CaseKind
from bot.console.tables import Role
from bot.database import transaction
from bot.transcripts.record import ensure_conversation


def test_a_request_reads_as_its_file_words_it(sign_in) -> None:
    with transaction() as session:
        ensure_conversation(session, "web:service")
        case = open_case(
            session,
            kind=CaseKind.SERVICE,
            category="temporary",
            account_id=None,
            conversation="web:service",
            text="ابي عداد مؤقت",
            details={"purpose": "building", "period": "P8M", "mobile": "+966501234567", "old": "x"},
            promised_on=None,
            key="k",
        )
        session.flush()
        reference = case.reference
    client = sign_in(Role.VIEWER)
    page = client.get(f"/staff/cases/{reference}").text
    for words in ("عداد مؤقت", "الغرض", "بناء", "المدة", "8 أشهر", "جوال التواصل", "old"):
        assert words in page
    assert "501234567" not in page
    assert "عداد مؤقت" in client.get("/staff/cases").text
