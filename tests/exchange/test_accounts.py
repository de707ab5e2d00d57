from __future__ import annotations

from datetime import date, datetime, timezone
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.accounts.tables import Account, AccountChange
from bot.database import reading, transaction
from bot.sealing import fingerprint
from tests.exchange.files import account, account_of, bring_in, content, counts, rejects, write_csv

pytestmark = pytest.mark.usefixtures("database")

PERSON = {
    "name": "هدى بنت سعد",
    "beneficiary": "tenant",
    "identity": "1000000008",
    "ejar": "20240000001",
    "ejar_end": "2027-01-31",
    "mobile": "0501234567",
    "second_mobile": "٠٥٥١٢٣٤٥٦٧",
    "email": "Huda@Example.com",
    "changed_at": "",
}


def test_a_new_account_with_its_person(tmp_path: Path) -> None:
    assert counts(bring_in("accounts", write_csv(tmp_path / "a.csv", [account(1, **PERSON)]))) == (
        1,
        0,
        0,
        0,
    )
    found = account_of(1)
    assert found.verified
    assert (found.beneficiary_kind, found.beneficiary_name) == ("tenant", "هدى بنت سعد")
    assert (found.identity_number, found.ejar_number) == ("1000000008", "20240000001")
    assert found.identity_fingerprint == fingerprint("identity", "1000000008")
    assert found.ejar_end == date(2027, 1, 31)
    assert [(c.kind, c.value, c.primary) for c in found.contacts] == [
        ("mobile", "+966501234567", True),
        ("mobile", "+966551234567", False),
        ("email", "huda@example.com", True),
    ]
    assert (found.area.city, found.area.region, found.area.biller) == ("الرياض", "riyadh", "002")


def test_identities_are_sealed_in_the_database(tmp_path: Path) -> None:
    bring_in("accounts", write_csv(tmp_path / "a.csv", [account(1, **PERSON)]))
    with reading() as session:
        row = session.execute(text("SELECT identity_number, ejar_number FROM accounts")).one()
    assert "1000000008" not in row[0]
    assert "20240000001" not in row[1]


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [account(1, **PERSON), account(2, **_nobody())])
    bring_in("accounts", path)
    before = content("accounts"), content("contacts")
    assert counts(bring_in("accounts", path)) == (0, 0, 2, 0)
    assert (content("accounts"), content("contacts")) == before
    assert content("account_changes") == []


def _nobody() -> dict[str, str]:
    return dict.fromkeys(PERSON, "")


def test_a_change_of_the_person_is_in_the_history_and_empty_means_unchanged(
    tmp_path: Path,
) -> None:
    bring_in("accounts", write_csv(tmp_path / "a.csv", [account(1, **PERSON)]))
    row = account(1, **{**_nobody(), "mobile": "0509999999", "identity": "2000000006"})
    row["street"] = "شارع النخيل"
    assert counts(bring_in("accounts", write_csv(tmp_path / "b.csv", [row]))) == (0, 1, 0, 0)
    found = account_of(1)
    assert found.street == "شارع النخيل"
    assert found.beneficiary_name == "هدى بنت سعد"
    assert {c.value for c in found.contacts if c.primary} == {"+966509999999", "huda@example.com"}
    assert found.updated_at is None
    with reading() as session:
        changes = session.execute(
            select(AccountChange.field, AccountChange.after, AccountChange.actor)
        ).all()
    assert sorted(changes) == [
        ("identity", "•••••••006", "import"),
        ("mobile", "+966509999999", "import"),
    ]


@pytest.mark.parametrize(("changed_at", "mobile"), [("", "05"), ("2026-11-01", "05"),
                                                    ("2026-11-20", "new")])  # fmt: skip
def test_what_a_subscriber_confirmed_yields_only_to_something_newer(
    tmp_path: Path, changed_at: str, mobile: str
) -> None:
    bring_in("accounts", write_csv(tmp_path / "a.csv", [account(1, **PERSON)]))
    with transaction() as session:
        confirmed = session.execute(select(Account)).scalar_one()
        confirmed.updated_at = datetime(2026, 11, 10, tzinfo=timezone.utc)
    row = account(1, **{**PERSON, "mobile": "0509999999", "changed_at": changed_at})
    bring_in("accounts", write_csv(tmp_path / "b.csv", [row]))
    primary = next(c.value for c in account_of(1).contacts if c.primary and c.kind == "mobile")
    assert primary == ("+966509999999" if mobile == "new" else "+966501234567")


def test_what_cannot_be_is_rejected(tmp_path: Path) -> None:
    rows = [
        account(1),
        account(2, meter="M1"),
        account(3, district="حي بعيد", feeder=""),
        account(4, breaker_amperes=0),
        account(5, tariff_category="سكني"),
        account(6, district="النّرجس"),
    ]
    summary = bring_in("accounts", write_csv(tmp_path / "a.csv", rows))
    assert counts(summary) == (2, 0, 0, 4)
    assert [(line, column) for line, column, _ in rejects(summary)] == [
        ("3", "meter"),
        ("4", "district"),
        ("5", "breaker_amperes"),
        ("6", "tariff_category"),
    ]
    assert len(content("areas")) == 1


def test_mobiles_may_change_places_and_one_is_not_kept_twice(tmp_path: Path) -> None:
    first, second = "0501234567", "0551234567"
    bring_in("accounts", write_csv(tmp_path / "a.csv", [account(1, **PERSON)]))
    swapped = account(1, **{**PERSON, "mobile": second, "second_mobile": first})
    path = write_csv(tmp_path / "b.csv", [swapped])
    assert counts(bring_in("accounts", path)) == (0, 1, 0, 0)
    assert counts(bring_in("accounts", path)) == (0, 0, 1, 0)
    assert _mobiles() == {"+966551234567": True, "+966501234567": False}
    alike = account(1, **{**PERSON, "mobile": first, "second_mobile": first})
    bring_in("accounts", write_csv(tmp_path / "c.csv", [alike]))
    assert _mobiles()["+966501234567"] is True


def _mobiles() -> dict[str, bool]:
    return {c.value: c.primary for c in account_of(1).contacts if c.kind == "mobile"}
