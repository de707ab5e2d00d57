"""A person rings: the time, the number, and what it is about."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.labels import has_label, label
from actions.turn import Event, Turn, read_turn, say
from bot.clock import RIYADH, now
from bot.database import reading, transaction
from bot.facts import facts
from bot.identity.login import proved_mobile
from bot.person.calls import book, cancel, nearest, waiting
from bot.rendering.words import hour_words, mask_mobile, mobile_words, time_words
from bot.text.answers import yes_no
from bot.text.call_times import is_only_time, read_call_time
from bot.text.normalise import fold_text
from bot.transcripts.summary import last_wishes
from bot.updates import draft as drafts

FORM = "call_form"
PREFIX = "call_"
Draft = dict[str, Any]
_CANCEL = re.compile(
    r"الغ|لا تتصل|لا تكلم|ما (?:عاد )?(?:يحتاج|ابي|ابغ)|ماله داعي|بدون اتصال|cancel"
)
_WHEN = re.compile(r"متي|ما (?:اتصل|كلم|جاني)|محد (?:اتصل|كلم)|ما حد|تاخر|وينكم|when")
_ANSWERS = frozenset(
    {"inform", "nlu_fallback", "affirm", "deny", "skip", "correct_detail", "change_contact",
     "call_back", "go_back"}
)  # fmt: skip
_UNLIKELY = 0.85
SHORT = 5
"""Words of a message that can be nothing but a time."""
MISSES_BEFORE_A_PERSON = 3


class ActionCallBack(Action):  # type: ignore[misc]
    """Ring me: begin, say when the call is, or take it back."""

    def name(self) -> str:
        return "action_call_back"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        folded = fold_text(turn.text)
        if turn.entity("call") == "cancel" or _CANCEL.search(folded):
            _cancel(dispatcher, turn)
            return []
        with reading() as session:
            open_call = waiting(session, turn.conversation)
            known = proved_mobile(session, turn.conversation)
        if open_call is not None and _WHEN.search(folded):
            say(dispatcher, "utter_person_call_waits", **_call_values(open_call))
            return []
        draft: Draft = {"mobile": None, "proved": known}
        _take_time(draft, turn.text, bare=False, changed=open_call.at if open_call else None)
        draft["mobile"] = turn.entity("mobile") or (open_call.mobile if open_call else known)
        return [SlotSet("call_draft", draft), FollowupAction(FORM)]


def _cancel(dispatcher: CollectingDispatcher, turn: Turn) -> None:
    with transaction() as session:
        cancelled = cancel(session, turn.conversation)
    say(dispatcher, "utter_person_call_cancelled" if cancelled else "utter_person_no_call")


def _call_values(call: Any) -> dict[str, str]:
    return {"at": time_words(call.at), "mobile": mask_mobile(call.mobile)}


def _take_time(draft: Draft, text: str, *, bare: bool, changed: datetime | None = None) -> bool:
    """Note the time that the text names; `changed`: what was agreed, or proposed, before."""
    moment, before = now().astimezone(RIYADH), changed and changed.astimezone(RIYADH)
    bare = bare or (before is not None and is_only_time(text, moment))
    wanted = read_call_time(text, moment, bare=bare, changed=before)
    if wanted is None:
        return False
    slot = nearest(wanted)
    draft["at"], draft["as_wanted"] = slot.at.isoformat(), slot.as_wanted
    return True


def next_question(draft: Draft) -> str | None:
    """End of the slot's name of what is asked next; None: finished."""
    if draft.get("done"):
        return None
    if not draft.get("at"):
        return "time"
    return "confirm" if draft.get("mobile") else "mobile"


class ValidateCallForm(Action):  # type: ignore[misc]
    """Drives `call_form`."""

    def name(self) -> str:
        return "validate_call_form"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        draft: Draft = dict(turn.slots.get("call_draft") or {"done": True})
        question = next_question(draft)
        if turn.is_new_message and question is not None:
            if not _is_answer(turn, question):
                return []
            _count(dispatcher, draft, _hear(dispatcher, turn, draft, question))
        following = next_question(draft)
        return [
            SlotSet("call_draft", draft),
            SlotSet("requested_slot", f"{PREFIX}{following}" if following else None),
        ]


