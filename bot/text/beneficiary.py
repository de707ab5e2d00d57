"""Owner or tenant, as people say what they are; never what they say of somebody else."""

from __future__ import annotations

import re

from bot.text.slips import misspelt
from bot.text.spans import END, START, Found, one_of

_HOME = (
    r"(?:ال|هال)?(?:بيت|منزل|شقه|عقار|ملك|فيلا|فله|مسكن|عماره|دار|سكن|محل|وحده|دور|ارض|استراحه"
    r"|مزرعه)"
)
_MY_HOME = r"(?:بيت|منزل|شقت|عقار|فيلت|فلت|عمارت|سكن|محل)(?:ي|نا)"
_NOW = r"(?:\s+(?:هذا|هذي|ذا|صار|صارت|كله|كلها|الحين))?"
_RENT = r"(?:ايجار|اجار|اجره|كرا)"
_LIVES = r"(?:ساكن|ساكنه|ساكنين|اسكن|نسكن|مقيم|مقيمه|عايش|عايشه|عايشين|قاعد|قاعدين|سكني|سكن|مسكني)"
_NOT = r"(?:مو|مب|مهب|مهوب|مهو|مهي|مهيب|مش|موب|ليس|ليست|ماهو|ماهي|ما\s+هو|ما\s+هي)"
_RULED = r"(?:السعوديه|المملكه|البلاد|الاردن|البحرين|المغرب|الملوك|القلوب|الانسانيه|الله)"
_LATIN_RENT = r"(?:b\s?(?:[eia]?l)?[\s-]?|(?:[ea]l)?[\s-]?)[ei]?[jg]aa?r"
_NOTHING_MORE = r"(?=\s*[.!,]?\s*$)"
_MISSPELT_TENANT = misspelt(("مستاجر", "مستاجره"), frozenset({"مستاجرها", "مستاجري"}))
_OWNER = re.compile(
    START
    + r"[وف]?(?:ك|ب)?(?:"
    + r"(?P<definite>المالكه?|المالكين"
    + r"|(?:صاحب|صاحبه|اصحاب|راعي|راع|راعيه|مالك|مالكه|مالكين|ملاك)\s+"
    + rf"(?!محل\s){_HOME}|المؤجر|الموجر"
    + r"|(?:al|el)[\s-]?ma+l[ie]k(?:a|ah)?"
    + r"|[sz]a[7h][ei]?b\s+(?:(?:al|el)[\s-]?)?(?:bait|bayt|beit|bet))"
    + r"|(?<!ismi )(?<!esmi )ma+l[ie]k(?:a|ah)?"
    + r"|مالكه?(?!\s+(?:شغل|دخل|حق|حل|داعي|امل|لازمه|خلق|نيه|علاقه|عذر|فايده|نفع|ما|لا|كذا"
    + r"|ت\w+)(?!\w))"
    + rf"|{_HOME}{_NOW}\s+(?:لي\s+)?(?:ملكي|ملكنا|باسمي|باسمنا|ملك|ورثه?)"
    + rf"|{_HOME}\s+(?:العايله|العيله|ابوي|الوالد|جدي)\s+ورثه?"
    + rf"|(?P<bare>{_HOME}{_NOW}\s+(?:لي|لنا|حقي|حقتي|حقنا|حقتنا|تبعي)"
    + rf"|(?:ا?شتر(?:يت|ينا)|شر(?:يت|ينا)|شاري(?:ه|ين)?)\s+{_HOME})"
    + rf"|{_MY_HOME}{_NOW}\s+(?:ملك|لي|ملكي|ملكنا|ورثه?|باسمي)"
    + rf"|(?<!ما )(?<!لا )(?:ا|ن)(?:ملك|متلك)\s+{_HOME}"
    + rf"|تملك(?:ت|نا)(?:ه|ها|\s+{_HOME}|{_NOTHING_MORE})|ورث(?:ت|نا)\s+{_HOME}|متملكه?"
    + r"|(?:(?:عندي|معي|لي)\s+)?(?:ال)?صك\s+(?:(?:ال)?\w+\s+)?باسم(?:ي|نا)"
    + r"|(?:من|احد)\s+الورثه|وارث|وريث|صرت\s+(?:ال)?مالكه?"
    + rf"|ملاك|مالكين|ملكي(?:ه\s+خاصه)?|ملك(?:\s+(?:خاص|حر))?(?!\s+{_RULED}{END})"
    + r"|(?:ال)?تمليك|بالملك"
    + r"|(?<!my )(?<!the )landlord"
    + r"|(?<!my )(?<!from )(?<!by )(?:home|house)?\s?owner(?!\s+(?:not|did|does|do"
    + r"|don|is|has|have|gave|give|refus|said|says|will|won|wants?|name|number|mobile|phone|id"
    + r"|never|no))"
    + r"|(?:i|we)\s+own|my\s+own\s+(?:house|home|flat|apartment|villa)"
    + r"|(?:b[ae][iy]?ti?|sha?[q8]a?ti?)\s+m[ie]lki?|(?<=t )m[ie]lki)"
    + END
)
_TENANT = re.compile(
    START
    + r"[وف]?(?:ك|ب)?(?:(?P<definite>المستاجره?|المست[ءي]جره?"
    + r"|(?:al|el)[\s-]?m[iuoe]?sta2?'?[jg][ie]?re?(?:a|ah|h)?)"
    + r"|m[iuoe]?sta2?'?[jg][ie]?re?(?:a|ah|h)?"
    + rf"|{one_of(_MISSPELT_TENANT)}"
    + r"|مستاجره?(?:ه?ا)?|مستاجرين(?:ه?ا)?|مست[ءي]جره?|مستجر|ماجره?|ماجرين|ماجرها"
    + r"|استاجر(?:ت|نا)(?:ه|ها)?|مكتري|مكتريه"
    + rf"|{_LIVES}\s+(?:(?:في|عنده?ا?|عندهم|مع\s+اهلي|انا\s+واهلي|وعايلتي)\s+)?"
    rf"(?:{_HOME}\s+)?(?:ب|بال)?{_RENT}"
    + rf"|بال{_RENT}|بايجار|باجار|{_HOME}\s+(?:ب|بال)?{_RENT}|{_MY_HOME}\s+(?:ب|بال)?{_RENT}"
    + rf"|(?P<bare>(?:في\s+)?ايجار)|(?<!من وين )(?<!كيف )(?<!وين )(?:ا|ن|ب|بن)دفع\s+{_RENT}"
    + rf"|(?:ما|لا)\s+(?:ا|ن)(?:ملك|متلك)\s+{_HOME}"
    + rf"|{_HOME}\s+{_NOT}\s+(?:لي|لنا|باسمي|باسمنا|حقي|حقتي|حقنا|حقتنا)"
    + rf"|^{_NOT}\s+{_MY_HOME}"
    + r"|(?:عقد\s+)?الايجار\s+باسم(?:ي|نا)|(?:موجر|موجره|موجرينه?ا?)\s+(?:علي|علينا|لي|لنا)"
    + r"|kiray[ae][-\s]?dar|kirayed?ar|(?:موجر|موجره)\s+(?:في|ب)\s?[\u0621-\u064a]+|tenant|renter"
    + r"|(?:i|we|i'm|im|i\s+am|we're)\s+(?:just\s+)?(?:rent(?:ing|ed)?|leasing|on\s+rent)"
    + r"|(?:it'?s|it\s+is|house|home|flat|apartment)\s+(?:is\s+)?rent(?:ed|al)?"
    + r"|rented\s+(?:house|home|flat|apartment|villa)"
    + rf"|s[ae]k[ei]n\w*\s+{_LATIN_RENT}|b(?:[eia]l)[\s-]?[ei]jaa?r|m[oa]?2aj+[ei]r)"
    + END
)
_MOVED = re.compile(
    START
    + r"(?:غير|حول|عدل|بدل|خل|سجل|صحح|رجع|اقلب|نقل|اصير)\S*(?:\s+\S+){0,3}?\s+(?:الي\s+|ل)"
    + r"(?:(?P<owner>مالك)|(?P<tenant>مستاجر))ه?"
    + END
)
_NEGATION = re.compile(
    START + rf"[وف]?(?:{_NOT}|مافي|ما\s+في|not|mo|moo|mu|mesh|mish|ماني|مانا|مني|منيب|لست|غير"
    r"|ماني\s+ب|مو\s+انا|لسنا|مانيب)"
    r"(?:\s+(?:انا|هو|هي|the|an?))?\s+$"
)
_SELF = re.compile(
    START
    + r"[وف]?(?:انا|احنا|نحن|حنا|اني|صفتي|بصفتي|كوني|i\s+am|i'm|ana|anaa)"
    + r"\s*(?:هو|هي|:|the)?\s*$"
)
_FOR_ANOTHER = re.compile(
    r"^(?:(?:طيب|لا|اي|ايه|نعم|لان|لانه|ابوي|ابي|الوالد|والدي|امي|الوالده|زوجي|زوجتي|جدي|جدتي)\s+)*"
    r"(?:هو|هي)\s+$"
)
"""Who acts for somebody begins so: "طيب هو المالك وحسابه 300…"."""
_ABOUT_OTHERS = re.compile(
    START + r"(?:اسم|رقم|جوال|هويه|من|عند|عن|مع|الي|علي|كلمت|قال|اسمي|الاسم|بن|ابو|ال|خل|حق|يا|عقد"
    r"|(?:اللي|الي|الساكن)\s+قبل(?:ي|نا)|(?:هو|هي)\s+(?:اللي|الي)|جار(?:نا|ي)|اخوي|ولدي|زوجي|صديقي|عمي|خالي|ابن\s+عمي"
    r"|عندي|عندنا|لي|لنا|فيه|فيها|جاني|جانا|كل|اي|اضيف|نضيف|اضافه|اشيل|احذف|بيانات"
    r"|ismi|esmi|name\s+is)\s+$"
)
_ENDS_CLAUSE = re.compile(r"\s*(?:$|[،,.]|و(?=\S))")
_NAMED = re.compile(START + r"(?:اسمي|الاسم)\s*:?\s*[\u0621-\u064a ]*$")
_OF_OTHERS = re.compile(r"\s+(?:جديد\w*\s+)?(?:عندي|عندنا|حقي|حقنا)" + END)
_ME_AFTER = re.compile(r"\s*,?\s*(?:هو\s+)?(?:انا|احنا|نحن|حنا)" + END)
_BESIDE = frozenset(
    "انا هو هي ايه اي ايوه نعم اكيد طبعا كله كلها هذا هذي سنوي والله نفسي نفسه للبيت للشقه"
    " للعقار حق طيب شكرا yes yeah am the a i im i'm ana huwa aiwa just here please".split()
)
"""Words beside "المالك" in an answer of few words; others tell something of the landlord."""
_CONTEXT = 60
"""Characters before a word that may change what it says."""
_FORMERLY = re.compile(
    START
    + r"[وف]?(?:كنت|كنا|كان|كانت|كتبت|كتبتها|اخترت|حطيت|ضغطت|سجلت|سجلتوني|مسجلني|مسجليني|قلت|بدل"
    r"|بدال|غير|نغير|اغير|غيروا|كاتبين|حاطين|مسجل|مسجله|from|was)"
    r"(?:\s+(?:اني|انا|انه|صفتي|لكم|علي|من|مسجل|مسجله|ك|a|an|the))*\s+$"
)
_BY_MISTAKE = re.compile(r"\s*(?:ب?ال)?(?:غلط|خطا)" + END)
_PAST = re.compile(START + r"[وف]?(?:كنت|كنا|كان|كانت)\s+(?:انا\s+)?$")
_EITHER = re.compile(START + r"(?:بين|between|ولا|والا|او|ام|or)\s")
_LATIN_EITHER = re.compile(
    START + r"(?:ma+l[ie]k|m[iuoe]?sta2?'?j[ie]?re?)a?h?\s+(?:w[ea]l+a|wla|aw|or)\s+m"
)
_TURNED = re.compile(
    START
    + r"من\s+(?:ال)?(?:مالك|مستاجر)ه?\s+(?:الي\s+|ل)(?:ال)?(?:(?P<owner>مالك)|(?P<tenant>مستاجر))ه?"
    + END
)


