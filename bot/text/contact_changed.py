"""Words, after it was said that a mobile or an address does not work, that take that up without
giving another one: "هذا قديم", "غيرته من زمان", "عادي حدثه". Alone they could be about anything."""

from __future__ import annotations

import re

from bot.text.arabizi import fold_latin
from bot.text.normalise import fold_text

_CHANGED = (
    r"(?:و?[اينت]?ت?(?:حدث|غير|عدل|بدل|جدد|صلح)(?:ت|نا|وا?|ي)?(?:ه|ها|وه|وها|ته|تها|ناه|ناها|يه|يها)?"
    r"|(?:ال)?قديم\S*|(?:مقفل|مسكر|ملغي|ضايع|محذوف|مفصول|متوقف)\S*"
    r"|(?:ضاع|راح|وقف|انسرق|انحذف|الغي|لغي|قفل|سكر|حذف)(?:ت|نا)?(?:ه|ها)?"
    r"|(?:ما|مو|مب|مش|مهوب|ماهو|بطلت?|تركت|نسيت)\s*(?:عاد\s+)?"
    r"(?:شغال\S*|يشتغل|تشتغل|لي|معي|معاي|عندي|موجود\S*|[ان]?ستخدم\S*|ا?دخل\S*|ا?فتح\S*|ه|ها)"
    r"|نسيت\s+(?:ال)?(?:رمز|كلمه?|باسوورد|رقم)\S*(?:\s+(?:ال)?(?:سر|مرور)\S*)?(?:\s+حق\S*)?"
    r"|(?:عندي|معي|اخذ|(?:خذ|سجل|حط)(?:وا?)?)\s+(?:(?:ال)?(?:ايميل|اميل|بريد|جوال|رقم|واحد)\s+)?"
    r"(?:ال)?(?:ثاني|جديد|غيره?)"
    r"|(?:what'?s|its?|it\s+is)?\s*(?:old|changed|dead|update\s+it|change\s+it))"
)
_BESIDE = (
    r"(?:ايه?|ايوه?|نعم|صح|صحيح|تمام|طيب|يلا|عادي|اوكي?|ابشر|خلاص|هذا|هذي|ذا|هو|هي|انا|حنا|والله|اصلا|"
    r"فعلا|يعني|بس|قد|من|زمان|الحين|دحين|الان|لو|سمحت\S*|فضلك|شكرا|ايميل|حق|حقي|الدوام|الشغل|yes|ok|"
    r"(?:ال|ل|لل)?(?:ايميل|اميل|بريد|جوال|رقم|شريحه?|موبايل|تلفون)(?:ي|نا|ه|ها)?)"
)
_TAKES_UP = re.compile(rf"(?:{_BESIDE}\s+)*{_CHANGED}(?:\s+(?:{_BESIDE}|{_CHANGED}))*")


def speaks_of_other_contact(text: str) -> bool:
    """Whether a few words say that the contact on file has changed or is to be changed."""
    folded = " ".join(re.sub(r"[.،,!؛]", " ", fold_text(text)).split())
    return any(_TAKES_UP.fullmatch(read) for read in (folded, fold_latin(folded)))
