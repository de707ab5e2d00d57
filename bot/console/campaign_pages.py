"""Campaigns: describe, see who would get it, start, pause, resume and end, with live progress."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from bot.audit.log import Action, record
from bot.campaigns import campaigns
from bot.campaigns.occasions import KINDS, CannotCampaign, Occasion, occasion_of
from bot.campaigns.progress import Failure, Preview, Progress, failures, newest, preview, progress
from bot.campaigns.tables import Campaign, CampaignState
from bot.console.forms import field, read_form
from bot.console.rendering import message_page, render
from bot.console.rights import Right
from bot.console.routing import StaffRoute
from bot.console.sessions import SignedIn
from bot.gateway.storage import read, write
from bot.notices.tables import NoticeKind

_LONGEST_NAME = 60
_LONGEST_WORDS = 2000
Step = Callable[[Session, Campaign], None]
_STEPS: dict[str, tuple[Step, Action]] = {
    "start": (campaigns.start, Action.CAMPAIGN_STARTED),
    "pause": (campaigns.pause, Action.CAMPAIGN_PAUSED),
    "resume": (campaigns.resume, Action.CAMPAIGN_RESUMED),
    "stop": (campaigns.stop, Action.CAMPAIGN_STOPPED),
}
_OFFERED = {
    CampaignState.DRAFT: ("start", "stop"),
    CampaignState.FILLING: ("pause", "stop"),
    CampaignState.RUNNING: ("pause", "stop"),
    CampaignState.PAUSED: ("resume", "stop"),
    CampaignState.DONE: ("start",),
    CampaignState.STOPPED: (),
}
_PREVIEWED = (CampaignState.DRAFT, CampaignState.DONE)
"""States before a start, in which it matters who would get it."""


@dataclass(frozen=True)
class Row:
    """One campaign in the list."""

    id: int
    occasion: str
    progress: Progress


@dataclass(frozen=True)
class Opened:
    """One campaign with all that is known of it."""

    row: Row
    words: str | None
    steps: tuple[str, ...]
    preview: Preview | None
    problem: str
    failures: list[Failure]

    @property
    def live(self) -> bool:
        """Whether its numbers move."""
        return "pause" in self.steps


def _row(session: Session, campaign: Campaign) -> Row:
    return Row(campaign.id, campaign.occasion, progress(session, campaign))


def _list(session: Session) -> list[Row]:
    return [_row(session, campaign) for campaign in newest(session)]


def _open(session: Session, number: int) -> Opened | None:
    campaign = session.get(Campaign, number)
    if campaign is None:
        return None
    state, found, problem = CampaignState(campaign.state), None, ""
    if state in _PREVIEWED:
        try:
            found = preview(session, occasion_of(campaign), campaign)
        except CannotCampaign as error:
            problem = error.key
    return Opened(
        _row(session, campaign),
        campaign.words,
        _OFFERED[state],
        found,
        problem,
        failures(session, campaign),
    )


async def campaigns_page(request: Request, me: SignedIn) -> Response:
    """`GET /staff/campaigns`."""
    return await _show_list(request, me, {}, "", 200)


async def _show_list(
    request: Request, me: SignedIn, typed: dict[str, str], problem: str, status: int
) -> Response:
    rows = await read(_list)
    kinds = {name: kind.value for name, kind in KINDS.items()}
    values = {"rows": rows, "kinds": kinds, "typed": typed, "problem": problem}
    return render(request, me, "campaigns.html", status, **values)


async def describe(request: Request, me: SignedIn) -> Response:
    """`POST /staff/campaigns`: `kind`, `about` and `words`; nobody is told yet."""
    form = await read_form(request)
    typed = {
        "kind": field(form, "kind"),
        "about": field(form, "about", _LONGEST_NAME),
        "words": field(form, "words", _LONGEST_WORDS),
    }
    kind = KINDS.get(typed["kind"])
    if kind is None:
        return message_page(request, me, "not_found", 422)
    occasion = _occasion(kind, typed)

    def prepare(session: Session) -> int:
        campaign = campaigns.prepare(session, occasion, me.name)
        about = f"campaign:{campaigns.name_of(campaign)}"
        record(session, me.actor, Action.CAMPAIGN_DESCRIBED, about)
        return int(campaign.id)

    try:
        if not occasion.key:
            raise CannotCampaign("no_name", "a campaign needs a name")
        number = await write(prepare)
    except CannotCampaign as error:
        return await _show_list(request, me, typed, error.key, 422)
    return RedirectResponse(f"/staff/campaigns/{number}", 303)


def _occasion(kind: NoticeKind, typed: dict[str, str]) -> Occasion:
    outage = kind in (NoticeKind.PLANNED, NoticeKind.RESTORED)
    key = typed["about"].upper() if outage else typed["about"]
    return Occasion(kind, key, typed["words"] if kind is NoticeKind.AWARENESS else None)


async def campaign_page(request: Request, me: SignedIn) -> Response:
    """`GET /staff/campaigns/<id>`; the page asks for its numbers again while they move."""
    return await _show(request, me, "", 200)


async def _show(request: Request, me: SignedIn, problem: str, status: int) -> Response:
    opened = await read(_open, request.path_params["number"])
    if opened is None:
        return message_page(request, me, "not_found", 404)
    return render(request, me, "campaign.html", status, opened=opened, problem=problem)


async def step(request: Request, me: SignedIn) -> Response:
    """`POST /staff/campaigns/<id>`: `step` start, pause, resume or stop."""
    chosen = _STEPS.get(field(await read_form(request), "step"))
    if chosen is None:
        return message_page(request, me, "not_found", 422)
    move, action = chosen
    number: int = request.path_params["number"]

    def take(session: Session) -> bool:
        campaign = session.get(Campaign, number)
        if campaign is None:
            return False
        move(session, campaign)
        record(session, me.actor, action, f"campaign:{campaigns.name_of(campaign)}")
        return True

    try:
        found = await write(take)
    except CannotCampaign as error:
        return await _show(request, me, error.key, 409)
    if not found:
        return message_page(request, me, "not_found", 404)
    return RedirectResponse(f"/staff/campaigns/{number}", 303)


ROUTES: list[BaseRoute] = [
    StaffRoute("/staff/campaigns", campaigns_page, Right.RUN_CAMPAIGNS),
    StaffRoute("/staff/campaigns", describe, Right.RUN_CAMPAIGNS, ["POST"]),
    StaffRoute("/staff/campaigns/{number:int}", campaign_page, Right.RUN_CAMPAIGNS),
    StaffRoute("/staff/campaigns/{number:int}", step, Right.RUN_CAMPAIGNS, ["POST"]),
]
