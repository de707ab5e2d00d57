"""Words of who looks after many accounts: the manager of a building, the clerk of a business."""

from __future__ import annotations

import re

from bot.text.normalise import fold_text

_HOLDS = (
    r"(?:عندي|عندنا|لدي|لدينا|معي|معنا|املك|نملك|ادير|ندير|اتابع|نتابع|ا?مسك|ماسك|have|manage"
    r"|مسوول\S*\s+عن|تحت\s+(?:يدي|ادارتي)|عند\s+شركتنا)"
)
_ACCOUNTS = (
    r"(?:حساب(?:ات)?|عداد(?:ات)?|اشتراك(?:ات)?|فروع|فرع|محل(?:ات)?|عماره|عماير|عمارات|شقق|شقه|مباني|مبني|وحدات|وحده|"
    r"املاك|عقارات|accounts?|meters?|branches|units|buildings)"
)
_NUMBER = r"(?:[3-9]|\d{2,4}|ثلاث\S*|اربع\S*|خمس\S*|ست\S*|سبع\S*|ثمان\S*|تسع\S*|عشر\S*|مي[هة]|مائه)"
_MUCH = r"(?:كثير\S*|كثار|عده|مجموعه|جميع|وايد|واجد|many)"
_ROLE = re.compile(
    r"(?<!\S)(?:مدير|مديره|مسوول|مسووله|مشرف)\s+(?:ال)?"
    r"(?:مرافق|املاك|عقارات|عقار|تشغيل|صيانه|مباني|مجمع|عماير)(?!\S)"
    r"|(?:facility|property)\s+manager"
)
_MANY = re.compile(
    rf"(?<!\S)و?{_HOLDS}\s+(?:(?:اكثر من|حوالي|تقريبا|فوق|about)\s+)?"
    rf"(?:(?:{_NUMBER}|{_MUCH})\s+(?:من\s+)?(?:ال)?{_ACCOUNTS}|(?:ال)?{_ACCOUNTS}\s+{_MUCH})(?!\S)"
)
_ASKS_MORE = re.compile(
    r"(?<!\S)و?(?:[اينت]?حدث\S*|تحديث\S*|كم\s+علي\S*|فاتور\S*|فواتير\S*|كهرب\S*|طاف\S*"
    r"|مقطوع\S*|شكو\S*|اشتك\S*|"
    r"[اين]?نقل\S*|نقل|دمج|[اين]?دمج\S*|فصل|[اين]?سدد\S*|سداد|تعرف\S*|سعر|موظف\S*|[اين]?حذف\S*|update|bills?)(?!\S)"
)
"""Another matter is asked about."""


def tells_many(text: str) -> bool:
    """Whether a message tells of many accounts, or of the office of who has them, and no more."""
    folded = fold_text(text)
    told = _MANY.search(folded) or _ROLE.search(folded)
    return told is not None and not _ASKS_MORE.search(folded)
