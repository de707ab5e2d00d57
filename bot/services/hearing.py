"""What a message gives to a service request: any order, several answers at once, corrections."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.services.answers import BadAnswer, Said, read_answer
from bot.services.asking import asks_about
from bot.services.catalogue import Catalogue
from bot.services.draft import (
    CONFIRM,
    DOCUMENTS,
    TYPE,
    Draft,
    file_questions,
    next_step,
    step_before,
    steps,
)
from bot.services.phrases import fit, says_one_of
from bot.services.schema import Kind, Question, ServiceType
from bot.text.answers import yes_no
from bot.text.danger import names_danger
from bot.text.normalise import fold_text
from bot.text.relative_days import tells_only_a_day
from bot.text.skipping import declines

ANSWERS = frozenset(
    "inform affirm deny skip repeat go_back correct_detail service_request add_document "
    "nlu_fallback".split()
)
"""Intents that a message for the form may have; any other is another topic unless it answers."""
_ELSEWHERE = frozenset({"danger", "human", "withdraw_service"})
_CERTAIN = 0.7
"""From here on another topic counts more than free words."""
_URGENT = frozenset({"report_outage", "outage_status", "power_restored", "complaint", "upset"})
_URGENT_CERTAIN = 0.4
_POWER = ("كهرب/كهربا/كهرباء/الكهربه/تيار/نور", "طافي/طافيه/قطع/مقطوع/مقطوعه/انقطاع/ترجع/رجعت/فصل")
_SURE_DANGER = 0.7
"""Below it danger is only suspected; the name of a district is not one."""
_PLACE_WORDS = 8
"""Words up to which a message that names a city or district only tells a place."""
_CHANGE = re.compile(
    r"(?<!\S)(?:لا|مو|مب|مش|موب|غلط|خطا|بدل|بدله|غير|غيره|غيري|عدل|عدله|اعدل|نعدل|تعديل|اقصد|"
    r"قصدي|اصحح|صحح|بالاصح|الصحيح|اغير|نغير|خله|خلها|خلوها|خليها)(?!\S)"
)
_SEND = ("ارسله/ارسلوه/ارسلها/ارسلوها/قدمه/قدموه/سجله/سجلوه",)
_SURE_FIT = 2
"""A word of a service's phrases that is not weak."""
_CURT = 3
"""Words of a message that says no more than "send it"."""
_IN_WORDS = frozenset({Kind.TEXT, Kind.NAME, Kind.PLACE})
_DONE = ("خلصت", "خلاص", "كملت", "هذي كلها/كلهم", "بس هذي/كذا", "ارسلتها", "done", "كذا بس", "نكمل")


@dataclass
class Heard:
    """What became of a message."""

    draft: Draft
    taken: bool = True
    """False: it is about something else; nothing was changed."""
    noted: list[str] = field(default_factory=list)
    """Questions that it answered for the first time."""
    changed: list[str] = field(default_factory=list)
    bad: str | None = None
    """Question whose answer cannot be right."""
    missed: bool = False
    """It gave nothing although it was meant for the form."""
    asks: bool = False
    """It asks about the service itself: documents, fees, time."""
    files: int = 0
    """How many files it brought."""
    retyped: bool = False
    """Another service was chosen."""


def gather(draft: Draft, service: ServiceType, said: Said, step: str | None = None) -> Heard:
    """Take every answer that the message holds. `step` is the question that was asked."""
    heard = Heard(draft)
    for question in service.questions:
        if question.kind is Kind.FILE and question.id in draft.answers:
            continue  # a further file belongs to the papers
        _take(heard, question, said, step)
    _take_file(heard, service, said)
    return heard


def _take(heard: Heard, question: Question, said: Said, step: str | None) -> None:
    draft, asked = heard.draft, question.id == step
    given = draft.answers.get(question.id)
    another_day = question.kind is Kind.DATE and tells_only_a_day(said.typed)
    if given is not None and not (_corrects(said) or another_day):
        return
    bare = asked or (given is not None and question.kind is Kind.PERIOD)  # "لا، شهر"
    try:
        value = read_answer(question, said, asked=bare)
    except BadAnswer:
        heard.bad = question.id if asked or given else heard.bad
        return
    if value is None or value == given:
        return
    draft.put(question.id, value)
    (heard.changed if given is not None else heard.noted).append(question.id)


def _corrects(said: Said) -> bool:
    return said.intent == "correct_detail" or bool(_CHANGE.search(fold_text(said.typed)))


def _take_file(heard: Heard, service: ServiceType, said: Said) -> None:
    draft = heard.draft
    if said.attachment is None or said.attachment in draft.files:
        return
    draft.files.append(said.attachment)
    heard.files = 1
    if not set(file_questions(service)) & set(heard.noted):
        draft.documents_done = False


