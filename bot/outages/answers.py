"""What people answer to the questions of a report, read from their own words: place and danger.

Buttons cover most of it; this is for those who type. When in doubt about danger, it is danger.
"""

from __future__ import annotations

import re

from bot.outages.scope import folded_words
from bot.text.normalise import normalise

_HAZARD = (
    r"\b(?:و|ف|ب|ال|وال|بال)?(?:شرار|شرر|حريق|حرق|احتراق|محروق|يحترق|دخان|شياط|ريحه|سلك|اسلاك|"
    r"كيبل|صعق|نار\b|انفجار|خطر)"
)
_ITEM = rf"(?:اي\s+|شي\s+)?{_HAZARD}\S*"
_NOTHING = rf"{_ITEM}(?:\s+(?:ولا\s+|او\s+|و)?{_ITEM})*"
_ABSENT = (
    r"(?:\bو?ما\s?(?:فيه|في|به|شفنا|شفت|نشم|اشم|شميت|عندنا|يوجد)|\bلا يوجد|\bمافيش|\bمفيش|\bبدون|"
    r"\b(?:لا|ولا|مو))"
)
_NEGATED = re.compile(rf"{_ABSENT}\s+{_NOTHING}")
_NO = re.compile(
    r"^(?:لا+|لا لا|كلا|ابدا|نو|no|ما\s?(?:فيه?|به|شفنا|شفت|[ان]شوف|[ان]شم|[ان]لاحظ|عندنا)|"
    r"مافيش|مفيش|ولا شي|لا يوجد|الحمد\s?لله|سليم|سليمه|امان|بدون|كل شي تمام)\b(?!\s+(?:كهرب|نور|"
    r"تيار|ضو))"
)
_ALL = r"كل(?:هم|ها|ه(?:م)?)(?:\s+فيه?\S*)?\s*$|(?:كل\s+)?الثلاثه?(?:\s+فيه?)?\s*$"
_YES = re.compile(
    rf"^(?:{_ALL}|(?:نعم|ايه?|ايوه?|ايوا|اي والله|يب|يس|yes|فيه|في$|اكيد|للاسف|شكله|يمكن)\b)"
)
_NO_ACCOUNT = re.compile(
    r"(?:ما|مو|لا|ماني)\s?(?:ا?عرف|ا?دري|ا?ذكر|حافظ|متذكر|فاكر|عندي|معي|معاي|عندنا|لقيت)"
    r"|مدري|نسيت|بدون|ضاع|مو معي"
)
_PLACE_WORD = re.compile(
    r"\b(?:ال|ب|في|بال|ل)?(?:حي|حاره|شارع|جنب|قريب|قرب|خلف|ورا|مخطط|قريه|هجره|مدينه|طريق|"
    r"عماره|مقابل|قبال|قدام|حول|استراحه|مزرعه|مجمع|سوق|مسجد|جامع|مدرسه|دوار)\s+\S"
)
_DISTRICT = re.compile(r"\b(?:ب|في |ل)?حي\s+(\w+(?:\s+ال\w+)?)")

_SIGHT = (
    r"(?:ال)?(?:دوار|حديقه|جامع|مسجد|مدرسه|ثانويه|متوسطه|ابتدائيه|مستشفي|مستوصف|بقاله|تموينات|"
    r"سوبرماركت|محطه|صيدليه|"
    r"جسر|كبري|اشاره|مخبز|مغسله|استراحه|مول|برج|سوق|روضه|حلقه)"
)
_LANDMARK = re.compile(
    r"(?<!\w)[وب]?(?P<near>قريب من|بالقرب من|قرب|جنب|بجنب|بجوار|جوار|بجانب|خلف|وراء?|مقابل|قبال|"
    r"قدام|شارع|طريق|"
    rf"يم|عند(?=\s+{_SIGHT})|(?!ال){_SIGHT})"
    r"\s+(?P<rest>\S.*)"
)
_LANDMARK_ENDS = re.compile(
    r"[^\w\s]|\bو?(?:(?:ال)?(?:كهرب\w*|جيران\w*|قاطع|تيار|شرار\w*|دخان|ريحه)|ب?(?:ال)?حي|في|فيه|"
    r"من|منذ|بدون|ما|"
    r"مافي\w*|لا|طاف\w*|طف[اتيو]\w*|مقطوع\w*|منقطع\w*|انقطع\w*|قاطع\w*|قطع\w*|لنا|صار\w*|حسابي|"
    r"رقم|بس|الحين|اليوم|"
    r"امس|متي|عشان|ارجو|نرجو|ابي|ابغ\w+|كل|كله|كلهم|كلها|كلنا|عندنا|عندي)\b|\bوال(?:حاره|عماره|"
    r"شارع|منطقه)\b"
)
_LANDMARK_WORDS = 5

_UNPAID = r"(?:سدد\S*|(?:ال)?(?:سداد|فواتير|متاخرات|فاتور\S*|مديوني\S*)|دفعت?|ادفع|مبالغ)"
_FOR_DEBT = re.compile(
    r"(?<!\w)(?:عشان|علشان|لان\S*|بسبب|ل?عدم|من)\s+(?:عدم\s+)?"
    rf"(?:(?:ما|لم|متاخر|تاخر\S*)\s+)?(?:ب|في\s+)?{_UNPAID}"
)
_PAID = re.compile(r"(?<!ما )(?<!لم )(?<!\w)و?(?:انا\s+)?(?:مسدد\S*|دافع\S*|سددت|دفعت)(?!\w)")

