"""What a message gives to a report: any order, several values at once, corrections."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from bot.outages.answers import (
    confirms_place,
    disowns_place,
    has_no_account,
    mentions_danger,
    named_district,
    named_landmark,
    names_a_place,
    read_danger,
)
from bot.outages.areas import area_by_id, find_areas
from bot.outages.draft import PLACE_QUESTIONS, Question, ReportDraft
from bot.outages.medical import needs_power_to_live
from bot.outages.scope import (
    UNKNOWN_SCOPE,
    Scope,
    folded_words,
    is_unsure,
    read_only_there,
    read_scope,
)
from bot.text.danger import names_danger

ANSWERS = frozenset(
    "inform report_outage affirm deny skip repeat go_back nlu_fallback out_of_scope".split()
)
"""Intents that are taken as an answer; any other is another topic, unless its words fit."""
_WITH_PLACE = frozenset({"link_account", "outage_status", "planned_outage"})
"""Their place answers the question where, when that is what was asked."""
_NEAR = frozenset(
    {"danger", "outage_status", "report_status", "watch_outage", "upset", "ask_question"}
)
"""Intents that an answer about the neighbours or the breaker may be taken for."""
_OF_ALL = "all_accounts"
"""What "كلهم" sounds like."""
_LIKELY = 0.7
"""Below this confidence another topic is rather an answer that looks like one."""
_SURE = 0.9
"""Below this confidence a breaker that falls is not taken for danger, unless a hazard is named."""
_SCOPES = {
    "district": Scope(neighbours_out=True),
    "home": Scope(neighbours_out=False),
    "breaker": Scope(breaker_tripped=True),
    "unknown": UNKNOWN_SCOPE,
}
_SCOPE_WORDS = re.compile(
    r"(?<!\w)[وبف]?(?:ال|عند\s|لل)?(?:جيران\S*|جار\S{0,3}|قاطع|بريكر|طبلون)(?!\w)"
)
_QUESTION_BEFORE = re.compile(r"سؤال|سوال|خطو|اللي قبل|ارجع")
_ONLY_ASKS = re.compile(r"(?:طيب\s+)?و?(?:متي|كم|ليش|ليه|كيف|وش|ايش|هل)(?:\s+\S+){0,2}")
"""A short question is nothing that lies near the home."""
_NAME_LENGTH = 100
_CURT = 4
"""Words up to which an answer that sounds cross is still rather an answer."""


@dataclass(frozen=True)
class Said:
    """One message, as the NLU read it."""

    text: str
    intent: str
    confidence: float = 1.0
    account: str | None = None
    area: str | None = None
    """Id of an area, from a button."""
    city: str | None = None
    district: str | None = None
    scope: str | None = None
    """`district`, `home`, `breaker` or `unknown`, from a button."""

    @property
    def is_answer(self) -> bool:
        """It may be an answer to any question."""
        return self.intent in ANSWERS

    @property
    def free_text(self) -> str | None:
        """The words themselves, when they are words and not a button's payload."""
        words = self.text.strip()
        return words if len(re.findall(r"[^\W\d_]", words)) >= 3 and words[0] != "/" else None


def hear(
    session: Session, draft: ReportDraft, question: Question, said: Said
) -> ReportDraft | None:
    """The draft with all that the message gives, whatever was asked and in whatever order.

    Returns the same draft when it gives nothing, None when it is about something else.
    """
    said = _as_meant(draft, question, said)
    if said.intent == "go_back":
        return _back(draft, question)
    if said.intent == "danger" and not _is_no_danger(question, said):
        return _beside_danger(session, draft, question, said)
    placed = _where(session, draft, question, said)
    heard = told_beside(placed, said.text) if said.is_answer or _fits(question, said) else placed
    if placed == draft and question not in PLACE_QUESTIONS and disowns_place(said.text):
        return draft.nowhere()
    if placed == draft:  # "no, the other account": that no is not about danger
        if question is Question.LANDMARK:
            heard = _landmark(draft, heard, said)
        elif question is Question.DANGER:
            heard = _danger(draft, heard, said)
        elif question is Question.SCOPE:
            heard = _scope(draft, heard, said)
    return heard if heard != draft or said.is_answer else None


def _as_meant(draft: ReportDraft, question: Question, said: Said) -> Said:
    """The message as an answer, where it only sounds like something else."""
    behind = said.intent == "go_back" and _is_behind_something(said.text)  # "ورا المدرسة"
    harmless = said.intent == "danger" and _is_no_danger(question, said)
    life = needs_power_to_live(said.text) and not draft.medical
    if life and (said.intent != "danger" or harmless):
        return replace(said, intent="inform")
    of_both = question is Question.DANGER and said.intent == _OF_ALL
    if of_both and read_danger(said.text):  # "كلهم": sparks, a smell and a wire
        return replace(said, intent="inform")
    if behind or (harmless and question is Question.LANDMARK):
        return replace(said, intent="inform")
    return said


