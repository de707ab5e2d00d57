"""`python -m bot staff` and `audit`."""

from __future__ import annotations

import io

import pytest

from bot.__main__ import main
from bot.console.staff import everyone
from bot.database import reading
from tests.console.conftest import PASSWORD


@pytest.fixture
def bot(database, monkeypatch, capsys):
    """Runs a command with a line on its input; returns exit code, output and complaints."""

    def run(*arguments, password=PASSWORD):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        code = main(list(arguments))
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def _people():
    with reading() as session:
        return {person.name: person for person in everyone(session)}


def test_an_account_from_beginning_to_end(bot):
    code, out, _ = bot("staff", "add", "huda", "--role", "agent", "--display-name", "هدى")
    assert code == 0 and "otpauth://totp/Mushtarik:huda?secret=" in out
    secret = _people()["huda"].totp_secret
    assert secret in out and "█" in out
    code, out, _ = bot("staff", "list")
    assert "huda" in out and "هدى" in out and "totp" in out and secret not in out
    code, out, _ = bot("staff", "totp", "huda")
    assert code == 0 and secret not in out and _people()["huda"].totp_secret in out
    before = _people()["huda"].password_hash
    code, _, _ = bot("staff", "password", "huda", password="another sentence of ours")
    assert code == 0 and _people()["huda"].password_hash != before
    assert bot("staff", "end-sessions", "huda")[1] == "Sessions of huda ended: 0.\n"
    assert bot("staff", "disable", "huda")[0] == 0
    assert _people()["huda"].disabled_at
    code, out, _ = bot("audit", "search", "--object", "staff:huda")
    actions = [line.split("  ")[3] for line in out.splitlines()]
    assert actions == [
        "staff.disabled",
        "staff.sessions_ended",
        "staff.password",
        "staff.totp",
        "staff.added",
    ]
    assert bot("audit", "search", "--action", "staff.totp")[1].count("\n") == 1
    assert bot("audit", "search", "--until", "2020-01-01")[1] == ""
    code, out, _ = bot("audit", "verify")
    head = out.split()[-1]
    assert code == 0 and head.startswith("5:")
    assert bot("audit", "verify", "--holds", head)[0] == 0
    assert bot("audit", "verify", "--holds", f"5:{'0' * 64}")[0] == 1


@pytest.mark.parametrize(
    ("arguments", "password", "complaint"),
    [
        (("add", "huda", "--role", "agent"), "password1234", "easily guessed"),
        (("add", "huda", "--role", "agent", "--no-totp"), "jdk39dkfXlsl", "at least 15"),
        (("add", "Huda Ali", "--role", "agent"), PASSWORD, "a letter first"),
        (("add", "staff", "--role", "agent"), PASSWORD, "already"),
        (("disable", "nobody"), "", "no staff account"),
    ],
)
def test_what_cannot_be_is_said(bot, arguments, password, complaint):
    code, out, err = bot("staff", *arguments, password=password)
    assert code == 1 and complaint in err and not out
    assert _people() == {}


def test_the_password_of_the_bootstrap_account_is_a_setting(bot, bootstrap_account):
    code, _, err = bot("staff", "password", "staff", password="another sentence of ours")
    assert code == 1 and "STAFF_PASSWORD" in err
