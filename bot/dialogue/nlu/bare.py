"""Messages that are nothing but an answer: values, and words that carry none."""

from __future__ import annotations

from datetime import date

from bot.text.normalise import fold_text
from bot.text.tokens import folded_words
from bot.text.values import find_values

_ANSWERS = frozenset(
    {
        "number", "mobile", "email", "national_id", "account_number", "date", "beneficiary",
        "notice_channel", "city", "district",
    }
)  # fmt: skip
_NEUTRAL = frozenset({"field"})
_FILLER = frozenset(
    "هو هي هذا هذي ذا انا احنا نحن حنا رقم الرقم رقمي رقمه تفضل تفضلي اتفضل حي مدينه في ب من "
    "و هذاهو "
    "ساكن ساكنه ساكنين عن طريق علي ال".split()
)
_NO_DATE = date(2000, 1, 1)


def is_bare_value(text: str) -> bool:
    """Whether a message only gives values ("0551234567", "انا مستأجر", "حي النسيم").

    A message that corrects ("مو 055… لا 050…") or names a field alone is not one.
    """
    values = find_values(text, _NO_DATE)
    if not any(v.kind in _ANSWERS for v in values) or any(v.role == "old" for v in values):
        return False
    if any(v.kind not in _ANSWERS | _NEUTRAL for v in values):
        return False
    if all(_is_field_word(v.kind, (v.start, v.end), values) for v in values):
        return False
    chars = list(text)
    for value in values:
        chars[value.start : value.end] = " " * (value.end - value.start)
    left = [w for w in folded_words(fold_text("".join(chars))) if w[0].isalnum()]
    return all(word in _FILLER for word in left)


def _is_field_word(kind: str, span: tuple[int, int], values: list) -> bool:  # type: ignore[type-arg]
    """Whether a value is a word that may as well name a field ("الايميل")."""
    return kind == "field" or any(v.kind == "field" and (v.start, v.end) == span for v in values)
