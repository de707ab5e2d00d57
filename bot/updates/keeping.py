"""A change that is not wanted after all: "لا خلاص خل الايميل" leaves it as it was."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from bot.accounts.records import find_account, on_file
from bot.text.normalise import fold_text
from bot.updates.draft import CONTACT_FIELDS, OPTIONAL, Draft, changes_nothing
from bot.updates.heard import Heard, Outcome

_SOFT = (
    r"(?:لا+|خلاص|طيب|معليش|بس|اقول|لحظه|والله|هونت|بطلت|مو لازم|ما يحتاج|عادي|تدري|no|ok|ايه|زين|"
    r"غيرت رايي|عن|اوكي?|اوك)"
)
_LEAVE = (
    r"(?:خل(?:ي|وا|ه|ها|وه|وها|يه|يها|ونا|نا)?|ا?ترك(?:وا|ه|ها|وه|ي)?|اتركوا|يبقي|تبقي|يظل|"
    r"(?:لا|ما|بدون|مو لازم|ما يحتاج)\s+(?:(?:ابي|ابغي|ابغا|نبي|ودي|اريد)\s+)?"
    r"(?:[انتي]?غير\w*|تغيير|[انتي]?عدل\w*|تعديل|[انتي]?لمس\w*)"
    r"|(?:كنسل\w*|الغ\w*)\s+(?:تغيير|تعديل)|leave|keep)"
)
_NOUN = (
    r"و?(?:(?:ال|ل)?(?:ايميل|اميل|بريد|جوال|رقم|اسم|هويه|اقامه|عقد|صك|صفه)\S*|(?:the\s+|my\s+)?(?:e-?mail|mobile|"
    r"number|name))(?:\s+(?:الجوال|الالكتروني|الثاني|الاحتياطي?|الحساب))?"
)
_AS_IT_WAS = (
    r"(?:(?:زي|مثل|علي)\s*ما\s*(?:هو|هي|هم|كان\S*)|كما\s+(?:هو|هي|كان\S*)|القديم\S*|الاول|السابق|المسجل|"
    r"اللي\s+(?:عندكم|قبل|اول|كان)|علي\s+(?:حاله?ا?|وضعه?ا?|القديم)|as\s+(?:it\s+)?(?:is|was))"
)
_END = (
    rf"(?:[\s،,]+(?:و?لا\s+[تن]?(?:غير|عدل|لمس)\w*|{_AS_IT_WAS}|خلاص|بس|الحين|شكرا|لو سمحت\w*|معليش"
    r"|احسن|افضل))*[\s.!،]*"
)
_LEAVES = re.compile(
    rf"(?:{_SOFT}[\s،,.]+)*(?:{_LEAVE}\s+{_NOUN}|(?:هونت|بطلت)\s+(?:عن\s+|من\s+)?(?:تغيير\s+|تعديل\s+)?{_NOUN}"
    rf"|{_NOUN}\s+(?:{_LEAVE}(?:\s+{_AS_IT_WAS})?|{_AS_IT_WAS}))" + _END
)
_LEAVES_IT = re.compile(
    rf"(?:{_SOFT}[\s،,.]+)*(?:{_LEAVE}(?:\s+{_AS_IT_WAS})?|{_AS_IT_WAS}"
    r"|لا+\s+خلاص|خلاص\s+لا+|غيرت رايي|مو لازم|ما يحتاج|never\s?mind)" + _END
)
"""The same without its name, while it is asked for again."""
_VALUES = ("mobile", "email", "national_id", "account_number", "number", "date")


def keep_recorded(session: Session, heard: Heard, outcome: Outcome) -> bool:
    """Leave the named fields as they were before; False where the message says no such thing."""
    draft = outcome.draft
    named = _left_alone(heard, draft)
    for name in named:
        before = draft.corrected.pop(name, None)
        if before is not None:
            draft.put(name, before)
        elif draft.kind == "contact" or name in OPTIONAL:
            _forget(session, draft, name)
        outcome.kept.append(name)
    if named:
        draft.editing = False
    if named and changes_nothing(draft):
        outcome.draft, outcome.pauses = Draft(kind="contact"), True
        outcome.kept = []
        outcome.say("utter_general_cancelled")
    return bool(named)


def _forget(session: Session, draft: Draft, name: str) -> None:
    """What this update gave is no longer part of it; what is on record is shown again."""
    account = find_account(session, draft.values.get("account", ""))
    recorded = on_file(account) if account and "account" in draft.proved else {}
    draft.drop(name)
    if draft.kind == "full" and name in recorded:
        draft.put(name, recorded[name])
        if name in CONTACT_FIELDS:
            draft.proved[name] = recorded[name]
    else:
        draft.skip(name)


def leaves_as_it_is(heard: Heard) -> list[str]:
    """Fields that a message wants left as they are: "والايميل خلوه زي ما هو"."""
    folded = " ".join(fold_text(heard.text).split())
    if heard.text.startswith("/") or any(heard.first(kind) for kind in _VALUES):
        return []
    named = dict.fromkeys(heard.all("field")) if _LEAVES.fullmatch(folded) else ()
    return [name for name in named if name != "account"]


def _left_alone(heard: Heard, draft: Draft) -> list[str]:
    """Fields of this update that the message leaves as they were."""
    folded = " ".join(fold_text(heard.text).split())
    if heard.text.startswith("/") or any(heard.first(kind) for kind in _VALUES):
        return []
    if heard.step == "notice_channel":  # "خل الايميل" is the way
        return []
    if _LEAVES.fullmatch(folded):
        in_work = {*draft.values, *draft.wanted, *draft.corrected, heard.step}
        return [name for name in leaves_as_it_is(heard) if name in in_work]
    asked_again = heard.step in draft.corrected
    return [str(heard.step)] if asked_again and _LEAVES_IT.fullmatch(folded) else []
