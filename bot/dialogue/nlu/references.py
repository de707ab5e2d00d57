"""A reference number alone asks what became of what it names: the letter says of what."""

from __future__ import annotations

from bot.dialogue.nlu.reading import values_of
from bot.text.normalise import fold_text
from bot.text.tokens import folded_words

Ranking = tuple[tuple[str, float], ...]
CERTAIN = 0.97
_INTENTS = {
    "U": "update_status",
    "O": "report_status",
    "C": "complaint_status",
    "S": "service_status",
}
_FILLER = frozenset("رقم الرقم رقمه طلب طلبي الطلب بلاغ بلاغي شكوي شكواي هو هذا".split())


def read_reference(ranking: Ranking, text: str) -> Ranking:
    """The ranking of a message that is nothing but a reference ("رقم طلبي S1234567")."""
    found = [value for value in values_of(text) if value.kind == "reference"]
    if len(found) != 1:
        return ranking
    intent = _INTENTS.get(found[0].value[:1])
    left = text[: found[0].start] + " " + text[found[0].end :]
    words = [word for word in folded_words(fold_text(left)) if word[0].isalnum()]
    if intent not in dict(ranking) or not set(words) <= _FILLER:
        return ranking
    others = tuple((name, p * (1 - CERTAIN)) for name, p in ranking if name != intent)
    return ((intent, CERTAIN), *others)
