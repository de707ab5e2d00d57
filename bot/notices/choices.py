"""What a person on an account wants to be told, by which routes, and when not.

Nothing chosen: bills, due dates, planned work, restoration and consumption go to the primary
contact by the account's own channel; the outages also to a second mobile. Awareness messages need
consent: article 25 of the Personal Data Protection Law. Every change stands in the account's
history (who, when, on which channel).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, false, or_, select
from sqlalchemy.orm import Session

from bot.accounts.tables import AccountChange
from bot.clock import RIYADH, now
from bot.delivery.tables import OutboxMessage, OutboxState, Route
from bot.identity.tables import AccountLink, ChannelIdentity
from bot.notices.people import Person
from bot.notices.tables import NoticeChoice, NoticeKind, NoticeQuietHours
from bot.transcripts.tables import Message

DAY = 24 * 60
OUTAGES = frozenset({NoticeKind.PLANNED, NoticeKind.RESTORED})
"""Kinds that a second mobile hears of too, unless it says otherwise."""


@dataclass(frozen=True)
class Quiet:
    """Hours in which nobody is disturbed, as minutes after midnight in Riyadh."""

    starts: int
    ends: int

    @property
    def off(self) -> bool:
        """Whether any hour will do."""
        return self.starts == self.ends

    def release(self, moment: datetime) -> datetime | None:
        """The end of the quiet hours that `moment` lies in, or None outside them."""
        local = moment.astimezone(RIYADH)
        minute = local.hour * 60 + local.minute
        if (minute - self.starts) % DAY >= (self.ends - self.starts) % DAY:
            return None
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + timedelta(days=int(self.ends <= minute), minutes=self.ends)


DEFAULT_QUIET = Quiet(22 * 60, 7 * 60)


@dataclass(frozen=True)
class Choice:
    """One kind for one person. `routes` is kept while it is not wanted."""

    wanted: bool
    routes: tuple[Route, ...]
    chosen: bool = False
    """False: the default."""


def choices_of(session: Session, person: Person) -> dict[NoticeKind, Choice]:
    """Every kind, in the order of `NoticeKind`."""
    rows = session.execute(select(NoticeChoice).where(*_of(NoticeChoice, person))).scalars()
    chosen = {
        NoticeKind(row.kind): Choice(row.wanted, tuple(Route(r) for r in row.routes), True)
        for row in rows
    }
    return {kind: chosen.get(kind) or _default(person, kind) for kind in NoticeKind}


def routes_for(person: Person, choice: Choice) -> tuple[Route, ...]:
    """The routes that really reach the person; an SMS when none of the chosen ones does."""
    if not choice.wanted:
        return ()
    usable = tuple(route for route in choice.routes if person.addresses(route))
    return usable or usual_routes(person)


def usual_routes(person: Person) -> tuple[Route, ...]:
    """The account's own channel if it reaches the person, else an SMS, else what does reach them.

    `bot/campaigns/audience.py` says the same as a query."""
    preferred = Route(person.preferred.value) if person.primary else Route.SMS
    every = (preferred, Route.SMS, Route.TELEGRAM, Route.EMAIL, Route.WEB)
    return next(((route,) for route in every if person.addresses(route)), ())


def choose(
    session: Session,
    person: Person,
    kind: NoticeKind,
    *,
    wanted: bool,
    routes: Sequence[Route],
    actor: str,
) -> bool:
    """Store a choice and its history; False when it was like that already.

    A notice of that kind that still waits for the end of the quiet hours is taken back when it is
    stopped.
    """
    before = choices_of(session, person)[kind]
    after = Choice(wanted, tuple(route for route in Route if route in routes), True)
    if not wanted:
        take_back(session, person, kind)
    if (before.wanted, before.routes) == (after.wanted, after.routes):
        return False
    row = session.execute(
        select(NoticeChoice).where(*_of(NoticeChoice, person), NoticeChoice.kind == kind.value)
    ).scalar_one_or_none()
    if row is None:
        row = NoticeChoice(account_id=person.account_id, party=person.party, kind=kind.value)
        session.add(row)
    row.wanted, row.routes, row.at = wanted, [route.value for route in after.routes], now()
    _remember(session, person, actor, f"notice_{kind.value}", _shown(before), _shown(after))
    return True


def quiet_of(session: Session, person: Person) -> Quiet:
    """The hours in which this person is not disturbed."""
    row = session.execute(
        select(NoticeQuietHours).where(*_of(NoticeQuietHours, person))
    ).scalar_one_or_none()
    return Quiet(row.starts, row.ends) if row else DEFAULT_QUIET


def set_quiet(session: Session, person: Person, quiet: Quiet, *, actor: str) -> bool:
    """Store quiet hours and their history; False when they were like that already."""
    before = quiet_of(session, person)
    if before == quiet:
        return False
    row = session.execute(
        select(NoticeQuietHours).where(*_of(NoticeQuietHours, person))
    ).scalar_one_or_none()
    if row is None:
        row = NoticeQuietHours(account_id=person.account_id, party=person.party)
        session.add(row)
    row.starts, row.ends, row.at = quiet.starts, quiet.ends, now()
    _remember(session, person, actor, "notice_quiet", _clock(before), _clock(quiet))
    return True


def stopped_since(session: Session, conversation: str, kind: NoticeKind, moment: datetime) -> bool:
    """Whether who speaks in this conversation stopped that kind after `moment`."""
    chosen = NoticeChoice.__table__.c
    said = exists().where(
        chosen.kind == kind.value,
        chosen.wanted == false(),
        chosen.at > moment,
        chosen.account_id == AccountLink.account_id,
        or_(
            chosen.party == ChannelIdentity.conversation,
            chosen.party == ChannelIdentity.proved_mobile,
        ),
    )
    links = (
        select(AccountLink.id)
        .join(ChannelIdentity)
        .where(ChannelIdentity.conversation == conversation, said)
    )
    return session.execute(links.limit(1)).first() is not None


def follow_mobile(session: Session, account_id: int, before: str, after: str) -> None:
    """The same person has a new mobile: their choices go with them."""
    for table in (NoticeChoice, NoticeQuietHours):
        of_account = table.account_id == account_id
        session.execute(delete(table).where(of_account, table.party == after))
        rows = session.execute(select(table).where(of_account, table.party == before)).scalars()
        for row in rows:
            row.party = after
    session.flush()


def take_back(session: Session, person: Person, kind: NoticeKind) -> None:
    """Forget notices of that kind that wait for the end of this person's quiet hours."""
    start = f"notice|{person.account_id}|{kind.value}|"
    addresses = [address for route in Route for address in person.addresses(route)]
    outbox, shown = OutboxMessage.__table__.c, Message.__table__.c
    rows = session.execute(
        select(OutboxMessage)
        .outerjoin(Message, shown.id == outbox.message_id)
        .where(
            outbox.state == OutboxState.WAITING.value,
            outbox.attempts == 0,
            outbox.due_at > now(),
            outbox.recipient.in_(addresses),
            or_(
                outbox.key.startswith(start, autoescape=True),
                shown.external_id.startswith(start, autoescape=True),
            ),
        )
    ).scalars()
    for row in list(rows):
        session.delete(row)
    session.flush()


def _of(table: type[NoticeChoice] | type[NoticeQuietHours], person: Person) -> tuple[object, ...]:
    return table.account_id == person.account_id, table.party == person.party


def _default(person: Person, kind: NoticeKind) -> Choice:
    wanted = kind is not NoticeKind.AWARENESS if person.primary else kind in OUTAGES
    if person.mobile is None:
        wanted = False  # an account that was shared: only what this person asks for
    return Choice(wanted, usual_routes(person))


def _shown(choice: Choice) -> str:
    return " ".join(route.value for route in choice.routes) if choice.wanted else "-"


def _clock(quiet: Quiet) -> str:
    ends = (quiet.starts, quiet.ends)
    return "-" if quiet.off else " ".join(f"{at // 60:02d}:{at % 60:02d}" for at in ends)


def _remember(
    session: Session, person: Person, actor: str, field: str, before: str, after: str
) -> None:
    session.add(
        AccountChange(
            account_id=person.account_id,
            at=now(),
            actor=actor,
            channel=actor.partition(":")[0],
            field=field,
            before=before,
            after=after,
        )
    )
    session.flush()
