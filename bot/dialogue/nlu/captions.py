"""The words under a picture: they may be a matter of their own, or only say what it shows."""

from __future__ import annotations

from typing import Any

Ranking = tuple[tuple[str, float], ...]
FILE_INTENT = "add_document"
CERTAIN = 0.97
UNSURE = 0.5
"""Below this probability the words hardly are a matter of their own."""
_NO_MATTER = frozenset(
    "greet goodbye thanks affirm deny inform skip go_back repeat menu ask_bot out_of_scope "
    "link_account correct_detail".split()
)


def read_caption(ranking: Ranking, metadata: dict[str, Any] | None) -> Ranking:
    """The ranking of a message that came with a file: "صورة العداد" is about the file itself."""
    if not metadata or "attachment" not in metadata or FILE_INTENT not in dict(ranking):
        return ranking
    intent, probability = ranking[0]
    if intent not in _NO_MATTER and probability >= UNSURE:
        return ranking
    others = tuple((name, p * (1 - CERTAIN)) for name, p in ranking if name != FILE_INTENT)
    return ((FILE_INTENT, CERTAIN), *others)