def told_beside(draft: ReportDraft, text: str) -> ReportDraft:
    """The draft with all but the place that the words tell beside anything else."""
    landmark = named_landmark(text)
    if landmark is not None and landmark not in (draft.landmark or ""):
        both = f"{draft.landmark}، {landmark}" if draft.landmark else landmark
        draft = replace(draft, landmark=both)
    danger = mentions_danger(text)
    if danger is not None:
        draft = replace(draft, danger=danger)
    if needs_power_to_live(text):
        draft = replace(draft, medical=True)
    scope = read_scope(text)
    return draft if scope in (None, UNKNOWN_SCOPE) else draft.with_scope(scope)


def _is_behind_something(text: str) -> bool:
    """A landmark, not the wish for the question before: "ورا المستوصف"."""
    return named_landmark(text) is not None and not _QUESTION_BEFORE.search(folded_words(text))


def _fits(question: Question, said: Said) -> bool:
    """Another topic by its intent, but hardly so, or near enough to what is asked."""
    if question is Question.LANDMARK and named_landmark(said.text) is not None:
        return True  # "عند بقالة السلام" is no greeting
    near = question is Question.SCOPE and (said.intent in _NEAR or _names_scope(said.text))
    return near or said.confidence < _LIKELY


def _names_scope(text: str) -> bool:
    """Neighbours or the breaker are spoken of, whatever stands beside: "ما ادري عن الجيران انا
    حرمة كبيرة"."""
    return bool(_SCOPE_WORDS.search(folded_words(text)))


def _is_no_danger(question: Question, said: Said) -> bool:
    """ "لا ما فيه شرار" denies it; a breaker that keeps falling is none, when that was asked."""
    told = mentions_danger(said.text)
    asks_next = question in (*PLACE_QUESTIONS, Question.LANDMARK)  # it asks about danger anyway
    doubtful = told is None and said.confidence < _SURE and not names_danger(said.text)
    return told is False or (doubtful and (asks_next or question is Question.SCOPE))


def _beside_danger(
    session: Session, draft: ReportDraft, question: Question, said: Said
) -> ReportDraft | None:
    """What a message that tells of danger gives as well; None: only the danger.

    Its own rule answers danger alone; beside values the form says the emergency number.
    """
    placed = _where(session, draft, question, replace(said, intent="inform"), words=False)
    heard = replace(told_beside(placed, said.text), danger=draft.danger)
    return None if heard == draft else replace(heard, danger=True)


def _back(draft: ReportDraft, question: Question) -> ReportDraft:
    """The question before, asked again."""
    if question is Question.SCOPE:
        return replace(draft, danger=None)
    return ReportDraft(interrupted=draft.interrupted, no_account=question is Question.LANDMARK)


def _where(
    session: Session, draft: ReportDraft, question: Question, said: Said, *, words: bool = True
) -> ReportDraft:
    """The place that the message names. `words`: one of no list may stand in its own words."""
    if question not in PLACE_QUESTIONS:
        return _moved(session, draft, question, said)
    if words or said.account or said.area or said.city or said.district:
        return _place(session, draft, question, said)
    return draft


def _moved(session: Session, draft: ReportDraft, question: Question, said: Said) -> ReportDraft:
    """Another premise, district or city than before, from an answer to a later question."""
    if not (said.is_answer or said.intent == "link_account"):
        return draft
    if said.account is not None:
        return draft if said.account == draft.account else draft.at_account(said.account)
    if said.district is not None and said.district != draft.district:
        here = find_areas(session, said.city or draft.city, said.district)
        found = here or find_areas(session, said.city, said.district)
        # "مقابل النزهة مول" beside a landmark is no move while it could be several places
        sure = question is not Question.LANDMARK or len(found) == 1
        city = said.city or (draft.city if here else None)
        return draft.at_area(city, said.district, found) if sure else draft
    if said.city is None or said.city == draft.city or not _is_short_place(said):
        return draft
    if draft.unlisted and draft.city is None:
        return replace(draft, city=said.city)
    district = said.district or draft.district
    moved = draft.at_area(said.city, district, find_areas(session, said.city, district))
    return replace(moved, landmark=draft.landmark)


def _is_short_place(said: Said) -> bool:
    """Little more than a name: "لا في جدة", not "طريق جدة القديم"."""
    return len(said.text.split()) <= _CURT and named_landmark(said.text) is None


def _place(session: Session, draft: ReportDraft, question: Question, said: Said) -> ReportDraft:
    """The place, with a landmark that came before it."""
    heard = _place_given(session, draft, question, said)
    return replace(heard, landmark=heard.landmark or draft.landmark)


