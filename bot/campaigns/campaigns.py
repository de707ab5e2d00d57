"""Making campaigns and steering them. Nothing here commits; `now` is the only clock."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.campaigns.occasions import KINDS, CannotCampaign, Occasion, check
from bot.campaigns.tables import Campaign, CampaignState
from bot.clock import now
from bot.notices.tables import NoticeKind

_NAMES = {kind: name for name, kind in KINDS.items()}
_OPEN = (CampaignState.FILLING.value, CampaignState.RUNNING.value)


def name_of(campaign: Campaign) -> str:
    """What staff call a campaign: `bills:2026-10`."""
    return f"{_NAMES[NoticeKind(campaign.kind)]}:{campaign.occasion}"


def find(session: Session, name: str) -> Campaign:
    """The campaign of that name.

    Raises:
        CannotCampaign: there is none.
    """
    kind, _, occasion = name.partition(":")
    wanted = KINDS.get(kind)
    found = _there(session, wanted, occasion) if wanted else None
    if found is None:
        raise CannotCampaign("no_campaign", f"no campaign {name}")
    return found


def known(session: Session, occasion: Occasion) -> Campaign | None:
    """The campaign of an occasion, if there is one."""
    return _there(session, occasion.kind, occasion.key)


def _there(session: Session, kind: NoticeKind, occasion: str) -> Campaign | None:
    found: Campaign | None = session.execute(
        select(Campaign).where(Campaign.kind == kind.value, Campaign.occasion == occasion)
    ).scalar_one_or_none()
    return found


def prepare(session: Session, occasion: Occasion, made_by: str) -> Campaign:
    """The campaign of an occasion, made if it is new; what narrows it is as said now.

    Raises:
        CannotCampaign: nothing can be told, or it goes on right now with another list or words.
    """
    check(session, occasion)
    found = known(session, occasion)
    if found is None:
        found = Campaign(
            kind=occasion.kind.value,
            occasion=occasion.key,
            options=occasion.options.stored(),
            words=occasion.words,
            made_by=made_by,
            created_at=now(),
        )
        session.add(found)
        session.flush()
    elif (found.options, found.words) != (occasion.options.stored(), occasion.words):
        if found.state in _OPEN:
            raise CannotCampaign(
                "goes_on", f"{name_of(found)} goes on; pause it before changing it"
            )
        if found.words != occasion.words and found.started_at is not None:
            raise CannotCampaign(
                "other_words", f"{name_of(found)} was sent with other words; choose another key"
            )
        found.options, found.words = occasion.options.stored(), occasion.words
    return found


def start(session: Session, campaign: Campaign) -> None:
    """Make the list (`filling.fill_slice` does it) and send. Starting one that is done adds who
    has come to be concerned since.

    Raises:
        CannotCampaign: it cannot be started from its state.
    """
    _move(
        session,
        campaign,
        CampaignState.FILLING,
        (CampaignState.DRAFT, CampaignState.DONE),
        filled_to=0,
        started_at=campaign.started_at or now(),
        ended_at=None,
    )


def pause(session: Session, campaign: Campaign, why: str | None = None) -> None:
    """Send nothing more for now; what is in the air arrives.

    Raises:
        CannotCampaign: it does not go on.
    """
    allowed = (CampaignState.FILLING, CampaignState.RUNNING)
    _move(session, campaign, CampaignState.PAUSED, allowed, paused_why=why)


def resume(session: Session, campaign: Campaign) -> None:
    """Go on after a pause, with the list too if it was not finished.

    Raises:
        CannotCampaign: it is not paused.
    """
    _move(session, campaign, CampaignState.FILLING, (CampaignState.PAUSED,), paused_why=None)


def stop(session: Session, campaign: Campaign) -> None:
    """End it for good: what was not sent stays unsent.

    Raises:
        CannotCampaign: it has ended already.
    """
    allowed = (
        CampaignState.DRAFT,
        CampaignState.FILLING,
        CampaignState.RUNNING,
        CampaignState.PAUSED,
    )
    _move(session, campaign, CampaignState.STOPPED, allowed, ended_at=now())


def _move(
    session: Session,
    campaign: Campaign,
    to: CampaignState,
    allowed: tuple[CampaignState, ...],
    **values: object,
) -> None:
    """One conditional UPDATE: of two people who press at once, one is told that it was late."""
    moved = session.execute(
        update(Campaign)
        .where(
            Campaign.id == campaign.id,
            Campaign.__table__.c.state.in_([state.value for state in allowed]),
        )
        .values(state=to.value, **values)
        .execution_options(synchronize_session=False)
    ).rowcount
    if not moved:
        session.refresh(campaign)
        raise CannotCampaign("other_state", f"{name_of(campaign)} is {campaign.state}")
    session.refresh(campaign)
