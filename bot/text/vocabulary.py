"""Values that are words: owner or tenant, fields of the record, ways to be notified."""

from __future__ import annotations

import re

from bot.text.slips import misspelt
from bot.text.spans import END, START, Found, one_of

_CLITIC = START + r"[وف]?(?:[بلك])?"

_FIELDS = {
    "second_mobile": (
        "الجوال الثاني", "جوال ثاني", "جوالي الثاني", "رقم ثاني", "الرقم الثاني", "رقم احتياطي",
        "جوال احتياطي", "الرقم الاحتياطي", "الجوال الاحتياطي", "الجوال البديل", "رقم بديل",
        "الجوال الاضافي", "رقم اضافي", "رقمي الثاني", "second mobile", "second number",
    ),
    "notice_channel": (
        "طريقه الاشعارات", "طريقه الاشعار", "طريقه الرسايل", "طريقه التواصل", "وسيله التواصل",
        "طريقه الارسال", "طريقه ارسال الفواتير", "طريقه استلام الفواتير", "طريقه استلام الفاتوره",
        "الاشعارات", "اشعارات", "الرسايل", "قناه التواصل", "التنبيهات", "notifications",
    ),
    "ejar_end": (
        "نهايه العقد", "نهايه عقد الايجار", "تاريخ نهايه العقد", "انتهاء العقد",
        "تاريخ انتهاء العقد", "تاريخ العقد", "انتهاء عقد الايجار", "تاريخ انتهاء الايجار",
        "نهايه الايجار", "تاريخ انتهاء عقد الايجار", "مده العقد", "ينتهي العقد", "ينتهي عقدي",
    ),
    "ejar": (
        "عقد الايجار", "عقد ايجار", "رقم عقد الايجار", "رقم العقد", "ايجار رقم", "منصه ايجار",
        "عقد منصه ايجار", "عقدي", "رقم ايجار", "رقم عقد ايجار", "العقد", "ejar", "ejar contract",
    ),
    "deed": (
        "الصك", "رقم الصك", "صك", "صك الملكيه", "صك البيت", "الصكك", "صكي", "الصك الالكتروني",
        "deed",
    ),
    "identity": (
        "الهويه", "هويتي", "رقم الهويه", "هويه", "الاقامه", "اقامتي", "رقم الاقامه", "اقامه",
        "السجل المدني", "سجل مدني", "رقم السجل المدني", "سجلي المدني", "رقم الهويه الوطنيه",
        "الهويه الوطنيه", "رقم السجل", "بطاقه الاحوال", "iqama", "national id",
    ),
    "name": ("الاسم", "اسمي", "اسم المستفيد", "اسم صاحب الحساب", "الاسم الكامل", "my name", "name"),
    "mobile": (
        "الجوال", "جوالي", "رقم الجوال", "رقم جوالي", "رقمي", "موبايل", "الموبايل", "موبايلي",
        "جوال", "رقم جوال", "رقم التواصل", "الهاتف", "رقم الهاتف", "تلفوني", "التلفون",
        "رقم التلفون", "هاتفي", "mobile", "phone", "phone number", "رقمي الجديد", "رقم جديد",
        "الرقم الجديد", "mobile number",
    ),
    "email": (
        "الايميل", "ايميلي", "ايميل", "البريد", "بريد", "بريدي", "البريد الالكتروني",
        "بريد الكتروني", "بريدي الالكتروني", "email", "e-mail", "الاميل", "اميلي", "اميل",
    ),
    "account": ("رقم الحساب", "رقم حسابي", "حسابي", "رقم الاشتراك", "account number"),
    "beneficiary": (
        "صفتي", "الصفه", "صفه المستفيد", "المستفيد", "نوع المستفيد", "صفه الاستفاده",
        "بيانات المستفيد", "beneficiary",
    ),
}  # fmt: skip
_CHANNELS = {
    "sms": (
        "رسايل نصيه", "رساله نصيه", "الرسايل النصيه", "رسايل الجوال", "جوال رسايل", "رسايل جوال",
        "رسايل على الجوال", "رسايل علي الجوال", "رساله علي الجوال", "رسايل sms", "sms", "اس ام اس",
        "الاس ام اس", "اسم اس", "مسجات", "مسج", "رساله جوال", "برسايل", "رسايل", "برساله",
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
    "mobile": r"ra?[qg8]a?mi|(?:jaww?al|joaww?al|mobail|mobile|talifon|telephone)[iy]?",
    "email": r"(?:al|el)?(?:e-?mail|eemail|emeil|imail|bareed)[iy]?",
    "name": r"[ie]sm[iy]?",
    "identity": r"ha?wi?yy?(?:a|ah|at[iy]|t[iy])|[ie]qa?amt[iy]|(?:al|el)[\s-]?[ie]qama",
    "account": r"(?:ra?[qg8]a?m\s+)(?:el|al)?[\s-]?[7h]e?i?sabi?|[7h][ei]?sabi",
    "deed": r"[s9]akk?",
    "ejar": r"3a[gq]d\s+(?:el|al)?[\s-]?[ei]jaa?r",
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
