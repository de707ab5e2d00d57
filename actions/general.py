"""Greeting, menu, small talk, cancelling, misunderstanding: what is not a topic of its own."""

from __future__ import annotations

import re

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.accounts import asks_other_account
from actions.complaints import adds_to_complaint
from actions.danger import REPORT
from actions.going_on import asks_when, drop_what_was_done, go_on, stay_safe_unless_new
from actions.languages import answer_abroad
from actions.notices import answers_notice, stops_last_notice
from actions.outages_trouble import unheard_trouble
from actions.questions import asks_known_question
from actions.references import status_action
from actions.same_question import names_account, same_question
from actions.turn import Event, Turn, previous_turn, ran_before, read_turn, say
from actions.update import leave_form
from actions.usage_question import follow_up
from bot.complaints.catalogue import suggests
from bot.database import reading, transaction
from bot.identity.login import share_mobile
from bot.outages.answers import named_landmark
from bot.text.later import speaks_of_later
from bot.text.names import person_name
from bot.text.next_step import asks_next_step
from bot.text.normalise import fold_text
from bot.text.patience import needs_patience
from bot.transcripts.handover import give_up_place
from bot.updates import draft as drafts
from bot.updates.draft import Draft, next_step

PERSONAL = frozenset({"beneficiary", "national_id", "mobile", "email"})
"""Entities that belong to a subscriber's record."""
_REQUEST = re.compile(r"(?<!\S)(?:ال)?طلب(?:ي|نا)?(?!\S)")
"""What "cancel it" means when no form is open: "خلاص هونت الغي الطلب"."""


class ActionGreet(Action):  # type: ignore[misc]
    """Greet; remind of what was left unfinished."""

    def name(self) -> str:
        return "action_greet"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        if (abroad := answer_abroad(dispatcher, tracker)) is not None:
            return abroad
        if (safe := stay_safe_unless_new(dispatcher, tracker, turn)) is not None:
            return safe
        if turn.active_form:
            say(dispatcher, "utter_general_greet_again")
            return []
        with reading() as session:
            left = drafts.unfinished(session, turn.conversation)
        say(dispatcher, "utter_general_greet_unfinished" if left else "utter_general_greet")
        return [SlotSet("offered_action", "action_start_update")] if left else []


class ActionSmallTalk(Action):  # type: ignore[misc]
    """Thanks, anger, "are you a robot", the menu …; in a form nothing that leads out of it."""

    def name(self) -> str:
        return "action_small_talk"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        if turn.intent == "thanks" and (status := asks_when(turn, tracker)) is not None:
            return [FollowupAction(status)]  # "جزاك الله خير متى يجون"
        if turn.intent in ("thanks", "out_of_scope") and suggests(turn.text):
            return [FollowupAction("action_complaint")]
        if turn.intent == "out_of_scope" and adds_to_complaint(turn):
            return [FollowupAction("action_complaint")]
        if turn.intent == "out_of_scope" and (said := go_on(dispatcher, tracker, turn)) is not None:
            return said
        angry = turn.intent == "upset"
        if angry and (trouble := unheard_trouble(dispatcher, turn)) is not None:
            return trouble
        if turn.intent == "out_of_scope" and (following := same_question(turn, tracker)):
            return [FollowupAction(following)]
        if turn.intent == "out_of_scope" and asks_known_question(tracker):
            return [FollowupAction("action_question")]
        if (abroad := answer_abroad(dispatcher, tracker)) is not None:
            return abroad
        place = "_in_form" if turn.active_form else ""
        slowly = turn.intent == "menu" and needs_patience(turn.text)
        say(dispatcher, f"utter_general_{'patience' if slowly else turn.intent}{place}")
        return leave_form(turn) if turn.intent == "goodbye" else []


class ActionSkip(Action):  # type: ignore[misc]
    """ "Later", "I do not have it" or "then what", with no question open: the buttons of what was
    said last lead on."""

    def name(self) -> str:
        return "action_skip"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        said = [event for event in previous_turn(tracker) if event.get("event") == "bot"]
        buttons = (said[-1].get("data") or {}).get("buttons") if said else None
        if buttons:
            asks = asks_next_step(read_turn(tracker).text)
            then = "next" if asks else "without_it"
            dispatcher.utter_message(response=f"utter_general_{then}", buttons=buttons)
        else:
            say(dispatcher, "utter_general_no_form")
        return []


class ActionGoBack(Action):  # type: ignore[misc]
    """ "The one before", with no question open: of the bills just spoken of, or nothing to undo."""

    def name(self) -> str:
        return "action_go_back"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        following = same_question(read_turn(tracker), tracker)
        if following:
            return [FollowupAction(following)]
        say(dispatcher, "utter_general_no_form")
        return []


class ActionCancel(Action):  # type: ignore[misc]
    """Leave the form. What an update collected is kept until it is discarded."""

    def name(self) -> str:
        return "action_cancel"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        if turn.active_form is None and stops_last_notice(turn):
            return [FollowupAction("action_notice_settings")]
        if (said := drop_what_was_done(dispatcher, tracker, turn)) is not None:
            return said
        if turn.active_form is None and _offered(tracker):
            say(dispatcher, "utter_general_cancelled")
            return [SlotSet("offered_action", None)]
        if turn.active_form is None and _REQUEST.search(fold_text(turn.text)):
            return [FollowupAction("action_withdraw_update")]
        if turn.active_form is None:
            with transaction() as session:
                waited = give_up_place(session, turn.conversation)
            say(
                dispatcher, "utter_person_given_up" if waited else "utter_general_nothing_to_cancel"
            )
            return []
        suspended = turn.slots.get("suspended_form")
        later = speaks_of_later(turn.text)
        if turn.active_form == "identify_form" and suspended and not later:
            say(dispatcher, "utter_general_cancelled_back")
            return [SlotSet("after_identify", None), FollowupAction(suspended)]
        with reading() as session:
            left = drafts.unfinished(session, turn.conversation)
        form = suspended if turn.active_form == "identify_form" and suspended else turn.active_form
        dropped = [SlotSet("after_identify", None), SlotSet("suspended_form", None)]
        say(dispatcher, _words_of_stopping(form, left, later=later))
        return [*leave_form(turn), *dropped]


