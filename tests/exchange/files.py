"""Files such as a utility would give us, and what the database holds after them."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.accounts.tables import Account
from bot.database import reading, transaction
from bot.exchange.commands import KINDS
from bot.exchange.importing import Summary, import_file
from bot.exchange.mapping import Mapping
from bot.tables import Base
from tests.records import new_account, new_area

Row = dict[str, Any]


def account_number(place: int) -> str:
    """Number of the account at a place, from 1."""
    return f"300{place:08d}"


def add_accounts(count: int) -> None:
    """Accounts 1 … `count` in النرجس."""
    with transaction() as session:
        area = new_area()
        session.add_all(new_account(account_number(place), area) for place in range(1, count + 1))


def bill(place: int, month: date = date(2026, 10, 1), **columns: Any) -> Row:
    """A bill of 115.00 riyals as a utility writes it."""
    return {
        "number": f"{place:06d}{month:%y%m}",
        "account": account_number(place),
        "period": f"{month:%Y-%m}",
        "period_start": month - timedelta(days=8),
        "period_end": month + timedelta(days=22),
        "reading_from": 1000,
        "reading_to": 1400,
        "subtotal": "100.00",
        "vat": "15.00",
        "total": "115.00",
        "issue_date": month + timedelta(days=27),
        "due_date": month + timedelta(days=50),
        **columns,
    }


def account(place: int, **columns: Any) -> Row:
    """An account as a utility writes it."""
    return {
        "number": account_number(place),
        "premise": f"P{place}",
        "street": "شارع الأمل",
        "city": "الرياض",
        "district": "النرجس",
        "feeder": "RUH-01",
        "meter": f"M{place}",
        "breaker_amperes": 60,
        "tariff_category": "residential",
        **columns,
    }


def write_csv(
    path: Path, rows: list[Row], encoding: str = "utf-8", delimiter: str = ",", end: str = "\n"
) -> Path:
    """A CSV file with the columns of the first row."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter, lineterminator=end)
        writer.writeheader()
        writer.writerows(rows)
    return path


def bring_in(kind: str, path: Path, mapping: Mapping | None = None, **options: Any) -> Summary:
    """Import a file."""
    return import_file(KINDS[kind], path, mapping or Mapping(), **options)


def counts(summary: Summary) -> tuple[int, int, int, int]:
    """New, changed, the same, rejected."""
    return summary.new, summary.changed, summary.same, summary.rejected


def rejects(summary: Summary) -> list[tuple[str, str, str]]:
    """Line, column and reason of each reject."""
    if not summary.rejects.exists():
        return []
    with summary.rejects.open(encoding="utf-8-sig", newline="") as file:
        return [(row["line"], row["column"], row["reason"]) for row in csv.DictReader(file)]


def content(name: str) -> list[Row]:
    """All rows of a table but their own ids, in a fixed order."""
    table = Base.metadata.tables[name]
    with reading() as session:
        rows = [dict(row) for row in session.execute(select(table)).mappings()]
    for row in rows:
        row.pop("id", None)
    return sorted(rows, key=str)


def account_of(place: int) -> Account:
    """The account at a place, with its contacts."""
    with reading() as session:
        found = session.execute(
            select(Account).where(Account.number == account_number(place))
        ).scalar_one()
        assert found.contacts is not None
        return found