def _is_answer(turn: Turn, question: str) -> bool:
    """Whether the form takes this message; else its own topic answers it."""
    if turn.intent in _ANSWERS or (turn.intent == "out_of_scope" and turn.confidence < _UNLIKELY):
        return True
    if turn.intent in ("danger", "human"):
        return False
    # "بكرة الصبح" is an answer whatever the classifier took it for, at any of the questions.
    moment, bare = now().astimezone(RIYADH), question == "time"
    short = len(turn.text.split()) <= SHORT
    only = turn.entity("mobile") is None and is_only_time(turn.text, moment)
    if only or (short and read_call_time(turn.text, moment, bare=bare) is not None):
        return True
    return turn.entity("mobile") is not None


def _count(dispatcher: CollectingDispatcher, draft: Draft, good: bool) -> None:
    draft["misses"] = 0 if good else int(draft.get("misses", 0)) + 1
    if draft["misses"] >= MISSES_BEFORE_A_PERSON:
        say(dispatcher, "utter_identity_offer_person")
        draft["misses"] = 0


def _hear(dispatcher: CollectingDispatcher, turn: Turn, draft: Draft, question: str) -> bool:
    """Take what the message gives; False when it gave nothing."""
    if turn.intent == "call_back" and _CANCEL.search(fold_text(turn.text)):
        _cancel(dispatcher, turn)
        draft["done"] = True
        return True
    mobile = turn.metadata.get("contact_mobile") or turn.entity("mobile")
    before = datetime.fromisoformat(draft["at"]) if question == "confirm" else None
    bare = question == "time" and mobile is None
    heard = _take_time(draft, turn.text, bare=bare, changed=before)
    draft["mobile"] = mobile or draft.get("mobile")
    if heard or mobile:
        return True
    if question == "confirm":
        return _hear_confirmation(dispatcher, turn, draft)
    say(dispatcher, f"utter_person_help_{question}")
    return False


def _hear_confirmation(dispatcher: CollectingDispatcher, turn: Turn, draft: Draft) -> bool:
    answer = yes_no(turn.text)
    if turn.intent == "change_contact":
        draft["mobile"] = None
        return True
    refuses = turn.intent in ("deny", "go_back", "correct_detail")
    if answer is False or (answer is None and refuses):
        draft["at"] = None
        return True
    if turn.intent != "affirm" and answer is not True:
        say(dispatcher, "utter_person_help_confirm")
        return False
    with transaction() as session:
        call = book(
            session,
            turn.conversation,
            draft["mobile"],
            datetime.fromisoformat(draft["at"]),
            matter(session, turn.conversation),
            turn.message_key,
        )
        values = _call_values(call)
    say(dispatcher, "utter_person_call_booked", **values)
    draft["done"] = True
    return True


def matter(session: Session, conversation: str, typed: str = "") -> str:
    """For the clerk: what was said last, and what an unfinished update has collected."""
    lines = [*last_wishes(session, conversation), typed]
    left = drafts.unfinished(session, conversation)
    if left is not None:
        fields = [label("fields", name) for name in left.values if has_label("fields", name)]
        lines.append(label("person", "collected").format(fields="، ".join(fields)))
    return "\n".join(dict.fromkeys(line for line in lines if line))


class ActionAskCallConfirm(Action):  # type: ignore[misc]
    """Read time and number back; outside the clerks' hours, say which they are."""

    def name(self) -> str:
        return "action_ask_call_confirm"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        draft = read_turn(tracker).slots["call_draft"]
        at = datetime.fromisoformat(draft["at"])
        hours = facts().get("company.clerk_hours").value
        day = at.astimezone(RIYADH)
        proved = draft["mobile"] == draft.get("proved")
        say(
            dispatcher,
            "utter_person_confirm" if draft.get("as_wanted") else "utter_person_confirm_nearest",
            at=time_words(at),
            mobile=mask_mobile(draft["mobile"]) if proved else mobile_words(draft["mobile"]),
            opens=hour_words(day.replace(hour=hours["from"], minute=0)),
            closes=hour_words(day.replace(hour=hours["to"], minute=0)),
        )
        return []


class ActionCallDone(Action):  # type: ignore[misc]
    """The form is finished: nothing of it is kept."""

    def name(self) -> str:
        return "action_call_done"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        return [SlotSet("call_draft", None)]
