"""A person's name out of an answer, kept as it was written."""

from __future__ import annotations

import re
import unicodedata

from bot.text.answers import yes_no
from bot.text.normalise import fold_text, normalise

_ANSWERS = "لا|نعم|ايه|ايوه|طيب|تمام|اوكي|اكيد|هلا|مرحبا|السلام عليكم|السلام عليكم ورحمه الله"
_SELF = "انا|معك|معكم|معاك|معاكم"
_NAME_WORDS = (
    "و?اسمي|و?الاسم|و?اسم المستفيد|اسم المالك|اسم المستاجر|اسم صاحب الحساب|"
    "(?:(?:هو|هي|الوالد|الوالده|ابوي|امي|زوجي|زوجتي|المالك|المستاجر|المستاجره) )?و?اسم(?:ه|ها)|"
    "اسم (?:الوالد|الوالده|ابوي|امي|زوجي|زوجتي|ولدي|بنتي|اخوي|اختي)|"
    "my name is|name is|i am|i'm|this is|name|ismi|ismy|esmi|ana|معك|معكم|معاك"
)
_NAME_KINDS = "الكامل|كامل|الرباعي|الثلاثي|الكريم|هو|هي|كامل هو|بالكامل"
_TITLES = "المهندس|المهندسه|الدكتور|الدكتوره|الاستاذ|الاستاذه|السيد|السيده|الشيخ|م\\.|د\\.|ا\\."
_CLOSINGS = "لو سمحتي?|شكرا|من فضلك|هذا اسمي|الاسم الكامل|اسمي الكامل|وشكرا|يا غالي|يا اخي"
_LEADS = re.compile(
    rf"^(?:(?:{_ANSWERS})[\s,.:]+)?(?:(?:{_SELF})\s+)?"
    rf"(?:(?:{_NAME_WORDS})(?:\s+(?:{_NAME_KINDS})){{0,2}}(?![\u0621-\u064a])\s*[:=-]?\s*)?"
    rf"(?:(?:{_TITLES})\s*)?"
)
_TAIL = re.compile(rf"\s*[,.:!?-]*\s*(?:{_CLOSINGS})?[\s,.!?]*$")
_NOT_NAMES = frozenset(
    "ابي ابغي اريد ودي اغير احدث تحديث ليش وش كيف متي وين كم هل مين ايش انا ما لا نعم مو مب "
    "عندي عندنا "
    "فاتوره فاتورتي الفاتوره كهرباء الكهرباء الكهربا كهربا حساب حسابي رقم رقمي جوال جوالي الجوال "
    "ايميل ايميلي الايميل هويه الهويه المالك مستاجر مستاجره المستاجر بيتي البيت شقه ملك ايجار "
    "بالايجار انقطاع طافيه مقطوعه انقطعت طفت السلام عليكم مساء الخير النور شكرا مشكور مرحبا "
    "لو سمحت ممكن اقدر تقدر نكمل اكمل كمل الغاء الغ كنسل خلاص بطلت تخطي بعدين ارجع رجوع السؤال "
    "الاسم اسمي غلط صح صحيح الصح هذا هذي هذه في من الي عن مع بعد قبل الحين اليوم بكره امس "
    "موظف خدمه العملاء مساعده بيانات بياناتي البيانات اشتراك اشتراكي الاشتراك عداد العداد سداد دفع "
    "دفعت ادفع بوت البوت شركه الشركه تسجيل تعديل عدل غير حي حاره شارع والله لازم ليه الرقم العقد "
    "مثل اللي الي وصلنا وقفنا شوي لحظه دقيقه انت انتم انتو تبون تبغون الا مرتفعه "
    "مسجل باسم باسمي اخوي ابوي زوجي زوجتي والدي امي يا بس ولا او لو اذا عشان علشان كل شي اي مدري "
    "ثواني دقايق انجليزي بالانجليزي عربي بالعربي نفس نفسه خذ خذه خذوه شوف الضغط اتصل اتصلوا دقوا "
    "الفني الشكوي المبلغ عليك عليكم the is my i want to need how why what or first last full which "
    "who please bill".split()
)
_ESTABLISHMENT = re.compile(
    r"^(?:اسم\w*\s+)?(?:شركه|موسسه|مجموعه|جمعيه|مصنع|مجمع|مدرسه|مدارس|مستشفي|مكتب|صيدليه|مطعم)"
    r"\s+(?!الكهربا)\S{3,}"
)
_MOST_WORDS_OF_COMPANY = 6
_PREFIXES = frozenset("بن ابن بنت ال ابو ام آل عبد bin bint ibn al abu abd".split())
_MOST_WORDS = 8
_LONGEST_WORD = 20


def person_name(text: str, least: int = 2) -> str | None:
    """The name in an answer ("اسمي عبدالله بن محمد القحطاني"), spelt as written, or None.

    A name has at least `least` parts besides "بن" and the like, and letters only; a message with a
    word that no name has ("ابي", "فاتورة") is not one.
    """
    written = _clean(text)
    start, end = _name_span(written)
    name = " ".join(written[start:end].split())
    parts = [fold_text(part) for part in name.split()]
    if "على" in name.split() or "الى" in name.split():  # prepositions, folded like the name علي
        return None
    proper = [p for p in parts if p not in _PREFIXES and len(p) > 1]
    if len(proper) < least or len(parts) > _MOST_WORDS or yes_no(name) is not None:
        return None
    if any(p in _NOT_NAMES or len(p) > _LONGEST_WORD for p in _without_fathers(parts)):
        return None
    return name if all(_is_name_part(part) for part in name.split()) else None


def establishment_name(text: str) -> str | None:
    """The name of a company as it is written: "شركة الرواد للمقاولات"."""
    bare = text.strip(" .،,؟?!")
    named = _ESTABLISHMENT.match(fold_text(bare)) and len(bare.split()) <= _MOST_WORDS_OF_COMPANY
    return bare if named and all(c.isalpha() or c.isspace() for c in bare) else None


def _without_fathers(parts: list[str]) -> list[str]:
    """ "بن ابي طالب": after "بن" the word for "I want" is "father of"."""
    pairs = zip(["", *parts], parts, strict=False)
    return [part for before, part in pairs if not (part == "ابي" and before in ("بن", "ابن"))]


def _clean(text: str) -> str:
    """Without invisible marks; letters and diacritics stay as they were written."""
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(" " if c.isspace() else c for c in composed)
    return "".join(c for c in visible if unicodedata.category(c) != "Cf" and c != "ـ").strip()


def _name_span(written: str) -> tuple[int, int]:
    """Where the name stands: without what leads in and out, seen in folded letters."""
    folded = normalise(written)
    lead = _LEADS.match(folded.text)
    first = lead.end() if lead else 0
    tail = _TAIL.search(folded.text, first)
    last = tail.start() if tail else len(folded.text)
    return folded.span(first, last) if last > first else (0, 0)


def _is_name_part(part: str) -> bool:
    letters = [c for c in part if unicodedata.category(c) not in ("Mn", "Cf")]
    return all(c.isalpha() or c in "-'’" for c in letters) and any(c.isalpha() for c in letters)
