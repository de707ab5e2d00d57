"""Who is talking: linking an account, proving the contact on file, what is on record."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.accounts import MOST_BUTTONS, choices
from actions.code_words import tell_sending
from actions.gate import named_account, verified_account
from actions.identity_asides import (
    asks_where_it_is,
    back_to_suspended,
    gives_mobile_at_hand,
    gives_up_proof,
    is_for_later,
    is_lost,
    leave_for_later,
    out_of_reach_words,
    puts_off_proof,
    turns_to_update,
)
from actions.labels import label
from actions.places import asked_for_place
from actions.proof_waits import put_off_value
from actions.turn import Event, Turn, read_turn, said_before, say
from actions.update import brings_record, heard_from, is_for_waiting_update, keep_for_update
from actions.update_told import offered_update
from bot.accounts.records import on_file
from bot.accounts.tables import Account
from bot.billing.asking import wants_bill
from bot.database import reading, transaction
from bot.identity.codes import Check, Sending
from bot.identity.links import current_link, release_account
from bot.identity.login import (
    LoginStep,
    answer_login_code,
    awaits_code,
    code_valid_until,
    ensure_code,
    login_step,
    name_account,
    send_login_code,
    share_mobile,
)
from bot.identity.mine import my_accounts
from bot.identity.tables import LinkLevel
from bot.identity.wrong_numbers import why_no_account
from bot.rendering.words import hour_words, mobile_words
from bot.text.code_talk import may_be_code, says_code_came, withholds_code
from bot.text.code_time import asks_code_time
from bot.text.mobile_holders import is_out_of_reach
from bot.text.no_account import has_no_account
from bot.text.skipping import declines
from bot.transcripts.masking import mask_text
from bot.updates.proof import take_other_code
from bot.updates.steering import wants_code_again

ANSWERS = frozenset(
    {
        "inform",
        "nlu_fallback",
        "link_account",
        "resend_code",
        "affirm",
        "deny",
        "skip",
        "go_back",
        "correct_detail",
    }
)
UNLIKELY = 0.85
"""A stray topic below this is rather an answer that was not understood."""
SLOTS = {LoginStep.ACCOUNT: "login_account", LoginStep.CODE: "login_code", LoginStep.DONE: None}
MISSES_BEFORE_A_PERSON = 3


class ValidateIdentifyForm(Action):  # type: ignore[misc]
    """Drives `identify_form`."""

    def name(self) -> str:
        return "validate_identify_form"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        fresh = turn.is_new_message  # opened by an action, or back from a digression: just ask
        if fresh and gives_up_proof(turn):
            return back_to_suspended(dispatcher)
        if fresh and puts_off_proof(turn):
            return leave_for_later(dispatcher)
        if fresh and gives_mobile_at_hand(turn, said_before(tracker)):
            return []  # the update takes it
        if fresh and turn.requested_slot == "login_code" and is_out_of_reach(turn.text):
            say(dispatcher, out_of_reach_words(turn.text))
            return [SlotSet("requested_slot", turn.requested_slot), SlotSet("login_misses", 0)]
        if fresh and is_for_later(turn):
            kept = put_off_value(dispatcher, turn)
            return [SlotSet("requested_slot", turn.requested_slot), kept]
        if fresh and not _is_for_login(turn):
            return []
        with transaction() as session:
            good = _hear(session, dispatcher, tracker, turn) if fresh else True
            step = login_step(session, turn.conversation)
            if step is LoginStep.CODE:
                sending = ensure_code(session, turn.conversation, turn.message_key)
                tell_sending(dispatcher, tracker, sending)
            awaits = step is not LoginStep.CODE or awaits_code(session, turn.conversation)
        if not good and is_lost(turn):
            return back_to_suspended(dispatcher)
        if not awaits:  # none goes out this hour: asking for one leads nowhere
            return [SlotSet("requested_slot", None), SlotSet("login_misses", 0)]
        return [SlotSet("requested_slot", SLOTS[step]), _count_misses(dispatcher, turn, good)]


def _is_for_login(turn: Turn) -> bool:
    """Whether the proof takes this message; else the message's own topic answers it."""
    if turns_to_update(turn):
        return False
    if "contact_mobile" in turn.metadata or turn.intent in ANSWERS or asks_where_it_is(turn):
        return True
    of_code = wants_code_again(turn.text) or asks_code_time(turn.text)
    of_code = of_code or says_code_came(turn.text)
    if turn.requested_slot == "login_code" and of_code:
        return True
    if turn.intent == "out_of_scope" and turn.confidence < UNLIKELY:
        return True
    if is_for_waiting_update(turn):
        return True
    digits = turn.entity("number") or ""
    return turn.requested_slot == "login_code" and len(digits) == 6 and len(turn.text.split()) <= 6


