"""The training files are read once, however often and in whatever language Rasa asks for them."""

from __future__ import annotations

from pathlib import Path

from rasa.shared.importers.importer import TrainingDataImporter

from bot.dialogue.importer import FileImporter

NLU = """version: "3.1"
nlu:
- intent: ask_bill
  examples: |
    - كم فاتورتي
    - كم علي هالشهر
"""


def test_files_are_read_once(tmp_path: Path) -> None:
    file = tmp_path / "nlu.yml"
    file.write_text(NLU, encoding="utf-8")
    importer = FileImporter(None, None, [str(tmp_path)])
    first = importer.get_nlu_data("ar")
    file.unlink()
    assert importer.get_nlu_data() is first
    assert [message.get("text") for message in first.training_examples] == [
        "كم فاتورتي",
        "كم علي هالشهر",
    ]


def test_rasa_reads_by_it() -> None:
    importer = TrainingDataImporter.load_from_config("config.yml", "domain.yml", ["data"])
    inner = importer.importer._importer._importers[0]
    assert isinstance(inner, FileImporter)
