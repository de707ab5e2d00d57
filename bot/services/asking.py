"""Questions about services: what one needs, costs and how long it takes, rather than a request."""

from __future__ import annotations

import re

from bot.services.catalogue import catalogue
from bot.services.phrases import fit
from bot.services.schema import ServiceType
from bot.text.normalise import fold_text

_ASKS = re.compile(
    r"(?<!\S)(?:و|ف)?(?:كم|بكم|قديش|بفلوس|ببلاش|كيف|شلون|وش|ايش|شنو|متي|هل|ما هي|ما هو|شروط|"
    r"رسوم|رسومه|رسومها|تكلفه|"
    r"تكلفته|يكلف|يكلفني|يطول|اوراق|مستندات|المطلوب|خطوات|اجراءات|متطلبات|how|what|fees)(?!\S)"
)
_ASPECT = re.compile(r"و?(?:ال)?(?:مده|وقت|سعر|رسوم|تكلفه|اوراق|شروط|مستندات|خطوات)(?:ها|ه)?")
"""All of a message: "والمدة"، "الأوراق"."""
_OF_ASPECT = {
    "papers": re.compile(
        r"(?<!\S)و?(?:ال)?(?:اوراق|مستندات|وثايق|papers|documents)\S*(?!\S)|(?<!\S)(?:المطلوب|شروط\S*|يلزم)(?!\S)"
    ),
    "fees": re.compile(
        r"(?<!\S)و?(?:بكم|(?:ال)?رسوم\S*|(?:ال)?تكلف\S*|(?:ال)?تكاليف|يكلف\S*|(?:ال)?سعر\S*|ب?فلوس|مجاني\S*"
        r"|ببلاش|كم\s+(?:ادفع|بدفع|ندفع)|fees?|cost\S*)(?!\S)"
    ),
    "time": re.compile(
        r"(?<!\S)و?(?:(?:ال)?مد(?:ه|ته|تها)|(?:ال)?وقت\S*|متي|ب?[يت]طول|ب?[يت]اخ[ذد]\S*|يوم|ايام|شهر|اسبوع|how\s+long"
        r"|days?)(?!\S)"
    ),
}
_COST_OR_PAPERS = re.compile(
    r"(?<!\S)و?(?:بكم|(?:ال)?رسوم\S*|(?:ال)?تكلف\S*|(?:ال)?تكاليف|يكلف\S*|(?:ال)?سعر\S*|ب?فلوس|مجاني\S*|ببلاش|"
    r"كم\s+(?:تاخذون|تحسبون|ادفع|بدفع|ندفع)|(?:ال)?اوراق|(?:ال)?مستندات|(?:ال)?شروط)(?!\S)"
)
_DEATH = re.compile(
    r"(?<!\S)(?:و|ف)?(?:(?:ال)?متوف\S*|ا?توف[ياه]\S*|(?:ال)?مرحوم\S*|died|passed away|"
    r"ماتت?\s+(?:ابو|ام|وال|زوج|جد|اخو|اخت|عم|خال)\S*)(?!\S)"
)
_BEGINS = re.compile(
    r"(?:(?:طيب|خلاص|يلا|اوك|زين|تمام|ايه|اجل)\s+)*(?:(?:ابي|ابغي|ابغا|ودي|بغيت|نبي|اريد)\s+)?"
    r"(?:[انت]?(?:قدم|سجل|بدا|رفع|طلب)(?:ها|ه|وا|وها|وه|لي|ولي)?|ابداوا|ابدوا)"
    r"(?:\s+(?:عليه|عليها|لي|(?:ال)?طلب|(?:ال)?خدمه|الحين|الان|لو|سمحت|سمحتوا))*"
)
"""Wants to begin what is spoken of: "طيب ابي اقدم الحين"."""
_SURE_FIT = 2
"""A word of a service's phrases that is not weak."""
_CATCH_ALL = "other_service"


def asks_about(text: str) -> bool:
    """Whether the message asks what a service needs rather than asking for it."""
    folded = _plain(text)
    asks = _ASKS.search(folded) or _COST_OR_PAPERS.search(folded)
    return "?" in fold_text(text) or bool(asks or _ASPECT.fullmatch(folded))


def wants_to_begin(text: str) -> bool:
    """Whether a message only wants to begin, whatever is spoken of."""
    return bool(_BEGINS.fullmatch(_plain(text)))


def aspect_asked(text: str) -> str | None:
    """`papers`, `fees` or `time`, where a message asks for that one alone: "وكم مدتها"."""
    folded = _plain(text)
    asked = [name for name, pattern in _OF_ASPECT.items() if pattern.search(folded)]
    return asked[0] if len(asked) == 1 else None


def speaks_of_death(text: str) -> bool:
    """Whether the one who held the account is said to have died: it is not begun with cheer."""
    return _DEATH.search(_plain(text)) is not None


def _plain(text: str) -> str:
    """The folded words without punctuation."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold_text(text)).split())


def service_asked_about(text: str) -> ServiceType | None:
    """The one service whose cost or papers the message asks for; None unless it is plain."""
    if text.startswith("/") or not _COST_OR_PAPERS.search(_plain(text)):
        return None
    named = catalogue().named_in(text)
    if len(named) != 1 or named[0].id == _CATCH_ALL or fit(named[0].words, text) < _SURE_FIT:
        return None
    return named[0]