def _words_of_stopping(form: str | None, update: Draft | None, *, later: bool) -> str:
    """What is said to who stops a form; `update`: the one that is not finished."""
    kept = update is not None and bool(update.values or update.removed)
    if form == "service_form":
        return "utter_services_cancelled_kept"
    if kept and form == "update_form":
        return "utter_general_cancelled_kept"
    if later:
        return "utter_general_cancelled_till_later"
    return "utter_general_cancelled_update_waits" if kept else "utter_general_cancelled"


class ActionRepeat(Action):  # type: ignore[misc]
    """Say the last answer again. An open form repeats its question by itself."""

    def name(self) -> str:
        return "action_repeat"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        if turn.active_form:
            say(dispatcher, "utter_general_of_course")
            return []
        if asks_other_account(turn, ran_before(tracker)):  # "والثانية؟" sounds like "again"
            return [FollowupAction("action_switch_account")]
        said = [event for event in previous_turn(tracker) if event.get("event") == "bot"]
        if not said:
            say(dispatcher, "utter_general_menu")
        for event in said:
            data = event.get("data") or {}
            dispatcher.utter_message(
                text=event.get("text"),
                buttons=data.get("buttons") or [],
                image=data.get("image"),
                json_message=data.get("custom") or {},
            )
        return []


class ActionAffirm(Action):  # type: ignore[misc]
    """A yes outside a form takes up what was offered a moment ago."""

    def name(self) -> str:
        return "action_affirm"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        if offered := _offered(tracker):
            return [SlotSet("offered_action", None), FollowupAction(offered)]
        if _goes_on_after_stopping(tracker):
            return [FollowupAction("action_start_update")]
        say(dispatcher, "utter_general_what_next")
        return []


def _goes_on_after_stopping(tracker: Tracker) -> bool:
    """ "طيب كمل" right after the update was stopped with all that was given."""
    turn = read_turn(tracker)
    if "كمل" not in fold_text(turn.text) or "action_cancel" not in ran_before(tracker):
        return False
    with reading() as session:
        return drafts.unfinished(session, turn.conversation) is not None


def _offered(tracker: Tracker) -> str | None:
    """The action that a yes to the turn before would start."""
    values = [
        event.get("value")
        for event in previous_turn(tracker)
        if event.get("event") == "slot" and event.get("name") == "offered_action"
    ]
    return values[-1] if values else None


class ActionInform(Action):  # type: ignore[misc]
    """A bare value outside a form: it goes on with what was left, or says what could be done."""

    def name(self) -> str:
        return "action_inform"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        mobile = turn.metadata.get("contact_mobile")
        with transaction() as session:
            if mobile:
                share_mobile(session, turn.conversation, mobile)
            left = drafts.unfinished(session, turn.conversation)
        following = follow_up(turn, ran_before(tracker)) or _follow_value(turn, left)
        if answers_notice(turn, tracker):
            following = "action_notice_settings"
        if turn.entities and _offered(tracker) == "action_service_request":
            following = "action_service_request"  # the first answer is as good as a yes
        if following is None and (
            names_account(turn) or asks_other_account(turn, ran_before(tracker))
        ):
            following = "action_switch_account"
        if following:
            return [FollowupAction(following)]
        if mobile is None and (said := go_on(dispatcher, tracker, turn)) is not None:
            return said
        known = "utter_general_contact_thanks" if mobile else "utter_general_what_with_value"
        say(dispatcher, known)
        return []


def _follow_value(turn: Turn, left: Draft | None) -> str | None:
    """The action that a value alone asks for; `left` is an update that was left unfinished."""
    proves = turn.active_form == "identify_form"  # it leaves such values to the update
    if proves or _is_for_record(turn) or (left and _answers(turn, left)):
        return "action_start_update"
    if following := status_action(turn.entity("reference")):
        return following
    if turn.entity("account_number"):
        return "action_link_account"
    if turn.entity("month") and not turn.entity("mobile"):
        return "action_bill"
    if turn.entity("district") or turn.entity("city"):
        asked = turn.slots.get("outage_question") or {}
        return str(asked.get("action", "action_outage_status"))
    reporting = (turn.slots.get("outage_question") or {}).get("action") == REPORT
    return REPORT if reporting and named_landmark(turn.text) else None


def _is_for_record(turn: Turn) -> bool:
    """Whether the message tells who the subscriber is, not only which account is meant."""
    given = {e.name for e in turn.entities} & PERSONAL
    return "beneficiary" in given or len(given) > 1


def _answers(turn: Turn, left: Draft) -> bool:
    """Whether the message goes on with an update that was left."""
    given = {e.name for e in turn.entities} & (PERSONAL | {"account_number", "number"})
    named = next_step(left) == "name" and person_name(turn.text) is not None
    return bool(given) or named or "contact_mobile" in turn.metadata
