"""Several accounts: list them, move between them, name them, take one out.

Sharing one: accounts_share.py; questions that need more than one message: accounts_form.py.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.gate import named_account, verified_account
from actions.labels import label
from actions.turn import Event, Turn, previous_turn, read_turn, say
from bot.database import reading, transaction
from bot.identity.links import current_link
from bot.identity.login import LoginStep, name_account
from bot.identity.mine import Dues, Mine, dues, my_accounts, remove, rename, several_named
from bot.identity.sharing import leave
from bot.rendering.words import money
from bot.services.catalogue import catalogue
from bot.text.account_names import Naming, name_given, named_in
from bot.text.many_accounts import tells_many
from bot.text.normalise import fold_text
from bot.text.spans import END, START
from bot.updates.wishing import wants_record

FORM = "accounts_form"
MOST_BUTTONS = 6
MOST_ROWS = 12
"""Accounts in a list: more are not read on a telephone."""
OF_ONE_ACCOUNT = frozenset(
    {"action_bill", "action_bill_history", "action_explain_bill", "action_consumption_chart",
     "action_payment_missing", "action_how_to_pay", "action_my_usage", "action_bill_forecast",
     "action_compare_usage", "action_outage_status", "action_planned_outage", "action_my_record"}
)  # fmt: skip
"""Answers that "and the other one?" asks for again, about another account."""
_OTHER = re.compile(r"(?:ال|حسابي\s+ال|لل)(?:ثاني|ثانيه|اخر|اخري|اول|اولي|قديم)|other|second|thani")
_ONLY_OTHER = re.compile(
    r"(?:طيب|زين|اوك|تمام)?\s*و?(?:كم\s+)?(?:ال|حسابي\s+ال|الحساب\s+ال|البيت\s+ال|فاتوره\s+ال|الفاتوره\s+ال)"
    r"(?:ثاني|ثانيه|اخر|اخري)\s*[?؟.]*"
)
_AMOUNT = re.compile(rf"{START}و?(?:كم|بكم|فاتور\S*|الفاتور\S*|مستحق\S*|المبلغ|how much|bill){END}")
_PLAIN_MOVE = re.compile(r"بدل|حول|انتقل|افتح|غير|استخدم|اختر|حط|switch|change|open|use")


class ActionAllAccounts(Action):  # type: ignore[misc]
    """All accounts of this person, and what is due on those that are proved."""

    def name(self) -> str:
        return "action_all_accounts"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        with reading() as session:
            found = dues(session, turn.conversation)
            named = several_named(session, turn.conversation, turn.text)
        if named:
            lines = [line for line in found.lines if line[0].link.account_number in named]
            _say_dues(dispatcher, Dues(lines))
            return []
        if len(found.lines) < 2 and tells_many(turn.text):
            say(dispatcher, "utter_accounts_many")
            return [SlotSet("offered_action", "action_link_account")]
        if not any(one.proved for one, _ in found.lines):
            account_id, proof = verified_account(turn, then=self.name(), dispatcher=dispatcher)
            if account_id is None:
                return proof
            with reading() as session:
                found = dues(session, turn.conversation)
        _say_dues(dispatcher, found)
        return []


def _say_dues(dispatcher: CollectingDispatcher, found: Dues) -> None:
    rows = _due_rows(found)
    partly = any(due is None for _, due in found.lines)
    if len(rows) > 1:
        rows.append([label("accounts", "total"), money(found.total), None])
    how_many = "one" if len(found.lines) == 1 else "some" if partly else "all"
    owing = "" if found.total else "_clear"
    dispatcher.utter_message(
        response=f"utter_accounts_{how_many}{owing}",
        json_message={"card": {"title": label("accounts", "title"), "rows": rows}},
        total=money(found.total),
    )


def _due_rows(found: Dues) -> list[list[str | None]]:
    """A row an account; of very many, those that owe most, the others as one sum."""
    shown, rest = found.lines, Decimal(0)
    if len(shown) > MOST_ROWS:
        shown = sorted(shown, key=lambda line: line[1] or Decimal(0), reverse=True)[:MOST_ROWS]
        rest = found.total - sum((due for _, due in shown if due is not None), Decimal(0))
    rows: list[list[str | None]] = [[called(one), _due_words(due), None] for one, due in shown]
    if len(shown) < len(found.lines):
        others = label("accounts", "others").format(count=len(found.lines) - len(shown))
        rows.append([others, money(rest), None])
    return rows


def called(one: Mine) -> str:
    """The account's name with the end of its number, else its number; whose it is if lent."""
    link = one.link
    words = f"{link.name} ({link.account_number[-4:]})" if link.name else link.account_number
    return f"{words} · {label('accounts', 'lent')}" if link.shared_right else words


