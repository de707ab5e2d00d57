from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.database import reading, transaction
from bot.exchange.csv_source import CsvSource
from bot.exchange.importing import ImportingError, _alone
from bot.exchange.mapping import Mapping, MappingError, read_mapping
from bot.exchange.source import Position
from bot.exchange.survey import survey
from bot.exchange.tables import ImportRun
from tests.exchange.files import (
    add_accounts,
    bill,
    bring_in,
    content,
    counts,
    rejects,
    write_csv,
)

pytestmark = pytest.mark.usefixtures("database")


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    add_accounts(3)
    path = write_csv(tmp_path / "bills.csv", [bill(place) for place in (1, 2, 3)])
    assert counts(bring_in("bills", path)) == (3, 0, 0, 0)
    before = content("bills")
    assert counts(bring_in("bills", path)) == (0, 0, 3, 0)
    assert content("bills") == before
    assert not (tmp_path / "bills.csv.rejects.csv").exists()


def test_what_differs_is_changed_and_the_rest_left(tmp_path: Path) -> None:
    add_accounts(2)
    bring_in("bills", write_csv(tmp_path / "a.csv", [bill(1), bill(2)]))
    paid = write_csv(tmp_path / "b.csv", [bill(1, state="paid"), bill(2, state="unpaid")])
    assert counts(bring_in("bills", paid)) == (0, 1, 1, 0)
    assert [row["state"] for row in content("bills")].count("paid") == 1


def test_bad_rows_go_to_the_rejects_while_the_rest_goes_in(tmp_path: Path) -> None:
    add_accounts(3)
    rows = [bill(1), bill(2, total="120.00"), bill(9), bill(3, period_end="غدا"), bill(3)]
    path = write_csv(tmp_path / "bills.csv", rows)
    summary = bring_in("bills", path, batch=2)
    assert counts(summary) == (2, 0, 0, 3)
    assert [(line, column) for line, column, _ in rejects(summary)] == [
        ("3", "total"),
        ("4", "account"),
        ("5", "period_end"),
    ]
    text = summary.rejects.read_text(encoding="utf-8-sig")
    original = path.read_text(encoding="utf-8").splitlines()[4]
    assert f'"{original}"' in text
    assert summary.rejects.stat().st_mode & 0o077 == 0


def test_broken_lines_cost_themselves_alone(tmp_path: Path) -> None:
    add_accounts(4)
    path = write_csv(tmp_path / "bills.csv", [bill(place) for place in (1, 2, 3, 4)])
    lines = path.read_bytes().splitlines(keepends=True)
    lines[1] = b'"' + lines[1]  # never closed
    lines[3] = lines[3].rstrip() + b",one more\n"
    lines.insert(4, b"\n")
    lines.insert(5, b"," * 11 + b"\n")  # below a table in a spreadsheet
    path.write_bytes(b"".join(lines))
    summary = bring_in("bills", path)
    assert counts(summary)[0] == 2
    assert [line for line, _, _ in rejects(summary)] == ["2", "4"]


def test_a_quote_in_the_middle_of_a_large_file_costs_its_line_alone(tmp_path: Path) -> None:
    rows = [bill(place) for place in range(1, 201)]  # more than is read from the disk at once
    path = write_csv(tmp_path / "bills.csv", rows)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[50] = '"0000"x' + lines[50]
    path.write_text("".join(lines), encoding="utf-8")
    summary = bring_in("bills", path)
    assert summary.rows == 200
    assert [reason for line, _, reason in rejects(summary) if line == "51"] == [
        "broken: ',' expected after '\"'"
    ]


def test_values_over_several_lines_keep_the_line_numbers_right(tmp_path: Path) -> None:
    rows = [bill(1), bill(2, number="x\ny"), bill(3)]
    summary = bring_in("bills", write_csv(tmp_path / "bills.csv", rows))
    assert [(line, column) for line, column, _ in rejects(summary)] == [
        ("2", "account"),
        ("3", "number"),
        ("5", "account"),
    ]


