"""What is said of an outage, known or likely, and to those whose life hangs on power."""

from __future__ import annotations

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.places import Place
from actions.turn import Event, Turn, say
from bot.facts import facts
from bot.outages.crowd import shortened
from bot.outages.draft import ReportDraft
from bot.outages.outages import OutageInfo, current_outage
from bot.outages.watchers import is_told
from bot.rendering.words import time_words

WATCH = "action_watch_outage"


def known_outage(session: Session, place: Place | None) -> OutageInfo | None:
    """The outage that is on at a place, when the place is certain."""
    return current_outage(session, place.area.id) if place and place.area else None


def say_known(
    session: Session,
    dispatcher: CollectingDispatcher,
    turn: Turn,
    outage: OutageInfo,
    *,
    named: bool,
) -> list[Event]:
    """Cause and expected end, and the offer to be told, or that it was asked for already.

    `named`: the subscriber named the place, so it may be said; what only an account number tells
    stays unsaid.
    """
    say_outage(dispatcher, outage, named=named)
    told = is_told(session, turn.conversation, outage)
    say(dispatcher, "utter_outages_watched" if told else "utter_outages_offer_watch")
    offered = None if told else WATCH
    return [SlotSet("outage_shown", outage.reference), SlotSet("offered_action", offered)]


def say_found(
    session: Session,
    dispatcher: CollectingDispatcher,
    turn: Turn,
    outage: OutageInfo,
    draft: ReportDraft,
) -> list[Event]:
    """What is known where a report was to be made. An urgent report goes on, and its receipt
    promises to tell."""
    named = draft.account is None
    if not draft.urgent:
        return say_known(session, dispatcher, turn, outage, named=named)
    say_outage(dispatcher, outage, named=named)
    return [SlotSet("outage_shown", outage.reference)]


def say_outage(dispatcher: CollectingDispatcher, outage: OutageInfo, *, named: bool) -> None:
    """Cause and expected end of an outage that is on."""
    key = "utter_outages_known" if named else "utter_outages_known_account"
    until = None if outage.overdue else outage.expected_end
    ending = "until" if until else "overdue" if outage.overdue else "open"
    say(
        dispatcher,
        f"{key}_{ending}",
        place=outage.area.name,
        cause=outage.cause,
        since=time_words(outage.starts_at),
        until=time_words(until) if until else "",
    )


def say_crowd(
    session: Session, dispatcher: CollectingDispatcher, draft: ReportDraft
) -> ReportDraft:
    """The draft, shorter where many report the same; and that they do. The place of an account is
    not named."""
    short = shortened(session, draft)
    if short != draft:
        say(dispatcher, "utter_outages_crowd")
    return short


def say_medical(dispatcher: CollectingDispatcher, turn: Turn) -> list[Event]:
    """Whom to call for the patient. The general answer about such devices is not said besides."""
    say(dispatcher, "utter_outages_medical", ambulance=facts().get("safety.ambulance").text())
    return [SlotSet("taken_whole", turn.message_key)]
