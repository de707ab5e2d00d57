"""`python -m bot campaign …`: tell many people of one occasion."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from typing import Any

from tqdm import tqdm

from bot.campaigns import campaigns
from bot.campaigns.filling import fill_slice
from bot.campaigns.occasions import (
    DUE_DAYS,
    KINDS,
    CannotCampaign,
    Occasion,
    Options,
    coming_work,
    newest_period,
    occasion_of,
)
from bot.campaigns.progress import Preview, Progress, failures, newest, preview, progress
from bot.campaigns.regular import begin_due
from bot.campaigns.tables import Campaign
from bot.clock import today
from bot.database import reading, transaction
from bot.notices.tables import NoticeKind

_ACTOR = "command line"
_LOOK_SECONDS = 1.0
Step = Callable[[Any, Campaign], None]


def register(subparsers: Any) -> None:
    """Add the `campaign` command and its own subcommands."""
    parser = subparsers.add_parser("campaign", help="tell many people of one occasion")
    actions = parser.add_subparsers(dest="action", required=True)
    bills = _kind(actions, "bills", "bills of a month that are not paid")
    bills.add_argument("--period", help="month of the bills, for example 2026-10 (the newest)")
    due = _kind(actions, "due", "unpaid bills whose due date comes near")
    due.add_argument("--period", help="month of the bills (the newest)")
    due.add_argument("--days", type=int, default=DUE_DAYS, help=f"how near ({DUE_DAYS})")
    planned = _kind(actions, "planned", "planned work, for its area")
    planned.add_argument("reference", nargs="?", help="of the outage; all of the coming week")
    restored = _kind(actions, "restored", "power is back, for the outage's area")
    restored.add_argument("reference", help="of the outage, for example F1234567")
    update = _kind(actions, "update", "confirm the account's data, to those who never did")
    update.add_argument("--key", help="names the campaign (this month)")
    awareness = _kind(actions, "awareness", "advice, to those who agreed to it")
    awareness.add_argument("key", help="names the campaign: nobody gets it twice")
    awareness.add_argument("words", help="what is sent, in Arabic")
    for name, (step, about) in _STEPS.items():
        one = actions.add_parser(name, help=about)
        one.add_argument("campaign", help="for example bills:2026-10")
        one.set_defaults(run=_checked(_stepping(step)))
    status = actions.add_parser("status", help="how far campaigns are")
    status.add_argument("campaign", nargs="?", help="with why attempts failed; all of them")
    status.add_argument("--watch", action="store_true", help="until it has come to its end")
    status.set_defaults(run=_checked(_status))
    regular = actions.add_parser(
        "regular", help="start what is due: new bills, due dates, planned work; for a timer"
    )
    regular.set_defaults(run=_regular)
    work = actions.add_parser("work", help="send campaigns in a process of its own")
    work.set_defaults(run=_work)


def _kind(actions: Any, name: str, about: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=about)
    parser.add_argument("--account", help="only this account (the printed number)")
    parser.add_argument("--start", action="store_true", help="start it now; else it is a draft")
    parser.add_argument("--dry-run", action="store_true", help="show it only, store nothing")
    parser.set_defaults(run=_checked(_describe), kind=name)
    return parser


def _checked(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    def checked(given: argparse.Namespace) -> int:
        try:
            return run(given)
        except CannotCampaign as error:
            print(error, file=sys.stderr)
            return 1

    return checked


def _describe(given: argparse.Namespace) -> int:
    """Show what would be told, and unless it is a dry run keep it, and perhaps start it."""
    for occasion in _occasions(given):
        with reading() as session:
            name = f"{given.kind}:{occasion.key}"
            _show(name, preview(session, occasion, _existing(session, name)))
        if given.dry_run:
            continue
        with transaction() as session:
            campaign = campaigns.prepare(session, occasion, _ACTOR)
            if given.start:
                campaigns.start(session, campaign)
        if given.start:
            _fill(campaign.id)
        else:
            print(f"A draft. To send it: python -m bot campaign start {name}")
    return 0


def _existing(session: Any, name: str) -> Campaign | None:
    try:
        return campaigns.find(session, name)
    except CannotCampaign:
        return None


def _occasions(given: argparse.Namespace) -> list[Occasion]:
    kind = KINDS[given.kind]
    options = Options(given.account, getattr(given, "days", DUE_DAYS))
    words = given.words if kind is NoticeKind.AWARENESS else None
    with reading() as session:
        keys = _keys(session, given, kind)
    return [Occasion(kind, key, words, options) for key in keys]


def _keys(session: Any, given: argparse.Namespace, kind: NoticeKind) -> list[str]:
    if kind in (NoticeKind.BILL, NoticeKind.DUE):
        return [given.period or newest_period(session)]
    if kind is NoticeKind.UPDATE:
        return [given.key or f"{today():%Y-%m}"]
    if kind is NoticeKind.AWARENESS:
        return [given.key]
    if given.reference:
        return [given.reference.strip().upper()]
    return coming_work(session)


def _show(name: str, found: Preview) -> None:
    print(f"{name}: {found.total:,} notices")
    for route, count in found.counts.items():
        print(f"  {route.value:9} {count:>12,}")
    for sample in found.samples:
        print(f"\n  [{sample.route.value}]")
        print("\n".join(f"  | {line}" for line in sample.text.splitlines()))
    print()


def _fill(campaign_id: int) -> None:
    """Make the list here, and now; if this process ends, a worker goes on with it."""
    with tqdm(desc="list", unit=" accounts", disable=None) as bar:
        more = True
        while more:
            with transaction() as session:
                more = fill_slice(session, campaign_id)
                bar.update(session.get(Campaign, campaign_id).filled_to - bar.n)
    _print_progress(campaign_id)


def _stepping(step: Step) -> Callable[[argparse.Namespace], int]:
    def run(given: argparse.Namespace) -> int:
        with transaction() as session:
            campaign = campaigns.find(session, given.campaign)
            step(session, campaign)
        if step in (campaigns.start, campaigns.resume):
            _fill(campaign.id)
        else:
            _print_progress(campaign.id)
        return 0

    return run


def _preview_again(session: Any, campaign: Campaign) -> None:
    _show(campaigns.name_of(campaign), preview(session, occasion_of(campaign), campaign))


_STEPS: dict[str, tuple[Step, str]] = {
    "preview": (_preview_again, "who would be told, with a sample of each route"),
    "start": (campaigns.start, "make the list and send; later: add who is concerned since"),
    "pause": (campaigns.pause, "send nothing more for now"),
    "resume": (campaigns.resume, "go on after a pause"),
    "stop": (campaigns.stop, "end it for good; what was not sent stays unsent"),
}


def _status(given: argparse.Namespace) -> int:
    if not given.campaign:
        with reading() as session:
            for campaign in reversed(newest(session)):
                print(_line(progress(session, campaign)))
        return 0
    with reading() as session:
        campaign_id = campaigns.find(session, given.campaign).id
    if given.watch:
        _watch(campaign_id)
    _print_progress(campaign_id)
    with reading() as session:
        for failure in failures(session, session.get(Campaign, campaign_id)):
            print(f"  {failure.count:>9,} × {failure.route.value}: {failure.error}")
    return 0


def _watch(campaign_id: int) -> None:
    bar = None
    while True:
        with reading() as session:
            now = progress(session, session.get(Campaign, campaign_id))
        bar = bar or tqdm(desc=now.name, unit=" notices", disable=None)
        bar.total = now.queued
        bar.update(now.queued - now.left - bar.n)
        if now.state in ("done", "stopped", "paused"):
            bar.close()
            return
        time.sleep(_LOOK_SECONDS)


def _print_progress(campaign_id: int) -> None:
    with reading() as session:
        print(_line(progress(session, session.get(Campaign, campaign_id))))


def _line(now: Progress) -> str:
    counts = (
        f"{now.queued:,} queued, {now.sent:,} sent, {now.left:,} left, "
        f"{now.failed:,} failed, {now.dropped:,} not needed, {now.retried:,} tried again"
    )
    why = f" ({now.paused_why})" if now.paused_why and now.state == "paused" else ""
    return f"{now.name}  {now.state}{why}: {counts}"


def _regular(_given: argparse.Namespace) -> int:
    """The lists are made by who sends."""
    with transaction() as session:
        names = [campaigns.name_of(campaign) for campaign in begin_due(session)]
    print(f"started: {', '.join(names) or 'nothing is due'}")
    return 0


def _work(_given: argparse.Namespace) -> int:
    from bot.bulk.process import run  # the gateway's parts, which no other command needs

    return run()