_OWNS = r"(?:مالك\w*|ملك\w*|متملك\w*)"
_RENTS = r"(?:مستاجر\w*|ايجار|اجار|بالايجار)"
_TURNS = re.compile(
    START
    + r"و?(?:كنت|كنا|كان|كانت|صرت|صرنا|صار|بعت|بعنا|شريت|شرينا|الحين|الان|غير\S*|حول\S*|بدل\S*"
    r"|قصدي|اقصد|اسف|عفوا|من|لا|مو|مب|مش)" + END
)
"""From the one to the other, or the one in place of the other."""
_BETWEEN_ROLES = r"(?:\s+(?!صرت|صار|الحين|بعدين|لا|مو|قصدي|اقصد|بل)\S+){0,3}?"
_BOTH = re.compile(
    START
    + rf"{_OWNS}{_BETWEEN_ROLES}\s+و(?:\S+\s+){{0,2}}?{_RENTS}"
    + END
    + "|"
    + START
    + rf"{_RENTS}{_BETWEEN_ROLES}\s+و(?:\S+\s+){{0,2}}?{_OWNS}"
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
        for pattern in (_TURNED, _MOVED)
        for m in pattern.finditer(text)
    ]
    for value, other, pattern in (("owner", "tenant", _OWNER), ("tenant", "owner", _TENANT)):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - _CONTEXT) : match.start()]
            if any(f.start <= match.start() < f.end for f in found) or not _is_self_description(
                match, before
            ):
                continue
            negation = _NEGATION.search(before)
            start = match.start() - (len(before) - negation.start() if negation else 0)
            found.append(Found("beneficiary", other if negation else value, start, match.end()))
    return _settled(text, found)


