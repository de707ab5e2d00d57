"""A person's name in what is said inside the update: alone, corrected, or in a longer sentence."""

from __future__ import annotations

import re

from bot.text.names import person_name
from bot.text.normalise import fold_text
from bot.text.values import find_values

_NEW_NAME = re.compile(
    r"^(?:لا+\s*[،,.]?\s*)?(?:غير\w*|عدل\w*|صحح\w*|خل\w*|حط\w*|قصدي|اقصد|أقصد|اسم انا|الاسم|اسمي|"
    r"الصح|الصحيح)\s*(?:الاسم|اسمي)?\s*(?:هو|إلى|الى|الي|ل|:)?\s+"
)
_ENDS_NAME = re.compile(
    r"^(?:و?انا|و?(?:رقم|جوال|هوي|ايميل|حساب|صك|عقد|اقام|بريد)\w*|"
    r"و?(?:ابي|ابغي|ابغا|ساكن\w*|من|في|عندي|هو|هي))$|\d"
)
_TELLS_NAME = re.compile(r"(?<!\S)و?(?:اسمي|اسم انا|الاسم)(?!\S)")
_ASKS = re.compile(r"(?<!\S)(?:وش|ايش|مين|من|هل|كيف|ليش)(?!\S)|[؟?]")


def name_in(text: str) -> str | None:
    """The name, spelt as written, or None."""
    return person_name(text) or person_name(_NEW_NAME.sub("", text)) or _name_inside(text)


def is_new_name(text: str) -> bool:
    """Whether words of changing or telling lead in: "غيره الى نواف الحربي"."""
    return bool(_NEW_NAME.match(text))


def tells_name(text: str) -> bool:
    """Whether the message says "my name is …" with a name, and asks nothing."""
    folded = fold_text(text)
    return bool(_TELLS_NAME.search(folded)) and not _ASKS.search(folded) and bool(name_in(text))


def _name_inside(text: str) -> str | None:
    """The name of a longer sentence: "وانا المالك اسمي فهد القحطاني ورقمي 055…"."""
    _, said, rest = text.rpartition("اسمي")
    words = []
    for word in rest.split() if said else []:
        bare = word.strip("،,.:")
        if not bare or _ENDS_NAME.search(fold_text(bare)) or find_values(bare):
            break
        words.append(bare)
        if bare != word:
            break
    return person_name(" ".join(words))
