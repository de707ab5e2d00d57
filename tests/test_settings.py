from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from bot.settings import ROOT, Settings, SettingsError, read_dotenv, read_settings


def test_every_setting_is_documented_and_nothing_else() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    table = page.partition("## Settings")[2].partition("\n## ")[0]
    listed = re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE)
    assert sorted(listed) == sorted(field.name.upper() for field in fields(Settings))


def test_the_code_reads_the_environment_nowhere_else() -> None:
    allowed = {"settings.py", "lean.py"}
    reads = re.compile(r"os\.(getenv|environ(\[|\.get\b))")
    readers = [
        str(path.relative_to(ROOT))
        for folder in ("bot", "actions")
        for path in (ROOT / folder).rglob("*.py")
        if path.name not in allowed and reads.search(path.read_text(encoding="utf-8"))
    ]
    assert readers == []


def test_demo_makes_its_key_once(tmp_path: Path) -> None:
    environ = {"VAR_DIR": str(tmp_path)}
    key = read_settings(environ).secret_key
    assert len(key) >= 32
    assert read_settings(environ).secret_key == key
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("environ", "word"),
    [
        ({"DEMO": "0"}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "short"}, "at least 32"),
        ({"SECRET_KEY": "x" * 32, "GATEWAY_PORT": "http"}, "GATEWAY_PORT must be a number"),
        (
            {"SECRET_KEY": "x" * 32, "WEBHOOK_URL": "https://a.example"},
            "WEBHOOK_SECRET must be base64",
        ),
        (
            {
                "DEMO": "0",
                "SECRET_KEY": "x" * 32,
                "WEBHOOK_URL": "http://a.example",
                "WEBHOOK_SECRET": "whsec_" + "y" * 32,
            },
            "must begin with https",
        ),
    ],
)
def test_a_setting_without_sense_is_told(environ: dict[str, str], word: str) -> None:
    with pytest.raises(SettingsError, match=word):
        read_settings(environ)


def test_an_empty_variable_counts_as_unset(tmp_path: Path) -> None:
    values = read_settings({"VAR_DIR": str(tmp_path), "DATABASE_URL": "", "TELEGRAM_TOKEN": ""})
    assert values.database_url == f"sqlite:///{tmp_path / 'bot.db'}"
    assert values.telegram_token is None


def test_dotenv_lines(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("# note\nA=1\n\nB = 'two words'\nnothing\nC=x=y\n")
    assert read_dotenv(path) == {"A": "1", "B": "two words", "C": "x=y"}
    assert read_dotenv(tmp_path / "absent") == {}
