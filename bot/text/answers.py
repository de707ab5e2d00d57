"""Yes or no, in every dialect form, where the message is essentially that answer."""

from __future__ import annotations

from bot.text.arabizi import fold_latin
from bot.text.normalise import fold_text
from bot.text.tokens import folded_words

_YES = frozenset(
    "ايه اي ايوه ايوا ايواه ايي اييه ايه نعم اكيد تمام تم اوكي اوك اوكيه اوكى طيب صح صحيح "
    "ابشر يب يس مناسب يناسب يناسبني "
    "موافق موافقه اجل بلي بلا زين حسنا ماشي مضبوط يصير كمل اكمل واكد اكد ااكد تاكيد ارسل ارسلها "
    "احفظ سمعا قدام يلا توكلنا ok okay yes yep yeah yup sure 👍 👌 ✅ ✔ ايوة هيه هيي".split()
)
_NO = frozenset(
    "لا لاء لأ لالا كلا مو مب مهوب ابدا غلط خطا مابي ماابي ماابغي مابغي ماودي لااريد لاابي موب "
    "رافض ارفض no nope nah 👎 ❌ ✖ مش".split()
)
_FILLER = frozenset(
    "نكمل يا والله وش هذا هذي ذا انا هو هي كذا كذي شكرا شكرن لك من عندي الله يعطيك العافيه لو سمحت "
    "سمحتوا "
    "فضلك اخوي طال عمرك بالضبط مره جدا كل شي ، طبعا ان شاء مشكور عيوني على علي بس خلاص الحين عاد "
    "ابي ابغي اريد ودي بالله الصحيحه المعلومات البيانات هذه هذول صحيحه تسلم حبيبي ي اخي وكل".split()
)
_PHRASES = {
    True: (
        "لا باس", "لاباس", "لا مانع", "ما عندي مانع", "ما فيه مانع", "ما في مانع", "مافي مانع",
        "مافيه مشكله", "ما فيه مشكله", "مافي مشكله", "ما في مشكله", "لا مشكله", "من عيوني",
        "على راسي", "علي راسي", "كل شي صح", "كلها صحيحه", "كله صح", "ليش لا", "وليش لا", "لم لا",
        "ان شاء الله", "توكل علي الله", "توكلنا علي الله", "علي بركه الله", "علي الله",
        "هذا هو", "هذا انا", "بكل تاكيد", "بالتاكيد", "مو غلط",
        "اي نعم", "ايه نعم",
    ),
    False: (
        "ما ابي", "ما ابغي", "ما ودي", "ما اريد", "لا اريد", "لا ابي", "لا ارغب", "مو صح",
        "مو صحيح", "مب صح", "مش صح", "غير صحيح", "غير صحيحه", "مو انا", "ما يحتاج", "مو موافق",
        "ما يناسب", "ما يناسبني", "غير مناسب",
        "مو تمام", "غير موافق", "لا شكرا", "مو لازم", "ما هو صحيح", "مو هذا", "ليس صحيحا",
    ),
}  # fmt: skip
_KNOWN = _YES | _NO | _FILLER
_LONGEST = 8
"""Words in the longest message that is taken as a bare yes or no."""


def yes_no(text: str) -> bool | None:
    """True for yes, False for no, None when the message is something else or says more.

    The first decisive word counts ("لا تمام" is no); phrases that mislead come before it
    ("لا بأس" is yes).
    """
    tokens = folded_words(fold_text(text))
    bare = [w for w in tokens if w[0].isalnum()]
    if len(bare) > _LONGEST:
        return None
    said = f" {' '.join(bare)} "
    for answer, phrases in _PHRASES.items():
        if any(f" {phrase} " in said and _is_filler(said, phrase) for phrase in phrases):
            return answer
    words = _words(tokens)
    first = next((w for w in words if w in _YES or w in _NO), None)
    if first is None or any(w not in _KNOWN for w in words):
        return None
    return first in _YES


def _words(tokens: list[str]) -> list[str]:
    """Words without punctuation; Latin ones as Arabic unless they are answers as they stand."""
    answers = _YES | _NO
    words = [w if w in answers else fold_latin(w) for w in tokens if w[0].isalnum() or w in answers]
    return [part for w in words for part in w.split()]


def _is_filler(said: str, phrase: str) -> bool:
    """Whether what stands around the phrase says nothing more."""
    return all(word in _KNOWN for word in said.replace(f" {phrase} ", " ", 1).split())
