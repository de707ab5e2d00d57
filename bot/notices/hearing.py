"""What a sentence says about notices: which kinds to stop or start, by which routes, and when.

"وقفوا رسايل التوعية ورجعوا اشعار الانقطاع", "ابي الفاتورة عالايميل بدل الرسالة".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from bot.notices.hours import QuietWish, read_quiet
from bot.notices.tables import NoticeKind
from bot.text.normalise import fold_text

HERE = "here"
"""The conversation that is spoken in, as a route."""


class Act(str, Enum):
    """What is to happen to a kind."""

    STOP = "stop"
    START = "start"


@dataclass(frozen=True)
class Wish:
    """One message about notices, as far as it is said; nothing is guessed."""

    kinds: dict[NoticeKind, Act | None] = field(default_factory=dict)
    """None: named without saying what to do with it."""
    every: bool = False
    """All kinds are meant."""
    act: Act | None = None
    """The act that was said, for a message that names no kind."""
    routes: frozenset[str] = frozenset()
    """Values of `Route`, or `HERE`."""
    without: frozenset[str] = frozenset()
    """Routes that the named ones replace, or that are refused."""
    instead: bool = False
    """Only the named routes, no longer the ones before."""
    quiet: QuietWish | None = None
    whatsapp: bool = False
    paper: bool = False

    @property
    def only_stops(self) -> bool:
        """Nothing is to be started: the routes that it names are to be left out."""
        return self.act is Act.STOP and Act.START not in self.kinds.values()

    @property
    def empty(self) -> bool:
        """Nothing is to be changed: the settings are to be shown."""
        said = self.kinds or self.every or self.routes or self.without or self.quiet
        return not (said or self.whatsapp or self.paper or self.act is Act.STOP)


_OWN_PAPERS = re.compile(
    r"(?<!\w)(?:ال|ل|لل)?(?:مستندات\w*|وثائق\w*|اوراقي|مرفقات\w*|documents)(?!\w)"
)
_A_BILL = re.compile(r"فاتور|فواتير|bill|invoice")
_NO = r"(?:لا|لاعاد|لا عاد|ما|ماعاد|ما عاد|مو|مب|ماني|مانبي|لم|ليس)"
_STOP = (
    r"\b(?:الغاء|الغ(?:ي|وا|و)?|ابطال)\s+(?:ال)?اشتراك\w*"
    r"|\b(?:و|ف|ل|ن|ا|ت|ي)*(?:وقف\w*|قفل\w*|قفلو\w*|سكر\w*|بطل\w*|شيل\w*|حذف\w*|كنسل\w*|منع\w*"
    r"|الغ(?:ي|و|وا|اء|ا|ها|يها|وها|يت)?|لغ(?:ي|و|اء|ا|وا|ها|وها)|طف(?:ي|و|وا|ها|وها)|فكون\w*)\b"
    r"|\b(?:ايقاف|توقيف|اقاف|كفايه|stop|unsubscribe|ازعجت\w*|ازعاج|بدون|من غير)\b"
    rf"|\b{_NO}\s+(?:عاد\s+)?(?:ودي|حاب\w*|ابي|ابغ\w*|نبي|نبغ\w*|اريد|احتاج\w*|يهمن\w*)"
    r"|\b(?:لا|لاعاد|لا عاد)\s+(?:عاد\s+)?(?:\w{0,2}رسل\w*|\w{0,2}وصل\w*|\w?جين\w*|\w?جي"
    r"|\w{0,2}زعج\w*|\w{0,2}ذكر\w*|\w{0,2}نبه\w*)"
    r"|\b(?:مابي|مابغ\w*|ماودي|ماريد)\b"
)
_START = (
    r"\b(?:و|ف|ل|ن|ا|ت|ي)*(?:رجع\w*|شغل\w*|فعل\w*|تفعيل|تشغيل|اشترك\w*|اشتراك|ضيف\w*|ضف\w*|حول\w*"
    r"|خل(?:ي|و|وا|وها|يها|ها)?|رسل\w*|وصل\w*|علمون\w*|نبهون\w*|ذكرون\w*|بلغون\w*|عطون\w*|غير\w*)\b"
    r"|\b(?:ابي(?:ها|هم|ه)?|ابغ\w*|نبي(?:ها|هم|ه)?|نبغ\w*|اريد\w*|ودي|حاب\w*|عطني|يجين\w*|تجين\w*|ايه|نعم)\b"
)
_ACTS = re.compile(rf"(?P<stop>{_STOP})|(?P<start>{_START})")
_ASKING = re.compile(r"^\s*(?:طيب\s+)?(?:وش|ايش|شنو|وشي|اي|كم|ليش|ليه|هل|ما هي|شو)\b")
_MISSES = re.compile(r"\b(?:ما|مو|ليش)\s+(?:عاد\s+|قاعد\w*\s+)?\w{0,2}(?:وصل|جين|جان|رسل)\w*")
"""Notices do not come although they should: "ما توصلني اشعارات"."""
_PRONOUN = re.compile(r"(?:ها|هم|هن|ه)$")
_BILL = r"(?:ال|ب|بال|لل|ل|و|وال|عن ال)*(?:فاتور\w*|فواتير\w*)"
_ITS_BILL = r"(?:ال|ب|بال|لل|ل|عن ال)*فاتور\w*"
_KINDS: tuple[tuple[NoticeKind, re.Pattern[str]], ...] = (
    (
        NoticeKind.UPDATE,
        re.compile(r"(?:ال|ب|بال|لل|ل|و|وال)*(?:تحديث|تاكيد|تجديد)\s+(?:ال)?(?:بيان|معلوم)\w*"),
    ),
    (
        NoticeKind.DUE,
        re.compile(
            rf"(?:و?(?:ب|ل)?(?:ال)?)?(?:تذكير\w*|ذكرون\w*|تذكرون\w*|موعد|تاريخ|اخر\s+يوم|متاخرات)"
            rf"(?:\s+(?:ب|ل)?(?:ال)?(?:سداد|دفع|استحقاق)\w*)?(?:\s+{_ITS_BILL})?"
            rf"|(?:ال)?استحقاق(?:\s+{_ITS_BILL})?|قبل\s+(?:ال)?سداد"
            r"|(?:رسال\w+|رسايل|اشعار\w*|تنبيه\w*)\s+(?:ال)?سداد"
        ),
    ),
    (
        NoticeKind.RESTORED,
        re.compile(
            r"(?:ب|ال)*(?:رجوع|عوده|رجعه|استعاده|اعاده)\s+(?:ال)?(?:كهرب\w*|تيار|خدمه)"
            r"|(?:اذا|لا|يوم|لما|متي|لين)?\s*\b(?:رجعت|ترجع|تعود|عادت|جت)\s+(?:ال)?(?:كهرب\w*|تيار)"
        ),
    ),
    (
        NoticeKind.PLANNED,
        re.compile(
            r"(?:ال)?(?:فصل|قطع|انقطاع|قطوع)\w*\s+(?:ال)?(?:مجدول|مبرمج|مخطط|قادم|صيان|جاي)\w*"
            r"|(?:ال|لل|ب)*صيان\w*|(?:ال)?مجدول\w*"
            r"|قبل\s+(?:ما\s+)?(?:ال)?(?:\w?قطع|\w?فصل|\w?طف)\w*"
        ),
    ),
    (
        NoticeKind.AWARENESS,
        re.compile(
            r"(?:ال|ب|بال|لل|و|وال)*(?:توعي\w*|توعو\w*|نصايح|ارشاد\w*|ترشيد\w*|اعلان\w*|دعاي\w*"
            r"|عروض\w*|حملات|حمله|تثقيف\w*)"
        ),
    ),
    (NoticeKind.USAGE, re.compile(r"(?:ال|ب|بال|لل|و|وال)*(?:استهلاك\w*|الصرف\w*)")),
    (NoticeKind.BILL, re.compile(_BILL)),
)
_OUTAGE = re.compile(
    r"(?:ال|ب|بال|لل|و|وال)*(?:انقطاع\w*|قطوعات|قطوع|قطع|فصل|طفي\w*|كهرب\w*\s+(?:ال)?طاف\w*)"
)
"""Without more words both before and after: planned work, and that power is back."""
_EVERY = re.compile(
    r"\b(?:ال|ب)?(?:كل\w{0,3}|جميع|كامل\w*|نهاي\w*)\b(?!\s+(?:شهر|يوم|مره|سنه|فتره|مرا))"
    r"|\b(?:all|everything|any)\b"
    r"|\bولا\s+(?:اشعار|رساله|شي)|\bاي\s+(?:اشعار|رساله|شي)"
)
_MAIL = r"(?:ال)?(?:ايميل|اميل|الميل|بريد|email|mail)\w*"
_SMS = (
    r"(?:رسال\w+|رسايل)\s+(?:ال)?(?:نصي\w*|جوال\w*|sms|علي الجوال)|(?:ال)?نصي\w*|sms"
    r"|اس ام اس|(?:ال)?مسج\w*|(?:ال)?جوال\w*"
    r"|(?:بدل|بدال|مو|مهو|موب|عن طريق|علي شكل)\s+(?:ال|ب|بال)?(?:رسال\w*|رسايل)"
    r"|\b(?:ب|ك|بال|ع|عال)(?:رسال\w+|رسايل)"
)
_TELEGRAM = r"(?:ال)?(?:تي?لي?[جقغ]رام|تي?لي?[جقغ]رم|telegram)"
_HERE = r"هنا\w*|(?:ال)?(?:محادثه|شات|دردشه)|(?:ه)?المحادثه|هالمحادثه|الويب"
_ROUTES = re.compile(
    r"(?P<not>\b(?:بدل|بدال|مو|مهو|موب|مب|بدون|وليس|وليست|غير|لا)\s+(?:من\s+)?)?"
    r"(?:\b(?:علي|عن طريق|عبر|في|من)\s+)?(?:و|ب|بال|ع|عال|ل|لل|ك)*"
    rf"(?:(?P<email>{_MAIL})|(?P<sms>{_SMS})|(?P<telegram>{_TELEGRAM})|(?P<here>{_HERE}))"
)
_REPLACES = re.compile(r"\b(?:بدل|بدال|بس|فقط|حول\w*|تحول\w*|خل\w{0,3}|مو|مهو|غير\w*)\b")
_WHATSAPP = re.compile(r"واتس\w*|وتس\w*|whats\w*")
_PAPER = re.compile(r"\b(?:ال)?ورقي\w*|\bورق\b|\bمطبوع\w*")
_LASTING = re.compile(r"\bكل\s+شهر\b|\bشهري\w*|\bداي?ما?\b|every month|monthly|kol shahr")
_NARROWS = re.compile(
    r"^\s*(?:(?:لا+|لالا|اقصد|قصدي|كان قصدي)[\s،,]+)*(?:بس|فقط|مو\s+(?:كل\w*|ال?كل)|موب\s+كل\w*)\b"
)
_AFTER_WORDS = 2
"""An act with a pronoun this near behind a kind is meant for it: "التوعية وقفوها"."""


def narrows(text: str) -> bool:
    """Whether a message takes part of the last wish back: "لا بس التوعية", "مو كلها، التوعية"."""
    return bool(_NARROWS.search(fold_text(text)))


def narrowed(wish: Wish, stopped: Sequence[NoticeKind]) -> Wish:
    """The wish to stop only the kinds it names, and to have the others back that were `stopped`."""
    back: dict[NoticeKind, Act | None] = {kind: Act.START for kind in stopped}
    return replace(wish, kinds={**back, **dict.fromkeys(wish.kinds, Act.STOP)}, act=None)


def is_lasting(text: str) -> bool:
    """Whether something is wanted from now on: "كل شهر", "دايم"."""
    return bool(_LASTING.search(fold_text(text)))


def names_own_papers(text: str) -> bool:
    """Whether papers are wanted that the person sent, rather than a bill as a file."""
    folded = fold_text(text)
    return bool(_OWN_PAPERS.search(folded)) and not _A_BILL.search(folded)


def read_wish(text: str) -> Wish:
    """The wish in a message."""
    folded = fold_text(text)
    quiet = read_quiet(text)
    routes, without = _routes(folded)
    acts = [(m.start(), m.end(), Act(m.lastgroup or "start")) for m in _ACTS.finditer(folded)]
    stops = any(act is Act.STOP for *_, act in acts)
    asking = bool(_ASKING.match(folded) or _MISSES.search(folded)) and not stops
    kinds = {} if asking else _kinds(folded, acts, bool(routes))
    if quiet is not None and not _speaks_of_kinds(folded, kinds):
        kinds = {}
    return Wish(
        kinds=kinds,
        every=bool(_EVERY.search(folded)) and not kinds and not asking,
        act=None if asking or quiet else _strongest(acts),
        routes=frozenset() if asking else routes,
        without=frozenset() if asking else without,
        instead=bool(_REPLACES.search(folded)) or bool(without),
        quiet=quiet,
        whatsapp=bool(_WHATSAPP.search(folded)),
        paper=bool(_PAPER.search(folded)),
    )


def _strongest(acts: list[tuple[int, int, Act]]) -> Act | None:
    said = {act for *_, act in acts}
    return Act.STOP if Act.STOP in said else Act.START if said else None


def _speaks_of_kinds(folded: str, kinds: Iterable[NoticeKind]) -> bool:
    """Whether kinds stand beside the hours with an act of their own ("وقفوا التوعية ولا …")."""
    return bool(kinds) and len(list(_ACTS.finditer(folded))) > 1


def _routes(folded: str) -> tuple[frozenset[str], frozenset[str]]:
    wanted: set[str] = set()
    refused: set[str] = set()
    for match in _ROUTES.finditer(folded):
        name = next(n for n in ("email", "sms", "telegram", HERE) if match[n])
        denied = match["not"] or (
            name == "sms" and re.match(r"(?:بدل|بدال|مو|مهو|موب)", match["sms"])
        )
        (refused if denied else wanted).add(name)
    return frozenset(wanted), frozenset(refused - wanted)


Span = tuple[int, int]


def _kinds(
    folded: str, acts: list[tuple[int, int, Act]], routed: bool
) -> dict[NoticeKind, Act | None]:
    spans = _spans(folded)
    ends = [span for span, _ in spans]
    found: dict[NoticeKind, Act | None] = {}
    for span, kinds in spans:
        act = _act_for(span, ends, folded, acts) or (Act.START if routed and not acts else None)
        for kind in kinds:
            found.setdefault(kind, act)
    return {kind: found[kind] for kind in NoticeKind if kind in found}


def _spans(folded: str) -> list[tuple[Span, tuple[NoticeKind, ...]]]:
    """Where kinds are named; what is part of a longer name is not a name by itself."""
    spans: list[tuple[Span, tuple[NoticeKind, ...]]] = []
    left = folded
    patterns = [((kind,), pattern) for kind, pattern in _KINDS]
    for kinds, pattern in [*patterns, ((NoticeKind.PLANNED, NoticeKind.RESTORED), _OUTAGE)]:
        spans += [(match.span(), kinds) for match in pattern.finditer(left)]
        left = pattern.sub(lambda m: "_" * len(m[0]), left)
    return spans


def _act_for(
    span: Span, named: list[Span], folded: str, acts: list[tuple[int, int, Act]]
) -> Act | None:
    """The act behind with a pronoun, else the last one before, else the first behind."""
    for start, end, act in acts:
        alone = not any(span[1] <= other[0] < start for other in named)
        near = start >= span[1] and len(folded[span[1] : start].split()) <= _AFTER_WORDS
        if alone and near and _PRONOUN.search(folded[start:end]):
            return act
    before = [act for start, _, act in acts if start <= span[0]]
    if before:
        return before[-1]
    behind = [act for start, _, act in acts if start > span[0]]
    return behind[0] if behind else None
