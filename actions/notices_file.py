"""The bill as a file: in the chat, or to the e-mail address on file."""

from __future__ import annotations

from datetime import date

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.billing import asked_month, with_account
from actions.turn import Event, Turn, read_turn, say
from bot.accounts.records import primary_contact
from bot.accounts.tables import Account, ContactKind
from bot.billing.bills import BillNotFound, BillView, bill_of_month, current_bill
from bot.database import transaction
from bot.delivery.documents import bill_reference
from bot.delivery.outbox import send_email
from bot.delivery.texts import text
from bot.notices.hearing import is_lasting, names_own_papers, read_wish
from bot.rendering.words import money, month_words
from bot.transcripts.masking import mask_text

_MOST_FILES = 3
"""Bills that one message may ask for."""


class ActionBillPdf(Action):  # type: ignore[misc]
    """Send a bill as PDF: the month named, else the one just spoken of, else the newest."""

    def name(self) -> str:
        return "action_bill_pdf"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        if names_own_papers(turn.text):
            return [FollowupAction("action_my_data")]
        if turn.intent == "bill_pdf" and is_lasting(turn.text):
            return [FollowupAction("action_notice_settings")]
        events = with_account(dispatcher, tracker, self.name(), _send)
        waits = any(event.get("event") == "followup" for event in events)
        by_mail = _by_mail(turn) if waits else None
        months = _several_months(turn) if waits else None
        return [SlotSet("pdf_by_mail", by_mail), SlotSet("pdf_months", months), *events]


def _by_mail(turn: Turn) -> bool:
    """Whether the file is wanted by e-mail, said now or before the proof of identity."""
    if turn.entity("email") or turn.entity("notice_channel") == "email":
        return True
    if not turn.text.startswith("/") and "email" in read_wish(turn.text).routes:
        return True
    return turn.intent != "bill_pdf" and bool(turn.slots.get("pdf_by_mail"))


def _several_months(turn: Turn) -> list[str] | None:
    """Months of the files, `YYYY-MM`, where several are named, now or before the proof."""
    named = [e.value for e in turn.entities if e.name == "month" and e.role != "old"]
    if turn.intent != "bill_pdf" and not named:
        named = turn.slots.get("pdf_months") or []
    months = list(dict.fromkeys(named))[:_MOST_FILES]
    return months if len(months) > 1 else None


def _bills(session: Session, turn: Turn, account_id: int) -> list[BillView]:
    """The bills meant, those of several months that there are.

    Raises:
        BillNotFound: there is none of them.
    """
    months = _several_months(turn)
    if months is None:
        return [_bill(session, turn, account_id)]
    found, missing = [], None
    for month in months:
        try:
            found.append(bill_of_month(session, account_id, date.fromisoformat(f"{month}-01")))
        except BillNotFound as none:
            missing = none
    if missing is not None and not found:
        raise missing
    return found


def _bill(session: Session, turn: Turn, account_id: int) -> BillView:
    month, shown = asked_month(turn), turn.slots.get("shown_month")
    if month is None and shown:
        month = date.fromisoformat(f"{shown}-01")
    return bill_of_month(session, account_id, month) if month else current_bill(session, account_id)


def _send(
    session: Session, dispatcher: CollectingDispatcher, turn: Turn, account_id: int
) -> list[Event]:
    bills = _bills(session, turn, account_id)
    account = session.get(Account, account_id)
    address = primary_contact(account, ContactKind.EMAIL)
    shown = SlotSet("shown_month", f"{bills[0].month:%Y-%m}")
    if _by_mail(turn):
        if address is not None:
            for bill in bills:
                _mail(turn, account, bill, address)
            months = " و".join(month_words(bill.month) for bill in bills)
            mailed = {"month": months, "email": mask_text(address)}
            other = (turn.entity("email") or address).lower() != address.lower()
            key = "utter_notices_pdf_mailed_on_file" if other else "utter_notices_pdf_mailed"
            say(dispatcher, key, **mailed)
            return [shown]
        say(dispatcher, "utter_notices_pdf_no_email")
    elif read_wish(turn.text).whatsapp:
        say(dispatcher, "utter_notices_pdf_no_whatsapp")
    for bill in bills:
        dispatcher.utter_message(
            response="utter_notices_pdf" if address else "utter_notices_pdf_chat_only",
            json_message={"document": bill_reference(account_id, bill.month)},
            month=month_words(bill.month),
            due=money(bill.due),
        )
    return [shown]


def _mail(turn: Turn, account: Account, bill: BillView, address: str) -> None:
    """Queue the e-mail; the same message heard again sends no second one."""
    month = month_words(bill.month)
    body = text("bill_mail", month=month, account_tail=account.number[-4:], due=money(bill.due))
    with transaction() as writing:
        send_email(
            writing,
            address,
            text("bill_mail_subject", month=month),
            body,
            f"bill|{turn.message_key}|{bill.month:%Y-%m}",
            conversation=turn.conversation,
            document=bill_reference(account.id, bill.month),
        )
