"""What a reference number tells: its letter says what the message is about, and alone it asks what
became of that."""

from __future__ import annotations

from bot.dialogue.nlu.reading import values_of
from bot.text.normalise import fold_text
from bot.text.tokens import folded_words

Ranking = tuple[tuple[str, float], ...]
CERTAIN = 0.97
LIKELY = 0.6
"""Probability of the question what became of it, when beside the number nothing else is likely."""
_UNLIKELY = 0.45
_INTENTS = {
    "U": "update_status",
    "O": "report_status",
    "C": "complaint_status",
    "S": "service_status",
}
_ABOUT = {
    "U": frozenset({"update_status", "withdraw_update", "resume_update"}),
    "O": frozenset({"report_status"}),
    "C": frozenset({"complaint_status", "reopen_complaint", "escalate", "withdraw_service"}),
    "S": frozenset({"service_status", "withdraw_service"}),
}
"""Intents that speak of something filed, by the letter of its reference."""
_ABOUT_ANOTHER = {
    letter: frozenset().union(*_ABOUT.values(), {"ask_question"}) - about
    for letter, about in _ABOUT.items()
}
_FILLER = frozenset("رقم الرقم رقمه طلب طلبي الطلب بلاغ بلاغي شكوي شكواي هو هذا".split())


def read_reference(ranking: Ranking, text: str) -> Ranking:
    """The ranking of a message that names one reference ("رقم طلبي S1234567", "اسحبوا S1234567").

    What is filed under another letter, and a general question, cannot be meant; what says nothing
    clear beside the number asks what became of it ("O1234567 تابعوه لي").
    """
    found = [value for value in values_of(text) if value.kind == "reference"]
    if len(found) != 1:
        return ranking
    letter = found[0].value[:1]
    intent = _INTENTS.get(letter)
    left = text[: found[0].start] + " " + text[found[0].end :]
    words = [word for word in folded_words(fold_text(left)) if word[0].isalnum()]
    if intent not in dict(ranking) or not set(words) <= _FILLER:
        ranking = _without(ranking, _ABOUT_ANOTHER.get(letter, frozenset()))
        unclear = intent in dict(ranking) and ranking[0][1] < _UNLIKELY
        return _first(ranking, str(intent), LIKELY) if unclear else ranking
    return _first(ranking, str(intent), CERTAIN)


def _first(ranking: Ranking, intent: str, probability: float) -> Ranking:
    """The ranking with this intent first; the others share the rest."""
    before = 1 - dict(ranking)[intent]
    share = (1 - probability) / max(before, 1e-9)
    return ((intent, probability), *((name, p * share) for name, p in ranking if name != intent))


def _without(ranking: Ranking, impossible: frozenset[str]) -> Ranking:
    """The other intents share what these had; the same ranking if they had all."""
    rest = sum(p for name, p in ranking if name not in impossible)
    if rest <= 0:
        return ranking
    shared = tuple((name, 0.0 if name in impossible else p / rest) for name, p in ranking)
    return tuple(sorted(shared, key=lambda pair: -pair[1]))
