"""The benchmarks' own arithmetic; their timings are no tests."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bench import project, report
from bench.measure import Timings, percentile
from bench.table import Table, against, number


def test_percentiles_are_values_that_were_measured() -> None:
    values = [5.0, 1.0, 4.0, 2.0, 3.0]
    assert percentile(values, 50) == 3.0
    assert percentile(values, 95) == 5.0
    assert percentile([7.0], 1) == 7.0
    assert str(Timings((1.0, 2.0, 1000.4))) == "2 / 1,000"
    with pytest.raises(ValueError, match="no values"):
        percentile([], 50)


def test_a_goal_says_whether_it_was_met() -> None:
    assert against(9.9, 10, "s") == "≤ 10 s: met"
    assert against(10.1, 10, "s") == "≤ 10 s: MISSED"
    assert [number(v) for v in (1234.4, 12.34, 0.123)] == ["1,234", "12.3", "0.12"]


def test_a_row_without_a_cell_is_refused() -> None:
    table = Table("t", ("a", "b"))
    table.add("1", "2")
    assert "| 1 | 2 |" in table.markdown()
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        table.add("1")


def test_ours_and_stock_learn_from_the_same_sample(tmp_path: Path) -> None:
    count = project.make_ours(tmp_path / "ours", 5)
    assert project.make_stock(tmp_path / "stock", 5, "http://127.0.0.1:1/webhook") == count
    files = sorted(path.name for path in (tmp_path / "ours/data/nlu").iterdir())
    assert "billing.yml" in files
    for name in files:
        ours, stock = (tmp_path / who / "data/nlu" / name for who in ("ours", "stock"))
        assert ours.read_text("utf-8") == stock.read_text("utf-8")
        for item in yaml.safe_load(ours.read_text("utf-8"))["nlu"]:
            assert len(item.get("examples", "").splitlines()) <= 5 or "intent" not in item
    assert project.make_ours(tmp_path / "all", None) > 10 * count


def test_the_page_keeps_its_words_and_takes_the_newest_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{report._BEGIN}\nold\n{report._END}\nafter\n", "utf-8")
    monkeypatch.setattr(report, "PAGE", page)
    monkeypatch.setattr(report, "RESULTS", tmp_path / "results")
    table = Table("New", ("a",), [["1"]])
    report.publish("start", [table], "python -m bench start", "- here")
    report.publish("turns", [table], "python -m bench turns", "- here")
    text = page.read_text("utf-8")
    assert text.startswith("before\n") and text.endswith("\nafter\n") and "old" not in text
    assert text.index("## turns") < text.index("## start")