def _due_words(due: Any) -> str:
    return label("accounts", "unproved") if due is None else money(due)


class ActionSwitchAccount(Action):  # type: ignore[misc]
    """Move to another account; asked right after an answer, that answer again for this one."""

    def name(self) -> str:
        return "action_switch_account"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        with transaction() as session:
            number, others = _other_account(session, turn)
            if number is not None:
                step = name_account(session, turn.conversation, number)
                link = current_link(session, turn.conversation)
        if number is None:
            return _ask_which(dispatcher, turn, others)
        same = _same_answer(turn, tracker)
        if step is not LoginStep.DONE:
            return [SlotSet("after_identify", same), FollowupAction("identify_form")]
        key = "utter_accounts_now_on" if same else "utter_accounts_switched"
        say(dispatcher, key, account=link.called if link else number)
        return [FollowupAction(same)] if same else []


def _other_account(session: Session, turn: Turn) -> tuple[str | None, list[Mine]]:
    """The account meant, and the other ones if it is not certain."""
    named = named_account(session, turn)
    others = [one for one in my_accounts(session, turn.conversation) if not one.current]
    if named is None and len(others) == 1 and _OTHER.search(fold_text(turn.text)):
        named = others[0].link.account_number
    return named, others


def asks_other_account(turn: Turn, ran: set[str | None]) -> bool:
    """ "والثانية؟" right after an answer about one of two accounts."""
    if not ran & OF_ONE_ACCOUNT or not _ONLY_OTHER.fullmatch(fold_text(turn.text).strip()):
        return False
    with reading() as session:
        return len(my_accounts(session, turn.conversation)) > 1


def _ask_which(dispatcher: CollectingDispatcher, turn: Turn, others: list[Mine]) -> list[Event]:
    if not others:
        return [FollowupAction("action_link_account")]
    many = len(others) > MOST_BUTTONS
    dispatcher.utter_message(
        response="utter_accounts_which_many" if many else "utter_accounts_which",
        buttons=choices(others, turn.intent),
        count=str(len(others)),
    )
    return []


def choices(accounts: list[Mine], intent: str) -> list[dict[str, str]]:
    """A button an account, those with names first, which says `intent` with its number."""
    known = sorted(accounts, key=lambda one: one.link.name is None)
    return [
        {
            "title": called(one),
            "payload": f'/{intent}{{"account_number":"{one.link.account_number}"}}',
        }
        for one in known[:MOST_BUTTONS]
    ]


def _same_answer(turn: Turn, tracker: Tracker) -> str | None:
    """What is asked of the account: its bill ("كم علي في بيت الوالد"), or what was just answered
    when the message only names another account for it."""
    if turn.active_form or _PLAIN_MOVE.search(fold_text(turn.text)) or turn.text.startswith("/"):
        return None
    if _AMOUNT.search(fold_text(turn.text)):
        return "action_bill"
    ran = [e.get("name") for e in previous_turn(tracker) if e.get("event") == "action"]
    return next((str(name) for name in reversed(ran) if name in OF_ONE_ACCOUNT), None)


