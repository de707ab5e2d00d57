"""A plain wish for another mobile or address, and nothing else: "ابغى اعدل الايميل بس"."""

from __future__ import annotations

import re

from bot.text.normalise import fold_text

_POLITE = (
    r"(?:السلام عليكم|لو سمحت\w*|الله يعافي\w+|يعطيكم العافيه|من فضل\w+|طيب|بس|فقط|ممكن|رجاء"
    r"|please)"
)
_WISH = (
    r"(?:(?:انا\s+)?(?:ابي|ابغي|ابغا|ابا|بغيت|ودي|بدي|اريد|نبي|نبغي|حاب\w?|محتاج\w?|عايز|احتاج"
    r"|want|i want(?: to)?))"
)
_CHANGE = (
    r"(?:[انيتب]{0,2}(?:غير|عدل|بدل|حدث|صحح|جدد)(?:وا|و|ي)?|تغيير|تعديل|تحديث|تبديل|تصحيح|تجديد"
    r"|change|update|edit)"
)
_CONTACT = (
    r"(?:(?:رقم\s+)?(?:ال)?(?:جوال|موبايل|تلفون|هاتف)(?:ي|نا|اتي)?|رقمي|ال?رقم\s+(?:الجوال|جوالي)"
    r"|(?:ال)?(?:ايميل|اميل|بريد)(?:ي|نا)?(?:\s+(?:ال)?الكتروني)?"
    r"|(?:my\s+)?(?:email|mobile|phone)(?:\s+number)?)"
)
_AFTER = (
    r"(?:بس|فقط|لا غير|لو سمحت\w*|الله يعافي\w+|شكرا|من فضل\w+|حقي|حقتي|المسجل|عندكم|only|please)"
)
_WISHED = re.compile(
    rf"(?:{_POLITE}[\s،,.]+)*(?:{_WISH}\s+(?:بس\s+)?)?{_CHANGE}\s+(?:لي\s+|لنا\s+|the\s+)?(?:بس\s+)?"
    rf"{_CONTACT}(?:\s+و{_CONTACT})?(?:[\s،,]+{_AFTER})*[\s.!،]*"
)


def wants_contact_changed(text: str) -> bool:
    """Whether all that a message wants is another mobile or address on record."""
    return bool(_WISHED.fullmatch(" ".join(fold_text(text).split())))
