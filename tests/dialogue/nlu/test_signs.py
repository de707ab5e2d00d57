"""Signs alone, and leaving for later, are plain whatever the classifier says."""

from __future__ import annotations

import pytest

from bot.dialogue.nlu.signs import read_signs

RANKING = (("thanks", 0.6), ("skip", 0.2), ("repeat", 0.1), ("cancel", 0.1))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        (".", "repeat"),
        ("؟؟", "repeat"),
        ("....", "repeat"),
        ("،", "repeat"),
        ("خلاص نكمل بكرة", "cancel"),
        ("👍", "thanks"),
        ("شكرا.", "thanks"),
        ("5", "thanks"),
    ],
)
def test_the_likeliest_meaning(text: str, intent: str) -> None:
    ranking = read_signs(RANKING, text)
    assert ranking[0][0] == intent