@pytest.mark.parametrize("told", [True, False])
def test_windows_1256_with_a_mapping_of_the_utility(tmp_path: Path, told: bool) -> None:
    add_accounts(1)
    mapping = tmp_path / "mapping.yml"
    mapping.write_text(
        """
        dates: day_first
        columns: {account: رقم الحساب, total: المبلغ, state: الحالة, due_date: تاريخ الاستحقاق}
        values: {state: {مسدده: paid}}
        fixed: {vat: 15.00}
        """,
        encoding="utf-8",
    )
    row = bill(1, state="مسددة", due_date="٢٠/١١/٢٠٢٦", total="١١٥٫٠٠")
    del row["vat"]
    names = {
        "account": "رقم الحساب",
        "total": "المبلغ",
        "state": "الحالة",
        "due_date": "تاريخ الإستحقاق",
    }
    row = {names.get(name, name): value for name, value in row.items()}
    # Windows-1256 has no Arabic-Indic digits: such files have them as ASCII.
    row = {key: str(value).translate(_ASCII) for key, value in row.items()}
    path = write_csv(tmp_path / "bills.csv", [row], "windows-1256", ";", "\r\n")
    summary = bring_in("bills", path, read_mapping(mapping, "windows-1256" if told else None))
    assert counts(summary) == (1, 0, 0, 0)
    assert summary.encoding == "cp1256"
    assert content("bills")[0]["state"] == "paid"
    assert str(content("bills")[0]["due_date"]) == "2026-11-20"


_ASCII = str.maketrans("٠١٢٣٤٥٦٧٨٩٫", "0123456789.")


def test_arabic_digits_and_a_mark_at_the_begin(tmp_path: Path) -> None:
    add_accounts(1)
    row = {name: str(value).translate(_ARABIC) for name, value in bill(1).items()}
    row["state"] = ""
    summary = bring_in("bills", write_csv(tmp_path / "bills.csv", [row], "utf-8-sig"))
    assert counts(summary) == (1, 0, 0, 0)
    stored = content("bills")[0]
    assert (stored["number"], str(stored["total"]), stored["state"]) == (
        "0000012610",
        "115.00",
        "unpaid",
    )


_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def test_one_line_in_another_encoding_is_rejected_alone(tmp_path: Path) -> None:
    add_accounts(3)
    path = write_csv(tmp_path / "bills.csv", [bill(place, state="") for place in (1, 2, 3)])
    lines = path.read_bytes().splitlines(keepends=True)
    lines[0] = lines[0].replace(b"\n", ",ملاحظة\n".encode())
    lines[1] = lines[1].replace(b"\n", ",جيد\n".encode())
    lines[2] = lines[2].replace(b"\n", ",رديء\n".encode("cp1256"))
    lines[3] = lines[3].replace(b"\n", ",جيد\n".encode())
    path.write_bytes(b"".join(lines))
    summary = bring_in("bills", path)
    assert (summary.encoding, counts(summary)[0]) == ("utf-8", 2)
    assert rejects(summary) == [("3", "", "letters in another encoding")]


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path: Path) -> None:
    add_accounts(2)
    path = write_csv(tmp_path / "bills.csv", [bill(1), bill(2), bill(3)])
    summary = bring_in("bills", path, dry_run=True)
    assert counts(summary) == (2, 0, 0, 1)
    assert content("bills") == [] == content("import_runs")
    assert rejects(summary) == [("4", "account", "no such account")]


def test_the_later_of_two_rows_counts(tmp_path: Path) -> None:
    add_accounts(1)
    rows = [bill(1, state="unpaid"), bill(1, state="paid")]
    assert counts(bring_in("bills", write_csv(tmp_path / "a.csv", rows))) == (1, 0, 1, 0)
    assert content("bills")[0]["state"] == "paid"


def test_a_second_bill_of_a_month_and_a_number_of_another_account(tmp_path: Path) -> None:
    add_accounts(3)
    bring_in("bills", write_csv(tmp_path / "a.csv", [bill(1)]))
    rows = [bill(2, number="0000012610"), bill(1, number="77"), bill(3), bill(3, number="78")]
    summary = bring_in("bills", write_csv(tmp_path / "b.csv", rows))
    assert counts(summary) == (1, 0, 0, 3)
    assert [(line, column) for line, column, _ in rejects(summary)] == [
        ("2", "number"),
        ("3", "period"),
        ("5", "period"),
    ]
    assert len(content("bills")) == 2


def test_a_file_without_a_needed_column_is_refused_with_what_it_has(tmp_path: Path) -> None:
    row = bill(1)
    del row["vat"]
    with pytest.raises(MappingError, match=r"no column vat; the file has number, account"):
        bring_in("bills", write_csv(tmp_path / "a.csv", [row]))


@pytest.mark.parametrize(
    ("mapping", "word"),
    [
        ("colums: {a: b}", "colums"),
        ("encoding: utf-99", "no such encoding"),
        ("encoding: utf-16", "UTF-16"),
        ("delimiter: ab", "one character"),
        ("dates: yesterday", "dates"),
    ],
)
def test_a_mapping_with_a_slip_is_told(tmp_path: Path, mapping: str, word: str) -> None:
    path = tmp_path / "mapping.yml"
    path.write_text(mapping)
    with pytest.raises(MappingError, match=word):
        read_mapping(path)


