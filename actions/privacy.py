"""My data: what is kept and why, a copy, forgetting it, taking consent back."""

from __future__ import annotations

import re

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.gate import verified_account
from actions.labels import label
from actions.turn import Event, Turn, read_turn, say
from bot.clock import RIYADH
from bot.database import reading, transaction
from bot.facts import facts
from bot.notices.choices import choose
from bot.notices.people import person_of as notice_person
from bot.notices.tables import NoticeKind
from bot.privacy.holdings import inventory, person_of
from bot.privacy.links import link_of
from bot.privacy.requests import forget, own_request, record_request
from bot.privacy.tables import PrivacyKind
from bot.rendering.words import date_words
from bot.text.normalise import fold_text

_COPY = re.compile(r"نسخه|حمل|تحميل|نزل|تنزيل|ملف|ارسل|export|download|copy")
_CONFIRMED = "yes"


class ActionMyData(Action):  # type: ignore[misc]
    """All that is kept, group by group; or a copy of it; or how a request about it stands."""

    def name(self) -> str:
        return "action_my_data"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        if (turn.entity("reference") or "").startswith("P"):
            _say_status(dispatcher, turn)
            return []
        wants_copy = turn.entity("privacy") == "copy" or (
            turn.intent == "my_data" and bool(_COPY.search(fold_text(turn.text)))
        )
        if wants_copy:
            return _send_copy(dispatcher, turn)
        account_id, proof = verified_account(turn, then=self.name(), dispatcher=dispatcher)
        if account_id is None:
            return proof
        with reading() as session:
            groups = inventory(session, person_of(session, turn.conversation))
        rows = [
            [f"{group.title} ({group.count:,})", f"{group.why}. {group.long}.", None]
            for group in groups
        ]
        card = {"title": label("privacy", "title"), "rows": rows}
        dispatcher.utter_message(
            response="utter_privacy_my_data",
            json_message={"card": card},
            law=facts().get("privacy.law").text(),
        )
        return []


def _say_status(dispatcher: CollectingDispatcher, turn: Turn) -> None:
    with reading() as session:
        found = own_request(session, turn.conversation, turn.entity("reference") or "")
    if found is None:
        say(dispatcher, "utter_privacy_unknown_request")
        return
    say(
        dispatcher,
        f"utter_privacy_status_{found.state}",
        reference=found.reference,
        date=date_words(found.created_at.astimezone(RIYADH).date()),
        answer=found.answer or "",
    )


class ActionDataCopy(Action):  # type: ignore[misc]
    """A link to everything that is kept, good for half an hour."""

    def name(self) -> str:
        return "action_data_copy"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        return _send_copy(dispatcher, read_turn(tracker))


def _send_copy(dispatcher: CollectingDispatcher, turn: Turn) -> list[Event]:
    account_id, proof = verified_account(turn, then="action_data_copy", dispatcher=dispatcher)
    if account_id is None:
        return proof
    with transaction() as session:
        person = person_of(session, turn.conversation)
        request = record_request(session, person, PrivacyKind.COPY, turn.message_key)
        url = link_of(request)
    say(dispatcher, "utter_privacy_copy", url=url, reference=request.reference)
    return []


class ActionForgetMe(Action):  # type: ignore[misc]
    """What would go, what must stay and why; after a yes it is done and has a reference."""

    def name(self) -> str:
        return "action_forget_me"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        account_id, proof = verified_account(turn, then=self.name(), dispatcher=dispatcher)
        if account_id is None:
            return proof
        # A yes counts only as the button's or right after the question: "امسحها" alone asks again.
        confirmed = turn.intent == "affirm" or turn.entity("privacy") == _CONFIRMED
        with transaction() as session:
            request = forget(session, turn.conversation, turn.message_key) if confirmed else None
        if request is None:
            years = str(facts().get("privacy.invoice_years").number())
            say(dispatcher, "utter_privacy_forget_sure", years=years)
            return [SlotSet("offered_action", self.name())]
        say(
            dispatcher,
            "utter_privacy_forgotten",
            reference=request.reference,
            days=str(facts().get("privacy.answer_days").number()),
        )
        return [SlotSet("offered_action", None), SlotSet("after_identify", None)]


class ActionWithdrawConsent(Action):  # type: ignore[misc]
    """What only rests on consent stops; what the service needs is explained."""

    def name(self) -> str:
        return "action_withdraw_consent"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        account_id, proof = verified_account(turn, then=self.name(), dispatcher=dispatcher)
        if account_id is None:
            return proof
        with transaction() as session:
            choose(
                session,
                notice_person(session, account_id, turn.conversation),
                NoticeKind.AWARENESS,
                wanted=False,
                routes=(),
                actor=turn.conversation,
            )
            person = person_of(session, turn.conversation)
            request = record_request(session, person, PrivacyKind.CONSENT, turn.message_key)
        say(dispatcher, "utter_privacy_consent_withdrawn", reference=request.reference)
        return []