def _hear(session: Session, dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn) -> bool:
    """Take what the message gives; False when it gave nothing usable."""
    if "contact_mobile" in turn.metadata:
        numbers = share_mobile(session, turn.conversation, turn.metadata["contact_mobile"])
        if not numbers:
            say(dispatcher, "utter_identity_mobile_not_on_file")
        return True
    number = named_account(session, turn)
    if number:
        name_account(session, turn.conversation, number)
        return True
    if keep_for_update(session, dispatcher, turn):
        return True
    if turn.requested_slot == "login_code":
        return _hear_code(session, dispatcher, tracker, turn)
    digits = turn.entity("number") or turn.entity("national_id")
    if turn.entity("mobile"):
        say(dispatcher, "utter_identity_mobile_is_not_account")
    elif digits:
        key, values = why_no_account(digits, turn.text)
        say(dispatcher, key, **values)
    else:
        where = "utter_identity_where_is_account_number"
        say(dispatcher, "utter_update_no_account" if has_no_account(turn.text) else where)
    return False


def _hear_code(
    session: Session, dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn
) -> bool:
    if asks_where_it_is(turn):
        say(dispatcher, "utter_identity_code_help")
        return True
    ends = code_valid_until(session, turn.conversation) if asks_code_time(turn.text) else None
    if ends is not None:
        say(dispatcher, "utter_identity_code_lasts", time=hour_words(ends))
        return True
    if withholds_code(turn.text):
        say(dispatcher, "utter_identity_code_withheld")
        return True
    if says_code_came(turn.text):
        say(dispatcher, "utter_identity_code_came")
        return True
    if turn.intent == "resend_code" or wants_code_again(turn.text):
        result = send_login_code(session, turn.conversation, turn.message_key)
        live = awaits_code(session, turn.conversation)
        if result.sending is not Sending.LIMIT or live:  # without one, it is told below
            tell_sending(dispatcher, tracker, result, again=True, live=live)
        return True
    digits = turn.entity("number")
    if not digits or not may_be_code(turn.text, digits):
        refused = turn.intent in ("deny", "skip") or declines(turn.text)
        say(dispatcher, "utter_identity_code_elsewhere" if refused else "utter_identity_code_help")
        return False
    check = answer_login_code(session, turn.conversation, digits, turn.message_key)
    if check is Check.RIGHT:
        return True
    if (key := take_other_code(session, heard_from(turn))) is not None:
        say(dispatcher, key)
        return True
    say(dispatcher, f"utter_identity_code_{check.value}")
    return False


class ActionAskLoginAccount(Action):  # type: ignore[misc]
    """Ask for the account; several of one proved mobile are one tap away."""

    def name(self) -> str:
        return "action_ask_login_account"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        with reading() as session:
            mine = my_accounts(session, tracker.sender_id)
        buttons = choices(mine, "inform")
        if len(mine) > MOST_BUTTONS:  # the others are named by their ends
            dispatcher.utter_message(
                response="utter_accounts_which_many", buttons=buttons, count=str(len(mine))
            )
        elif len(buttons) > 1:
            dispatcher.utter_message(response="utter_identity_choose_account", buttons=buttons)
        else:
            say(dispatcher, "utter_identity_ask_account")
        return []


