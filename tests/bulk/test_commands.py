"""`python -m bot campaign …` as staff type it."""

from __future__ import annotations

import pytest

from bot.__main__ import main
from bot.campaigns import campaigns
from bot.database import reading, transaction
from tests.campaigns.town import billed

pytestmark = pytest.mark.usefixtures("noon")
NAME = "bills:2026-10"


@pytest.fixture
def run(capsys):
    def run(*arguments):
        code = main(["campaign", *arguments])
        return code, capsys.readouterr()

    return run


@pytest.fixture
def town():
    with transaction() as session:
        for number in (1, 2, 3):
            billed(session, number)


def state():
    with reading() as session:
        return campaigns.find(session, NAME).state


def test_a_campaign_from_draft_to_its_end(run, town):
    code, said = run("bills", "--period", "2026-10")
    assert code == 0 and "bills:2026-10: 3 notices" in said.out and "100.00 ريال" in said.out
    assert state() == "draft"
    for step, after in (
        ("start", "running"),
        ("pause", "paused"),
        ("resume", "running"),
        ("stop", "stopped"),
    ):
        assert run(step, NAME)[0] == 0
        assert state() == after
    code, said = run("start", NAME)
    assert (code, said.err) == (1, "bills:2026-10 is stopped\n")
    assert "bills:2026-10  stopped: 3 queued, 0 sent, 3 left" in run("status")[1].out


def test_a_dry_run_stores_nothing(run, town):
    code, said = run("bills", "--dry-run", "--start")  # the newest month
    assert code == 0 and "3 notices" in said.out
    assert run("status", NAME)[0] == 1


def test_described_and_started_at_once(run, town):
    code, said = run("bills", "--start", "--account", "30000000002")
    assert code == 0 and "1 queued, 0 sent, 1 left" in said.out
    assert "0 notices" in run("preview", NAME)[1].out


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("bills",), "there are no bills"),
        (("due", "--period", "x"), "a period is a month such as 2026-10, not x"),
        (("planned", "F1"), "no outage F1"),
        (("restored", "f1"), "no outage F1"),
        (("awareness", "k", ""), "the words must have 1 to 600 characters"),
        (("status", "nothing:1"), "no campaign nothing:1"),
    ],
)
def test_what_cannot_be_done_is_said(run, arguments, why):
    code, said = run(*arguments)
    assert (code, said.err) == (1, f"{why}\n")


def test_without_planned_work_there_is_nothing_to_do(run):
    assert run("planned")[0] == 0
    assert run("update", "--dry-run")[1].out.startswith("update:2026-11: 0 notices")
