"""Telling the people of one account something that they did not just ask for; what concerns many
is a campaign (`bot/campaigns`).

Their choices decide who hears it and how, their quiet hours when; every notice says how to stop
it. What answers somebody's own request (`bot.delivery.outbox.notify`), codes, and warnings about
the account's safety do not pass here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.tables import Account
from bot.clock import now
from bot.delivery import outbox
from bot.delivery.outbox import Button
from bot.delivery.tables import OutboxMessage, Route
from bot.delivery.texts import text
from bot.notices.choices import choices_of, quiet_of, routes_for
from bot.notices.people import Person, people_of
from bot.notices.tables import NoticeKind
from bot.sealing import fingerprint
from bot.settings import settings
from bot.transcripts.record import ensure_conversation, find_message

LONGEST_KEY = 60
_CHATS = frozenset({Route.WEB, Route.TELEGRAM})
_NEXT = {
    NoticeKind.BILL: (("notice_bill_button", "/ask_bill"), ("notice_pdf_button", "/bill_pdf")),
    NoticeKind.DUE: (("notice_pay_button", "/how_to_pay"),),
    NoticeKind.PLANNED: (("notice_planned_button", "/planned_outage"),),
    NoticeKind.RESTORED: (("still_off_button", "/report_outage"),),
    NoticeKind.USAGE: (("notice_usage_button", "/my_usage"),),
    NoticeKind.UPDATE: (("notice_update_button", "/update_details"),),
}
"""What can be done about a kind in the chat: words and payload."""


def notify(
    session: Session,
    account_id: int,
    kind: NoticeKind,
    values: Mapping[str, str],
    key: str,
    *,
    asked_in: str | None = None,
    urgent: bool = False,
    not_to: frozenset[str] = frozenset(),
) -> int:
    """Queue a notice for everyone on the account who wants that kind; nothing is committed.

    Args:
        values: the `{values}` of `notice_<kind>` in texts.yml, as Arabic words; `account_tail`
            is added here.
        key: names the occasion within account and kind, for example `2026-10`, at most 60
            characters; the same one again sends nothing.
        asked_in: a conversation that asked for this notice gets it there too, whatever its
            choices say of routes, unless it stopped the kind.
        urgent: it does not wait for the end of the quiet hours.
        not_to: parties or conversations that know it already.

    Returns:
        How many messages were queued now.

    Raises:
        ValueError: the key is too long.
        LookupError: no such account.
    """
    if len(key) > LONGEST_KEY:
        raise ValueError(f"a notice's key has at most {LONGEST_KEY} characters: {key}")
    account = session.get(Account, account_id)
    if account is None:
        raise LookupError(f"account {account_id}")
    notice = _Notice(kind, f"notice|{account_id}|{kind.value}|{key}")
    notice.words = text(f"notice_{kind.value}", account_tail=account.number[-4:], **values)
    queued = 0
    for person in people_of(session, account):
        if person.party in not_to or not_to & set(person.chats):
            continue
        due_at = None if urgent else quiet_of(session, person).release(now())
        for route, address in _addresses(session, person, kind, asked_in):
            queued += notice.send(session, person, route, address, due_at)
    return queued


def _addresses(
    session: Session, person: Person, kind: NoticeKind, asked_in: str | None
) -> list[tuple[Route, str]]:
    choice = choices_of(session, person)[kind]
    found = [
        (route, address)
        for route in routes_for(person, choice)
        for address in person.addresses(route)
    ]
    if asked_in in person.chats and (choice.wanted or not choice.chosen):
        asked = (Route(asked_in.partition(":")[0]), asked_in)
        found += [asked] if asked not in found else []
    return found


class _Notice:
    """One notice on its way to several addresses."""

    def __init__(self, kind: NoticeKind, key: str) -> None:
        self._kind, self._key = kind, key
        self.words = ""

    def send(
        self, session: Session, person: Person, route: Route, address: str, due_at: datetime | None
    ) -> int:
        """1 if it was queued, 0 if it had been."""
        if route in _CHATS:
            return self._say(session, address, due_at)
        key = f"{self._key}|{fingerprint('notice', address)[:16]}"
        if session.execute(select(OutboxMessage.id).where(OutboxMessage.key == key)).first():
            return 0
        words = f"{self.words}\n{self._how_to_stop()}"
        newest = person.chats[0] if person.chats else None
        if route is Route.SMS:
            outbox.send_sms(session, address, words, key, conversation=newest, due_at=due_at)
            return 1
        subject = text(f"notice_{self._kind.value}_subject")
        outbox.send_email(
            session,
            address,
            subject,
            words,
            key,
            conversation=newest,
            due_at=due_at,
        )
        return 1

    def _say(self, session: Session, conversation: str, due_at: datetime | None) -> int:
        if find_message(session, ensure_conversation(session, conversation), self._key):
            return 0
        buttons = chat_buttons(self._kind)
        outbox.notify(session, conversation, self.words, self._key, buttons=buttons, due_at=due_at)
        return 1

    def _how_to_stop(self) -> str:
        what = text(f"notice_{self._kind.value}_name")
        return text("notice_stop", what=what, url=settings().public_url)


def chat_buttons(kind: NoticeKind) -> list[Button]:
    """What can be done next about a notice in a chat, and how to stop its kind."""
    following = [Button(text(name), payload) for name, payload in _NEXT.get(kind, ())]
    return [*following, stop_button(kind)]


def stop_button(kind: NoticeKind) -> Button:
    """The way to stop a kind that every notice in a chat has."""
    payload = f'/notice_settings{{"notice":"{kind.value}","notice_act":"stop"}}'
    return Button(text("notice_stop_button"), payload)
