"""Which value of a correction is the old one and which the new ("مو 055… لا 050…")."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.text.spans import END, START, Found, one_of

_CORRECTABLE = frozenset(
    {"mobile", "number", "account_number", "national_id", "email", "date", "month", "reference"}
)
_TIMES = frozenset({"date", "month"})
"""Never the other side of a corrected number: "هذا هو العقد 104… ينتهي بعد سنة"."""
_CONTEXT = 40
"""How many characters before or after a value may mark its role."""
_OLD = re.compile(
    START
    + one_of(
        "مو,مب,مهب,موب,ما هي,ماهي,مو هو,مب هو,مش هو,مهوب,مش,ماهو,ما هو,مهو,ليس,ليست,غلط,الغلط,"
        "خطا,الخطا,القديم,قديم,السابق,بدل,بدال,بدلا من,عوضا عن,من,كان,كانت,القديمه,"
        "not,old,instead of".split(",")
    )
    + END
)
_NEW = re.compile(
    START
    + r"و?"
    + one_of(
        "لا,بل,الصح,صح,الصحيح,صحيح,هو,هي,الجديد,جديد,الي,صار,صارت,خله,خليه,خلوه,استبدله,حطه,حط,اصير,"
        "وانما,انما,اكتب,اكتبوا,غيره,غيروه,new,now,correct".split(",")
    )
    + END
)
_ASKED = re.compile(
    START + r"ما\s?ه[وي]\s+(?!(?:رقمي|الرقم|جوالي|ايميلي|حسابي|هويتي)?\s*[:,]?\s*$)"
)
"""Denial before a value, but a question before other words: "ما هي حالة طلبي U…"."""
_MISLEADING = re.compile(
    r"\b(?:غلط|الغلط|خطا|الخطا)\b[^\d@]*$"  # before the value: the field was wrong, this is right
    r"|[,.;:!]\s*(?:\S+\s+){0,2}$"  # a sign ends what was denied
    r"|(?:^|\s)[بل]ـ?\s*$|\s(?:الي|على|علي|to|with)\s+$"  # "بدل الجوال بـ055…"
    r"|(?:^|\s)(?:كذا|كذه|هذا|هذي|هذاك|زي كذا)\s+$"  # "مو كذا 055…"
    r"|(?:^|\s)بدله?\s+(?:لي\s+)?(?:ال)?"
    r"(?:رقم|جوال|ايميل|هويه|عقد|صك|حساب|اميل|بريد|تاريخ)\S*\s+(?:\S+\s+)?$"
)
"""Between a denial and a value that stands alone: the value is the right one all the same."""
_ABSENT = re.compile(
    START
    + r"(?:مو|مب|مهب|مش|مهوب|ماهو|ما هو)\s+(?:عندي|معي|معاي|موجود\w*|لازم|قدامي|ضروري|متوفر\w*)"
)
"""Says that something else is not at hand: no denial of the value after it."""
_WEAK = frozenset({"لا", "ولا"})
_WRONG_AFTER = re.compile(
    r"^\s*[,.-]?\s*(?:(?:هذا|ذا|رقم|هو|ايميل|صار)\s+)?(?:غلط|خطا|القديم|قديم|مو\s+صح|مو\s+صحيح|wrong|old)"
    + END
)
_DENIED = re.compile(
    START
    + r"(?:و?(?:مو|مب|مهب|موب|مهوب|مش|ماهو|ليس|بدل|بدال|عوضا\s+عن|not|mo|moo|mesh|instead\s+of)"
    r"|ما\s+هو)"
    r"\s+(?:(?:عن\s+طريق|علي|من|the|el)\s+)?$"
)
_DENIABLE = ("notice_channel", "field")
_SMALL = (
    r"(?:لا+|لالا|اوه+|والله|يوه|لحظه|معليش|معليه|عفوا|اقصد|قصدي|الصح|الصحيح|هو|هي|انا|i'?m|it'?s|it\s+is|"
    r"رقمي|الرقم|جوالي|الجوال|ايميلي|الايميل|هويتي|الهويه|حسابي)"
)
_RETAKEN = re.compile(
    rf"[\s,.!:-]*(?:{_SMALL}[\s,.!:]+)*?"
    r"(?:(?P<clear>لا+\s+(?:خل|حط)\w*|قصدي|اقصد|معليش|معليه|عفوا|العفو|اسفه?|سوري|غلطت|غلطان\w*|لخبطت|خربطت|بالاصح|الاصح|"
    r"sorry|oops|i\s+mean(?:t)?|[q2]asdi|[2a]qsid|a2sid)|لا+|لالا|no)"
    rf"(?:[\s,.!:]+{_SMALL})*[\s,.!:]*"
)
"""Between two values of a kind: who writes has slipped and takes the first one back."""
_CHOICES = frozenset({"beneficiary", "notice_channel"})
"""Kinds where a bare "لا" between two may deny the second: "مستأجر لا مالك"."""
_RIGHT_AFTER = re.compile(r"^\s*[,.-]?\s*(?:هو\s+)?(?:الصح|الصحيح|الجديد|مو|بدل)" + END)


def roles(text: str, found: list[Found]) -> list[str | None]:
    """`old`, `new` or None for each value of folded text, given in order of appearance."""
    marked: list[str | None] = [None] * len(found)
    indices = [i for i, f in enumerate(found) if f.kind in _CORRECTABLE]
    strong = {i: _role(text, found, i, previous) for previous, i in _with_previous(indices)}
    for i, (role, weak) in strong.items():
        partner_is_old = any(other_role == "old" for j, (other_role, _) in strong.items() if j != i)
        if role and not (weak and not partner_is_old):
            marked[i] = role
    _complete_pair(found, indices, marked)
    _mark_denied(text, found, marked)
    _mark_retaken(text, found, marked)
    return marked


def _mark_retaken(text: str, found: list[Found], marked: list[str | None]) -> None:
    """ "مستاجر قصدي مالك", "0551234567 لا 0551234568": the second takes the place of the first."""
    for kind in (*_CORRECTABLE, *_CHOICES):
        same = sorted((f for f in found if f.kind == kind), key=lambda f: f.start)
        for first, second in pairwise(same):
            between = _RETAKEN.fullmatch(text, first.end, second.start)
            if between and (between["clear"] or kind in _CORRECTABLE):
                _mark_span(found, marked, first)


def _mark_denied(text: str, found: list[Found], marked: list[str | None]) -> None:
    """ "ايميل مو رسايل": of several ways or fields the denied one is the old one."""
    for kind in _DENIABLE:
        named = [i for i, f in enumerate(found) if f.kind == kind]
        denied = {i for i in named if _DENIED.search(text[: found[i].start][-_CONTEXT:])}
        meant = {found[i].value for i in named if i not in denied}
        for i in denied:
            if meant - {found[i].value}:
                _mark_span(found, marked, found[i])


def _mark_span(found: list[Found], marked: list[str | None], denied: Found) -> None:
    for i, other in enumerate(found):
        if (other.start, other.end) == (denied.start, denied.end):
            marked[i] = "old"


def _with_previous(indices: list[int]) -> list[tuple[int | None, int]]:
    return list(zip([None, *indices[:-1]], indices, strict=True)) if indices else []


def _role(text: str, found: list[Found], i: int, previous: int | None) -> tuple[str | None, bool]:
    """Role of one value from the words around it, and whether the mark is a weak one ("لا")."""
    following = next((f for f in found[i + 1 :] if f.kind in _CORRECTABLE), None)
    after = text[
        found[i].end : min(found[i].end + _CONTEXT, following.start if following else len(text))
    ]
    if _WRONG_AFTER.match(after):
        return "old", False
    begin = max(found[previous].end if previous is not None else 0, found[i].start - _CONTEXT)
    before = _ABSENT.sub(" ", text[begin : found[i].start])
    if previous is not None and (wrong := _WRONG_AFTER.match(before)):
        before = before[wrong.end() :]
    old = _last(_OLD, before)
    new = _last(_NEW, before)
    if old and (asked := _ASKED.search(before)) and asked.start() == old.start():
        return None, False
    if new and (not old or new.start() >= old.end()):
        return "new", new.group() in _WEAK
    if old and old.group() != "من":
        lone = previous is None and following is None
        return ("new", False) if lone and _MISLEADING.search(before) else ("old", False)
    if _RIGHT_AFTER.match(after) and not old:
        return "new", False
    return ("old", False) if old and following and _NEW.search(after) else (None, False)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return max(pattern.finditer(text), key=lambda m: m.start(), default=None)


def _complete_pair(found: list[Found], indices: list[int], marked: list[str | None]) -> None:
    """Of exactly two corrections one marked value tells the role of the other."""
    if len(indices) != 2:
        return
    first, second = indices
    kinds = {found[first].kind, found[second].kind}
    if len(kinds) > 1 and ("number" not in kinds or kinds & _TIMES):
        return
    for one, other in ((first, second), (second, first)):
        if marked[one] and not marked[other]:
            marked[other] = "new" if marked[one] == "old" else "old"
