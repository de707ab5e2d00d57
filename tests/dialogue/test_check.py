from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.dialogue.check import findings
from tests.dialogue.conftest import EXAMPLE


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The example bot, to be broken; its intents that tests send as `/name` get an example."""
    shutil.copytree(EXAMPLE, tmp_path / "project")
    lines = "".join(
        f"  - intent: {name}\n    examples: |\n      - {name}\n      - {name} 2\n"
        for name in ("break_down", "give_up", "say_nothing")
    )
    path = tmp_path / "project" / "data" / "nlu" / "all.yml"
    path.write_text(path.read_text() + lines)
    return tmp_path / "project"


def _add_rule(project: Path, steps: str) -> None:
    rule = f"\n  - rule: added\n    steps:\n{steps}"
    with (project / "data" / "rules" / "all.yml").open("a") as file:
        file.write(rule)


def test_a_sound_project_has_no_findings(project: Path) -> None:
    assert findings(project) == []


def test_an_action_that_the_domain_does_not_list(project: Path) -> None:
    _add_rule(project, "      - intent: inform\n      - action: action_forgotten\n")
    assert any("action_forgotten" in line for line in findings(project))


def test_an_example_under_two_intents(project: Path) -> None:
    path = project / "data" / "nlu" / "all.yml"
    path.write_text(path.read_text() + "      - مرحبا\n")
    assert any("مرحبا" in line for line in findings(project))


def test_an_intent_without_a_name_in_the_domain(project: Path) -> None:
    path = project / "domain.yml"
    path.write_text(path.read_text().replace("report, ", ""))
    assert any("'report'" in line for line in findings(project))
