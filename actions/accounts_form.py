"""Questions about accounts that take several messages: a name, an invitation, a guest's code."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.accounts_share import only_right, read_right
from actions.labels import label
from actions.turn import Event, Turn, read_turn, say
from bot.database import transaction
from bot.identity.links import current_link
from bot.identity.mine import rename
from bot.identity.sharing import Inviting, accept, invite
from bot.identity.tables import ShareRight
from bot.rendering.words import mobile_words
from bot.text.account_names import clean_name, name_given
from bot.text.answers import yes_no
from bot.text.digits import to_mobile
from bot.text.part_right import mend_digits

Draft = dict[str, Any]
PREFIX = "accounts_"
_ANSWERS = frozenset(
    {
        "inform",
        "nlu_fallback",
        "affirm",
        "deny",
        "skip",
        "correct_detail",
        "change_contact",
        "resend_code",
        "share_account",
    }
)
_NAMES = _ANSWERS | {"rename_account", "switch_account", "link_account", "out_of_scope"}
_OF_RIGHTS = frozenset({"right", "confirm"})
_OF_MOBILES = frozenset({"mobile", "guest_mobile", "confirm"})
_UNLIKELY = 0.85
MISSES_BEFORE_A_PERSON = 3


def next_question(draft: Draft) -> str | None:
    """What is still to be asked, as the end of a slot's name; None: all is there."""
    if draft.get("done"):
        return None
    if draft["mode"] == "name":
        return "name"
    if draft["mode"] == "accept":
        return "guest_mobile" if not draft.get("mobile") else "code"
    if not draft.get("mobile"):
        return "mobile"
    return "confirm" if draft.get("right") else "right"


class ValidateAccountsForm(Action):  # type: ignore[misc]
    """Drives `accounts_form`."""

    def name(self) -> str:
        return "validate_accounts_form"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        draft: Draft = dict(turn.slots.get("accounts_draft") or {"mode": "name", "done": True})
        question = next_question(draft)
        if turn.is_new_message and question is not None:
            if not _is_answer(turn, question):
                return []
            with transaction() as session:
                good = _hear(session, dispatcher, turn, draft, question)
            draft["misses"] = 0 if good else int(draft.get("misses", 0)) + 1
            if draft["misses"] >= MISSES_BEFORE_A_PERSON:
                say(dispatcher, "utter_identity_offer_person")
                draft["misses"] = 0
        elif draft.get("code") and draft["mode"] == "accept" and draft.get("mobile"):
            with transaction() as session:
                _hear_code(session, dispatcher, turn, draft, draft.pop("code"))
        following = next_question(draft)
        events = [
            SlotSet("accounts_draft", draft),
            SlotSet("requested_slot", f"{PREFIX}{following}" if following else None),
        ]
        if question in _OF_RIGHTS and only_right(turn.text):
            events.append(SlotSet("taken_whole", turn.message_key))
        return events


def _is_answer(turn: Turn, question: str) -> bool:
    """Whether the form takes this message; else its own topic answers it."""
    if question == "name":
        likely = turn.intent in _NAMES or turn.confidence < _UNLIKELY
        named = turn.entity("account_name") or name_given(turn.text)
        return bool(named) or (likely and turn.intent != "danger")
    if turn.intent in _ANSWERS or (turn.intent == "out_of_scope" and turn.confidence < _UNLIKELY):
        return True
    if question in _OF_RIGHTS and only_right(turn.text):
        return turn.intent != "danger"
    return bool(question in _OF_MOBILES and turn.entity("mobile"))


def _hear(
    session: Session, dispatcher: CollectingDispatcher, turn: Turn, draft: Draft, question: str
) -> bool:
    """Take what the message gives; False when it gave nothing."""
    if question == "name":
        return _hear_name(session, dispatcher, turn, draft)
    if question.endswith("mobile"):
        return _hear_mobile(session, dispatcher, turn, draft)
    if question == "right":
        return _hear_right(dispatcher, turn, draft)
    if question == "code":
        return _hear_code(session, dispatcher, turn, draft, turn.entity("number") or "")
    return _hear_confirmation(session, dispatcher, turn, draft)