def _count_misses(dispatcher: CollectingDispatcher, turn: Turn, good: bool) -> Event:
    misses = 0 if good else int(turn.slots.get("login_misses") or 0) + 1
    if misses >= MISSES_BEFORE_A_PERSON:
        say(dispatcher, "utter_identity_offer_person")
        misses = 0
    event: Event = SlotSet("login_misses", misses)
    return event


class ActionAfterIdentify(Action):  # type: ignore[misc]
    """Go on with what was asked before the proof."""

    def name(self) -> str:
        return "action_after_identify"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        with reading() as session:
            link = current_link(session, tracker.sender_id)
            proved = link is not None and link.level == LinkLevel.VERIFIED
            account = link.called if link else ""
        waiting = tracker.get_slot("after_identify")
        if not proved:  # it was given up, or no code goes out this hour: both were said
            behind = tracker.get_slot("suspended_form")
            return [SlotSet("after_identify", None), *([FollowupAction(behind)] if behind else [])]
        if waiting:
            say(dispatcher, "utter_identity_verified_go_on")
            return [SlotSet("after_identify", None), FollowupAction(waiting)]
        say(dispatcher, "utter_identity_verified", account=account)
        return []


class ActionLinkAccount(Action):  # type: ignore[misc]
    """Name, change or add an account, and prove it."""

    def name(self) -> str:
        return "action_link_account"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        if turn.active_form is None and (brings_record(turn) or offered_update(tracker)):
            return [FollowupAction("action_start_update")]
        number = turn.entity("account_number")
        wanted = "action_bill" if wants_bill(turn.text) else None
        asked = asked_for_place(tracker) if turn.active_form is None else None
        if number is not None and wanted is None and asked is not None:
            return [FollowupAction(asked)]  # where power is off: nothing to prove
        if number is None and turn.active_form is None and has_no_account(turn.text):
            say(dispatcher, "utter_update_no_account")
            return []
        with transaction() as session:
            if number is None:
                release_account(session, turn.conversation)
                return [SlotSet("after_identify", wanted), FollowupAction("identify_form")]
            step = name_account(session, turn.conversation, number)
        if step is not LoginStep.DONE:
            return [SlotSet("after_identify", wanted), FollowupAction("identify_form")]
        if wanted is not None:
            return [FollowupAction(wanted)]
        say(dispatcher, "utter_identity_verified", account=number)
        return []


class ActionResendCode(Action):  # type: ignore[misc]
    """A code is wanted again although no form waits for one."""

    def name(self) -> str:
        return "action_resend_code"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        place = "_in_form" if read_turn(tracker).active_form else ""
        say(dispatcher, f"utter_identity_no_code_wanted{place}")
        return []


class ActionMyRecord(Action):  # type: ignore[misc]
    """What is on record for the linked account."""

    def name(self) -> str:
        return "action_my_record"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        account_id, events = verified_account(turn, then=self.name(), dispatcher=dispatcher)
        if account_id is None:
            return events
        with reading() as session:
            link = current_link(session, turn.conversation)
            if link is None or not link.may_update:
                say(dispatcher, "utter_accounts_lent_no_record")
                return []
            account = session.get(Account, account_id)
            rows = _record_rows(account)
            number = account.number
        card = {"title": label("words", "summary"), "rows": rows}
        dispatcher.utter_message(
            response="utter_identity_record", account=number, json_message={"card": card}
        )
        return []


def _record_rows(account: Account) -> list[list[str | None]]:
    values = on_file(account)
    shown = {
        "beneficiary": label("beneficiary", account.beneficiary_kind),
        "name": values.get("name"),
        "identity": mask_text(values["identity"]) if "identity" in values else None,
        "mobile": mobile_words(values["mobile"]) if "mobile" in values else None,
        "email": values.get("email"),
        "notice_channel": label("notice_channel", values["notice_channel"]),
    }
    missing = label("words", "not_given")
    return [[label("fields", field), value or missing, None] for field, value in shown.items()]
