"""Wishes to be put on record in words that sound like another: "ابغى احط اسمي على حساب البيت"."""

from __future__ import annotations

import re

from bot.text.normalise import fold_text

_OWN = (
    r"(?:ال)?(?:اسمي|اسمنا|جوالي|رقمي|رقم\s+جوالي|رقم\s+تلفوني|بياناتي|بياناتنا|معلوماتي|معلوماتنا|"
    r"ايميلي|بريدي|هويتي|اقامتي|name|mobile)"
)
_PUTS = re.compile(
    rf"(?<!\S)\S{{0,2}}(?:حط\w*|سجل\w*|ضيف\w*|اضف|اضيف|نضيف|دخل\w*|اكتب\w*|نكتب\w*|تكتب\w*|خلي?\w*)"
    rf"\s+(?:لي\s+|لكم\s+)?{_OWN}(?!\S)"
)


def wants_record(text: str) -> bool:
    """Whether somebody wants the own name, mobile or other data put on the account."""
    return bool(_PUTS.search(fold_text(text)))