def hear(catalogue: Catalogue, draft: Draft, said: Said) -> Heard:
    """One message while the form is open."""
    service = catalogue.get(draft.type)
    step = next_step(draft, service)
    if said.intent in _ELSEWHERE and said.attachment is None:
        place = service is not None and _wants_place(service, step) and _only_tells_place(said)
        if not (place and said.confidence < _SURE_DANGER and not names_danger(said.typed)):
            return Heard(draft, taken=False)
    other = _other_type(catalogue, draft, said, step)
    if other is not None:
        draft.become(other)
        heard = gather(draft, other, said)
        heard.retyped = True
        return heard
    if service is None or step is None:
        return Heard(draft, taken=said.intent in ANSWERS, missed=True)
    return _hear_step(service, draft, said, step)


def _other_type(
    catalogue: Catalogue, draft: Draft, said: Said, step: str | None
) -> ServiceType | None:
    """The service that the message turns to, or chooses."""
    pressed = catalogue.get(said.first("service_type"))
    if pressed is not None:
        return pressed if pressed.id != draft.type else None
    if not said.typed or asks_about(said.typed) or _wants_words(catalogue, draft, step):
        return None
    named = catalogue.named_in(said.typed)
    if len(named) != 1 or named[0].id == draft.type:
        return None
    if draft.type is None:
        return named[0]
    surely = fit(named[0].words, said.typed) >= _SURE_FIT  # "لا الكهربا شغالة" names none
    meant = said.intent == "service_request" or _corrects(said)
    return named[0] if surely and meant else None


def _wants_words(catalogue: Catalogue, draft: Draft, step: str | None) -> bool:
    """Whether free words are asked for: they may hold the name of another service."""
    service = catalogue.get(draft.type)
    question = service.question(step or "") if service else None
    return question is not None and question.kind in _IN_WORDS


def _hear_step(service: ServiceType, draft: Draft, said: Said, step: str) -> Heard:
    if said.intent == "go_back":
        return _go_back(service, draft, step)
    changes = said.first("service_field")
    if changes in steps(service):
        return _edit(draft, changes)
    if said.intent == "service_request" and said.typed and asks_about(said.typed):
        return Heard(draft, asks=True)
    heard = gather(draft, service, said, step if _may_answer(service, said, step) else None)
    if heard.noted or heard.changed or heard.files or heard.bad:
        draft.editing = False
        return heard
    if _answer_in_words(service, draft, said, step):
        return heard
    heard.taken = said.intent in ANSWERS
    heard.missed = heard.taken and said.intent != "repeat"
    return heard


def _go_back(service: ServiceType, draft: Draft, step: str) -> Heard:
    earlier = step_before(draft, service, step)
    if earlier is not None:
        draft.drop(earlier)
    return Heard(draft)


def _edit(draft: Draft, name: str) -> Heard:
    draft.drop(name)
    draft.editing = False
    return Heard(draft)


def _may_answer(service: ServiceType, said: Said, step: str) -> bool:
    """Whether the pending question may take the words; a sure other topic keeps them."""
    question = service.question(step)
    if question is None:
        return False
    if question.kind is Kind.PLACE and says_one_of(_POWER, said.typed):
        return False
    if said.intent in ("skip", "repeat", "cancel") or (not question.needed and _refuses(said)):
        return False
    if question.kind not in _IN_WORDS or said.intent in ANSWERS:
        return True
    if question.kind is Kind.PLACE and _only_tells_place(said):
        return True
    return said.confidence < (_URGENT_CERTAIN if said.intent in _URGENT else _CERTAIN)


def _wants_place(service: ServiceType, step: str | None) -> bool:
    question = service.question(step or "")
    return question is not None and question.kind is Kind.PLACE


def _only_tells_place(said: Said) -> bool:
    named = said.first("city") or said.first("district")
    short = len(said.typed.split()) <= _PLACE_WORDS
    return bool(named) and short and not says_one_of(_POWER, said.typed)


def _refuses(said: Said) -> bool:
    return said.intent in ("skip", "deny") or declines(said.typed)


def _answer_in_words(service: ServiceType, draft: Draft, said: Said, step: str) -> bool:
    """Yes, no, done and later: whether they fit the pending question."""
    if step == CONFIRM:
        return _answer_summary(service, draft, said)
    if step == DOCUMENTS:
        done = _refuses(said) or said.intent == "affirm" or says_one_of(_DONE, said.typed)
        draft.documents_done = draft.documents_done or done
        return done
    question = service.question(step)
    if question is not None and not question.needed and _refuses(said):
        draft.skipped.append(step)
        return True
    return False


def _answer_summary(service: ServiceType, draft: Draft, said: Said) -> bool:
    named = [one.id for one in service.questions if says_one_of((one.name,), said.typed)]
    if named and _corrects(said):
        draft.drop(named[0])
        return True
    answer = yes_no(said.typed)
    sends = says_one_of(_SEND, said.typed) and len(said.typed.split()) <= _CURT
    if (said.intent == "affirm" or sends) and answer is not False:
        answer = True
    if answer:
        draft.confirmed = True
        return True
    if answer is False or said.intent in ("deny", "correct_detail"):
        draft.editing = True
        return True
    return said.intent == "service_request"


__all__ = ["TYPE", "Heard", "gather", "hear"]