class ActionRenameAccount(Action):  # type: ignore[misc]
    """Give the account a name of one's own, or ask for it."""

    def name(self) -> str:
        return "action_rename_account"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        if wants_record(turn.text):  # "ابغى احط اسمي عليه" is no name for the account
            return [FollowupAction("action_start_update")]
        waiting = turn.slots.get("accounts_draft") or {}
        given = name_given(turn.text)
        if given is None and turn.intent != "rename_account" and waiting.get("mode") == "name":
            given = Naming(waiting["name"]) if waiting.get("name") else None
        with transaction() as session:
            number = _account_to_name(session, turn, given)
            if number is not None and given is not None:
                return [*say_named(session, dispatcher, turn, number, given.name)]
        draft = {"mode": "name", "account": number, "name": given.name if given else None}
        if number is None:
            _, proof = verified_account(turn, then=self.name())
            return [SlotSet("accounts_draft", draft), *(proof or [FollowupAction(self.name())])]
        return [SlotSet("accounts_draft", draft), FollowupAction(FORM)]


def _account_to_name(session: Session, turn: Turn, given: Naming | None) -> str | None:
    number = turn.entity("account_number")
    if number:
        name_account(session, turn.conversation, number)
        return number
    mine = my_accounts(session, turn.conversation)
    names = {one.link.account_number: one.link.name for one in mine if one.link.name}
    old = named_in(given.old, names) if given and given.old else None
    link = current_link(session, turn.conversation)
    if old is None and given and given.old and _OTHER.search(given.old):
        others = [one.link.account_number for one in mine if not one.current]
        old = others[0] if len(others) == 1 else None
    return old or (link.account_number if link else None)


def say_named(
    session: Session, dispatcher: CollectingDispatcher, turn: Turn, number: str, name: str
) -> list[Event]:
    """Store the name; when another account has it, ask for a different one."""
    if rename(session, turn.conversation, number, name):
        say(dispatcher, "utter_accounts_named", name=name, number=number)
        return [SlotSet("accounts_draft", None)]
    say(dispatcher, "utter_accounts_name_taken", name=name)
    draft = {"mode": "name", "account": number}
    return [SlotSet("accounts_draft", draft), FollowupAction(FORM)]


class ActionRemoveAccount(Action):  # type: ignore[misc]
    """Take an account out of the list; without one named, ask first."""

    def name(self) -> str:
        return "action_remove_account"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        with transaction() as session:
            mine = my_accounts(session, turn.conversation)
            number = named_account(session, turn)
            link = current_link(session, turn.conversation)
            if number is None and turn.intent == "affirm" and link is not None:
                number = link.account_number
            if number is None and not mine and catalogue().named_in(turn.text):
                return [FollowupAction("action_service_request")]  # the supply is to end
            if number is None:
                return _ask_to_remove(dispatcher, mine)
            known = next((one for one in mine if one.link.account_number == number), None)
            if known is None:
                say(dispatcher, "utter_accounts_not_in_list")
                return []
            _remove(session, turn.conversation, known)
        lent = known.link.shared_right is not None
        dispatcher.utter_message(
            response="utter_accounts_removed_lent" if lent else "utter_accounts_removed",
            buttons=[] if lent else [_button("bring_back", "link_account", number)],
            account=known.link.called,
        )
        return []


def _ask_to_remove(dispatcher: CollectingDispatcher, mine: list[Mine]) -> list[Event]:
    if not mine:
        say(dispatcher, "utter_accounts_none")
        return []
    current = next((one for one in mine if one.current), mine[0])
    if len(mine) > 1:
        buttons = choices(mine, "remove_account")
        dispatcher.utter_message(response="utter_accounts_remove_which", buttons=buttons)
        return []
    dispatcher.utter_message(
        response="utter_accounts_remove_sure",
        buttons=[_button("take_out", "remove_account", current.link.account_number)],
        account=called(current),
    )
    return [SlotSet("offered_action", "action_remove_account")]


def _button(words: str, intent: str, number: str) -> dict[str, str]:
    payload = f'/{intent}{{"account_number":"{number}"}}'
    return {"title": label("accounts", words), "payload": payload}


def _remove(session: Session, conversation: str, known: Mine) -> None:
    """A lent account is given back by that; one's own is only no longer listed."""
    lent = known.link.shared_right is not None and known.link.account_id is not None
    if not (lent and leave(session, conversation, int(known.link.account_id or 0))):
        remove(session, conversation, known.link.account_number)
