from __future__ import annotations

from pathlib import Path

import pytest

from bot.exchange.mapping import MappingError
from bot.exchange.parquet import connect
from tests.exchange.files import add_accounts, bill, bring_in, content, counts, rejects, write_csv

pytestmark = pytest.mark.usefixtures("database")

_TYPES = """
    SELECT number, account, CAST(period_start AS DATE) AS period_start, period_end::DATE AS
    period_end, reading_from::INTEGER AS reading_from, reading_to::BIGINT AS reading_to,
    subtotal::DECIMAL(12, 2) AS subtotal, vat::DOUBLE AS vat, total::DECIMAL(10, 4) AS total,
    strptime(period || '-01', '%Y-%m-%d') AS period, issue_date::TIMESTAMP AS issue_date, due_date
    FROM read_csv(?, all_varchar = true)
"""


def _parquet(path: Path, rows: list[dict[str, object]]) -> Path:
    """The rows with a utility's types, in several row groups."""
    source = write_csv(path.with_suffix(".csv"), rows)
    with connect() as engine:
        engine.execute(
            f"COPY ({_TYPES}) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)", [str(source)]
        )
    return path


def test_parquet_goes_in_as_csv_does(tmp_path: Path) -> None:
    add_accounts(3)
    rows = [bill(1), bill(2, total="115.01"), bill(3), bill(9)]
    path = _parquet(tmp_path / "bills.parquet", rows)
    summary = bring_in("bills", path, batch=2)
    assert counts(summary) == (2, 0, 0, 2)
    assert rejects(summary)[0][:2] == ("2", "total")
    assert rejects(summary)[1] == ("4", "account", "no such account")
    assert "0000092610,30000000009,2026-09-23" in summary.rejects.read_text(encoding="utf-8")
    from_parquet = content("bills")
    assert counts(bring_in("bills", tmp_path / "bills.csv")) == (0, 0, 2, 2)
    assert content("bills") == from_parquet


def test_it_goes_on_behind_the_last_batch(tmp_path: Path) -> None:
    add_accounts(40)
    path = _parquet(tmp_path / "bills.parquet", [bill(place) for place in range(1, 41)])

    class Stop(Exception):
        pass

    def stop(progress) -> None:  # type: ignore[no-untyped-def]
        if progress.rows == 15:
            raise Stop

    with pytest.raises(Stop):
        bring_in("bills", path, batch=5, tell=stop)
    assert len(content("bills")) == 15
    summary = bring_in("bills", path, batch=5)
    assert (summary.went_on_from, summary.rows, len(content("bills"))) == (15, 40, 40)


def test_half_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1 and then nothing")
    with pytest.raises(MappingError, match="no Parquet file that can be read"):
        bring_in("bills", path)