def _place_given(
    session: Session, draft: ReportDraft, question: Question, said: Said
) -> ReportDraft:
    if not (said.is_answer or said.intent in _WITH_PLACE):
        return draft
    if said.account is not None:
        return draft.at_account(said.account)
    area = area_by_id(session, int(said.area)) if said.area and said.area.isdigit() else None
    if area is not None:
        return draft.at_area(area.city, area.district, (area,))
    if said.city is not None or said.district is not None:
        return _named(session, draft, question, said)
    return _unnamed(draft, question, said)


def _named(session: Session, draft: ReportDraft, question: Question, said: Said) -> ReportDraft:
    """City and district may come in two messages."""
    district = said.district or (draft.district if question is Question.CITY else None)
    city = said.city or (draft.city if question is Question.DISTRICT else None)
    unknown = named_district(said.text) if district is None else None
    if unknown is not None:
        return draft.at_area(city, unknown, ())
    found = find_areas(session, city, district)
    if not found and said.city is None:  # a district of another city than the one named before
        found = find_areas(session, None, district)
    return draft.at_area(city, district, found)


def _unnamed(draft: ReportDraft, question: Question, said: Said) -> ReportDraft:
    """No name of any list: no account number, or a place in the subscriber's own words."""
    if question is Question.WHERE:
        asks_for_area = has_no_account(said.text) and said.intent != "report_outage"
        if asks_for_area or said.intent in ("skip", "deny") or said.intent == "link_account":
            return replace(draft, no_account=True)
    elif said.intent == "skip" or is_unsure(said.text):
        return replace(draft, unlisted=True)
    words = said.free_text
    if words is None or not said.is_answer or said.intent in ("affirm", "deny", "repeat"):
        return draft
    beside = named_landmark(words)
    if beside is not None and draft.landmark is None and words.startswith(beside):
        return replace(draft, landmark=words)  # only what lies near: district or city still open
    open_question = question in (Question.AREA, Question.DISTRICT)
    if said.intent == "report_outage" or not (open_question or names_a_place(words)):
        return draft
    nameless = beside is None and named_district(words) is None
    if nameless and read_scope(words) not in (None, UNKNOWN_SCOPE):  # "كل الحارة طافية"
        return draft
    return replace(draft, unlisted=True, district=words[:_NAME_LENGTH])


def _landmark(draft: ReportDraft, heard: ReportDraft, said: Said) -> ReportDraft:
    """The words themselves, unless they told something else."""
    told_other = replace(heard, landmark=draft.landmark) != draft
    if heard.landmark != draft.landmark and not said.is_answer:
        return heard
    if said.intent == "skip" or (is_unsure(said.text) and not told_other):
        nowhere = draft.where().area_id is None and draft.where().place is None
        return heard if nowhere else replace(heard, landmark_skipped=True)
    if told_other:
        return heard
    if said.intent == "deny":
        nowhere = draft.where().area_id is None and draft.where().place is None
        return draft if nowhere else replace(draft, landmark_skipped=True)
    unlikely_topic = said.confidence < _LIKELY
    if said.free_text is None or not (said.is_answer or unlikely_topic):
        return draft
    if said.intent in ("affirm", "repeat") or _repeats_place(draft, said):
        return draft
    if _ONLY_ASKS.fullmatch(folded_words(said.text).strip()):
        return draft
    return replace(draft, landmark=said.free_text)


def _repeats_place(draft: ReportDraft, said: Said) -> bool:
    """ "الرياض" of a district that is in Riyadh: known, and no landmark."""
    if not _is_short_place(said):
        return False
    return (said.city or said.district) is not None and (
        said.city in (None, draft.city) and said.district in (None, draft.district)
    )


def _danger(draft: ReportDraft, heard: ReportDraft, said: Said) -> ReportDraft:
    if heard == draft and confirms_place(said.text):
        return draft
    curt = said.intent == "upset" and len(said.text.split()) <= _CURT  # "ما نشوف شي"
    told = read_danger(said.text) if said.is_answer or curt else mentions_danger(said.text)
    if told is None and said.is_answer and heard == draft and not said.district:
        unsure = said.intent == "skip" or is_unsure(said.text)
        told = {"affirm": True, "deny": False}.get(said.intent, False if unsure else None)
    return heard if told is None else replace(heard, danger=told)


def _scope(draft: ReportDraft, heard: ReportDraft, said: Said) -> ReportDraft:
    if said.scope in _SCOPES:
        return draft.with_scope(_SCOPES[said.scope])
    if heard == draft and is_unsure(said.text) and (said.is_answer or _names_scope(said.text)):
        return draft.with_scope(UNKNOWN_SCOPE)
    if heard != draft or not said.is_answer:
        return heard
    scope = read_only_there(said.text) or {
        "skip": UNKNOWN_SCOPE,
        "affirm": Scope(neighbours_out=True),
        "deny": Scope(neighbours_out=False),
    }.get(said.intent)
    return draft if scope is None else draft.with_scope(scope)
