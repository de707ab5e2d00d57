"""Whose home it is, in answer to "owner or tenant?": "البيت بيتي", "شريناها", "بيت اهلي".

Read only beside that question: elsewhere "بيتي" says where power is off.
"""

from __future__ import annotations

import re

_SOFT = r"(?:(?:ايه|اي|لا|والله|انا|احنا|حنا|هو|هي|هذا|هذي|يعني|طيب)\s+)*"
_HOME = r"(?:ال|هال)?(?:بيت|منزل|شقه|فيلا|فله|عماره|دور|سكن|مسكن|دار)"
_MINE = r"(?:بيت|منزل|شقت|فلت|فيلت|عمارت|دار)(?:ي|نا)"
_KIN = (
    r"(?:ابوي\S*|ابونا|(?:ال)?والد\S*|امي|امنا|زوجي|زوجتي|جدي|جدتي|اهلي|اهلنا|(?:ال)?عايل(?:ه|تي|تنا)|العيله|"
    r"اخوي|ولدي|بنتي)"
)
_PEOPLE = r"(?:ابوي|ابونا|(?:ال)?والد\S*|جدي|جدنا|امي|امنا|اهلي)"
_OWNS = re.compile(
    rf"^{_SOFT}(?:{_HOME}\s+)?{_MINE}(?:\s+(?:انا|احنا|الخاص))?$"
    rf"|^{_SOFT}(?:حقي|حقنا|حقتي|حقتنا|لي|لنا)(?:\s+{_HOME})?$"
    rf"|^{_SOFT}{_HOME}\s+(?:لي|لنا|حقي|حقنا|تبعي|تبعنا)(?:\s+(?:من|والله|صار|وانا|واحنا)(?:\s+\S+){{0,3}})?$"
    rf"|(?<!\S)(?:ا?شتر|شر)(?:يت|ينا)(?:ه|ها|\s+{_HOME})(?!\S)"
    rf"|(?<!\S)ورث(?:ت|نا)(?:ه|ها)(?:\s+(?:من|عن)\s+{_PEOPLE})?(?!\S)|(?<!\S)ورثه?\s+(?:من|عن)\s+{_PEOPLE}"
    rf"|(?<!\S)(?:شاري(?:ه|ها)?|شارين(?:ه|ها)?|بني(?:ت|نا)(?:ه|ها)?)(?:\s+(?:{_HOME}|بفلوسي|من|كاش|بيدي|علي))?(?!\S)"
    rf"|(?<!\S){_HOME}\s+(?:حلالي|حلالنا|ملك\s+ابوي|ورثه?)(?!\S)"
    rf"|^{_SOFT}(?:هذا|هذي|هو|هي)?\s*{_MINE}\s+(?:و|انا)"
    r"|(?:my|our)\s+(?:own\s+|family'?s?\s+)?(?:house|home|flat|apartment|villa)"
)
_SURELY_OWN = re.compile(
    rf"^{_SOFT}{_HOME}\s+{_MINE}(?!\S)|(?<!\S)ب?(?:ال)?(?:تمويل|قرض|رهن)\s+(?:ال)?عقاري(?!\S)|"
    r"(?<!\S)و?(?:كاتب|مسجل|كتب|سجل)(?:ه|ها|ته|تها)\s+باسمي(?!\S)"
)
"""However much is told beside it: "البيت بيتي شاريه ابو محمد وكاتبه باسمي"."""
_FAMILYS = re.compile(rf"(?<!\S){_HOME}\s+(?:حق\s+|ملك\s+|لل?)?{_KIN}(?!\S)")
_NOT_OWN = re.compile(
    r"(?<!\S)(?:مو|ما|مب|مش|مهب|ليس|ليست|بدون|not)(?!\S)|[اي]?جار|ماجر|مءجر|موجر|استاجر|مستاجر|مستءجر|rent"
)
_COMPANYS = re.compile(
    r"(?<!\S)(?:ال)?سكن\s+(?:(?:ال)?(?:عمل|شركه|موظفين|عمال|مستشفي|جامعه|حكومي|وظيفي)|من\s+)"
)
_LIVES_IN_ANOTHERS = re.compile(
    rf"(?<!\S)(?:ال)?(?:مالك|صاحب|راعي)\S*\s+{_HOME}(?!\S).*(?<!\S)و?(?:انا|احنا|حنا)\s+(?:اللي\s+)?(?:ال)?"
    r"(?:ساكن|مقيم|نازل|قاعد)\S*"
)
_LONGEST = 8


def owns_home(folded: str) -> bool:
    """Whether a short answer says that the home is the writer's own."""
    words = folded.strip(" .!،")
    if _NOT_OWN.search(words):
        return False
    short = len(words.split()) <= _LONGEST
    return bool(_SURELY_OWN.search(words) or (short and _OWNS.search(words)))


def is_anothers_home(folded: str) -> bool:
    """Whether the home is said to be the family's or the employer's: "بيت اهلي", "سكن عمل". Which
    of the two answers that makes is theirs to say."""
    return bool(_FAMILYS.search(folded) or _COMPANYS.search(folded))


def lives_in_anothers(folded: str) -> bool:
    """Whether the owner is somebody else and the writer the one who lives there: "مالك الشقة سافر
    وانا الساكن"."""
    return bool(_LIVES_IN_ANOTHERS.search(folded))
