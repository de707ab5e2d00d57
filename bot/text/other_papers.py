"""Who has neither a national identity nor an Iqama: GCC nationals, visitors, a passport alone."""

from __future__ import annotations

import re

from bot.text.normalise import fold_text

_GULF = r"(?:خليجي|كويتي|قطري|بحريني|اماراتي|عماني)(?:ه|ين|ات)?"
_PAPER = (
    r"(?:(?:ال)?جواز\S*(?:\s+(?:ال)?سفر)?|(?:ب|علي\s+)?(?:ال)?(?:تاشيره|فيزا)\S*|زياره|(?:ال)?بطاقه\s+(?:ال)?مدنيه"
    rf"|هوي\S*\s+{_GULF}|مجلس\s+التعاون|رقم\s+(?:ال)?حدود|gcc|passport|visit\s+visa)"
)
_NOT = r"(?:ما|مو|مب|مش|ليس|بدون|ولا|not?|don'?t)\s*(?:عندي|معي|لي|لدي|هي|have|a)?\s*(?:ال)?"
_LACKS = re.compile(
    rf"(?<!\S)(?:انا|احنا|حنا|زوجي|زوجتي|الوالد\w?|i\s*a?m)\s+(?:مواطن\S*\s+)?(?:{_GULF}|kuwaiti|qatari|bahraini"
    rf"|omani|emirati)(?!\S)|(?<!\S)[وب]?{_PAPER}(?!\S)|{_NOT}(?:هوي\S*|اقام\S*|سعودي\S*)\s+.*(?<!\S){_GULF}(?!\S)"
    rf"|(?<!\S){_GULF}\s+(?:و?ما|مو|ولا|بدون)(?!\S)|(?<!\S)من\s+(?:الكويت|قطر|البحرين|الامارات|عمان)(?!\S)"
)


def has_other_papers(text: str) -> bool:
    """Whether the paper that somebody has at hand is neither a national identity nor an Iqama."""
    return bool(_LACKS.search(fold_text(text)))
