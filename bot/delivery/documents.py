"""Files that a message names and that are made when they leave: nothing personal lies on a disk.

A reference stands in a message's content or an e-mail's body: `{"bill": <account id>,
"month": "2026-10", "title": "<what people read>"}`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.exc import NoResultFound

from bot.billing.bills import BillNotFound
from bot.billing.statement import statement
from bot.database import reading
from bot.delivery.texts import text
from bot.rendering.words import month_words

Reference = dict[str, Any]


class DocumentGone(Exception):
    """What the reference names is not on record any more."""


@dataclass(frozen=True)
class Document:
    """A PDF file, ready to leave."""

    name: str
    data: bytes


def bill_reference(account_id: int, month: date) -> Reference:
    """Names the bill of one month."""
    title = text("bill_file_title", month=month_words(month))
    return {"bill": account_id, "month": f"{month:%Y-%m}", "title": title}


def account_of(reference: Reference) -> int:
    """The account whose records the file shows."""
    return int(reference["bill"])


def file_name(reference: Reference) -> str:
    """Latin letters only: every mail reader and file system shows them."""
    return f"electricity-bill-{reference['month']}.pdf"


def make(reference: Reference) -> Document:
    """Draw the file with the record's figures of this moment (about 0.2 s of one core).

    Raises:
        DocumentGone: no such bill.
    """
    from bot.rendering.bill_pdf import bill_pdf  # half a second that only a PDF is worth

    month = date.fromisoformat(f"{reference['month']}-01")
    try:
        with reading() as session:
            printed = statement(session, account_of(reference), month)
    except (BillNotFound, NoResultFound) as error:
        raise DocumentGone(file_name(reference)) from error
    return Document(file_name(reference), bill_pdf(printed))