def _hear_name(
    session: Session, dispatcher: CollectingDispatcher, turn: Turn, draft: Draft
) -> bool:
    given = name_given(turn.text)
    name = turn.entity("account_name") or (given.name if given else clean_name(turn.text))
    if turn.intent in ("deny", "skip") and not given:
        say(dispatcher, "utter_accounts_not_named")
        draft["done"] = True
        return True
    if name is None:
        say(dispatcher, "utter_accounts_bad_name")
        return False
    if not rename(session, turn.conversation, draft["account"], name):
        say(dispatcher, "utter_accounts_name_taken", name=name)
        return False
    say(dispatcher, "utter_accounts_named", name=name, number=draft["account"])
    draft["done"] = True
    return True


def _hear_mobile(
    session: Session, dispatcher: CollectingDispatcher, turn: Turn, draft: Draft
) -> bool:
    mobile = turn.metadata.get("contact_mobile") or turn.entity("mobile")
    if mobile is None:
        say(dispatcher, "utter_accounts_help_mobile")
        return False
    draft["mobile"] = mobile
    if draft["mode"] == "invite":
        right = read_right(turn.text)
        draft["right"] = right.value if right else draft.get("right")
    elif draft.get("code"):
        return _hear_code(session, dispatcher, turn, draft, draft.pop("code"))
    return True


def _hear_right(dispatcher: CollectingDispatcher, turn: Turn, draft: Draft) -> bool:
    chosen = turn.entity("share_right")
    right = ShareRight(chosen) if chosen in list(ShareRight) else read_right(turn.text)
    if right is None:
        say(dispatcher, "utter_accounts_help_right")
        return False
    draft["right"] = right.value
    return True


def _hear_code(
    session: Session, dispatcher: CollectingDispatcher, turn: Turn, draft: Draft, digits: str
) -> bool:
    if len(digits) != 6:
        say(dispatcher, "utter_accounts_help_code")
        return False
    share = accept(session, turn.conversation, draft["mobile"], digits, turn.message_key)
    if share is None:
        say(dispatcher, "utter_accounts_code_bad")
        return False
    link = current_link(session, turn.conversation)
    say(
        dispatcher,
        "utter_accounts_accepted",
        account=link.called if link else "",
        right=label("share_right", share.share_right),
    )
    draft["done"] = True
    return True


def _put_right(text: str, mobile: str) -> str | None:
    """The mobile with the digits that the message puts right ("لا آخره 78"), or None."""
    mended = mend_digits(text, f"0{mobile[-9:]}")
    return to_mobile(mended) if mended else None


def _hear_confirmation(
    session: Session, dispatcher: CollectingDispatcher, turn: Turn, draft: Draft
) -> bool:
    mobile, right = turn.entity("mobile"), read_right(turn.text)
    mobile = mobile or _put_right(turn.text, draft["mobile"])
    if mobile or right:
        draft["mobile"] = mobile or draft["mobile"]
        draft["right"] = right.value if right else draft["right"]
        return True
    answer = yes_no(turn.text)
    if turn.intent == "deny" or answer is False:
        say(dispatcher, "utter_accounts_not_shared")
        draft["done"] = True
        return True
    if turn.intent != "affirm" and answer is not True:
        say(dispatcher, "utter_accounts_help_confirm")
        return False
    result = invite(
        session,
        turn.conversation,
        draft["account_id"],
        draft["mobile"],
        ShareRight(draft["right"]),
        turn.message_key,
    )
    say(
        dispatcher,
        f"utter_accounts_share_{result.value}",
        mobile=mobile_words(draft["mobile"]),
        right=label("share_right", draft["right"]),
    )
    draft["done"] = result is not Inviting.OWN
    if result is Inviting.OWN:
        draft["mobile"] = None
    return True


class ActionAskAccountsConfirm(Action):  # type: ignore[misc]
    """Read the invitation back before it goes out."""

    def name(self) -> str:
        return "action_ask_accounts_confirm"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        draft = read_turn(tracker).slots["accounts_draft"]
        say(
            dispatcher,
            "utter_accounts_confirm_share",
            account=draft["called"],
            mobile=mobile_words(draft["mobile"]),
            right=label("share_right", draft["right"]),
        )
        return []


class ActionAccountsDone(Action):  # type: ignore[misc]
    """The form is finished: nothing of it is kept."""

    def name(self) -> str:
        return "action_accounts_done"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        return [SlotSet("accounts_draft", None)]
