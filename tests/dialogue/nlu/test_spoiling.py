"""Spoilt copies for training: the same each time, of the same intent, never the text itself."""

from __future__ import annotations

from bot.dialogue.nlu.spoiling import SHARE, spoilt_copies
from bot.text.normalise import is_arabic

EXAMPLES = [(f"ابغى احدث بيانات الحساب {n}", "update_details") for n in range(400)]


def test_copies_differ_keep_their_intent_and_are_the_same_each_time() -> None:
    copies = list(spoilt_copies(EXAMPLES))
    assert copies == list(spoilt_copies(EXAMPLES))
    assert abs(len(copies) / len(EXAMPLES) - SHARE) < 0.1
    assert {intent for _, intent in copies} == {"update_details"}
    assert not {text for text, _ in copies} & {text for text, _ in EXAMPLES}


def test_some_are_latin_some_joined_and_most_have_typos() -> None:
    copies = [text for text, _ in spoilt_copies(EXAMPLES)]
    latin = sum(not any(map(is_arabic, text)) for text in copies)
    joined = sum(text.count(" ") == EXAMPLES[0][0].count(" ") - 1 for text in copies)
    assert 0.15 < latin / len(copies) < 0.4
    assert joined > 0.1 * len(copies)


def test_what_has_no_arabic_words_is_not_copied() -> None:
    assert list(spoilt_copies([("12345", "inform"), ("ok", "affirm"), ("لا", "deny")] * 50)) == []
