"""A part of a value that is put right in words: "اخر رقم 8 مو 7", "050 مو 055", "جيميل مو هوتميل".

What it says is read as the place of the digits, those that are right and those that are not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.text.emails import PROVIDERS, meant_address
from bot.text.normalise import fold_text
from bot.text.numbers import VALUES
from bot.text.spans import END, START, one_of

_DIGIT_WORDS = {word: str(value) for word, value in VALUES.items() if value < 10}
_SPOKEN_DIGIT = re.compile(START + one_of(_DIGIT_WORDS) + END)
_COUNT = re.compile(START + r"\d\s*(?:ارقام|خانات|digits)" + END)
"""How many digits are spoken of: none of them."""
_DENIED = re.compile(
    START
    + r"(?:مو|مب|مهب|مهوب|مش|موب|ماهو|ما\s+هو|ليس|وليس|بدل|بدال|mo|mu|not|instead\s+of)\s+"
    + r"(?:ب)?(?P<old>\d{1,6})(?!\d)"
)
_DIGITS = re.compile(r"(?<!\d)\d{1,6}(?!\d)")
_NUMBER = r"(?:رقم|رقمين|ارقام|خانه|خانتين|خانات|digits?|numbers?)"
_LAST = re.compile(
    START
    + rf"(?:اخر(?:ه|ها)?|[يت]نتهي(?:\s+ب)?|الاخيره?|اخيره?|نهايته?ا?|last)(?:\s+{_NUMBER}|{END})"
    + rf"|{_NUMBER}\s+(?:ال)?اخير"
)
_BEFORE_LAST = re.compile(START + r"(?:(?:اللي|الي)\s+)?قبل\s+(?:ال)?(?:اخير|اخر)")
_FIRST = re.compile(
    START
    + rf"(?:اول(?:ه|ها)?|بدايته?ا?|[يت]بدا(?:\s+ب)?|first|starts?)(?:\s+{_NUMBER}|{END})"
    + rf"|{_NUMBER}\s+(?:ال)?اول"
)
_WORDS = re.compile(r"[^\W\d_]+")
_SMALL = frozenset(
    "لا لالا لاء هو هي في فيه رقم رقمي الرقم رقمين ارقام الارقام خانه خانات جوالي الجوال جوال "
    "غلط خطا كتبت كتبته حطيت معليش عفوا قصدي اقصد اسف سوري الصح صح الصحيح والله بس يا اخي طيب "
    "لحظه ب مو مب مهب مهوب مش موب ماهو ما ليس وليس بدل بدال اخر اخره اخرها الاخير الاخيره اول اوله "
    "الاول نهايته بدايته يبدا تبدا ينتهي تنتهي اللي الي قبل اخير الثاني ثاني غيره غير عدل "
    "خله خلها حطه اكتب لو سمحت سمحتي الهويه هويتي العقد عقدي الصك الحساب حسابي الاقامه اقامتي انا "
    "نسيت last first digit digits number not instead of the is my it wrong mo mu sorry no i "
    "mean".split()
)
"""Words that such a correction is made of; with others it says something else."""
_LOCAL = r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?"
_LOCAL_DENIED = re.compile(
    rf"(?<!\S)(?P<new>{_LOCAL})\s+(?:مو|مب|مهوب|مش|ماهو|وليس|ليس|بدل|not)\s+(?P<old>{_LOCAL})(?!\S)"
)
_LOCAL_OFFERED = re.compile(
    rf"(?<!\S)(?:مو|مب|مهوب|مش|ماهو|ليس|not)\s+(?P<old>{_LOCAL})\s+(?:لا\s+|بل\s+|هو\s+)?(?P<new>{_LOCAL})(?!\S)"
)
_PROVIDER_DENIED = re.compile(
    START
    + rf"(?P<new>{one_of(PROVIDERS)})\s+(?:مو|مب|مهب|مهوب|مش|ماهو|بدل|بدال|not)\s+"
    + rf"(?P<old>{one_of(PROVIDERS)}){END}"
)
_PROVIDER_OFFERED = re.compile(
    START
    + rf"(?:مو|مب|مهب|مهوب|مش|ماهو|بدل|بدال|not)\s+(?P<old>{one_of(PROVIDERS)})"
    + rf"[\s,.]+(?:لا\s+|هو\s+|بل\s+|قصدي\s+)?(?P<new>{one_of(PROVIDERS)}){END}"
)
_PROVIDER_MEANT = re.compile(
    START
    + r"(?:قصدي|اقصد|الصح|الصحيح|i\s+meant?|it'?s|its)\s+(?:هو\s+|علي\s+|انه\s+)?"
    + rf"(?P<new>{one_of(PROVIDERS)}){END}"
)


@dataclass(frozen=True)
class _Slip:
    """Digits that are right, those that they replace (if said) and where they stand (if said)."""

    new: str
    old: str | None
    place: str | None


def mend_digits(text: str, digits: str) -> str | None:
    """`digits` with the part that `text` puts right; None where it puts none right, or where the
    digits that it calls wrong stand in no place, or in several."""
    slip = _slip(text)
    if slip is None or len(slip.new) >= len(digits):
        return None
    start = _where(slip, digits)
    if start is None:
        return None
    wrong = slip.old or slip.new
    mended = digits[:start] + slip.new + digits[start + len(wrong) :]
    return mended if mended != digits else None


def names_wrong_digits(text: str) -> bool:
    """Whether a message puts digits right and says which were wrong: "8 مو 7"."""
    slip = _slip(text)
    return slip is not None and slip.old is not None


def mend_local(text: str, email: str) -> str | None:
    """`email` with another part before the "@", where a message says which was wrong: "khaled.q مو
    khalid.q"; else None."""
    local, _, domain = email.partition("@")
    folded = fold_text(text)
    if not local or "@" in folded:
        return None
    for pattern in (_LOCAL_DENIED, _LOCAL_OFFERED):
        match = pattern.search(folded)
        if match and match["old"] == local.lower() and match["new"] != match["old"]:
            return f"{match['new']}@{domain}"
    return None


