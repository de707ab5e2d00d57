"""Values that are words: owner or tenant, fields of the record, ways to be notified."""

from __future__ import annotations

import re

from bot.text.slips import misspelt
from bot.text.spans import END, START, Found, one_of

_CLITIC = START + r"[وف]?(?:[بلك]|ع(?=ال))?"


def _possessed(noun: str) -> tuple[str, ...]:
    """The noun with the article, and as mine and ours ("هويه" → "الهويه", "هويتي", "هويتنا")."""
    stem = f"{noun[:-1]}ت" if noun.endswith("ه") else noun
    return (f"ال{noun}", f"{stem}ي", f"{stem}نا")


def _each(firsts: str, seconds: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{first} {second}" for first in firsts.split() for second in seconds)


_PHONES = tuple(
    form for noun in "جوال موبايل هاتف تلفون تليفون محمول".split() for form in _possessed(noun)
)
_CONTRACT = (*_possessed("عقد"), "عقد الايجار", "عقد ايجار", "الايجار")
_NOTICES = (
    "التنبيه", "التنبيهات", "الاشعار", "الاشعارات", "التواصل", "الرسايل", "الارسال", "التبليغ",
    "استلام الرسايل", "استلام الاشعارات", "استلام الفواتير", "استلام الفاتوره", "ارسال الفواتير",
)  # fmt: skip
_FIELDS = {
    "second_mobile": (
        "الجوال الثاني", "جوال ثاني", "جوالي الثاني", "رقم ثاني", "الرقم الثاني", "رقم احتياطي",
        "جوال احتياطي", "الجوال الاخر", "رقم اخر", "الرقم الاخر",
        "جوالي الاحتياطي", "الرقم الاحتياطي", "الجوال الاحتياطي", "الجوال البديل", "رقم بديل",
        "الجوال الاضافي", "رقم اضافي", "رقمي الثاني", "second mobile", "second number",
    ),
    "notice_channel": (
        *_each("طريقه وسيله قناه", _NOTICES), "الاشعارات", "اشعارات", "اشعاراتي", "تنبيهاتي",
        "الرسايل", "التنبيهات", "notifications",
    ),
    "ejar_end": (
        *_each("نهايه انتهاء تاريخ مده ينتهي انتهي يخلص", _CONTRACT),
        *_each("تاريخ", _each("نهايه انتهاء", (*_CONTRACT, "ايجاري"))),
        "تاريخ النهايه", "تاريخ الانتهاء", "contract end", "end of contract", "contract end date",
    ),
    "ejar": (
        *_each("رقم", (*_CONTRACT, "ايجار")), *_possessed("عقد"), "عقد الايجار", "عقد ايجار",
        "ايجار رقم", "منصه ايجار", "عقد منصه ايجار", "ejar", "ejar contract", "rent contract",
        "contract number", "lease number",
    ),
    "deed": (
        *_possessed("صك"), *_each("رقم", _possessed("صك")), "صك", "صك الملكيه", "صك البيت",
        "الصكك", "الصك الالكتروني", "وثيقه الملكيه", "سند الملكيه", "رقم وثيقه الملكيه", "deed",
    ),
    "identity": (
        *_possessed("هويه"), *_possessed("اقامه"), "هويه", "اقامه", "السجل المدني", "سجل مدني",
        *_each("رقم", (*_possessed("هويه"), *_possessed("اقامه"), *_possessed("سجل"))),
        *_each("رقم", _possessed("بطاقه")), "رقم السجل المدني", "سجلي المدني", "الهويه الوطنيه",
        "رقم الهويه الوطنيه", "بطاقه الاحوال", "iqama", "national id", "my id", "id number",
    ),
    "name": (
        "الاسم", "اسمي", "الاسم الكامل", "my name", "name",
        *_each("اسم", ("المستفيد", "المشترك", "العايله", "صاحب الحساب", "المستاجر", "المالك")),
    ),
    "mobile": (
        *_PHONES, *_each("رقم", (*_PHONES, *_possessed("تواصل"), *_possessed("اتصال"))), "رقمي",
        "رقمنا", "جوال", "رقم جوال", "موبايل", "تلفون", "رقمي الجديد", "رقم جديد", "الرقم الجديد",
        "mobile", "phone", "phone number", "mobile number",
    ),
    "email": (
        *_possessed("ايميل"), *_possessed("اميل"), *_possessed("بريد"), "الميل", "ميلي",
        "ايميل", "اميل", "بريد", "بريد الكتروني", "البريد الالكتروني", "بريدي الالكتروني",
        "email", "e-mail",
    ),
    "account": ("رقم الحساب", "رقم حسابي", "حسابي", "رقم الاشتراك", "account number"),
    "beneficiary": (
        "صفتي", "الصفه", "صفه المستفيد", "المستفيد", "نوع المستفيد", "صفه الاستفاده",
        "نوع الاستفاده",
        "بيانات المستفيد", "beneficiary",
    ),
}  # fmt: skip
_CHANNELS = {
    "sms": (
        "رسايل نصيه", "رساله نصيه", "الرسايل النصيه", "رسايل الجوال", "جوال رسايل", "رسايل جوال",
        "رسايل على الجوال", "رسايل علي الجوال", "رساله علي الجوال", "رسايل sms", "sms", "اس ام اس",
        "الاس ام اس", "اسم اس", "مسجات", "مسج", "رساله جوال", "برسايل", "رسايل", "برساله",
        "بالرسايل", "بالرسايل النصيه", "عن طريق الرسايل", "بالمسجات",
    ),
    "email": (
        "الايميل", "ايميل", "بالايميل", "البريد", "البريد الالكتروني", "بريد الكتروني", "email",
        "e-mail", "اميل", "الاميل", "ايميلي", "بريد", "بريدي",
    ),
    "telegram": (
        "تلجرام", "تيليجرام", "تليجرام", "تلغرام", "تيليغرام", "تيليقرام", "تلقرام", "تليقرام",
        "التلجرام", "التليجرام", "التيليجرام", "التلقرام", "التليقرام", "التيليقرام", "التلغرام",
        "telegram", "تلي", "تلجرم", "التيليغرام", "تيلجرام", "التيلجرام", "تيلقرام",
    ),
}  # fmt: skip
_LATIN_FIELDS = {
    "second_mobile": r"(?:jaww?al|raq[ai]?m|rgm)i?\s+(?:el|al)?-?\s?thani",
    "mobile": r"ra?[qg8]a?m\s+(?:el|al)?-?\s?tawa9?s?[ou]l|ra?[qg8]a?mi"
    r"|(?:jaww?al|joaww?al|mobail|mobile|talifon|telephone)[iy]?",
    "email": r"(?:al|el)?(?:e-?mail|eemail|emeil|imail|bareed)[iy]?",
    "name": r"[ie]sm[iy]?",
    "identity": r"ha?wi?yy?(?:a|ah|at[iy]|t[iy])|[ie]qa?amt[iy]|(?:al|el)[\s-]?[ie]qama",
    "account": r"(?:ra?[qg8]a?m\s+)(?:el|al)?[\s-]?[7h]e?i?sabi?|[7h][ei]?sabi",
    "deed": r"[s9]akk?",
    "ejar": r"3a[gq8]di?(?:\s+(?:el|al)?[\s-]?[ei]jaa?r)?",
}
"""Field words in Latin letters; the article may stand before them."""
_NO_SLIPS = frozenset("الخوال تلقوني حاسبي حسبي حابي املي ايلي بيدي بردي هافي الهيه".split())
"""Words of their own that are one slip away from a field word."""


def _field_pattern(kind: str, words: tuple[str, ...]) -> re.Pattern[str]:
    latin = _LATIN_FIELDS.get(kind)
    arabic = f"{_CLITIC}{one_of([*words, *misspelt(words, _NO_SLIPS)])}{END}"
    article = "" if kind == "email" else "(?:(?:al|el)[\\s-]?)?"  # as a channel it has none either
    return re.compile(f"{arabic}|{START}{article}(?:{latin}){END}" if latin else arabic)


_FIELD_PATTERNS = tuple((kind, _field_pattern(kind, words)) for kind, words in _FIELDS.items())
_OWNER_OR_TENANT = re.compile(
    rf"{_CLITIC}(?:ال)?مالكه?\s+(?:او|ولا|والا|ام|/|وإلا)\s+(?:ال)?مستاجره?{END}"
    rf"|{_CLITIC}(?:ال)?مستاجره?\s+(?:او|ولا|والا|ام|/)\s+(?:ال)?مالكه?{END}"
)
_CHANNEL_PATTERNS = tuple(
    (value, re.compile(f"{_CLITIC}{one_of(words)}{END}")) for value, words in _CHANNELS.items()
)


def find_fields(text: str) -> list[Found]:
    """Words of folded text that name a field of the record; overlapping ones too."""
    found = [Found("field", "beneficiary", *m.span()) for m in _OWNER_OR_TENANT.finditer(text)]
    for field, pattern in _FIELD_PATTERNS:
        found.extend(Found("field", field, *m.span()) for m in pattern.finditer(text))
    return found


def find_channels(text: str) -> list[Found]:
    """Ways to be notified: `sms`, `email` or `telegram`."""
    return [
        Found("notice_channel", value, *m.span())
        for value, pattern in _CHANNEL_PATTERNS
        for m in pattern.finditer(text)
    ]
