"""Leaving an optional answer out, as people say it: "ما عندي", "خله بعدين", "مب لازم"."""

from __future__ import annotations

import re

from bot.text.arabizi import fold_latin
from bot.text.normalise import fold_text
from bot.text.tokens import folded_words

_LONGEST = 8
"""Words in the longest message that is taken as a mere refusal."""
_NOT = r"(?:ليس|ما|مو|مب|مهوب|موب|مش|ماهو|لا|مافي|مافيه|ماكو|مانيب|ماني)\s*"
_HAVE = (
    r"(?:عندي|عندنا|معي|معاي|لدي|لازم|ضروري|مهم|متوفر|متوفره|موجود|موجوده|احتاج|احتاجه|يحتاج|يوجد|"
    r"ابي|ابيه|ابغي|ابغاه|اعرف|اعرفه|ادري|اذكر|اذكره|حافظ|حافظه|حافظته|قدامي|الحين|الان|دحين|متاكد|"
    r"معلوم|فيه|في|املك|استخدم|نبي|نبيه|نبغي|نبغاه|نحتاج|نحتاجه|نعرف|نعرفه|ندري|بغيت|بغينا)"
)
_WITHHOLDS = (
    r"(?:ما|مو|مب|مش|مهوب|لا|ماني|مانيب|لست|لن)\s*"
    r"(?:(?:ودي|ابي|ابغي|ابغا|نبي|راح|ناوي\w*|حاب\w*)\s+)?"
    r"(?:ب|م|ا|ن)?(?:ا?عطي(?:ك|كم|كن|تكم|تك|ه|هم)?|عاطي\w*|شارك\w*)"
)
_PHRASES = (
    rf"{_NOT}{_HAVE}(?:ه|ها|ش)?",
    r"(?:مابي|مابغي|مابغا|مانبي|مانبغي|مابغيت|ماودي|ماعاد ابي)(?:ه|ها)?",
    r"(?:ما|مو|ماني|مانيب|مب|مش)\s*(?:باغي|بحاجه|محتاج|محتاجه|حاب|حابه|راغب|مستعجل\w*)(?:ه|ها)?",
    r"(?:ما\s*لي|مالي|ما\s*لنا|ما\s*ليش)(?:\s+(?!داعي)\S+)?(?:\s+(?:الا|غير)\s*\S+)?",
    r"(?:ما|م)?عنديش|معنديش|مافيش|ما\s*عندناش",
    r"(?:خله|خلوه|خلوها|خليه|خلها|خليها|نخليه|نخليها|اخليه|اخليها)(?:\s+(?:علي\s+)?(?:بعدين|بعد|بكره|الحين))?",
    r"(?:ا?جله|ا?جلها|ا?جلوه|ا?جلوها|نا?جله|نا?جلها|تاجيل|لاحقا|بعدين|بكره|وقت ثاني|مره ثانيه)",
    r"(?:تخطي|تخطا|تخطاه|تخطاها|اتخطي|نتخطي|نتخطاه|فوته|فوتها|عديه|عديها|طنش|طنشه|تجاوز|تجاوزه)",
    r"(?:بدون|من دون|بدونه|بدونها|بلاه|بلاها|بلا|ولا شي|ولا واحد|مستغني|مستغنيه)",
    r"(?:ما له داعي|ماله داعي|ما لها داعي|مالها داعي|ما منه فايده)",
    r"(?:ما\s*(?:معي |عندي |فيه )?غيره|غيره ما عندي|بس هذا|هذا بس|هذا هو بس)",
    r"(?:ضاع|ضايع|ناسيه?|نسيته|نسيتها)",
    _WITHHOLDS,
    r"(?:skip|later|none|nope|no need|pass|"
    r"don'?t know|don'?t remember|no idea|don'?t have(?: it| one)?|not now|n/?a)",
)
_DECLINES = re.compile(rf"(?<!\S)و?(?:{'|'.join(_PHRASES)})(?!\S)")
_REFUSES_TO_GIVE = re.compile(rf"(?<!\S){_WITHHOLDS}(?!\S)")
_QUESTION = frozenset("ليش ليه لماذا كيف وين متي كم هل why how where when what وش ايش ؟ ?".split())


def declines(text: str) -> bool:
    """Whether a short message only leaves the answer out; a question never does."""
    folded = fold_text(text)
    return any(_declines(reading) for reading in (folded, fold_latin(folded)))


def withholds(text: str) -> bool:
    """Whether it is refused to give something: "ماني معطيكم رقم الهوية"."""
    return declines(text) and bool(_REFUSES_TO_GIVE.search(fold_text(text)))


def _declines(folded: str) -> bool:
    words = [w for w in folded_words(folded) if w[0].isalnum() or w in "؟?"]
    if not words or len(words) > _LONGEST or _QUESTION & set(words):
        return False
    if any(word.isdigit() for word in words):
        return False
    return bool(_DECLINES.search(" ".join(words)))