def tells_both_roles(folded: str) -> bool:
    """Whether somebody owns one home and rents another: "مالك بيت ومستأجر شقة"."""
    turned = _EITHER.search(folded) or _TURNS.search(folded)
    return bool(_BOTH.search(folded)) and not turned


def _settled(text: str, found: list[Found]) -> list[Found]:
    """Of two that contradict each other the present one; none if it is asked which it is."""
    if len({f.value for f in found}) < 2:
        return [f for f in found if not _PAST.search(text[: f.start])]
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


def _is_self_description(match: re.Match[str], before: str) -> bool:
    text = match.string
    groups = match.groupdict()
    if _NAMED.search(before) or _ABOUT_OTHERS.search(before):
        return False
    if _OF_OTHERS.match(text, match.end()):
        return False
    if groups.get("bare"):
        return _is_alone(match)
    if not groups["definite"]:
        return True
    said_of_self = _SELF.search(before) or _NEGATION.search(before)
    if _FOR_ANOTHER.search(before) and _ENDS_CLAUSE.match(text, match.end()):
        return True
    return bool(said_of_self or _ME_AFTER.match(text, match.end())) or _is_alone(match)


def _is_alone(match: re.Match[str]) -> bool:
    """Whether nothing stands beside it but words of an answer."""
    rest = match.string[: match.start()] + " " + match.string[match.end() :]
    return set(re.findall(r"[\w']+", rest)) <= _BESIDE
