"""Corrections in plain words: "غير الإيميل", "مو هذا الاسم", "لا غلط", and edit buttons."""

from __future__ import annotations

import re

from bot.text.answers import yes_no
from bot.text.normalise import fold_text
from bot.updates.draft import CONTACT_FIELDS, Draft, next_step, steps
from bot.updates.heard import Heard, Outcome
from bot.updates.steering import submits

_CHANGE_WORDS = re.compile(
    r"(?<![\u0621-\u064a])(?:غير|غيره|غيرها|غيروا?|نغير|اغير|عدل|عدله|عدلها|عدلوا?|نعدل|اعدل|تعديل|تغيير|صحح|"
    r"صححوا?|اصحح|بدل|ابدل|غلط|خطا|مو|مب|مش|مهوب|ابدلها?|الا|ماعدا|بس)(?![\u0621-\u064a])"
)
_LATIN_CHANGE_WORDS = re.compile(
    r"\b(?:gh?alat|3'?alat|3adel|3addel|gh?ayy?[ei]r|wrong|change|correct|edit|fix|instead|except|bas)\b"
)
_ACCOUNT = re.compile(r"(?<!\S)(?:ال|هال)حساب(?!\S)")
_ALL = re.compile(r"\bكل(?:ها|ه|هم|\s+شي)\b|\b(?:all|everything)\b")
_NUMBERS = ("mobile", "second_mobile", "identity", "deed", "ejar", "account")


def speaks_of_change(text: str) -> bool:
    """Whether words of changing or of being wrong stand in the message."""
    folded = fold_text(text)
    return bool(_CHANGE_WORDS.search(folded) or _LATIN_CHANGE_WORDS.search(folded))


def correct(heard: Heard, outcome: Outcome) -> None:
    """Ask the named fields again; unnamed, the one given last; else ask which one."""
    draft = outcome.draft
    named = _named(heard, draft)
    if named is None:
        draft.editing = True
        if heard.step != "confirm":
            outcome.say("utter_update_which_field")
        return
    awaits_code = (heard.step or "").endswith("_code")  # it is at hand: the code comes first
    draft.again = [] if awaits_code else [n for n in named if is_open_again(draft, n)]
    reopened = any(is_open_again(draft, name) for name in named)
    for name in named:
        if name in draft.values:
            draft.corrected[name] = draft.values[name]
        draft.drop(name)
    if not reopened and next_step(draft) not in named:
        outcome.say("utter_update_comes_later")


def correct_later(heard: Heard, outcome: Outcome) -> bool:
    """Note the fields that are called wrong while another question is open; False if none is."""
    draft = outcome.draft
    named = [n for n in dict.fromkeys(heard.all("field")) if is_open_again(draft, n)]
    for name in named:
        draft.drop(name)
    draft.again = named or draft.again
    if named:
        outcome.say("utter_identity_comes_after_code")
    return bool(named)


def is_open_again(draft: Draft, name: str) -> bool:
    """Whether dropping the field brings its question back: it was given or left out before."""
    return name in {*draft.values, *draft.skipped, *draft.wanted, *draft.removed}


def _named(heard: Heard, draft: Draft) -> list[str] | None:
    """Fields to be asked again, perhaps none because they come in their turn; None: unclear."""
    fields = list(dict.fromkeys(heard.all("field")))
    if not fields and _ACCOUNT.search(fold_text(heard.text)):
        fields = ["account"]
    if heard.intent == "link_account":
        fields = fields or ["account"]
    if draft.kind == "contact":
        _widen(draft, fields)
    named = [field for field in fields if field in steps(draft)]
    if named:
        return named
    return None if fields else _meant(heard, draft)


def _widen(draft: Draft, fields: list[str]) -> None:
    """A contact update takes up further contacts; any other field makes it a full update."""
    draft.wanted = draft.wanted or [f for f in CONTACT_FIELDS if f in draft.values]
    draft.wanted += [f for f in fields if f in CONTACT_FIELDS and f not in draft.wanted]
    if any(f not in (*CONTACT_FIELDS, "account") for f in fields):
        draft.kind = "full"


def _meant(heard: Heard, draft: Draft) -> list[str] | None:
    """What "that is wrong" means without a name of the field."""
    step = heard.step or ""
    if _ALL.search(fold_text(heard.text)):
        return None
    if step == "old_code":
        return ["old_mobile"]
    if step.endswith("_code"):
        return [step.removesuffix("_code")]
    says_number = "رقم" in heard.text
    if says_number and "mobile" in draft.values and draft.latest not in _NUMBERS:
        return ["mobile"]
    if step == "confirm" and not says_number:
        return None
    return [draft.latest] if draft.latest in draft.values else None


def is_plain_yes(heard: Heard) -> bool:
    """Whether the summary is confirmed: a yes that changes nothing."""
    if yes_no(heard.text) is not None:
        return bool(yes_no(heard.text))
    if submits(heard):
        return True
    return heard.intent == "affirm" and not speaks_of_change(heard.text)
