"""What a message means right after what was just done: a danger, a report, something recorded."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.outages_trouble import unheard_trouble
from actions.turn import Event, Turn, ran_before, say
from bot.database import transaction
from bot.facts import facts
from bot.outages.medical import needs_power_to_live
from bot.outages.reports import Answers, add_to_report, last_report
from bot.outages.scope import UNKNOWN_SCOPE, Scope, read_only_there, read_scope
from bot.text.arabizi import fold_latin, is_mainly_latin
from bot.text.danger import may_mean_danger
from bot.text.normalise import fold_text

_REPORT = "action_report_outage"
_DANGER = "action_danger"
_FILED = "action_outage_filed"
_BILL_FILE = "action_bill_pdf"
_HERE = re.compile(r"(?<!\w)(?:هنا|(?:بال|في ال)(?:محادثه|شات|دردشه))(?!\w)")
"""Where the file is wanted, after it went by e-mail."""
_REQUESTS = ("action_service_filed", "action_service_status", "action_addition_done")
_MORE_THAN_IT = re.compile(r"تحديث|اشعار|رساي|بلاغ|شكو")
_GREETS = re.compile(r"سلام|مرحب|هلا|اهل|صباح|مسا|hello|hi\b|السلام")
_NEAR = 3
"""Messages after a danger or a report that are still taken as said beside it."""
_STATUS_OF = {
    "action_complaint_recorded": "action_complaint_status",
    "action_complaint_status": "action_complaint_status",
    "action_reopen_complaint": "action_complaint_status",
    "action_service_filed": "action_service_status",
    "action_service_status": "action_service_status",
    _FILED: "action_report_status",
    "action_report_status": "action_report_status",
    "action_human": "action_human",
}
"""What was just done → what tells when it will be done."""
_SOFT = (
    r"(?:طيب|زين|اوك|اوكي|يعني|بس|تمام|خلاص|و|ان شاء الله|لو سمحت|لوسمحت|شكرا|مشكور\S*|"
    r"جزا\S+ الله \S+|الله ي\S+|يعطي\S+ العافيه|تسلم\S*)\s*"
)
_WHEN = re.compile(
    rf"(?:{_SOFT})*و?(?:متي|امتي|امتا|ايمتي|وقتيش|كم\s+(?:يوم|ياخذ|تاخذ|يطول|تطول|باقي|المده|مده|"
    r"بياخذ|بيطول|يبيله)|when|how long)(?!\w)"
)
_LONGEST_WHEN = 7


def go_on(dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn) -> list[Event] | None:
    """Take up a message that by itself says too little; None where it has to stand alone."""
    if turn.active_form is not None or turn.text.startswith("/"):
        return None
    if (status := asks_when(turn, tracker)) is not None:
        return [FollowupAction(status)]
    ran = ran_before(tracker)
    if _BILL_FILE in ran and _names_file(turn):
        return [FollowupAction(_BILL_FILE)]
    if _lately(tracker, _FILED) and (added := _add_to_report(dispatcher, turn)) is not None:
        return added
    if danger_is_near(tracker) and (turn.entity("district") or turn.entity("city")):
        return [FollowupAction(_REPORT)]  # where it is
    return stay_safe(dispatcher, tracker) or unheard_trouble(dispatcher, turn)


def _names_file(turn: Turn) -> bool:
    """Where the file is wanted, or of which other month: "وشهر 7 بعد"."""
    wanted = turn.entity("email") or turn.entity("month")
    return bool(wanted or _HERE.search(fold_text(turn.text)))


def stay_safe(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event] | None:
    """What to keep to while a danger lasts that was told of a moment ago; None without one."""
    if not danger_is_near(tracker):
        return None
    say(dispatcher, "utter_danger_stay_safe", ambulance=facts().get("safety.ambulance").text())
    return [SlotSet("offered_action", _REPORT)]


def stay_safe_unless_new(
    dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn
) -> list[Event] | None:
    """`stay_safe` to what sounds like a greeting and is none: "هو بخير الحين"."""
    plain = turn.active_form is not None or _GREETS.search(fold_text(turn.text))
    return None if plain or turn.text.startswith("/") else stay_safe(dispatcher, tracker)


def drop_what_was_done(
    dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn
) -> list[Event] | None:
    """What "ابي الغيه خلاص" means where no form is open: the request that was just sent or shown.
    "خلاص راحت الريحة" stops nothing: a danger may be there still."""
    if turn.active_form is not None:
        return None
    if may_mean_danger(turn.text) and (safe := stay_safe(dispatcher, tracker)) is not None:
        return safe
    lately = _lately(tracker, *_REQUESTS) and not _MORE_THAN_IT.search(fold_text(turn.text))
    return [FollowupAction("action_withdraw_service")] if lately else None


def danger_is_near(tracker: Any) -> bool:
    """Whether one of the last messages told of a danger, and no report was filed since."""
    return _lately(tracker, _DANGER, _FILED) == _DANGER


def _lately(tracker: Any, *actions: str) -> str | None:
    """Which of these actions ran last, within the last messages."""
    messages = 0
    for event in reversed(tracker.events):
        messages += event.get("event") == "user"
        if messages > _NEAR:
            return None
        if event.get("event") == "action" and event.get("name") in actions:
            return str(event["name"])
    return None


def asks_when(turn: Turn, tracker: Tracker) -> str | None:
    """The action that tells when: "متى يجيني الرد" right after a complaint was recorded."""
    words = fold_text(turn.text)
    words = fold_latin(words) if is_mainly_latin(words) and not words.startswith("how") else words
    if len(words.split()) > _LONGEST_WHEN or not _WHEN.match(words):
        return None
    if {"district", "city", "month", "account_number"} & {entity.name for entity in turn.entities}:
        return None
    ran = ran_before(tracker)
    return next((status for action, status in _STATUS_OF.items() if action in ran), None)


def _add_to_report(dispatcher: CollectingDispatcher, turn: Turn) -> list[Event] | None:
    """Neighbours, breaker or a patient, told after the report was filed: "والقاطع مرفوع"."""
    scope = read_scope(turn.text) or read_only_there(turn.text)
    medical = needs_power_to_live(turn.text)
    if scope in (None, UNKNOWN_SCOPE) and not medical:
        return None
    told = scope or Scope()
    answers = Answers(False, told.neighbours_out, told.breaker_tripped, medical=medical)
    with transaction() as session:
        mine = last_report(session, turn.conversation, only_open=True)
        if mine is None:
            return None
        add_to_report(session, mine.reference, answers)
    say(dispatcher, "utter_outages_added", reference=mine.reference)
    return []
