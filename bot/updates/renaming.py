"""The right name in a correction: "لا الاسم غلط هو نورة فهد", "مب الحربي القحطاني".

The sentence is read as runs of words between signs and words that lead in or out ("مو", "هو").
A run is denied or offered; the last one offered that is a name is the right one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.text.given_names import (
    is_given_name,
    is_listed_name,
    is_name_word,
    is_surely_name,
    name_share,
)
from bot.text.names import person_name
from bot.text.normalise import fold_text
from bot.text.values import find_values
from bot.updates.draft import Draft
from bot.updates.heard import Heard
from bot.updates.name_grown import grown_name

_DENYING = frozenset(
    "مو مب مهب مهوب موب مش ماهو مهو ليس وليس بدل بدال مكان من كان كانت "
    "not mo moo mu mesh instead".split()
)
_OFFERING = frozenset(
    "هو هي الي ل ب الصح صح الصحيح صحيح والصح والصحيح الاصح بل انما وانما قصدي اقصد يكون يصير "
    "الجديد خل خلي خلوا خله خليه خلوه خلوها خليها خليني حط حطوا حطه حطوه اكتب اكتبوا اكتبه "
    "اكتبوه اسمه اسمها "
    "is to be should its it's correct right put huwa howa hua hiya heya sa7 el7".split()
)
_NAMING = frozenset(
    "الاسم اسمي اسم واسمي والاسم بالاسم للاسم لاسمي name ism ismi esmi elism alism".split()
)
_WRONG = frozenset(
    "غلط خطا غلطت غلطان غلطه خطاء ناقص مكتوب مكتوبه القديم "
    "wrong ghalat 3'alat galat mistake".split()
)
_CHANGING = frozenset(
    "غير غيره غيري غيروا غيرو اغير نغير تغيير تغير عدل عدله عدلي عدلوا نعدل اعدل تعديل صلح صلحه "
    "صحح صححه صححوا اصحح تصحيح بدله ابدل نبدل سجل سجله سجلوه سجلوا "
    "ghayyer ghayer ghayir 3adel addel change update fix".split()
)
_FILLER = frozenset(
    "لا لالا لاء لو سمحت سمحتي سمحتوا الله يعافيك يعطيك العافيه بس فيه في انا كتبت كتبته كتبتوه "
    "عفوا معليش معليه سوري اسف ابي ابغي ابغا ودي اريد ممكن تكفي شوي هذا هذي كذا نسيت قلت حطيت "
    "الكامل كامل كاملا الثلاثي الرباعي و يا اخوي والله ترا تري لي لان لانه "
    "sorry please the my la no and i want abi".split()
)
_PARTS = {
    "first": re.compile(r"(?<!\S)(?:الاسم|اسمي)\s+الاول(?!\S)|(?<!\S)first name"),
    "father": re.compile(r"(?<!\S)(?:اسم\s+)?(?:الاب|ابوي|الوالد)(?!\S)"),
    "family": re.compile(
        r"(?<!\S)(?:اسم\s+)?(?:العايله|القبيله|عايلتي|اللقب|الاخير)(?!\S)"
        r"|(?:family|last) name"
    ),
}
_PART_WORDS = frozenset(
    "الاول الاب ابوي الوالد العايله القبيله عايلتي اللقب الاخير family last first".split()
)
_DENIES_FIRST = (["لا"], ["خطا"], ["غلط"])
_ARTICLES = frozenset("el al the".split())
_SIGN = re.compile(r"[،,.:؛;!\n\-–—/]+")


@dataclass
class _Run:
    """Words in a row that may be a name."""

    denied: bool
    led: bool
    """A word before it says that this is the right one ("هو", "الى")."""
    changed: bool = False
    """A word of changing stands before it ("غير الاسم فهد سعد")."""
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(self.words)


def right_name(heard: Heard, draft: Draft) -> str | None:
    """The name that a message puts in the place of the one given before, or None."""
    current, meant = draft.values.get("name"), draft.latest == "name"
    part = meant and _part_named(heard.text) is not None
    named = part or "name" in heard.all("field")
    if current and (fuller := _same_person(heard.text, current)):
        return fuller
    if current and (grown := grown_name(heard.text, current)):
        return grown
    return corrected_name(heard.text, current, named=named, meant=meant)


def _same_person(text: str, current: str) -> str | None:
    """A whole name that begins as the one given before: it is that name, written better."""
    name = person_name(text)
    if name is None or name == current or not is_surely_name(name):
        return None
    return name if fold_text(name).split()[0] == fold_text(current).split()[0] else None


def corrected_name(
    text: str, current: str | None, *, named: bool, meant: bool = False
) -> str | None:
    """The whole right name, spelt as written; None when the sentence gives none.

    Args:
        text: what was said.
        current: the name that was given before, if any.
        named: whether the name is what is spoken of; if not, the words must be surely a name.
        meant: whether "it" is the name, since it was given last; a word of a name is needed.
    """
    runs = _runs(text)
    denied = [run for run in runs if run.denied and _is_of(run, current)]
    offered = [run for run in runs if not run.denied and (run.led or _tells(run))]
    offered.sort(key=lambda run: run.led or run.changed)
    if named or denied:
        for run in reversed(offered):
            if name := _whole(run, current, denied, text):
                return name
        return _repeated(denied, current)
    denies = fold_text(text).split()[:1] in _DENIES_FIRST  # "لا فيصل سعد الحربي"
    known = [run for run in offered if run.led or run.changed or denies]
    known = [run for run in known if is_surely_name(run.text) or (meant and _tells(run))]
    return person_name(known[-1].text) if known else None


def _tells(run: _Run) -> bool:
    return name_share(run.text) > 0


def _whole(run: _Run, current: str | None, denied: list[_Run], text: str) -> str | None:
    """The name that a run gives: all of it, or a part put into the present one."""
    part = _part_named(text)
    if current and (part or len(run.words) == 1):
        return _with_part(run, current, denied, part)
    return person_name(run.text) if len(run.words) > 1 else None


def _with_part(run: _Run, current: str, denied: list[_Run], part: str | None) -> str | None:
    """The present name with one word replaced: the denied one, or the part that was named."""
    words = current.split()
    if person_name(run.text, least=1) is None:
        return None
    for old in denied:
        for i, word in enumerate(words):
            if len(old.words) == 1 and fold_text(word) == fold_text(old.text):
                return " ".join([*words[:i], run.text, *words[i + 1 :]])
    if part == "family" and len(words) > 1:
        return " ".join([*words[:-1], run.text])
    if part == "first":
        return " ".join([run.text, *words[1:]])
    if part == "father" and len(words) > 2:
        return " ".join([words[0], run.text, *words[2:]])
    return None


def _part_named(text: str) -> str | None:
    folded = fold_text(text)
    return next((part for part, pattern in _PARTS.items() if pattern.search(folded)), None)


def _repeated(denied: list[_Run], current: str | None) -> str | None:
    """The name after the old word without a sign: "مو نورة نوره فهد", "مب الحربي القحطاني"."""
    for run in denied:
        old, *rest = run.words
        if len(rest) == 1 and is_name_word(rest[0]) and current:
            return _with_part(
                _Run(False, True, words=rest), current, [_Run(True, False, words=[old])], None
            )
        if len(rest) > 1 and fold_text(old) == fold_text(rest[0]):
            return person_name(" ".join(rest))
    return None


def _is_of(run: _Run, current: str | None) -> bool:
    """Whether a denied run speaks of the name given before."""
    if not current or not run.words:
        return False
    return fold_text(run.words[0]) in {fold_text(word) for word in current.split()}


def _runs(text: str) -> list[_Run]:
    """Words in a row between signs and telling words, each with what is said of it."""
    runs: list[_Run] = []
    polarity, after_change = "", False
    run: _Run | None = None
    for word in _words(text):
        folded = fold_text(word)
        kind = _kind(folded)
        if kind is None and word != ",":
            if run is None:
                run = _Run(polarity == "denied", polarity == "offered", after_change)
                runs.append(run)
                word = _without_preposition(word) if after_change else word
            run.words.append(word)
            continue
        if kind == "wrong" and run is not None:
            run.denied, run.led = True, False
        if run is not None and run.words[-1].lower() in _ARTICLES:
            run.words.pop()
        if run is not None and not run.words:
            runs.remove(run)
        if folded == "لا" and run is not None:  # "سارة لا نورة", but "مو سارة لا نورة"
            polarity = "offered" if run.denied else "denied"
        elif kind in ("denied", "offered"):
            polarity = kind
        elif run is not None:
            polarity = ""
        after_change = kind in ("change", "offered") or (after_change and kind == "name")
        run = None
    return runs


def _kind(folded: str) -> str | None:
    """What a word that belongs to no name does; None for one that may belong to a name."""
    for kind, words in (
        ("denied", _DENYING),
        ("offered", _OFFERING),
        ("name", _NAMING),
        ("wrong", _WRONG),
        ("change", _CHANGING),
        ("filler", _FILLER | _PART_WORDS),
    ):
        if folded in words:
            return kind
    return None


def _words(text: str) -> list[str]:
    """Words with signs apart (as ","), values and names of fields blanked out."""
    chars = list(text)
    for value in find_values(text):
        if value.kind == "field" and value.value == "name":
            continue
        if value.kind in ("city", "district", "month", "appliance"):
            continue
        chars[value.start : value.end] = " , ".ljust(value.end - value.start)
    return _SIGN.sub(" , ", "".join(chars)).split()


def _without_preposition(word: str) -> str:
    """ "غير الاسم لفهد": the name begins after the preposition; "لطيفة" has none."""
    folded = fold_text(word)
    led = folded[:1] in ("ل", "ب") and is_given_name(folded[1:].lstrip("ـ"))
    if is_listed_name(word) or not led:
        return word
    return word[1:].lstrip("ـ")
