"""Mobiles of other countries: the code of the update goes to Saudi ones only."""

from __future__ import annotations

import re

import phonenumbers

from bot.text.normalise import fold_text
from bot.updates.heard import Heard

_FOREIGN = re.compile(
    r"(?<!\S)(?:(?:ما|مو|مب|مش|غير|ماهو|ليس|no|not)\s+(?:(?:عندي|معي|لي|فيه|a)\s+)?"
    r"(?:(?:جوال|رقم)\s+)?(?:ال)?(?:سعودي\S*|saudi)"
    r"|و?(?:(?:ال)?(?:رقم\S*|جوال\S*|number|mobile|شريحت?ي?)\s+)(?:\S+\s+)?(?:كويتي|اماراتي|قطري|بحريني|عماني|"
    r"مصري|يمني|اردني|سوداني|سوري|لبناني|هندي|باكستاني|بنغالي|فلبيني|تركي|امريكي|بريطاني|دولي|اجنبي|"
    r"foreign|international|indian|pakistani|egyptian|(?:من\s+)?(?:برا|بره|خارج)(?:\s+\S+)?))(?!\S)"
)
_CODE = "966"


def is_foreign(heard: Heard) -> bool:
    """Whether the number is another country's, by its digits ("+965…") or as it is said."""
    digits = heard.first("number") or ""
    if digits:
        return _is_valid_abroad(digits.removeprefix("00"))
    return bool(_FOREIGN.search(fold_text(heard.text)))


def _is_valid_abroad(digits: str) -> bool:
    if digits.startswith(("0", _CODE)):
        return False
    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number)
