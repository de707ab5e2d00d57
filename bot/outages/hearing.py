"""What a message gives to a report: any order, several values at once, corrections."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from bot.outages.answers import (
    UNKNOWN_SCOPE,
    Scope,
    has_no_account,
    is_unsure,
    mentions_danger,
    named_district,
    named_landmark,
    names_a_place,
    read_danger,
    read_scope,
)
from bot.outages.areas import area_by_id, find_areas
from bot.outages.draft import PLACE_QUESTIONS, Question, ReportDraft

ANSWERS = frozenset(
    "inform report_outage affirm deny skip repeat go_back nlu_fallback out_of_scope".split()
)
"""Intents that are taken as an answer; any other is another topic, unless its words fit."""
_WITH_PLACE = frozenset({"link_account", "outage_status", "planned_outage"})
"""Their place answers the question where, when that is what was asked."""
_LIKELY = 0.7
"""Below this confidence another topic is rather a landmark that looks like one."""
_SURE = 0.9
"""Below this confidence a breaker that falls is not taken for danger, unless a hazard is named."""
_SCOPES = {
    "district": Scope(neighbours_out=True),
    "home": Scope(neighbours_out=False),
    "breaker": Scope(breaker_tripped=True),
    "unknown": UNKNOWN_SCOPE,
}
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
    """The draft with what the message gives.

    Returns the same draft when it gives nothing, None when it is about something else.
    """
    behind_something = question is Question.LANDMARK and names_a_place(said.text)
    if said.intent == "go_back" and not behind_something:  # "ورا المدرسة" is a landmark
        return _back(draft, question)
    if question is Question.LANDMARK:
        heard = _landmark(session, draft, said)
    elif question in PLACE_QUESTIONS:
        heard = _in_passing(_place(session, draft, question, said), said)
    else:
        moved = _moved(session, draft, said)
        if moved != draft:  # "no, the other account": that no is not about danger
            heard = _in_passing(moved, said)
        else:
            heard = _danger(draft, said) if question is Question.DANGER else _scope(draft, said)
    return heard if heard != draft or said.is_answer else None


def _back(draft: ReportDraft, question: Question) -> ReportDraft:
    """The question before, asked again."""
    if question is Question.SCOPE:
        return replace(draft, danger=None)
    return ReportDraft(interrupted=draft.interrupted, no_account=question is Question.LANDMARK)


def _moved(session: Session, draft: ReportDraft, said: Said) -> ReportDraft:
    """Another premise or district than before, from an answer to a later question."""
    if not (said.is_answer or said.intent == "link_account"):
        return draft
    if said.account is not None:
        return draft if said.account == draft.account else draft.at_account(said.account)
    if said.district is None or said.district == draft.district:
        return draft
    return draft.at_area(said.city, said.district, find_areas(session, said.city, said.district))


def _place(session: Session, draft: ReportDraft, question: Question, said: Said) -> ReportDraft:
    """The place, with a landmark that came before it."""
    heard = _place_given(session, draft, question, said)
    if draft.landmark is None or heard.account is not None:
        return heard
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
    return replace(draft, unlisted=True, district=words[:_NAME_LENGTH])


def _in_passing(draft: ReportDraft, said: Said) -> ReportDraft:
    """Landmark, danger and scope that an answer about the place tells as well."""
    if not said.is_answer:
        return draft
    if draft.district is not None and draft.landmark is None:
        draft = replace(draft, landmark=named_landmark(said.text))
    told = mentions_danger(said.text)
    if told is not None:
        draft = replace(draft, danger=told)
    scope = read_scope(said.text)
    return draft if scope in (None, UNKNOWN_SCOPE) else draft.with_scope(scope)


def _landmark(session: Session, draft: ReportDraft, said: Said) -> ReportDraft:
    moved = _moved(session, draft, said)
    if moved.account != draft.account or (moved.area_id and moved.area_id != draft.area_id):
        return moved
    where = draft.where()
    if said.intent in ("skip", "deny") or is_unsure(said.text):
        nowhere = where.area_id is None and where.place is None
        return draft if nowhere else replace(draft, landmark_skipped=True)
    unlikely_topic = said.confidence < _LIKELY
    if said.free_text is None or not (said.is_answer or unlikely_topic):
        return draft
    if said.intent in ("affirm", "repeat"):
        return draft
    return replace(draft, landmark=said.free_text)


def _danger(draft: ReportDraft, said: Said) -> ReportDraft:
    curt = said.intent == "upset" and len(said.text.split()) <= _CURT  # "ما نشوف شي"
    told = read_danger(said.text) if said.is_answer or curt else mentions_danger(said.text)
    if told is True and said.intent == "danger":
        return draft  # its own rule says the emergency number first
    if told is None and said.is_answer and not said.district:
        unsure = said.intent == "skip" or is_unsure(said.text)
        told = {"affirm": True, "deny": False}.get(said.intent, False if unsure else None)
    if not draft.scope_told and said.is_answer:
        scope = read_scope(said.text)  # told early: not asked again
        draft = draft if scope in (None, UNKNOWN_SCOPE) else draft.with_scope(scope)
    return draft if told is None else replace(draft, danger=told)


def _scope(draft: ReportDraft, said: Said) -> ReportDraft:
    if said.scope in _SCOPES:
        return draft.with_scope(_SCOPES[said.scope])
    tripping = (
        said.intent == "danger" and said.confidence < _SURE and not mentions_danger(said.text)
    )
    if not (said.is_answer or said.intent == "outage_status" or tripping):
        return draft
    scope = read_scope(said.text)
    if scope is None:
        scope = {
            "skip": UNKNOWN_SCOPE,
            "affirm": Scope(neighbours_out=True),
            "deny": Scope(neighbours_out=False),
        }.get(said.intent)
    return draft if scope is None else draft.with_scope(scope)
