"""Models are kept, promoted and rolled back as files."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest
import time_machine

from bot.__main__ import main
from bot.audit.tables import AuditEntry
from bot.database import reading
from bot.improving import models
from bot.improving.models import Kept
from bot.starting import model


@pytest.fixture
def project(database: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A trained model in use that has learnt nothing yet."""
    (tmp_path / "data" / "nlu").mkdir(parents=True)
    (tmp_path / "data" / "nlu" / "x.yml").write_text("x")
    monkeypatch.setattr(model, "ROOT", tmp_path)
    monkeypatch.setattr(model, "MODEL", tmp_path / "served" / "model.tar.gz")
    monkeypatch.setattr(model, "_STAMP", tmp_path / "served" / "model.sources")
    model.MODEL.parent.mkdir()
    model.MODEL.write_text("base")
    model._STAMP.write_text(model.sources())
    return tmp_path


def candidate(day: int, words: str) -> Kept:
    """A model trained on that day with those corrections, put to use."""
    with time_machine.travel(datetime(2026, 11, day, tzinfo=timezone.utc)):
        made = models.new(1)
        made.folder.mkdir(parents=True)
        made.corrections.write_text(words)
        made.model.write_text(f"with {words}")
        made.sources = model.sources_with(made.corrections)
        made.save()
        models.keep_current({"danger_recall": 1.0})
        models.promote(made)
    return made


def test_what_is_promoted_is_served_and_learnt_by_every_later_training(project):
    assert model.is_current()
    made = candidate(1, "one")
    assert model.MODEL.read_text() == "with one" and model.is_current()
    assert model.corrections().read_text() == "one"
    assert str(model.corrections()) in model.train_command(model.corrections())
    (project / "data" / "nlu" / "x.yml").write_text("changed")
    assert not model.is_current(), "an update of the software trains again, with what was learnt"
    assert models.in_use().name == made.name


def test_the_way_back_and_forth_again(project):
    candidate(1, "one")
    second = candidate(2, "two")
    with time_machine.travel(datetime(2026, 11, 3, tzinfo=timezone.utc)):
        assert main(["improve", "--roll-back"]) == 0
    assert model.MODEL.read_text() == "with one" and model.corrections().read_text() == "one"
    assert model.is_current()
    base = next(one for one in models.all_kept() if one.name.endswith("-before"))
    with time_machine.travel(datetime(2026, 11, 4, tzinfo=timezone.utc)):
        assert main(["improve", "--roll-back", base.name]) == 0
    assert model.MODEL.read_text() == "base" and not model.corrections().exists()
    assert model.is_current()
    with time_machine.travel(datetime(2026, 11, 5, tzinfo=timezone.utc)):
        assert main(["improve", "--roll-back", second.name]) == 0
    assert model.MODEL.read_text() == "with two"
    assert main(["improve", "--roll-back", "nonsense"]) == 1
    with reading() as session:
        rows = session.query(AuditEntry).filter_by(action="model.rolled_back").all()
    assert [row.object for row in rows][1:] == [f"model:{base.name}", f"model:{second.name}"]


def test_a_model_of_older_software_is_not_served_but_its_corrections_are_learnt(project):
    first = candidate(1, "one")
    candidate(2, "two")
    (project / "data" / "nlu" / "x.yml").write_text("changed")
    assert main(["improve", "--roll-back", first.name]) == 0
    assert model.MODEL.read_text() == "with two", "it does not fit the software of today"
    assert model.corrections().read_text() == "one" and not model.is_current()


def test_old_models_go_but_not_those_that_are_needed(project, monkeypatch, capsys):
    monkeypatch.setattr(models, "KEPT", 1)
    made = [candidate(day, f"words {day}") for day in (1, 2, 3)]
    main(["improve", "--roll-back", made[0].name])
    models.discard_old()
    left = {one.name for one in models.all_kept()}
    assert made[0].name in left and made[1].name not in left
    assert main(["improve", "--list"]) == 0
    printed = capsys.readouterr().out
    assert f"* {made[0].name}" in printed and "promoted 2×" in printed


def test_nothing_to_list_or_roll_back(project, capsys):
    assert main(["improve", "--list"]) == 0
    assert "data/nlu alone" in capsys.readouterr().out
    assert main(["improve", "--roll-back"]) == 1
