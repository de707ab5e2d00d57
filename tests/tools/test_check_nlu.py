"""The lint finds what would make training or its measure untrue, however it is spelt."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.training_data import example
from tools import check_nlu


@pytest.mark.parametrize("other", ["كم فاتورتى", "كم  فاتورتي؟", "كَم فاتورتي!!", "كم فاتورتييي"])
def test_spelling_does_not_hide_a_repetition(other: str) -> None:
    assert example(other, "ask_bill").key == example("كم فاتورتي", "ask_bill").key


def test_signs_alone_keep_their_own_key() -> None:
    assert example("؟؟", "repeat").key != example("!!", "repeat").key != ""


def test_reads_both_ways_of_writing_examples(tmp_path: Path) -> None:
    text = """
nlu:
- intent: ask_bill
  examples: |
    - فاتورة [رمضان](month)
    - كم [الجوال]{"entity": "field", "value": "mobile"}
- intent: inform
  examples:
    - text: مالك
- synonym: مالك
  examples: "- صاحب"
"""
    (tmp_path / "billing.yml").write_text(text, encoding="utf-8")
    found = check_nlu.training_examples(tmp_path)
    assert [(e.intent, e.text) for e in found] == [
        ("ask_bill", "فاتورة رمضان"),
        ("ask_bill", "كم الجوال"),
        ("inform", "مالك"),
    ]


def test_one_message_with_two_intents_is_a_contradiction() -> None:
    again = [example("كم علي", "ask_bill"), example("كم علي؟", "ask_bill")]
    groups = check_nlu.same([*again, example("خلاص", "cancel")])
    assert len(groups) == 1 and check_nlu.contradictory(groups) == []
    assert check_nlu.contradictory(check_nlu.same([*again, example("كم علي", "inform")]))


def test_near_duplicates_count_only_across_intents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_nlu, "_BLOCK", 2)
    near = "ابي اعرف كم فاتورتي لهذا الشهر"
    examples = [
        example("وين الفني", "report_status"),
        example(near, "ask_bill"),
        example(f"{near} ي", "explain_bill"),
        example(f"{near} ن", "ask_bill"),
    ]
    pairs = check_nlu.near_across_intents(examples)
    assert {frozenset((a.intent, b.intent)) for a, b in pairs} == {
        frozenset(("ask_bill", "explain_bill"))
    }


def test_a_leak_is_found_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "nlu").mkdir()
    block = "nlu:\n- intent: ask_bill\n  examples: |\n    - كم فاتورتي\n"
    (tmp_path / "nlu" / "billing.yml").write_text(block, encoding="utf-8")
    held = "messages:\n" + "".join(
        f"- {{text: '{said}', intent: ask_bill}}\n" for said in ("كم فاتورتي؟", "كم علي")
    )
    (tmp_path / "heldout.yml").write_text(held, encoding="utf-8")
    training = check_nlu.training_examples(tmp_path / "nlu")
    held_out = check_nlu.held_out_examples(tmp_path / "heldout.yml")
    monkeypatch.setattr(check_nlu, "training_examples", lambda: training)
    monkeypatch.setattr(check_nlu, "held_out_examples", lambda: held_out)
    assert check_nlu.main([]) == 1
    assert "كم فاتورتي؟" in capsys.readouterr().out
    monkeypatch.setattr(check_nlu, "held_out_examples", lambda: held_out[1:])
    assert check_nlu.main([]) == 0
