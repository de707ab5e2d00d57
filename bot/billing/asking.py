"""What a question about bills means beyond its intent, read from its own words."""

from __future__ import annotations

import re

from bot.text.account_kinds import names_only_kind
from bot.text.normalise import fold_text

_PRICE = re.compile(
    r"\b(?:ال|ب|بال|و|لل)?(?:سعر\w*|اسعار\w*|تعرفه|تسعيره|شريحه|شرايح|هلل\w*)\b"
    r"|\b(?:ب?كم|قيمه|كلفه|تكلفه)\s+(?:\w+\s+)?(?:ال)?(?:كيلو\w*|ضريبه|kwh)"
    r"|\b(?:ال)?كيلو\w*\s+(?:\w+\s+)?ب?كم\b"
    r"|\b(?:رسوم|رسم)\s+(?:ال)?عداد"
)
_OWN = re.compile(
    r"\b(?:ال|و|ل)?فاتور\w*|\bفواتير\w*|\bحسابي\b|\bاستهلاكي\b|\bعلي\b"
    r"|\b(?:ليش|ليه|لماذا|غال\w*|مرتفع\w*|ارتفع\w*|كثير\w*|زاد\w*|زايد\w*)"
)
_BILL = re.compile(r"\b(?:ال|ب|ل|و)?فاتور\w*|\bكم\s+(?:علي|المبلغ|المستحق|الفاتوره)\b")
_BESIDE = (
    (re.compile(r"(?:ال|ي|ه)لي\s+قبله?ا?\b|\bقبلها\b|\bقبله\b|الشهر\s+قبله?\b"), -1),
    (re.compile(r"(?:ال|ي)لي\s+بعده?ا?\b|\bبعدها\b|\bبعده\b"), 1),
    (
        re.compile(
            r"نفس\s+(?:ها?ل?)?(?:ال)?شهر.*(?:سنه|عام)|(?:سنه|عام).*نفس\s+(?:ال)?شهر"
            r"|قبل(?:ها)?\s+ب?سنه"
        ),
        -12,
    ),
)
_DIFFERENCE = re.compile(r"\bفرق|\bال?فرق|\bقارن|\bمقارن|\bوبين\b")
_ISSUE_DAY = re.compile(
    r"\b(?:متي|وش وقت|اي يوم|كم يوم)\b.{0,20}"
    r"\b(?:ت?نزل\w*|[يتن]رسل\w*|[يت]جي\w*|تصدر\w*|اصدار\w*|تطلع\w*|توصل\w*)"
)
_CUT = re.compile(r"\b\w{0,3}(?:فصل|قطع)\w*")
_BACK = re.compile(r"رج[وا]?ع|[تين]عيد|اعاد")
"""Who was cut off asks when supply comes back: "فصلتوا عني وما سددت، متى ترجع بعد السداد"."""
_UNPAID = re.compile(
    r"\b(?:ما|مو|لم|بدون|عدم|ماني?)\s?\w{0,2}(?:سدد|سدا|دفع)\w*|\bتاخر\w*|\bمتاخر\w*"
)


def asks_prices(text: str) -> bool:
    """Whether a message asks what electricity costs in general, not about one's own bill.

    "كم سعر الكيلو" → True, "ليش سعر فاتورتي غالي" → False.
    """
    folded = fold_text(text)
    return bool(_PRICE.search(folded)) and not _OWN.search(folded)


def goes_on_about_prices(text: str, before: str) -> bool:
    """Whether a few words name a kind of supply right after prices were asked for: "والمحل؟"."""
    return asks_prices(before) and names_only_kind(text)


def wants_bill(text: str) -> bool:
    """Whether a message that names an account is after its bill: "فاتورة حسابي الثاني 300…"."""
    return bool(_BILL.search(fold_text(text)))


def months_from_shown(text: str) -> int | None:
    """Which month beside the one just shown is meant: -1, 1 or -12; None when none is.

    "واللي قبله؟" → -1, "نفس الشهر السنة اللي فاتت" → -12.
    """
    folded = fold_text(text)
    if asks_difference(text):
        return None
    return next((shift for pattern, shift in _BESIDE if pattern.search(folded)), None)


def asks_difference(text: str) -> bool:
    """Whether the bill just shown is to be set against another one: the explanation does that."""
    return bool(_DIFFERENCE.search(fold_text(text)))


def asks_issue_day(text: str) -> bool:
    """Whether the question is when bills come out: "متى تنزل الفاتورة"."""
    return bool(_ISSUE_DAY.search(fold_text(text)))


def asks_disconnection(text: str) -> bool:
    """Whether the question is when supply is cut for debt: "بتفصلون الكهرباء إذا ما سددت؟"."""
    folded = fold_text(text)
    asked = _CUT.search(folded) and _UNPAID.search(folded)
    return bool(asked) and not _BACK.search(folded)
