"""The registered mobile is in somebody else's hands, or is theirs no more: "القديم عند ولدي"."""

from __future__ import annotations

import re

from bot.text.normalise import fold_text

_MOBILE = re.compile(r"(?<!\S)\S*(?:رقم|جوال|شريح|موبايل|تلفون|نمر|قديم|مسجل|رمز|كود)\S*")
_KIN = (
    r"(?:ولد|ابن|بنت|اخو|اخ|اخت|ابو|اب|ام|والد|والده|زوج|زوجه|زوجت|حرم|مره|مرت|عيال|اولاد|خال|خاله|"
    r"عم|عمه|عمت|جد|جده|صاحب|صديق|جار|مالك|موجر|مستاجر|سواق|سائق|سايق|عامل|محاسب|وكيل|شريك|"
    r"طليق|طليقت|نسيب|حفيد|كفيل|مدير|موظف|اهل|ناس|واحد|احد|شخص)"
)
_WITH_OTHER = re.compile(
    r"(?<!\S)[و]?(?:مع|عند|لدي|بيد|ايد|يد|باسم|حق|(?:علي\s+|ل)(?:جوال|رقم|موبايل|تلفون))\s+"
    rf"(?:(?:ال)?{_KIN}(?:ي|ه|ها|نا|هم|وي)?|غيري)(?!\S)"
    r"|(?<!\S)ب?(?:يوصل|يجي|يروح|توصل|تجي|تروح)(?:ه|ها|هم|\s*له|\s*لها|\s*لهم)(?:\s+(?:هو|هي|هم))?(?!\S)"
)
_SUBJECT = r"(?:(?:ال)?(?:رقم|جوال|شريح)\S*|(?:ال)?(?:قديم|مسجل)(?:ه)?)"
_LOST = (
    r"(?:تغير|غيرته|متغير|انفصل|مفصول|انسرق|مسروق|ضاع|ضايعه?|ضيعته|انقطع|مقطوع|ملغي|لغيته|مقفل|"
    r"مسكر|انكسر|مكسور|خربان|انحذف|راح|طافي|فقدته|بعته)"
)
_CHANGED = re.compile(
    rf"(?<!\S)و?{_SUBJECT}\s+(?:\S+\s+){{0,2}}?"
    rf"(?:قديم|{_LOST}|مو\s+مع(?:ي|اي)|مب\s+معي|مو\s+عندي|ما\s+عاد\s+مع(?:ي|اي)|ماعاد\s+معي)(?!\S)"
    rf"|(?<!\S)و?{_LOST}\s+(?:مني\s+|علي\s+)?{_SUBJECT}(?!\S)"
    rf"|(?<!\S)(?:ما\s?عاد|مو|مب|ماهو|ليس)\s+(?:مع(?:ي|اي)|عندي)\s+{_SUBJECT}(?!\S)"
    r"|(?<!\S)(?:غير|بدل)(?:ت|نا)\s+(?:رقمي|جوالي|شريحتي|شريحه)(?!\S)"
    r"|(?<!\S)(?:علي|ل)\s*(?:رقمي|جوالي|الرقم|شريحتي|الشريحه)\s+(?:ال)?قديم\S*"
    r"|\b(?:lost|changed|don'?t have)\s+(?:my\s+|the\s+)?(?:old\s+)?(?:phone|number|mobile|sim)\b"
)


def is_with_another(text: str) -> bool:
    """Whether a mobile that is spoken of is held by somebody else: "الجوال القديم مع بنتي"."""
    folded = fold_text(text)
    return bool(_WITH_OTHER.search(folded) and _MOBILE.search(folded))


def is_out_of_reach(text: str) -> bool:
    """Whether the mobile on record is lost, changed or held by somebody else."""
    return is_with_another(text) or bool(_CHANGED.search(fold_text(text)))
