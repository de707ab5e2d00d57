"""Questions about outages: the one that is on, my report, planned work."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.billing_prices import say_disconnection
from actions.going_on import asks_when
from actions.notices import names_notice
from actions.outages import keep_first_account, outage_meant
from actions.outages_known import known_outage, say_known, say_outage
from actions.outages_trouble import take_up_trouble
from actions.places import Place, place_of_turn
from actions.turn import Event, read_turn, say
from bot.billing.asking import asks_disconnection
from bot.clock import now
from bot.database import reading, transaction
from bot.outages.answers import wants_to_report
from bot.outages.areas import AreaInfo
from bot.outages.outages import OutageInfo, planned_outages
from bot.outages.references import REPORT_PREFIX
from bot.outages.reports import ReportInfo, last_report, report_by_reference
from bot.rendering.words import span_words, time_words

MOST_BUTTONS = 8
_BEFORE = 3
"""Messages back to which a reference is still the one that is spoken of."""


class ActionOutageStatus(Action):  # type: ignore[misc]
    """Why is it off, when does it come back."""

    def name(self) -> str:
        return "action_outage_status"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        if (events := take_up_trouble(dispatcher, turn)) is not None:
            return events
        if (status := asks_when(turn, tracker)) not in (None, "action_report_status"):
            return [FollowupAction(status)]
        with reading() as session:
            place = place_of_turn(session, turn, tracker)
            outage = outage_meant(session, turn, tracker)
            if outage is None or outage.starts_at > now():
                outage = known_outage(session, place)
            if outage is not None:
                named = _was_named(place, outage)
                return say_known(session, dispatcher, turn, outage, named=named)
            report = last_report(session, turn.conversation, only_open=True)
        if report is not None:
            return say_report(dispatcher, report)
        say_nothing(dispatcher, place, "utter_outages_none", "outage_status")
        return [SlotSet("offered_action", "action_report_outage"), _question(self.name(), place)]


def _may_name(place: Place | None) -> bool:
    """Only what the subscriber named is named; an account number must not tell where it is."""
    return place is not None and place.account is None


def _was_named(place: Place | None, outage: OutageInfo) -> bool:
    """Whether the outage is one that the subscriber asked for by name, now or before."""
    return place is None or place.account is None or place.area != outage.area


def _question(action: str, place: Place | None) -> Event:
    """Keep the question: a bare "حي النرجس" afterwards asks it of that place, and "جدة" says where
    the district lies whose city was not certain."""
    certain = place is not None and (place.account is not None or place.area is not None)
    district = None if certain or place is None else place.district
    return SlotSet("outage_question", {"action": action, "district": district})


def say_nothing(
    dispatcher: CollectingDispatcher, place: Place | None, key: str, intent: str
) -> None:
    """Nothing is known there; or the place is not certain yet and is asked for."""
    if place is None or (place.account is None and place.district is None):
        say(dispatcher, f"{key}_where")
    elif place.account is not None:
        say(dispatcher, f"{key}_account")
    elif len(place.areas) > 1:
        ask_which_city(dispatcher, place.areas, intent)
    else:
        say(dispatcher, key, place=place.area.name if place.area else place.district)


def ask_which_city(
    dispatcher: CollectingDispatcher, areas: tuple[AreaInfo, ...], intent: str
) -> None:
    """A district of that name lies in several cities: one button a city."""
    buttons = [
        {"title": area.city, "payload": f'/{intent}{{"area":"{area.id}"}}'}
        for area in areas[:MOST_BUTTONS]
    ]
    dispatcher.utter_message(
        response="utter_outages_ask_city", buttons=buttons, district=areas[0].district
    )


class ActionReportStatus(Action):  # type: ignore[misc]
    """What became of my report: by its reference, else the last one of this conversation."""

    def name(self) -> str:
        return "action_report_status"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        reference = turn.entity("reference")
        if reference and not reference.startswith(REPORT_PREFIX):
            return [FollowupAction("action_update_status")]
        if wants_to_report(turn.text):
            return [FollowupAction("action_report_outage")]
        with reading() as session:
            if reference:
                report = report_by_reference(session, reference)
            else:
                report = last_report(session, turn.conversation) or _shown_before(session, tracker)
        if report is not None:
            return say_report(dispatcher, report)
        key = "utter_outages_report_unknown" if reference else "utter_outages_no_report"
        say(dispatcher, key, reference=reference or "")
        return [SlotSet("offered_action", "action_report_outage")]


def _shown_before(session: Session, tracker: Tracker) -> ReportInfo | None:
    """The report of another conversation whose reference was given a moment ago."""
    users = [event for event in tracker.events if event.get("event") == "user"]
    for event in reversed(users[-_BEFORE - 1 : -1]):
        for entity in (event.get("parse_data") or {}).get("entities") or []:
            if entity["entity"] == "reference" and str(entity["value"]).startswith(REPORT_PREFIX):
                return report_by_reference(session, str(entity["value"]))
    return None


def say_report(dispatcher: CollectingDispatcher, report: ReportInfo) -> list[Event]:
    """State of a report; of an open one also what is known of its outage."""
    say(
        dispatcher,
        f"utter_outages_report_{report.state.value}",
        reference=report.reference,
        since=time_words(report.created_at),
        closed=time_words(report.closed_at) if report.closed_at else "",
    )
    if report.open and report.outage is not None and report.outage.ended_at is None:
        say_outage(dispatcher, report.outage, named=False)
        return [SlotSet("outage_shown", report.outage.reference)]
    return []


class ActionPlannedOutage(Action):  # type: ignore[misc]
    """Is there a planned cut, for me or in a district or city."""

    def name(self) -> str:
        return "action_planned_outage"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        if names_notice(turn, tracker):
            return [FollowupAction("action_notice_settings")]
        if asks_disconnection(turn.text):  # a cut for debt is planned for nobody's district
            say_disconnection(dispatcher)
            return []
        with transaction() as session:
            place = place_of_turn(session, turn, tracker)
            keep_first_account(session, turn)
            areas = _areas_asked_for(place)
            current = known_outage(session, place)
            planned = planned_outages(session, [area.id for area in areas])
            for outage in planned:
                _say_planned(dispatcher, outage, named=_may_name(place))
            if current is not None:
                return say_known(session, dispatcher, turn, current, named=_may_name(place))
        if not planned:
            city_only = place is not None and place.district is None and place.account is None
            if city_only and areas:
                say(dispatcher, "utter_outages_planned_none", place=areas[0].city)
            else:
                say_nothing(dispatcher, place, "utter_outages_planned_none", "planned_outage")
                return [_question(self.name(), place)]
        shown = [SlotSet("outage_shown", planned[0].reference)] if planned else []
        return [*shown, SlotSet("outage_question", {"action": self.name()})]


def _areas_asked_for(place: Place | None) -> tuple[AreaInfo, ...]:
    """One area, or a whole city by its name; a district in several cities is asked for first."""
    if place is None:
        return ()
    return (place.area,) if place.area else place.areas if place.district is None else ()


def _say_planned(dispatcher: CollectingDispatcher, outage: OutageInfo, *, named: bool) -> None:
    key = "utter_outages_planned" if named else "utter_outages_planned_account"
    if outage.expected_end is None:
        key += "_open"
    say(
        dispatcher,
        key,
        place=outage.area.name,
        cause=outage.cause,
        start=time_words(outage.starts_at),
        span=span_words(outage.starts_at, outage.expected_end) if outage.expected_end else "",
    )
