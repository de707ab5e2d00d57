"""Owner or tenant, as people say what they are; never what they say of somebody else."""

from __future__ import annotations

import re

from bot.text.spans import END, START, Found

_HOME = r"(?:ال)?(?:بيت|منزل|شقه|عقار|ملك|فيلا|فله|مسكن|عماره|دار|سكن|محل|وحده|دور)"
_MY_HOME = r"(?:بيتي|منزلي|شقتي|عقاري|فيلتي|فلتي|عمارتي|سكني|محلي)"
_OWNER = re.compile(
    START
    + r"[وف]?(?:ك|ب)?(?:"
    + r"(?P<definite>المالكه?|(?:صاحب|صاحبه|راعي|راعيه|مالك|مالكه)\s+"
    + rf"{_HOME}|المؤجر|الموجر)"
    + rf"|مالكه?|{_HOME}\s+(?:لي|ملكي|حقي|حقنا|باسمي|ملك)|{_MY_HOME}\s+(?:ملك|لي|ملكي)"
    + r"|ملكي|ملك|(?:ال)?تمليك|بالملك|landlord|owner)"
    + END
)
_TENANT = re.compile(
    START
    + r"[وف]?(?:ك|ب)?(?:(?P<definite>المستاجره?|المستءجره?)"
    + r"|مستاجره?(?:ه?ا)?|مستاجرين|مستءجر|مستجر|ماجره?|ماجرين|ماجرها|استاجرته?ا?"
    + rf"|(?:ساكنه?\s+)?(?:في\s+)?(?:بال|ب)?ايجار|بالاجار|{_HOME}\s+(?:ب|بال)?ايجار"
    + rf"|{_MY_HOME}\s+(?:ب|بال)?ايجار|(?:موجر|موجره)\s+(?:في|ب)\s?[\u0621-\u064a]+|tenant|renter)"
    + END
)
_NEGATION = re.compile(
    START
    + r"(?:مو|مب|مهوب|ماني|مانا|مني|مش|موب|منيب|لست|ليس|غير|ماهو|ماني\s+ب|مو\s+انا|لسنا|مانيب)"
    r"(?:\s+(?:انا|هو|هي))?\s+$"
)
_SELF = re.compile(
    START + r"[وف]?(?:انا|احنا|نحن|حنا|اني|صفتي|بصفتي|كوني|i\s+am|i'm)\s*(?:هو|هي|:|the)?\s*$"
)
_ABOUT_OTHERS = re.compile(
    START
    + r"(?:اسم|رقم|جوال|هويه|من|عند|عن|مع|الي|علي|كلمت|قال|اسمي|الاسم|بن|ابو|ال|خل|حق|يا|عقد)\s+$"
)
_NAMED = re.compile(r"(?:اسمي|الاسم)\s*:?\s*[\u0621-\u064a ]*$")
_SHORT = 3


def find_beneficiary(text: str) -> list[Found]:
    """`owner` or `tenant` for each self-description in folded text.

    A denial gives the other one ("مو مالك" → `tenant`): an account's user is one of the two.
    "المالك" of a sentence about somebody else ("جوال المالك") is no answer and is left out.
    """
    found = []
    for value, other, pattern in (("owner", "tenant", _OWNER), ("tenant", "owner", _TENANT)):
        for match in pattern.finditer(text):
            before = text[: match.start()]
            if not _is_self_description(text, before, bool(match["definite"])):
                continue
            negation = _NEGATION.search(before)
            start = negation.start() if negation else match.start()
            found.append(Found("beneficiary", other if negation else value, start, match.end()))
    return found


def _is_self_description(text: str, before: str, definite: bool) -> bool:
    if _NAMED.search(before) or _ABOUT_OTHERS.search(before):
        return False
    if not definite:
        return True
    return bool(_SELF.search(before) or _NEGATION.search(before)) or len(text.split()) <= _SHORT
