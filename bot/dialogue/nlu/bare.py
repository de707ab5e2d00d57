"""Messages that are nothing but an answer: values, and words that carry none."""

from __future__ import annotations

import re

from bot.dialogue.nlu.reading import values_of
from bot.text.normalise import fold_text
from bot.text.tokens import folded_words

_ANSWERS = frozenset(
    {
        "number", "mobile", "email", "national_id", "account_number", "date", "beneficiary",
        "notice_channel", "city", "district", "appliance", "power", "duration",
    }
)  # fmt: skip
_FILLER = frozenset(
    "هو هي هذا هذي ذا انا احنا نحن حنا رقم الرقم رقمه تفضل تفضلي اتفضل حي مدينه في ب من و "
    "ساكن ساكنه ساكنين عن طريق علي ال طيب زين وحي وفي".split()
)
_DENIALS = frozenset("مو مب موب مهوب مش ماني منيب لست ليس غير".split())
_MEANT_AS_ADDRESS = re.compile(r"[a-z0-9._%+-]*@[a-z0-9._-]*", re.IGNORECASE)
"""An e-mail address with a part missing ("reem@dosari") is an answer too: the form says what is
missing."""


def is_bare_value(text: str) -> bool:
    """Whether a message only gives values ("0551234567", "انا مستأجر", "حي النسيم").

    What names a field ("رقم حسابي 300…"), denies ("مو مالك") or corrects ("مو 055… لا 050…") may
    begin something new, so it is left to the classifier.
    """
    if _MEANT_AS_ADDRESS.fullmatch(text.strip()):
        return True
    values = values_of(text)
    if not values or any(v.kind not in _ANSWERS or v.role == "old" for v in values):
        return False
    if _DENIALS & set(folded_words(fold_text(text))):
        return False
    chars = list(text)
    for value in values:
        chars[value.start : value.end] = " " * (value.end - value.start)
    left = [w for w in folded_words(fold_text("".join(chars))) if w[0].isalnum() or w == "%"]
    return all(word in _FILLER for word in left)
