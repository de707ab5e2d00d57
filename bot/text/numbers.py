"""Numbers written as words: amounts ("خمسة آلاف") and dictated digits ("صفر خمسة خمسة …")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.text.spans import END, START

_UNITS = {
    0: "صفر زيرو",
    1: "واحد واحده وحده",
    2: "اثنين ثنين اثنان اثنتين ثنتين تنين اتنين",
    3: "ثلاثه ثلاث تلاته تلات ثلاثة",
    4: "اربعه اربع",
    5: "خمسه خمس",
    6: "سته ست",
    7: "سبعه سبع",
    8: "ثمانيه ثمان ثماني ثمنيه تمانيه تمنيه",
    9: "تسعه تسع",
    10: "عشره عشر",
    11: "احدعش احدعشر حداعش حدعش احدعشره احداشر حداشر",
    12: "اثنعش اثناعش اثناعشر اطنعش اثنعشر اتناشر اطناشر",
    13: "ثلاثطعش ثلطعش ثلاثتعش تلتعش تلتاشر ثلطعشر",
    14: "اربعطعش اربعتعش اربعتاشر اربعطعشر",
    15: "خمسطعش خمستعش خمسطاش خمستاشر خمسطعشر",
    16: "ستطعش ستعش سطعش ستاشر سطعشر",
    17: "سبعطعش سبعتعش سبعتاشر سبعطعشر",
    18: "ثمنطعش ثمانطعش ثمنتعش تمنتاشر ثمنطعشر",
    19: "تسعطعش تسعتعش تسعتاشر تسعطعشر",
    20: "عشرين عشرون",
    30: "ثلاثين ثلاثون تلاتين",
    40: "اربعين اربعون",
    50: "خمسين خمسون",
    60: "ستين ستون",
    70: "سبعين سبعون",
    80: "ثمانين ثمانون تمانين",
    90: "تسعين تسعون",
    200: "ميتين مايتين ميتان متين ميئتين",
    300: "ثلاثميه ثلاثمايه تلتميه ثلثميه ثلاميه",
    400: "اربعميه اربعمايه ربعميه",
    500: "خمسميه خمسمايه",
    600: "ستميه ستمايه",
    700: "سبعميه سبعمايه",
    800: "ثمانميه ثمانمايه ثمنميه تمنميه تمانميه",
    900: "تسعميه تسعمايه",
    2000: "الفين الفان",
}
_SCALES = {100: "ميه مايه مئه", 1000: "الف الاف", 1_000_000: "مليون ملايين"}
VALUES = {word: value for value, words in _UNITS.items() for word in words.split()}
SCALES = {word: value for value, words in _SCALES.items() for word in words.split()}
_FRACTIONS = {"ونص": 2, "ونصف": 2, "وربع": 4}
"""After thousands they are parts of one of these: "الفين ونص" is 2,500."""
_WORD = re.compile(r"[\u0621-\u064a]+")
_SCALE_NEXT = re.compile(rf"\s+(?:{'|'.join(SCALES)}){END}")
_SHORTEST_DICTATION = 4
_HUNDRED = 100
_SAYING = re.compile(
    rf"{START}و?(?:(?:ميه|مايه)\s+(?:(?:في\s+|علي\s+)?(?:ال)?|ب(?:ال)?)(?:ميه|مايه)"
    r"|(?:(?:الف|ميه|مليون)\s+)+(?=(?:الف\s+)?(?:شكر|شكرا|مشكور|مبروك|سلامه|تحيه|مره|مرات|حمد|خير|عافيه"
    rf"|بركه|ورده|اهلين|الحمدلله|رحمه|هلا|مرحبا|اهلا){END}))"
)
"""Number words that count nothing: "مية بالمية", "الف شكر"."""


@dataclass(frozen=True)
class NumberWords:
    """Number words in folded text. `digits` keeps leading zeros of dictated numbers."""

    digits: str
    start: int
    end: int
    dictated: bool


def find_number_words(folded: str) -> list[NumberWords]:
    """Every longest run of number words in folded text."""
    folded = _SAYING.sub(lambda m: "\x00" * len(m.group()), folded)
    found: list[NumberWords] = []
    run: list[tuple[str, int, int]] = []
    for match in _WORD.finditer(folded):
        scaled = bool(_SCALE_NEXT.match(folded, match.end()))
        if run and folded[run[-1][2] : match.start()].strip(" -,"):
            run = _flush(run, found)
        if _is_number_word(match.group()) or _is_fraction(match.group(), run):
            run.append((match.group(), *match.span()))
        elif _is_after_preposition(match.group(), scaled):
            _flush(run, found)
            run = [(match.group()[1:], match.start() + 1, match.end())]
        else:
            run = _flush(run, found)
    _flush(run, found)
    return found


def _is_number_word(word: str) -> bool:
    return word in VALUES or word in SCALES or (word[0] == "و" and _is_joined(word))


def _is_fraction(word: str, run: list[tuple[str, int, int]]) -> bool:
    return word in _FRACTIONS and bool(run) and _thousands(run[-1][0]) > 0


def _thousands(written: str) -> int:
    """What half of is meant after this word: 1000 or more, or 0."""
    word = written if written in VALUES or written in SCALES else written[1:]
    if word in VALUES:
        return 1000 if VALUES[word] >= 1000 else 0
    return SCALES[word] if SCALES.get(word, 0) >= 1000 else 0


def _is_joined(word: str) -> bool:
    return word[1:] in VALUES or word[1:] in SCALES


def _is_after_preposition(word: str, scaled: bool) -> bool:
    """ "بخمسمية", "بخمسة آلاف": small ones only with a scale: "لست" and "بعشر" are words."""
    number = word[1:]
    large = VALUES.get(number, 0) >= _HUNDRED or number in SCALES
    return word[0] in "بل" and (large or (scaled and number in VALUES))


def _flush(run: list[tuple[str, int, int]], found: list[NumberWords]) -> list[tuple[str, int, int]]:
    if run:
        words = [w for w, _, _ in run]
        digits = [VALUES[w] for w in words if VALUES.get(w, 10) < 10]
        dictated = len(digits) == len(words) >= _SHORTEST_DICTATION
        text = "".join(map(str, digits)) if dictated else str(_total(words))
        found.append(NumberWords(text, run[0][1], run[-1][2], dictated))
    return []


def _total(words: list[str]) -> int:
    """Sum of a spoken amount: "خمسة آلاف وميتين" → 5200."""
    total = current = 0
    for before, written in zip(("", *words), words, strict=False):
        if written in _FRACTIONS:
            total += _thousands(before) // _FRACTIONS[written]
            continue
        word = written if written in VALUES or written in SCALES else written[1:]
        if word in VALUES:
            current += VALUES[word]
        elif SCALES[word] == 100:
            current = (current or 1) * 100
        else:
            total += (current or 1) * SCALES[word]
            current = 0
    return total + current
