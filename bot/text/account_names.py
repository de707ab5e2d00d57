"""What people call their accounts: the name they give, and that name in a later sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.text.arabizi import fold_latin
from bot.text.heard_names import as_heard
from bot.text.normalise import fold_text, normalise
from bot.text.spans import END, START
from bot.text.tokens import folded_words

LONGEST_NAME = 30
_MOST_WORDS = 5
_ACCOUNT = r"(?:(?:ال|هال|ها)?(?:حساب|عداد|اشتراك)(?:ي|نا)?|account|it|this)"
_WHICH = r"(?:هذا|هذي|ذا|هال|this|the)"
_OBJECT = (
    rf"(?:\s+لي)?(?:\s+{_WHICH})?(?:\s+{_ACCOUNT})?(?:\s+(?:هذا|ذا|الحالي|رقم))?"
    r"(?:\s+[\d -]{8,})?(?:\s+(?P<old>الثاني|الثانيه|الاخر|الاول)(?=\s))?"
)
_VERBS = (
    r"(?:سم|سمي|سمو|سميت)(?:ه|ها|وه)?|[نتياا]?سمي(?:ه|ها)?"
    r"|(?:[اتن]?غير|بدل|عدل|تغيير|تعديل)(?:ي|وا)?\s+(?:ال)?اسم(?:ه|ها)?"
    r"|(?:خل|خلي|حط|حطي|احفظ|سجل)(?:ه|ها|يه|لي)?\s+(?:(?:ال|ب)?اسم(?:ه|ها)?)"
    r"|(?:re)?name|call"
)
_GIVEN = re.compile(
    rf"{START}(?:{_VERBS}){END}{_OBJECT}\s+(?:(?:الي|باسم|اسم|هو|to|as)\s+|ل(?=ال|لـ)?)?(?P<name>.+)$"
)
_OF_NUMBER = re.compile(rf"\d{{11}}\s+و?(?:اسمه|اسمها){END}\s+(?P<name>.+)$")
""" "ضيف 300… اسمه الاستراحة"."""
_BEGINS = re.compile(rf"و?(?:سمي?|سمي?ه|سمي?ها|نسميه|نسميها|name it|call it|rename){END}")
_POLITE = re.compile(
    rf"\s+(?:لو سمحتي?|من فضلك|شكرا|مشكور|بس|عشان اعرفه|please|الله يعافيك){END}.*$"
)
_EDGES = " \t\n\"'«»()[]:.,!?؟،-"
_NO_NAMES = frozenset(
    "الحساب حساب حسابي هذا هالحساب ذا العداد اسم الاسم ثاني الثاني it account كم وش ليش متي وين "
    "كيف فاتوره فاتورتي ابي ابغي خلك خليك ابق روح نروح".split()
)
_GENERIC = frozenset(
    "بيت شقه فيلا محل دكان استراحه مزرعه عماره دور ملحق مكتب حساب عداد مستودع ورشه شاليه "
    "مجلس حوش house home shop".split()
)
"""Words that many names share; the rest of a name tells it from others."""
_SAME = {
    word: group[0]
    for group in (
        ("والد", "ابوي", "ابويا", "والدي", "بابا"),
        ("والده", "امي", "ماما", "والدتي", "يمه"),
        ("بيت", "منزل", "بيتنا", "بيتي"),
        ("محل", "دكان", "متجر"),
        ("شقه", "شقتي", "شقتنا"),
        ("استراحه", "استراحتنا", "استراحتي"),
        ("مزرعه", "مزرعتنا", "مزرعتي"),
    )
    for word in group
}
_CANONICAL = frozenset(_SAME.values())
_BEFORE_A_SHORT_NAME = frozenset(
    "فاتوره فواتير حساب عداد كهرباء كهربا كهرب حق حقت استهلاك سداد مستحقات اشتراك".split()
)
"""Before these a name may stand without its generic word: "فاتورة الوالد" for "بيت الوالد"."""


@dataclass(frozen=True)
class Naming:
    """A name given in a sentence; `old` is what the account was called in it, if anything."""

    name: str
    old: str | None = None


def name_given(text: str) -> Naming | None:
    """The name in "سمّه بيت الوالد" or "غير اسم المحل إلى الدكان", spelt as written, or None."""
    folded = normalise(text.strip())
    if numbered := _OF_NUMBER.search(folded.text):
        called = clean_name(text.strip()[slice(*folded.span(*numbered.span("name")))])
        return Naming(called) if called else None
    match = _GIVEN.search(folded.text)
    if match is None:
        return None
    start, end = match.span("name")
    old, name = match["old"], match["name"]
    renamed = re.fullmatch(r"(?P<old>.+?)\s+(?:الي|to)\s+(?P<name>.+)", name)
    if renamed:
        old, start = renamed["old"], start + renamed.start("name")
    polite = _POLITE.search(folded.text, start)
    end = polite.start() if polite else end
    written = clean_name(text.strip()[slice(*folded.span(start, end))]) if end > start else None
    return Naming(written, fold_text(old) if old else None) if written else None


def begins_with_naming(text: str) -> bool:
    """Whether a message begins with "call it …": plain whatever name follows."""
    return _BEGINS.match(fold_text(text)) is not None and name_given(text) is not None


def clean_name(text: str) -> str | None:
    """`text` as a name for an account, or None when it is none: too long, or digits only."""
    name = " ".join(text.strip(_EDGES).split())
    words = fold_text(name).split()
    if not 1 <= len(words) <= _MOST_WORDS or not 2 <= len(name) <= LONGEST_NAME:
        return None
    if not any(c.isalpha() for c in name) or re.search(r"\d{5}", fold_text(name)):
        return None
    return None if words[0] in _NO_NAMES else name


def same_name(one: str, other: str) -> bool:
    """Whether two names differ in nothing that people hear."""
    return _stems(one) == _stems(other)


def named_in(text: str, names: Mapping[str, str]) -> str | None:
    """The key of the name that a sentence holds, with typos and in dialect; None: none, or two.

    "فاتورة بيت الوالد", "لبيت ابوي" and "فاتورة الوالد" hold "بيت الوالد".
    """
    readings = _readings(text, names)
    found = {
        key: max(_match(written, _stems(name)) for written in readings)
        for key, name in names.items()
    }
    best = max(found.values(), default=0)
    keys = [key for key, length in found.items() if length == best]
    return keys[0] if best and len(keys) == 1 else None


def all_named_in(text: str, names: Mapping[str, str]) -> list[str]:
    """The keys of all names that a sentence holds: "البيت والمحل" holds two. A name that is part of
    another one that is held too ("المحل" in "محل جدة") does not count."""
    held = [_all_named(written, names) for written in _readings(text, names)]
    return max(held, key=len)


def _readings(text: str, names: Mapping[str, str]) -> list[list[str]]:
    """The words as they are written, and Latin ones as they are heard too: "w el mahal"."""
    folded = fold_text(text)
    heard = as_heard(folded, {stem for name in names.values() for stem in _stems(name)})
    readings = dict.fromkeys((folded, fold_latin(folded), fold_latin(heard)))
    return [[word for word in folded_words(said) if word[0].isalnum()] for said in readings]


def _all_named(written: list[str], names: Mapping[str, str]) -> list[str]:
    held = []
    for key, name in sorted(names.items(), key=lambda item: -len(_stems(item[1]))):
        if not _match(written, _stems(name)):
            continue
        held.append(key)
        start = _window(written, _stems(name))
        if start is not None:
            written[start : start + len(_stems(name))] = []
    return [key for key in names if key in held]


def _match(written: list[str], name: tuple[str, ...]) -> int:
    """Letters of the name that the words hold, 0 if it is not in them."""
    if _window(written, name) is not None:
        return sum(map(len, name)) + len(name)
    words = [_forms(word) for word in written]
    own = tuple(stem for stem in name if stem not in _GENERIC)
    if not own or own == name:
        return 0
    for start in range(1, len(words) - len(own) + 1):
        window = words[start : start + len(own)]
        led_in = words[start - 1] & _BEFORE_A_SHORT_NAME
        if led_in and all(_same(s, f) for s, f in zip(own, window, strict=True)):
            return sum(map(len, own))
    return 0


def _window(written: list[str], name: tuple[str, ...]) -> int | None:
    """Where the whole name begins in the words."""
    words = [_forms(word) for word in written]
    for start in range(len(words) - len(name) + 1):
        window = words[start : start + len(name)]
        if set(name) <= _GENERIC and _goes_on(written[start + len(name) - 1 :]):
            continue
        if all(_same(stem, forms) for stem, forms in zip(name, window, strict=True)):
            return start
    return None


def _goes_on(written: list[str]) -> bool:
    """Whether the first of these words belongs to the next: "بيت الوالد" is not "البيت"."""
    definite = written[0].lstrip("وبف").startswith(("ال", "لل")) or written[0].endswith(("ي", "نا"))
    return not definite and len(written) > 1 and written[1].startswith("ال")


def _same(stem: str, forms: frozenset[str]) -> bool:
    allowed = 0 if len(stem) < 4 else 1 if len(stem) < 8 else 2
    if stem in forms or forms & _CANONICAL:  # "الوالدة" is no slip of "الوالد"
        return stem in forms
    return any(
        len(form) > 2 and OSA.distance(form, stem, score_cutoff=allowed) <= allowed
        for form in forms
    )


def _stems(name: str) -> tuple[str, ...]:
    words = [w for w in folded_words(fold_text(name)) if w[0].isalnum()]
    return tuple(_stem(word) for word in words)


def _stem(word: str) -> str:
    bare = word[2:] if word.startswith("ال") and len(word) > 3 else word
    return _SAME.get(bare, bare)


def _forms(word: str) -> frozenset[str]:
    """A word of a sentence without each clitic that it may begin with."""
    forms = {word}
    for clitic in ("و", "ف"):
        forms |= {f[1:] for f in forms if f.startswith(clitic) and len(f) > 3}
    forms |= {f[1:] for f in forms if f[0] in "لبكع" and len(f) > 3}
    forms |= {f[2:] for f in forms if f.startswith(("ال", "لل", "عل")) and len(f) > 3}
    forms |= {f[1:] for f in forms if f.startswith("ل") and len(f) > 3}
    return frozenset(form for f in forms for form in (f, _SAME.get(f, f)))
