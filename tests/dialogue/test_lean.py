from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from rasa.shared.exceptions import RasaException

from bot.dialogue.lean import ABSENT, Placeholder
from bot.settings import ROOT
from tests.dialogue.conftest import EXAMPLE


def python(code: str) -> str:
    """What a fresh Python of this environment prints."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_nothing_that_is_answered_for_is_installed() -> None:
    code = "import importlib.util as u; print([n for n in %r if u.find_spec(n)])"
    assert python(code % sorted(ABSENT)) == "[]"


def test_no_placeholder_where_rasa_is_not_imported() -> None:
    code = "try: import tensorflow\nexcept ImportError: print('absent')"
    assert python(code) == "absent"


def test_every_absent_package_is_answered_for_rasa() -> None:
    code = "import rasa, importlib\nfor n in %r: print(type(importlib.import_module(n)).__name__)"
    names = python(code % sorted(ABSENT)).splitlines()
    assert names == ["PlaceholderModule"] * len(ABSENT)


def test_a_real_package_wins(tmp_path: Path) -> None:
    (tmp_path / "tensorflow.py").write_text("real = True")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import rasa, tensorflow\n"
    assert python(code + "print(tensorflow.real)") == "True"


def test_skops_is_put_off_but_works() -> None:
    code = (
        "import sys, rasa.core.agent\n"
        "print('skops.io._persist' in sys.modules)\n"
        "import skops.io as sio; print(sio.loads(sio.dumps([1])))"
    )
    assert python(code).splitlines() == ["False", "[1]"]


def test_telemetry_is_off() -> None:
    code = "import rasa.telemetry as t; print(t.is_telemetry_enabled())"
    assert python(code) == "False"


def test_a_placeholder_is_a_plain_base_class() -> None:
    layer = Placeholder("tensorflow.keras.layers.Layer")

    class Mine(layer):  # type: ignore[misc, valid-type]
        answer = 42

    assert Mine.__mro__ == (Mine, object)
    assert Mine().answer == 42
    assert not isinstance(3, layer)  # type: ignore[arg-type]


def test_a_placeholder_of_an_error_can_be_caught() -> None:
    errors = Placeholder("pymongo.errors")
    with pytest.raises(KeyError):
        try:
            raise KeyError("other")
        except (errors.ConnectionFailure, errors.OperationFailure):
            pytest.fail("caught something that it is not")


def test_calling_a_placeholder_says_what_to_install() -> None:
    with pytest.raises(RasaException, match=r"tensorflow is not installed.*requirements-stock"):
        Placeholder("tensorflow.constant")(1)


def test_a_neural_component_in_a_config_is_told_in_one_line(tmp_path: Path) -> None:
    config = (EXAMPLE / "config.yml").read_text()
    config = config.replace("LogisticRegressionClassifier", "DIETClassifier\n    epochs: 1")
    (tmp_path / "config.yml").write_text(config)
    (tmp_path / "domain.yml").write_text((EXAMPLE / "domain.yml").read_text())
    done = subprocess.run(
        [sys.executable, "-m", "rasa", "train", "nlu", "-u", EXAMPLE / "data"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "requirements-stock.txt" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
