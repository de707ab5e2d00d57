"""A large file is read by a process of its own; what comes of it is the same."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

import duckdb
import pytest

from bot.database import transaction
from bot.exchange import ahead
from bot.exchange.ahead import ReaderEndedError
from bot.exchange.bills import BILLS
from bot.exchange.importing import Progress, import_file
from bot.exchange.mapping import Mapping, MappingError
from bot.tables import Base
from tests.exchange.files import add_accounts, bill, bring_in, content, counts, rejects, write_csv

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file counts as a large one."""
    monkeypatch.setattr(ahead, "WORTH_A_PROCESS", 0)


def _readers() -> list[multiprocessing.process.BaseProcess]:
    return multiprocessing.active_children()


def _odd_file(path: Path) -> Path:
    """Rows that are good, bad by themselves, bad for the database, broken, over two lines."""
    rows = [bill(1), bill(2, total="1.00"), bill(9), bill(3, number="broken"), bill(3)]
    write_csv(path, rows)
    text = path.read_text(encoding="utf-8").replace("\nbroken,", '\n"broken"x,')
    path.write_text(f'{text}"over\ntwo",lines\n', encoding="utf-8")
    return path


def _forget() -> None:
    with transaction() as session:
        for name in ("bills", "import_runs"):
            session.execute(Base.metadata.tables[name].delete())


@pytest.mark.parametrize("batch", [2, 100])
def test_a_large_file_comes_in_as_a_small_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    add_accounts(3)
    path = _odd_file(tmp_path / "bills.csv")
    small = bring_in("bills", path, batch=batch)
    rejected, rows = small.rejects.read_bytes(), content("bills")
    _forget()
    monkeypatch.setattr(ahead, "WORTH_A_PROCESS", 0)
    large = bring_in("bills", path, batch=batch)
    assert counts(large) == counts(small)
    assert (large.rejects.read_bytes(), content("bills")) == (rejected, rows)
    assert not _readers()


@pytest.mark.usefixtures("large")
def test_a_parquet_file_too_is_read_ahead(tmp_path: Path) -> None:
    add_accounts(3)
    path, source = tmp_path / "bills.parquet", write_csv(tmp_path / "b.csv", [bill(1), bill(9)])
    duckdb.sql(f"COPY (FROM read_csv('{source}', all_varchar = true)) TO '{path}'")
    summary = bring_in("bills", path)
    assert counts(summary) == (1, 0, 0, 1)
    assert "no such account" in summary.rejects.read_text(encoding="utf-8-sig")


@pytest.mark.usefixtures("large")
def test_an_import_whose_reader_is_killed_says_so_and_goes_on_later(tmp_path: Path) -> None:
    rows = [bill(place) for place in range(1, 4001)]  # more than waits between two processes
    path = write_csv(tmp_path / "bills.csv", rows)

    def kill_the_reader(progress: Progress) -> None:
        if progress.rows == 100:
            [reader] = _readers()
            os.kill(reader.pid or 0, signal.SIGKILL)

    with pytest.raises(ReaderEndedError):
        import_file(BILLS, path, Mapping(), batch=100, tell=kill_the_reader)
    again = bring_in("bills", path)
    assert 100 <= again.went_on_from < 4000
    assert again.rows == again.rejected == len(rejects(again)) == 4000  # there are no accounts


@pytest.mark.usefixtures("large")
def test_what_goes_wrong_while_reading_is_told_as_it_is(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "bills.csv", [bill(place) for place in range(1, 4)])

    def replace_the_file(_progress: Progress) -> None:
        path.write_text("another,header\n", encoding="utf-8")

    with pytest.raises(MappingError):
        import_file(BILLS, path, Mapping(), batch=1, tell=replace_the_file)
    assert not _readers()


@pytest.mark.usefixtures("large")
def test_an_import_that_fails_leaves_no_reader_behind(tmp_path: Path) -> None:
    add_accounts(3)
    path = write_csv(tmp_path / "bills.csv", [bill(place) for place in range(1, 4)])

    def fail(_progress: Progress) -> None:
        raise RuntimeError("the terminal went away")

    with pytest.raises(RuntimeError):
        import_file(BILLS, path, Mapping(), batch=1, tell=fail)
    assert not _readers()
