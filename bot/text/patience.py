"""Who asks to be taken along slowly: "انا شايب ما اعرف لهالسوالف", "اشرح لي خطوة خطوة"."""

from __future__ import annotations

import re

from bot.text.normalise import fold_text

_NOT = r"(?:ما|مو|ماني|مانيب|لا|مب|مش|مهوب|لست)\s*"
_KNOW = r"(?:ا?عرف|نعرف|ا?فهم|نفهم|فاهم\S*|فاهمه|عارف\S*|ا?دري|ا?جيد|متعود\S*|شاطر\S*)"
_THINGS = (
    r"(?:سوالف|جوال(?:ات)?|تقني\S*|تكنولوجيا|نت|انترنت|شات\S*|كتابه|قرايه|قراءه|اجهزه|"
    r"برامج|برنامج|تطبيق\S*|خرابيط|حركات|اشياء|امور|رموز|كمبيوتر|تعامل)"
)
_WITH = r"(?:ل|في|ب|مع|علي)?\s?(?:هال|هل|هذي?\s+ال|هذه\s+ال|هاذي\s+ال|ذي\s+ال|لل|بال|ال)?"
_PATTERNS = tuple(
    re.compile(rf"(?<!\S)و?(?:{words})(?!\S)")
    for words in (
        r"(?:انا|اني|تراني|تراي|لاني)\s+(?:والله\s+|واحد\s+|وحده\s+|رجال\s+|حرمه\s+|مره\s+)*"
        r"(?:شايب\S*|شيبه|عجوز\S*|مسن\S*|كبير\S*\s+(?:في\s+|ب)?(?:ال)?(?:سن|عمر))",
        r"(?:انا|اني|تراني)\s+(?:رجال|رجل|حرمه|مره|واحد|وحده)\s+(?:كبير\S*|مسن\S*|شايب|عجوز)",
        rf"{_NOT}{_KNOW}\s+(?:\S+\s+)?{_WITH}{_THINGS}",
        rf"{_NOT}(?:(?:ا?عرف|ا?قدر)\s+)?(?:ا?قرا|ا?كتب)\s+(?:ولا\s+\S+|زين|عدل|كويس)",
        rf"{_NOT}(?:ا?عرف)\s+(?:اقرا|اكتب)",
        r"نظري\s+(?:ضعيف|تعبان|علي قد\S*)",
        r"(?:شوي شوي|خطوه\s+(?:ب)?خطوه|وحده وحده|علي مهل\S*)(?:\s+(?:معي|علي|لو سمحت\w*))?",
        r"i\s*a?m\s+(?:an?\s+)?old(?:\s+(?:man|woman|person))?|not\s+good\s+with\s+(?:phones?|computers?)",
    )
)


def needs_patience(text: str) -> bool:
    """Whether somebody says that this is hard for them, or asks for one step at a time."""
    folded = fold_text(text)
    return any(pattern.search(folded) for pattern in _PATTERNS)
