"""Another way to the same person, when one does not reach them."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.tables import Account
from bot.campaigns.tables import CampaignAttempt, CampaignNotice
from bot.delivery.tables import Route
from bot.notices.people import people_of

_ORDER = (Route.SMS, Route.EMAIL, Route.TELEGRAM, Route.WEB)
_notices, _attempts = CampaignNotice.__table__.c, CampaignAttempt.__table__.c


class Going(Protocol):
    """What is asked of a notice: a row of the table, or one in hand."""

    @property
    def id(self) -> int: ...
    @property
    def account_id(self) -> int: ...
    @property
    def party(self) -> str: ...


def next_way(
    session: Session, campaign_id: int, notice: Going, route: Route
) -> tuple[Route, str] | None:
    """Route and address to try after `route`; None: every way was tried, or gets a notice of its
    own because the person wants it there too."""
    account = session.get(Account, notice.account_id)
    person = next((p for p in people_of(session, account) if p.party == notice.party), None)
    if person is None:
        return None
    used = {route, *_tried(session, notice), *_wished(session, campaign_id, notice)}
    for other in _ORDER:
        addresses = person.addresses(other)
        if addresses and other not in used:
            return other, addresses[0]
    return None


def _tried(session: Session, notice: Going) -> set[Route]:
    rows = session.execute(select(_attempts.route).where(_attempts.notice_id == notice.id))
    return {Route(name) for name in rows.scalars()}


def _wished(session: Session, campaign_id: int, notice: Going) -> set[Route]:
    rows = session.execute(
        select(_notices.wish).where(
            _notices.campaign_id == campaign_id,
            _notices.account_id == notice.account_id,
            _notices.party == notice.party,
        )
    )
    return {Route(name) for name in rows.scalars()}
