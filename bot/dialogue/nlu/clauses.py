"""Where a message may turn from one thing to another: "كم فاتورتي وابي اغير جوالي".

Only places are found here; whether the parts say different things is the classifier's to judge.
"""

from __future__ import annotations

import re

from bot.text.normalise import fold_text
from bot.text.tokens import split_clitics

_SIGN = re.compile(r"[\n!?؟،,؛;]+(?=\s|\D|$)|\.+(?=[\n!?؟،,؛;]|\s|[^\dA-Za-z]|$)")
"""A dot within an address ("name@example.com") ends nothing."""
_LINK = re.compile(
    r"\s(?:و?بعدين|و?بعد\s+كذا|و?بعد\s+كذه|و?بعد\s+هذا|و?بعدها|و?[اأ]يضا|و?كمان|و?برضو|و?برضه|وبعد|ثم|"
    r"و?بالمر[ةه]|وب?شي\s+ثاني|وفيه?\s+شي\s+ثاني|وشي\s+ثاني|و?على\s+فكر[ةه]|و?غير\s+كذا|and|also|kaman|w)\s"
)
_STARTERS = frozenset(
    "ابي ابغي ابغا ابغ ابا ودي بدي اريد اود ارغب نبي نبغي عايز عاوز محتاج احتاج كم بكم متي وين فين "
    "اين ليش ليه لماذا كيف شلون وشلون هل ممكن وش ايش شو بس لكن عطني عطوني ارسل ارسلوا سجلوا غيروا "
    "غير عدلوا حدثوا حولوني تري ترا please how when why where what ابلغ اشتكي احدث اغير "
    "abi abgha kam mata leesh".split()
)
"""Words with which a request begins; "but" too."""
_SUPPLY = frozenset("كهرب كهربا كهرباء الكهرب الكهربا الكهرباء التيار النور الانوار".split())
"""After "and" they begin to tell what is wrong: "… والكهرب يطفي"."""
_WISHES = frozenset(
    "ابي ابغي ابغا ابغ ابا ودي بدي اريد اود نبي نبغي عايز عاوز محتاج احتاج abi abgha".split()
)
"""What they wish stands behind them: no request begins between the two."""
_ANSWER = re.compile(r"^\W*(?:[اإ]ي(?:ه|وه)?|نعم|لا|طيب|yes|no)\s+(?=\S)")
_ACCOUNT = re.compile(
    r"(?:(?:(?:رقم\s+)?(?:ال|لل|ل)?حساب(?:ي|نا)?|(?:my\s+)?account)\s*:?\s*)?(?<!\d)\d{11}(?!\d)"
)
_GOES_ON = re.compile(
    r"\W*و?(?:كم|بكم|مت[يا]|امت[يا]|قديش|how\s+(?:long|much))\s+(?:\S+\s+)?"
    r"(?:ب?[يت]طول\S*|ب?[يت]اخ[ذد]\S*|ب?[يت]كلف\S*|ب?[يت]خلص\S*|مد[هت]\S*|(?:ال)?مده|رسوم\S*|(?:ال)?رسوم|"
    r"سعر\S*|تكلفت\S*|(?:ال)?تكلفه|وقت|يوم|take|cost)\W*"
)
_SHORTEST = 2
_MOST_CUTS = 3


def clauses(text: str) -> list[str]:
    """Parts between signs and words like "also", those of one word left out."""
    parts = (part.strip() for piece in _SIGN.split(text) for part in _LINK.split(f" {piece} "))
    return [part for part in parts if len(part.split()) >= _SHORTEST]


def cuts(clause: str) -> list[tuple[str, str]]:
    """Two parts of a clause, in the ways it may have been put together without a sign."""
    words = clause.split()
    places = [
        i
        for i in range(_SHORTEST, len(words) - 1)
        if _may_begin(words[i]) and fold_text(words[i - 1]).removeprefix("و") not in _WISHES
    ]
    places.sort(key=lambda i: abs(2 * i - len(words)))
    return [(" ".join(words[:i]), _without_and(words[i:])) for i in sorted(places[:_MOST_CUTS])]


def without_asides(part: str) -> str:
    """A part without the answer that it begins with and the account that it names, if more is left:
    "ايه طافية حسابي 300…" tells that power is off."""
    rest = _ACCOUNT.sub(" ", _ANSWER.sub("", part)).strip()
    return rest or part


def begins_request(part: str) -> bool:
    """Whether the part's first word, after "and", is one with which requests begin."""
    first = fold_text(next(iter(part.split()), ""))
    return bool({first, first.removeprefix("و")} & (_STARTERS | _SUPPLY))


def goes_on(part: str) -> bool:
    """Whether a part only asks how long or how much, of whatever was said before it: "وكم تطول"."""
    return _GOES_ON.fullmatch(fold_text(part)) is not None


def _may_begin(word: str) -> bool:
    folded = fold_text(word)
    return folded in _STARTERS or _begins_with_and(folded)


def _begins_with_and(folded: str) -> bool:
    return folded[0] == "و" and (folded[1:] in _STARTERS or "و" in split_clitics(folded)[0])


def _without_and(words: list[str]) -> str:
    first = words[0][1:] if _begins_with_and(fold_text(words[0])) else words[0]
    return " ".join([first, *words[1:]])