_NOT_THERE = re.compile(
    r"(?:هذا|الحساب|الرقم|المكان|حساب)\s+(?:هذا\s+)?(?:غلط|خطا|(?:مو|مب|مهب|ماهو|ليس)\s+\S+)|"
    r"(?<!\w)(?:مو|مب|مهب|ماهو)\s+(?:هذا|حسابي|هنا|بيتي|المكان)(?!\w)|"
    r"غلط\S*\s+(?:في\s+|ب)?(?:ال)?(?:رقم|حساب|مكان)|مكان (?:ثاني|اخر|غير)|حساب (?:ثاني|اخر)"
)

_THERE = re.compile(
    r"(?:(?:ايه?|ايوه?|ايوا|نعم|اي|تمام|صح|صحيح|اكيد)\s+)*(?:(?:هو|هي|علي|في|هذا|انا في)\s+)*"
    r"(?:نفس\s+)?(?:ال)?(?:حساب\S*|مكان\S*|عنوان\S*|بيت)(?:\s+(?:صح|صحيح|هو|نفسه|هذا|عليه|تمام))*"
)
_GIVE_UP = re.compile(
    r"(?<!\w)(?:[انت]?لغ(?:ي|و|وا|ه|يه|وه)|الغ|[انت]?كنسل(?:ي|و|وا|ه|ها)?|بطلت?|هونت?|"
    r"ما (?:عاد )?(?:ابي|ابغ\S|نبي) (?:ا?بلغ|بلاغ)|لا تسجل\S*)(?!\w)"
)

_WISH = (
    r"(?:(?:ايه|نعم|طيب|اوك|خلاص|لو سمحت\S*|ابي|ابغي|ابغا|نبي|ودي|بغيت|اريد|ممكن|عندي|الا|زين|"
    r"يلا)\s+)*"
)
_MAKE_REPORT = re.compile(
    rf"{_WISH}(?:(?:[انت]?سجل\S*|[انت]?رفع\S*|[انت]?فتح\S*|[انت]?قدم\S*|سو\S{{0,3}}|اعمل\S*|تسجيل|رفع|"
    r"فتح|تقديم)\s+(?:لي\s+|لنا\s+)?)?(?:ال)?بلاغ(?:\s+(?:جديد|انقطاع|لو سمحت\S*|الحين|عندكم))?|"
    rf"{_WISH}(?:ا|ن)?بلغ(?:\s+(?:عن|علي)\s+\S+)?"
)


def read_danger(text: str) -> bool | None:
    """Whether an answer to "is there danger?" says yes or no; None when it says neither.

    "لا ما فيه شرار" → False, "لا بس فيه ريحة حريق" → True, "شوي" → None.
    """
    told = mentions_danger(text)
    if told is not None:
        return told
    folded = folded_words(text)
    if _NO.match(folded):
        return False
    return True if _YES.match(folded) else None


def mentions_danger(text: str) -> bool | None:
    """Whether a message on something else names a hazard, or says that there is none."""
    rest, negated = _NEGATED.subn(" ", folded_words(text))
    if re.search(_HAZARD, rest):
        return True
    return False if negated else None


def has_no_account(text: str) -> bool:
    """ "ما اعرف رقم الحساب", "بدون رقم"."""
    return bool(_NO_ACCOUNT.search(folded_words(text)))


def is_cut_for_debt(text: str) -> bool:
    """Power was cut because a bill was not paid: "مقطوعة عشان ما سددت", and nobody says it is."""
    folded = folded_words(text)
    return bool(_FOR_DEBT.search(folded)) and not _PAID.search(folded)


def disowns_place(text: str) -> bool:
    """The account or place read back is not the one: "لا هذا غلط", "مو حسابي"."""
    return bool(_NOT_THERE.search(folded_words(text)))


def confirms_place(text: str) -> bool:
    """The account or place read back is the one: "ايه نفس الحساب"; no answer about danger."""
    return bool(_THERE.fullmatch(folded_words(text).strip(" .!،")))


def gives_up_report(text: str) -> bool:
    """The report is not wanted any more: "الغ البلاغ", "كنسل"."""
    return bool(_GIVE_UP.search(folded_words(text)))


def wants_to_report(text: str) -> bool:
    """A report is to be made, not asked about: "سجل بلاغ", "ابي ابلغ", "بلاغ"."""
    return bool(_MAKE_REPORT.fullmatch(folded_words(text).strip(" .!؟?،")))


def names_a_place(text: str) -> bool:
    """Words that point at a place which no list knows: "مخطط الخير جنب المسجد"."""
    return bool(_PLACE_WORD.search(folded_words(text)))


def named_district(text: str) -> str | None:
    """The name after "حي", when no list knows it: "بحي الغدير الجديد" → "الغدير الجديد"."""
    found = _DISTRICT.search(text)
    return found and found[1]


def named_landmark(text: str) -> str | None:
    """What lies near, where a message says so in passing.

    "في الملقا جنب جامع الراجحي من ساعة" → "جنب جامع الراجحي".
    """
    folded = normalise(text)
    found = _LANDMARK.search(folded.text)
    if found is None:
        return None
    ending = _LANDMARK_ENDS.search(found["rest"])
    rest = found["rest"][: ending.start()] if ending else found["rest"]
    ends = [word.end() for word in re.finditer(r"\S+", rest)][:_LANDMARK_WORDS]
    if not ends:
        return None
    first, last = folded.span(found.start("near"), found.start("rest") + ends[-1])
    return text[first:last]
