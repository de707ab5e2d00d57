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
    + rf"{_HOME}|المؤجر|الموجر"
    + r"|(?:(?:al|el)[\s-]?)?ma+l[ie]k(?:a|ah)?"
    + r"|[sz]a7[ei]b\s+(?:(?:al|el)[\s-]?)?(?:bait|bayt|beit))"
    + rf"|مالكه?|{_HOME}\s+(?:لي|ملكي|حقي|حقنا|باسمي|ملك)|{_MY_HOME}\s+(?:ملك|لي|ملكي)"
    + r"|ملكي|ملك|(?:ال)?تمليك|بالملك|landlord|owner)"
    + END
)
_TENANT = re.compile(
    START
    + r"[وف]?(?:ك|ب)?(?:(?P<definite>المستاجره?|المستءجره?"
    + r"|(?:(?:al|el)[\s-]?)?m[iuoe]?sta2?'?j[ie]?re?(?:a|ah|h)?)"
    + r"|مستاجره?(?:ه?ا)?|مستاجرين|مستءجر|مستجر|ماجره?|ماجرين|ماجرها|استاجرته?ا?"
    + rf"|(?:ساكنه?\s+)?(?:في\s+)?(?:بال|ب)?ايجار|بالاجار|{_HOME}\s+(?:ب|بال)?ايجار"
    + rf"|{_MY_HOME}\s+(?:ب|بال)?ايجار|(?:موجر|موجره)\s+(?:في|ب)\s?[\u0621-\u064a]+|tenant|renter)"
    + END
)
_NEGATION = re.compile(
    START + r"(?:مو|مب|مهب|مهوب|not|mo|moo|mu|mesh|mish|ماني|مانا|مني|مش|موب|منيب|لست|ليس|غير|ماهو"
    r"|ماني\s+ب|مو\s+انا|لسنا|مانيب)"
    r"(?:\s+(?:انا|هو|هي))?\s+$"
)
_SELF = re.compile(
    START
    + r"[وف]?(?:انا|احنا|نحن|حنا|اني|صفتي|بصفتي|كوني|i\s+am|i'm|ana|anaa)"
    + r"\s*(?:هو|هي|:|the)?\s*$"
)
_ABOUT_OTHERS = re.compile(
    START + r"(?:اسم|رقم|جوال|هويه|من|عند|عن|مع|الي|علي|كلمت|قال|اسمي|الاسم|بن|ابو|ال|خل|حق|يا|عقد"
    r"|ismi|esmi|name\s+is)\s+$"
)
_NAMED = re.compile(r"(?:اسمي|الاسم)\s*:?\s*[\u0621-\u064a ]*$")
_SHORT = 3
_CONTEXT = 60
"""Characters before a word that may change what it says."""
_FORMERLY = re.compile(
    START
    + r"[وف]?(?:كنت|كنا|كان|كانت|كتبت|كتبتها|اخترت|حطيت|ضغطت|سجلت|سجلتوني|مسجلني|مسجليني|قلت|بدل"
    r"|بدال|غير|نغير|اغير|غيروا|كاتبين|حاطين|مسجل|مسجله|from|was)"
    r"(?:\s+(?:اني|انا|انه|صفتي|لكم|علي|من|مسجل|مسجله|ك|a|an|the))*\s+$"
)
_BY_MISTAKE = re.compile(r"\s*(?:ب?ال)?(?:غلط|خطا)" + END)
_EITHER = re.compile(START + r"(?:بين|between|ولا|والا|او|ام|or)\s")
_LATIN_EITHER = re.compile(
    START + r"(?:ma+l[ie]k|m[iuoe]?sta2?'?j[ie]?re?)a?h?\s+(?:w[ea]l+a|wla|aw|or)\s+m"
)
_TURNED = re.compile(
    START
    + r"من\s+(?:ال)?(?:مالك|مستاجر)ه?\s+(?:الي\s+|ل)(?:ال)?(?:(?P<owner>مالك)|(?P<tenant>مستاجر))ه?"
    + END
)


def find_beneficiary(text: str) -> list[Found]:
    """`owner` or `tenant` for each self-description in folded text.

    A denial gives the other one ("مو مالك" → `tenant`): an account's user is one of the two.
    "المالك" of a sentence about somebody else ("جوال المالك") is no answer and is left out.
    """
    if _LATIN_EITHER.search(text):
        return []
    found = [
        Found("beneficiary", "owner" if m["owner"] else "tenant", *m.span())
        for m in _TURNED.finditer(text)
    ]
    for value, other, pattern in (("owner", "tenant", _OWNER), ("tenant", "owner", _TENANT)):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - _CONTEXT) : match.start()]
            if not _is_self_description(text, before, bool(match["definite"])):
                continue
            negation = _NEGATION.search(before)
            start = match.start() - (len(before) - negation.start() if negation else 0)
            found.append(Found("beneficiary", other if negation else value, start, match.end()))
    return _settled(text, found)


def _settled(text: str, found: list[Found]) -> list[Found]:
    """Of two that contradict each other the present one; none if it is asked which it is."""
    if len({f.value for f in found}) < 2:
        return found
    now = [f for f in found if not _is_former(text, f)]
    first, last = min(found, key=lambda f: f.start), max(found, key=lambda f: f.start)
    asked = _EITHER.search(text[: first.end][-_CONTEXT:] + " " + text[first.end : last.start] + " ")
    if len({f.value for f in now}) == 1:
        return now
    joined = last.start - first.end <= 1 and text[last.start] == "و" and "بين" in text
    return [] if asked or joined else found


def _is_former(text: str, found: Found) -> bool:
    before = text[max(0, found.start - _CONTEXT) : found.start]
    return bool(_FORMERLY.search(before) or _BY_MISTAKE.match(text, found.end))


def _is_self_description(text: str, before: str, definite: bool) -> bool:
    if _NAMED.search(before) or _ABOUT_OTHERS.search(before):
        return False
    if not definite:
        return True
    return bool(_SELF.search(before) or _NEGATION.search(before)) or len(text.split()) <= _SHORT
