from __future__ import annotations

from pathlib import Path

import pytest

from bot.starting import model


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the same layout, a trained model and its stamp."""
    for name in ("data/nlu/x.yml", "bot/text/y.py", "bot/console/z.py", "config.yml", "domain.yml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (tmp_path / "requirements.txt").write_text("rasa")
    (tmp_path / "models").mkdir()
    monkeypatch.setattr(model, "ROOT", tmp_path)
    monkeypatch.setattr(model, "MODEL", tmp_path / "models" / "model.tar.gz")
    monkeypatch.setattr(model, "_STAMP", tmp_path / "models" / "model.sources")
    model.MODEL.write_text("model")
    model._STAMP.write_text(model.sources())
    return tmp_path


@pytest.mark.parametrize("name", ["data/nlu/x.yml", "bot/text/y.py", "config.yml"])
def test_a_changed_source_makes_the_model_old(project: Path, name: str) -> None:
    assert model.is_current()
    (project / name).write_text("changed")
    assert not model.is_current()


def test_other_code_does_not(project: Path) -> None:
    (project / "bot/console/z.py").write_text("changed")
    assert model.is_current()


def test_a_new_file_does_and_a_lost_model_does(project: Path) -> None:
    (project / "data/nlu/new.yml").write_text("")
    assert not model.is_current()
    (project / "data/nlu/new.yml").unlink()
    assert model.is_current()
    model.MODEL.unlink()
    assert not model.is_current()
