"""`python -m bot seed` from the outside."""

from __future__ import annotations

import argparse

import pytest
from sqlalchemy import func, select

from bot.accounts.tables import Account
from bot.database import reading
from bot.demo.commands import register
from tests.conftest import forget_settings


def _run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers(required=True))
    parsed = parser.parse_args(["seed", *arguments])
    return int(parsed.run(parsed))


def _count() -> int:
    with reading() as session:
        return int(session.execute(select(func.count(Account.id))).scalar_one())


def test_it_prints_accounts_to_try(database: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--accounts", "30", "--today", "2026-11-22") == 0
    printed = capsys.readouterr().out
    assert "30 fictitious accounts" in printed
    assert "30000000001  +966500000001" in printed
    assert "10000000012" in printed
    assert _count() == 30


def test_a_second_seed_is_refused_unless_reset(
    database: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("--accounts", "12") == 0
    assert _run("--accounts", "15") == 1
    assert "--reset" in capsys.readouterr().err
    assert _count() == 12
    assert _run("--accounts", "15", "--reset") == 0
    assert _count() == 15


def test_never_outside_demo_mode(
    database: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DEMO", "0")
    forget_settings()
    assert _run("--accounts", "12", "--reset") == 1
    assert "DEMO=0" in capsys.readouterr().err
    assert _count() == 0


def test_too_few_accounts_for_the_cases(database: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--accounts", "3") == 1
    assert "at least" in capsys.readouterr().err


def test_a_database_without_tables(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database_url)
    forget_settings()
    try:
        assert _run() == 1
    finally:
        forget_settings()
    assert "migrate" in capsys.readouterr().err
