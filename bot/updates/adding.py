"""Whether a mobile is to be added beside the main one: "ابغى اضيف رقم زوجتي"."""

from __future__ import annotations

import re

from bot.text.normalise import fold_text

_ADDS = re.compile(r"(?<!\S)و?(?:[انت]?ضيف\S*|[انت]?زيد\S*|اضاف\S*|add)(?!\S)")
_MOBILE = re.compile(r"رقم|جوال|موبايل|هاتف|تلفون|\bnumber\b|\bmobile\b|\bphone\b")
_OWN = re.compile(
    r"(?:رقم|جوال|موبايل|هاتف|تلفون)ي(?!\S)|\bmy (?:number|mobile|phone)\b|حساب|account"
)
""" "اضيف جوالي" gives the main one; an account is another matter."""


def adds_mobile(text: str) -> bool:
    """Whether somebody else's mobile, or one more, is to be added."""
    folded = fold_text(text)
    return bool(_ADDS.search(folded) and _MOBILE.search(folded) and not _OWN.search(folded))
