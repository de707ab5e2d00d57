"""Carrying out what a person asked for about notices."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum

from sqlalchemy import desc, select
from sqlalchemy.orm import Session

from bot.clock import now
from bot.delivery.tables import Route
from bot.notices.choices import (
    Choice,
    Quiet,
    choices_of,
    choose,
    quiet_of,
    routes_for,
    set_quiet,
    usual_routes,
)
from bot.notices.hearing import HERE, Act, Wish
from bot.notices.people import Person
from bot.notices.tables import NoticeKind
from bot.transcripts.tables import Author, Conversation, Message

_STOP_WORD_DAYS = timedelta(days=7)


class Problem(str, Enum):
    """Why a part of a wish cannot be carried out."""

    NO_EMAIL = "no_email"
    NO_TELEGRAM = "no_telegram"
    NO_SMS = "no_sms"
    WHATSAPP = "whatsapp"
    PAPER = "paper"


_MISSING = {
    Route.EMAIL: Problem.NO_EMAIL,
    Route.TELEGRAM: Problem.NO_TELEGRAM,
    Route.SMS: Problem.NO_SMS,
}


@dataclass
class Done:
    """What a wish changed."""

    stopped: list[NoticeKind] = field(default_factory=list)
    started: list[NoticeKind] = field(default_factory=list)
    """Started, or sent by other routes than before."""
    same: list[NoticeKind] = field(default_factory=list)
    """Meant by the wish, but as wished already: by an earlier wish or to begin with."""
    quiet: bool = False
    problems: list[Problem] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything is different now."""
        return bool(self.stopped or self.started or self.quiet)


@dataclass(frozen=True)
class Setting:
    """How one kind reaches a person now; no routes: it is stopped."""

    kind: NoticeKind
    routes: tuple[Route, ...]


@dataclass(frozen=True)
class Settings:
    """Everything that a person is told, for the card."""

    kinds: tuple[Setting, ...]
    quiet: Quiet


def settings_of(session: Session, person: Person) -> Settings:
    """What the person is told now, and when not."""
    choices = choices_of(session, person)
    kinds = tuple(Setting(kind, routes_for(person, choice)) for kind, choice in choices.items())
    return Settings(kinds, quiet_of(session, person))


def carry_out(session: Session, person: Person, wish: Wish, conversation: str) -> Done:
    """Do what the wish says, in the caller's transaction; doing it again changes nothing."""
    done = Done()
    routes = _usable(person, wish, conversation, done)
    if wish.whatsapp:
        done.problems.append(Problem.WHATSAPP)
    if wish.paper:
        done.problems.append(Problem.PAPER)
        return done
    nothing_left = bool(done.problems) and not routes
    choices = choices_of(session, person)
    for kind, act in _acts(wish, choices).items():
        if act is Act.START and nothing_left:
            continue
        after = _after(person, choices[kind], act, wish, routes, _route(conversation))
        _store(session, person, kind, choices[kind], after, conversation, done)
    if wish.quiet is not None:
        hours = wish.quiet.applied(quiet_of(session, person))
        done.quiet = set_quiet(session, person, hours, actor=conversation)
    return done


def _usable(person: Person, wish: Wish, conversation: str, done: Done) -> tuple[Route, ...]:
    """The named routes that reach the person; the others become problems."""
    routes = []
    for name in sorted(wish.routes):
        route = _route(conversation) if name == HERE else Route(name)
        if person.addresses(route) or wish.only_stops:
            routes.append(route)
        else:
            done.problems.append(_MISSING[route])
    return tuple(routes)


def _route(conversation: str) -> Route:
    return Route(conversation.partition(":")[0])


def _acts(wish: Wish, choices: dict[NoticeKind, Choice]) -> dict[NoticeKind, Act]:
    """Which kinds are meant, and what is to happen to each."""
    routed = bool(wish.routes or wish.without)
    if wish.kinds:
        fallback = wish.act or (Act.START if routed else None)
        acts = {kind: act or fallback for kind, act in wish.kinds.items()}
        return {kind: act for kind, act in acts.items() if act is not None}
    act = wish.act or Act.START
    moved = {kind: act for kind, choice in choices.items() if choice.wanted} if routed else {}
    if wish.every and not moved:
        return {kind: act for kind in NoticeKind}
    if routed:
        return moved
    return {}


def _after(
    person: Person,
    before: Choice,
    act: Act,
    wish: Wish,
    routes: tuple[Route, ...],
    here: Route,
) -> Choice:
    """What a kind's choice becomes."""
    refused = {here if name == HERE else Route(name) for name in wish.without}
    old = routes_for(person, before) if before.wanted else ()
    if act is Act.STOP:
        dropped = (set(routes) or refused) if wish.only_stops else set()
        left = tuple(route for route in old if route not in dropped)
        return Choice(True, left) if dropped and left else Choice(False, before.routes)
    if routes:
        return Choice(True, routes if wish.instead else (*old, *routes))
    left = tuple(route for route in old if route not in refused)
    if refused and not left:
        others = tuple(route for route in usual_routes(person) if route not in refused)
        return Choice(True, others) if others else Choice(False, before.routes)
    kept = left or tuple(route for route in before.routes if person.addresses(route))
    return Choice(True, kept or usual_routes(person))


def _store(
    session: Session,
    person: Person,
    kind: NoticeKind,
    before: Choice,
    after: Choice,
    conversation: str,
    done: Done,
) -> None:
    shown = routes_for(person, before)
    choose(
        session,
        person,
        kind,
        wanted=after.wanted,
        routes=after.routes,
        actor=conversation,
    )
    if not after.wanted and shown:
        done.stopped.append(kind)
    elif after.wanted and set(shown) != set(routes_for(person, after)):
        done.started.append(kind)
    else:
        done.same.append(kind)


def last_notice(session: Session, conversation: str) -> NoticeKind | None:
    """The kind of the notice that was said last here, if nothing was said since and it is fresh:
    what a bare "إيقاف" means."""
    newest = session.execute(
        select(Message.external_id, Message.at)
        .join(Conversation)
        .where(Conversation.key == conversation, Message.author != Author.SUBSCRIBER.value)
        .order_by(desc(Message.seq))
        .limit(1)
    ).first()
    if newest is None or newest.at < now() - _STOP_WORD_DAYS:
        return None
    parts = (newest.external_id or "").split("|")
    return NoticeKind(parts[2]) if parts[0] == "notice" else None