def mend_provider(text: str, email: str) -> str | None:
    """`email` at the provider that `text` puts in the place of its own, or None."""
    folded = fold_text(text)
    local, _, domain = email.partition("@")
    host, dot, rest = domain.partition(".")
    match = _PROVIDER_DENIED.search(folded) or _PROVIDER_OFFERED.search(folded)
    if match is not None:
        is_its_own = host == _provider(match["old"])
        return f"{local}@{_provider(match['new'])}{dot}{rest}" if is_its_own else None
    named = _PROVIDER_MEANT.search(folded) if local else None
    if named is None or _provider(named["new"]) == host:
        return None
    new, mistyped = _provider(named["new"]), meant_address(email)
    if mistyped and mistyped.partition("@")[2].startswith(f"{new}."):
        return mistyped
    return f"{local}@{new}.com"


def _provider(said: str) -> str:
    return PROVIDERS[re.sub(r"\s+", " ", said)]


def _slip(text: str) -> _Slip | None:
    folded = _SPOKEN_DIGIT.sub(lambda m: _DIGIT_WORDS[m[0]], fold_text(text))
    place = _place(folded)
    said = _COUNT.sub(" ", folded)
    if any(word not in _SMALL for word in _WORDS.findall(said)):
        return None
    denied = _DENIED.search(said)
    rest = said[: denied.start()] + " " + said[denied.end() :] if denied else said
    offered = [m[0] for m in _DIGITS.finditer(rest)]
    if len(offered) != 1 or not (denied or place):
        return None
    return _Slip(offered[0], denied["old"] if denied else None, place)


def _place(folded: str) -> str | None:
    for place, pattern in (("before last", _BEFORE_LAST), ("last", _LAST), ("first", _FIRST)):
        if pattern.search(folded):
            return place
    return None


def _where(slip: _Slip, digits: str) -> int | None:
    """Index of the first wrong digit."""
    wrong = slip.old or slip.new
    if slip.place is None:
        return digits.index(wrong) if digits.count(wrong) == 1 else None
    start = {
        "first": 0,
        "last": len(digits) - len(wrong),
        "before last": len(digits) - 1 - len(wrong),
    }[slip.place]
    is_there = slip.old is None or digits[start : start + len(wrong)] == slip.old
    return start if is_there and start >= 0 else None