def test_a_mapping_of_an_unknown_field_is_told(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [bill(1)])
    with pytest.raises(MappingError, match="'sum'"):
        bring_in("bills", path, Mapping(columns={"sum": "total"}))


def test_one_import_of_a_file_at_a_time(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [bill(1)])
    with _alone(path), pytest.raises(ImportingError):
        bring_in("bills", path)


def test_a_batch_that_another_machine_took_meanwhile_is_rolled_back(tmp_path: Path) -> None:
    add_accounts(4)
    path = write_csv(tmp_path / "a.csv", [bill(place) for place in (1, 2, 3, 4)])

    def meddle(progress) -> None:  # type: ignore[no-untyped-def]
        if progress.rows == 2:
            with transaction() as session:
                run = session.execute(select(ImportRun)).scalar_one()
                run.offset += 1

    with pytest.raises(ImportingError):
        bring_in("bills", path, batch=2, tell=meddle)
    assert len(content("bills")) == 2


class Stop(Exception):
    """An import that is broken off."""


def break_off_after_one(path: Path) -> None:
    """Import bills in batches of one, and stop after the first."""

    def stop(progress) -> None:  # type: ignore[no-untyped-def]
        if progress.rows == 1:
            raise Stop

    with pytest.raises(Stop):
        bring_in("bills", path, batch=1, tell=stop)


def test_what_a_lost_batch_wrote_into_the_rejects_is_cut_off(tmp_path: Path) -> None:
    add_accounts(1)
    path = write_csv(tmp_path / "a.csv", [bill(7), bill(1), bill(8)])
    break_off_after_one(path)
    unfinished = tmp_path / "a.csv.rejects.csv"
    with unfinished.open("ab") as file:
        file.write(b"3,half a li")
    summary = bring_in("bills", path, batch=1)
    assert counts(summary) == (1, 0, 0, 2)
    assert summary.went_on_from == 1
    assert [line for line, _, _ in rejects(summary)] == ["2", "4"]


def test_a_rejects_file_that_somebody_removed_begins_anew(tmp_path: Path) -> None:
    add_accounts(1)
    path = write_csv(tmp_path / "a.csv", [bill(7), bill(1), bill(8)])
    break_off_after_one(path)
    (tmp_path / "a.csv.rejects.csv").unlink()
    summary = bring_in("bills", path, batch=1)
    assert (summary.rejected, [line for line, _, _ in rejects(summary)]) == (2, ["4"])


def test_the_file_itself_is_never_the_rejects_file(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [bill(1)])
    before = path.read_bytes()
    with pytest.raises(ImportingError):
        bring_in("bills", path, rejects=tmp_path / "a.csv")
    assert path.read_bytes() == before


def test_a_refused_file_leaves_no_run_behind(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [{"x": 1}])
    with pytest.raises(MappingError):
        bring_in("bills", path)
    assert content("import_runs") == []


def test_progress_ends_at_the_end(tmp_path: Path) -> None:
    add_accounts(2)
    path = write_csv(tmp_path / "a.csv", [bill(1), bill(2)])
    seen = []
    bring_in("bills", path, batch=1, tell=seen.append)
    assert [each.rows for each in seen] == [0, 1, 2]
    assert seen[-1].offset == seen[-1].size == path.stat().st_size


def test_the_run_is_noted(tmp_path: Path) -> None:
    add_accounts(1)
    bring_in("bills", write_csv(tmp_path / "a.csv", [bill(1), bill(2)]))
    with reading() as session:
        run = session.execute(select(ImportRun)).scalar_one()
    assert (run.kind, run.file, run.state, run.rows, run.rejected) == (
        "bills",
        "a.csv",
        "done",
        2,
        1,
    )


@pytest.mark.parametrize("odd", ["3,4", '3,"4'])
def test_a_batch_keeps_its_lines_while_the_next_is_read(tmp_path: Path, odd: str) -> None:
    """On PostgreSQL a batch is written while the next is read already."""
    path = tmp_path / "a.csv"
    path.write_text(f'a,b\n1,"2 "\n{odd}\n5,6\n7,8\n', encoding="utf-8")
    first, second, *_ = CsvSource(path, survey(path)).batches(Position(), 1)
    assert first.text(0) == '1,"2 "\n'
    assert [second.text(place) for place in range(len(second.rows))] == ["3,4\n"] * (odd == "3,4")
