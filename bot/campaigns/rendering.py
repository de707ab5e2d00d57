"""The words of a campaign's notices, made when they leave: the amount is that of the moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.billing.reminding import owed_for
from bot.campaigns.audience import accounts
from bot.campaigns.occasions import Occasion, outage_of, period_of, too_late
from bot.clock import today
from bot.delivery.tables import Route
from bot.delivery.texts import text
from bot.notices.announce import chat_buttons
from bot.notices.tables import NoticeKind
from bot.rendering.words import date_words, money, month_words, span_words
from bot.settings import settings

_LINKED = frozenset({NoticeKind.BILL, NoticeKind.DUE, NoticeKind.UPDATE})
"""Kinds after which there is something to do in the chat, so its address comes before the stop."""


@dataclass(frozen=True)
class Words:
    """One notice, said; or why it is not needed any more."""

    said: str = ""
    not_needed: str = ""


def words_for(session: Session, occasion: Occasion, account_ids: Sequence[int]) -> dict[int, Words]:
    """What each account is told, by its id; without what the route adds."""
    tails = _tails(session, account_ids)
    if occasion.kind in (NoticeKind.BILL, NoticeKind.DUE):
        return _of_bills(session, occasion, tails)
    if occasion.kind in (NoticeKind.PLANNED, NoticeKind.RESTORED):
        return _of_outage(session, occasion, tails)
    name, values = f"notice_{occasion.kind.value}", {"words": occasion.words or ""}
    return {
        account: Words(text(name, account_tail=tail, **values)) for account, tail in tails.items()
    }


def _tails(session: Session, account_ids: Sequence[int]) -> dict[int, str]:
    rows = session.execute(
        select(accounts.c.id, accounts.c.number).where(accounts.c.id.in_(account_ids))
    )
    return {account: number[-4:] for account, number in rows}


def _of_bills(session: Session, occasion: Occasion, tails: dict[int, str]) -> dict[int, Words]:
    month, name = period_of(occasion.key), f"notice_{occasion.kind.value}"
    owed, said = owed_for(session, list(tails), month), {}
    month_said = month_words(month)
    until = {day: date_words(day) for day in {bill.due_date for bill in owed.values()}}
    for account, tail in tails.items():
        bill = owed.get(account)
        if bill is None:
            said[account] = Words(not_needed="paid")
        elif occasion.kind is NoticeKind.DUE and bill.due_date < today():
            said[account] = Words(not_needed="the due date is over")
        else:
            values = {"due": money(bill.due), "due_date": until[bill.due_date]}
            said[account] = Words(text(name, account_tail=tail, month=month_said, **values))
    return said


def _of_outage(session: Session, occasion: Occasion, tails: dict[int, str]) -> dict[int, Words]:
    outage = outage_of(session, occasion.key)
    why = too_late(outage, occasion.kind)
    if why:
        return {account: Words(not_needed=why) for account in tails}
    values: dict[str, str] = {}
    if occasion.kind is NoticeKind.PLANNED:
        ends = outage.expected_end or outage.starts_at
        values = {"span": span_words(outage.starts_at, ends), "cause": outage.cause}
    name = f"notice_{occasion.kind.value}"
    return {
        account: Words(text(name, account_tail=tail, **values)) for account, tail in tails.items()
    }


def letter_body(
    kind: NoticeKind, route: Route, said: str, page: str | None = None
) -> dict[str, Any]:
    """An SMS or e-mail: the words, where to go on, and how to stop them. `page` is the
    conversation whose demo phone shows it."""
    body: dict[str, Any] = {"text": f"{said}\n{_ending(kind)}", "conversation": page}
    if route is Route.EMAIL:
        body["subject"] = text(f"notice_{kind.value}_subject")
    return body


def _ending(kind: NoticeKind) -> str:
    url, what = settings().public_url, text(f"notice_{kind.value}_name")
    if kind not in _LINKED:
        return text("notice_stop", what=what, url=url)
    link = text(f"campaign_{kind.value}_link", url=url)
    return f"{link}\n{text('campaign_stop_there', what=what)}"


def chat_content(kind: NoticeKind, said: str) -> dict[str, Any]:
    """A message in a chat, with what can be done next and how to stop its kind as buttons."""
    buttons = [{"title": one.title, "payload": one.payload} for one in chat_buttons(kind)]
    return {"text": said, "buttons": buttons}
