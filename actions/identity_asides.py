"""What is said beside the proof: data for the record, "where is it"."""

from __future__ import annotations

import re

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Event, Turn, say
from bot.text.answers import yes_no
from bot.text.given_names import is_surely_name
from bot.text.later import speaks_of_later
from bot.text.mobile_holders import is_out_of_reach, is_with_another
from bot.text.normalise import fold_text
from bot.text.skipping import declines
from bot.updates.explaining import asks_where
from bot.updates.names import tells_name
from bot.updates.steering import wants_code_again

_CHANGING = frozenset({"correct_detail", "change_contact"})
_TELLING = _CHANGING | {"inform"}
_RECORD = ("beneficiary", "email", "national_id")
_PAPERS = frozenset({"deed", "ejar", "ejar_end"})
_LOST = frozenset({"menu", "nlu_fallback", "inform", "out_of_scope", "repeat", "resend_code"})
"""What "وين القاه" is taken for while an account or a code is asked for."""
_LEAVES = frozenset({"cancel", "goodbye", "human", "danger"})
"""These leave more than the proof, or have an answer of their own: "خلاص كمل بكرة"."""
_WHERE_WORDS = 5
_OUT_OF_REACH = {
    True: "utter_identity_code_with_another",
    False: "utter_identity_code_elsewhere",
}
"""Said to who cannot get the code: whether somebody else holds the mobile."""
_NUMBER = re.compile(r"(?<!\S)\S*(?:رقم|حساب|رمز|كود|number|code)\S*")


def asks_where_it_is(turn: Turn) -> bool:
    """Whether the message asks where the number or the code that is asked for is found."""
    short = len(turn.text.split()) <= _WHERE_WORDS and asks_where(turn.text)
    return short and (turn.intent in _LOST or bool(_NUMBER.search(fold_text(turn.text))))


def out_of_reach_words(text: str) -> str:
    """What is said to who cannot get the code on the registered mobile."""
    return _OUT_OF_REACH[is_with_another(text)]


def gives_mobile_at_hand(turn: Turn, said: set[str | None]) -> bool:
    """Whether the message gives the mobile that is at hand instead of the registered one; `said`:
    the responses of the turn before."""
    if turn.requested_slot != "login_code" or turn.entity("mobile") is None:
        return False
    return is_out_of_reach(turn.text) or bool(said & set(_OUT_OF_REACH.values()))


def gives_up_proof(turn: Turn) -> bool:
    """Whether a proof in the middle of another form is refused or impossible: "لا", "مافي"."""
    if not turn.slots.get("suspended_form") or turn.entities or wants_code_again(turn.text):
        return False
    if turn.intent in _LEAVES:
        return False
    # Who names a matter of their own wants it: "ابي موظف مرة ثانية" puts nothing off.
    refuses = turn.intent in _LOST and declines(turn.text)
    return turn.intent in ("deny", "skip") or yes_no(turn.text) is False or refuses


def puts_off_proof(turn: Turn) -> bool:
    """Whether a proof behind which no form waits is left for another time: "خله بعدين"."""
    if turn.slots.get("suspended_form") or turn.entities or turn.intent in _LEAVES:
        return False
    if wants_code_again(turn.text):
        return False  # "ارسله مرة ثانية"
    return declines(turn.text) and speaks_of_later(turn.text)


def is_lost(turn: Turn) -> bool:
    """Whether words that are no code come a second time while another form waits behind it."""
    return bool(
        turn.slots.get("suspended_form")
        and turn.slots.get("login_misses")
        and turn.entity("number") is None
    )


def back_to_suspended(dispatcher: CollectingDispatcher) -> list[Event]:
    """Leave the proof and what it was for: the form that was open before goes on."""
    say(dispatcher, "utter_general_cancelled_back")
    return _dropped()


def leave_for_later(dispatcher: CollectingDispatcher) -> list[Event]:
    """Leave the proof and what it was for, to be asked again whenever it suits."""
    say(dispatcher, "utter_general_cancelled_till_later")
    return [*_dropped(), SlotSet("also_asked", None)]


def _dropped() -> list[Event]:
    return [SlotSet(name, None) for name in ("requested_slot", "after_identify", "login_misses")]


def gives_record(turn: Turn) -> bool:
    """Whether the message tells who the subscriber is, or corrects what is on record."""
    fields = {e.value for e in turn.entities if e.name == "field"} - {"account"}
    given = any(turn.entity(kind) for kind in _RECORD)
    given = given or (turn.requested_slot == "login_code" and turn.entity("mobile") is not None)
    paper = fields & _PAPERS and (turn.entity("number") or turn.entity("date"))
    given = given or bool(paper) or turn.entity("date") is not None
    changes = turn.intent in _CHANGING and bool(fields or turn.entity("mobile"))
    return given or changes or is_surely_name(turn.text) or tells_name(turn.text)


def turns_to_update(turn: Turn) -> bool:
    """Whether the proof, which waits for nothing in particular, is left for the data update."""
    waits = turn.slots.get("after_identify") or turn.slots.get("suspended_form")
    return not waits and gives_record(turn)


def is_for_later(turn: Turn) -> bool:
    """Whether the message tells or corrects the record while the proof is for another answer."""
    waits = turn.slots.get("after_identify") and not turn.slots.get("suspended_form")
    telling = turn.intent in _TELLING or tells_name(turn.text)
    if turn.intent == "inform" and turn.entity("national_id"):
        telling = turn.requested_slot == "login_code"  # else a number that is no account's
    return bool(waits) and telling and gives_record(turn)
