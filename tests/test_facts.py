"""The dated facts: the shipped files are right, and a bad file says what to mend."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.facts import FACTS_FOLDER, Confidence, FactsError, facts, load_facts

GOOD = """
price:
  unit: riyals
  editions:
    - {valid_from: 2018-01-01, value: 5, source: gazette, confidence: good}
    - {valid_from: 2020-07-01, value: 15, source: gazette, confidence: uncertain}
"""


def _load(folder: Path, text: str):
    (folder / "x.yml").write_text(text, encoding="utf-8")
    return load_facts(folder)


def test_shipped_files_load_and_every_edition_has_its_source() -> None:
    loaded = load_facts(FACTS_FOLDER)
    files = {key.partition(".")[0] for key in loaded}
    assert files >= {"accounts", "company", "payment", "safety", "standards", "tariff"}
    assert files == {path.stem for path in FACTS_FOLDER.glob("*.yml")}


@pytest.mark.parametrize(
    ("day", "percent"),
    [("2018-01-01", 5), ("2020-06-30", 5), ("2020-07-01", 15), ("2026-11-22", 15)],
)
def test_the_edition_in_force_on_the_day(day: str, percent: int) -> None:
    assert facts().get("tariff.vat_percent", date.fromisoformat(day)).number() == percent


def test_outage_standard_by_edition() -> None:
    editions = {
        year: facts().get("standards.unplanned_restoration", date(year, 6, 1)).value["hours"]
        for year in (2018, 2024, 2025)
    }
    assert editions == {2018: 24, 2024: 6, 2025: 3}


def test_an_uncertain_figure_is_never_given(tmp_path: Path) -> None:
    loaded = _load(tmp_path, GOOD)
    assert loaded.figure("x.price", date(2019, 1, 1)) == Decimal(5)
    assert loaded.get("x.price", date(2021, 1, 1)).confidence is Confidence.UNCERTAIN
    assert loaded.figure("x.price", date(2021, 1, 1)) is None
    assert loaded.figure("x.unknown") is None


def test_nothing_was_in_force_before_the_first_edition(tmp_path: Path) -> None:
    with pytest.raises(FactsError, match=r"x\.price in force on 2017-12-31"):
        _load(tmp_path, GOOD).get("x.price", date(2017, 12, 31))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("- a list", "must hold facts by name"),
        ("price: {", "not valid YAML"),
        ("price: {unit: riyals}", "exactly `unit` and a list of `editions`"),
        ("price: {unit: riyals, editions: []}", "exactly `unit` and a list of `editions`"),
        (GOOD.replace("value: 5", "value: 5.5"), "whole number or quoted text"),
        (GOOD.replace("value: 5", "value: {a: [true]}"), "whole number or quoted text"),
        (GOOD.replace("2018-01-01", "yesterday"), "valid_from must be a date"),
        (GOOD.replace("2018-01-01", "2018-01-01T10:00:00"), "valid_from must be a date"),
        (GOOD.replace("2018-01-01", "2020-07-01"), "begin on the same day"),
        (GOOD.replace("confidence: good", "confidence: maybe"), "maybe"),
        (GOOD.replace("source: gazette", "source: ''"), "source must say"),
        (GOOD.replace("value: 5, ", ""), "needs value"),
    ],
)
def test_a_bad_file_says_what_is_wrong(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(FactsError, match=complaint):
        _load(tmp_path, text)


def test_a_value_of_another_kind_is_refused(tmp_path: Path) -> None:
    price = _load(tmp_path, GOOD).get("x.price", date(2019, 1, 1))
    with pytest.raises(FactsError, match="not text"):
        price.text()
    with pytest.raises(FactsError, match="not a whole number"):
        facts().get("company.phone").number()


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FactsError, match="no facts"):
        load_facts(tmp_path)
