"""Notices: what this person is told, how and when, changed in a sentence or by buttons."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.gate import verified_account
from actions.labels import label
from actions.turn import Event, Turn, previous_turn, ran_before, read_turn, say
from bot.database import reading, transaction
from bot.delivery.tables import Route
from bot.identity.links import current_link
from bot.notices.hearing import Act, Wish, is_lasting, narrowed, narrows, read_wish
from bot.notices.hours import QuietWish, names_peace, read_quiet
from bot.notices.people import Person, person_of
from bot.notices.tables import NoticeKind
from bot.notices.wishes import (
    Done,
    Problem,
    Setting,
    Settings,
    carry_out,
    last_notice,
    settings_of,
)
from bot.rendering.words import clock_words
from bot.text.normalise import fold_text

_EVERY, _QUIET = "all", "quiet"
"""Values of the entity `notice` besides the kinds, in our own buttons."""
_INTENT = "notice_settings"
_NAME_WORDS = 3
_SHARING = re.compile(r"(?<!\w)(?:ال)?مشارك")
"""Of an account, not of notices: "وقفوا مشاركته"."""
Button = dict[str, str]
Ways = dict[NoticeKind, tuple[Route, ...]]
"""By which routes each kind comes; none: it is stopped."""


class ActionNoticeSettings(Action):  # type: ignore[misc]
    """Show the settings, or change them as the message says."""

    def name(self) -> str:
        return "action_notice_settings"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        if _means_the_file(turn, tracker):
            return [FollowupAction("action_bill_pdf")]
        if _SHARING.search(fold_text(turn.text)):
            return [FollowupAction("action_share_account")]
        asked = _asked(turn, open_question(tracker))
        account_id, proof = verified_account(turn, then=self.name(), dispatcher=dispatcher)
        if account_id is None:
            return [SlotSet("notice_asked", asked), *proof]
        with transaction() as session:
            person = person_of(session, account_id, turn.conversation)
            if asked["choose"]:
                _ask_about(dispatcher, turn, person, asked["choose"])
                return [SlotSet("notice_asked", None), SlotSet("notice_open", asked["choose"])]
            wish = _of_those_stopped(_wish(asked), asked["text"], tracker)
            if wish.act is Act.STOP and not _says_which(wish):
                meant = last_notice(session, turn.conversation)
                if meant is None:
                    _ask_which(dispatcher, settings_of(session, person))
                    return [SlotSet("notice_asked", None), SlotSet("notice_open", _EVERY)]
                wish = replace(wish, kinds={meant: Act.STOP})
            done = carry_out(session, person, wish, turn.conversation)
            shown = settings_of(session, person)
            link = current_link(session, turn.conversation)
        _say_done(dispatcher, wish, done, shown, link.called if link else "")
        stopped = [kind.value for kind in done.stopped] or None
        return [
            SlotSet("notice_asked", None),
            SlotSet("notice_open", None),
            SlotSet("notice_stopped", stopped),
        ]


def _of_those_stopped(wish: Wish, text: str, tracker: Tracker) -> Wish:
    """The wish; where it takes part of the last one back ("لا بس التوعية"), what is left of it."""
    stopped = tracker.get_slot("notice_stopped") or []
    just = "action_notice_settings" in ran_before(tracker)
    if not (just and stopped and wish.kinds and narrows(text)) or Act.START in wish.kinds.values():
        return wish
    return narrowed(wish, [NoticeKind(kind) for kind in stopped])


def open_question(tracker: Tracker) -> str | None:
    """What our question in the last turn was about (a kind, quiet or all), if there was one."""
    ran = {event.get("name") for event in previous_turn(tracker) if event.get("event") == "action"}
    opened = tracker.get_slot("notice_open")
    return str(opened) if opened and "action_notice_settings" in ran else None


def answers_notice(turn: Turn, tracker: Tracker) -> bool:
    """Whether a message that is no topic of its own answers our question about notices."""
    opened = open_question(tracker)
    if opened is None or turn.text.startswith("/"):
        return False
    wish = read_wish(turn.text)
    return wish.quiet is not None if opened == _QUIET else _says_which(wish)


def _means_the_file(turn: Turn, tracker: Tracker) -> bool:
    """ "وارسلها على الايميل بعد" right after a bill came as a file: that one, and no setting."""
    if turn.text.startswith("/") or "action_bill_pdf" not in ran_before(tracker):
        return False
    wish = read_wish(turn.text)
    return "email" in wish.routes and not (wish.kinds or wish.every or is_lasting(turn.text))


def names_notice(turn: Turn, tracker: Tracker) -> bool:
    """Whether a few words that sound like another topic ("الفصل المجدول", "الفاتورة") only
    answer our question."""
    return len(turn.text.split()) <= _NAME_WORDS and answers_notice(turn, tracker)


def stops_last_notice(turn: Turn) -> bool:
    """Whether a bare "وقف" or "stop" answers the notice that was just said here."""
    if read_wish(turn.text).act is not Act.STOP:
        return False
    with reading() as session:
        return last_notice(session, turn.conversation) is not None


def _asked(turn: Turn, opened: str | None) -> dict[str, Any]:
    """What is wanted, as plain values that wait in a slot while the person is proved.

    An answer to a question of ours ("التوعية", "من 11 إلى 7") carries what was asked about.
    """
    waiting = turn.slots.get("notice_asked")
    if waiting and turn.intent != _INTENT:
        return dict(waiting)
    typed = "" if turn.text.startswith("/") else turn.text
    kind, act = turn.entity("notice"), turn.entity("notice_act")
    channel = turn.entity("notice_channel") if not typed else None
    if typed and opened and not kind:
        kind, act = (None, Act.STOP.value) if opened == _EVERY else (opened, act)
    if typed and not opened and names_peace(typed) and read_quiet(typed) is None:
        kind, typed = _QUIET, ""
    if turn.intent == "bill_pdf":
        kind = NoticeKind.BILL.value  # "ارسلوها كل شهر": the bill, from now on
    only_kind = kind and not act and not channel and not typed
    return {
        "text": typed,
        "kind": kind,
        "act": act,
        "channel": channel,
        "choose": kind if only_kind else None,
    }


def _wish(asked: dict[str, Any]) -> Wish:
    """The wish of a sentence, with what a button or a question before it says."""
    wish = read_wish(asked["text"]) if asked["text"] else Wish()
    kind, act, channel = asked["kind"], asked["act"], asked["channel"]
    if kind == _QUIET:
        if act:
            starts, ends = (int(hour) * 60 for hour in act.split("-"))
            return Wish(quiet=QuietWish(off=True) if starts == ends else QuietWish(starts, ends))
        return replace(wish, quiet=read_quiet(asked["text"], asked=True) or wish.quiet)
    said = Act(act) if act else None
    if kind == _EVERY:
        return replace(wish, every=True, act=said or wish.act)
    if kind:
        known = said or wish.act or Act.START
        kinds = wish.kinds or {NoticeKind(kind): known}
        wish = replace(wish, kinds=kinds, act=wish.act or known)
        return replace(wish, routes=frozenset({channel}), instead=True) if channel else wish
    if said and wish.kinds:
        return replace(wish, kinds={k: a or said for k, a in wish.kinds.items()}, act=said)
    return replace(wish, act=wish.act or said) if said else wish


def _says_which(wish: Wish) -> bool:
    named = wish.kinds or wish.every or wish.routes or wish.without
    return bool(named or wish.quiet or wish.paper or wish.whatsapp)


def _payload(kind: str, **more: str) -> str:
    fields = {"notice": kind, **more}
    inside = ",".join(f'"{name}":"{value}"' for name, value in fields.items())
    return f"/{_INTENT}{{{inside}}}"


def _stop_button(title: str, kind: str) -> Button:
    return {"title": title, "payload": _payload(kind, notice_act=Act.STOP.value)}


def _ask_which(dispatcher: CollectingDispatcher, shown: Settings) -> None:
    """Which kind to stop: only those that come."""
    coming = [one.kind for one in shown.kinds if one.routes]
    if not coming:
        say(dispatcher, "utter_notices_none_on")
        return
    buttons = [_stop_button(label("notice", kind.value), kind.value) for kind in coming]
    buttons.append(_stop_button(label("notice", _EVERY), _EVERY))
    dispatcher.utter_message(response="utter_notices_which_stop", buttons=buttons)


def _ask_about(dispatcher: CollectingDispatcher, turn: Turn, person: Person, kind: str) -> None:
    """A row was tapped: the ways that reach this person, and stopping; or hours to choose from."""
    if kind == _QUIET:
        say(dispatcher, "utter_notices_which_hours")
        return
    routes = [route for route in (Route.SMS, Route.EMAIL) if person.addresses(route)]
    here = Route(turn.channel)
    buttons: list[Button] = [
        {
            "title": label("notice_route", route.value),
            "payload": _payload(kind, notice_channel=route.value),
        }
        for route in [*routes, here]
    ]
    if here is not Route.TELEGRAM and person.addresses(Route.TELEGRAM):
        other = Route.TELEGRAM.value
        buttons.append(
            {"title": label("notice_route", other), "payload": _payload(kind, notice_channel=other)}
        )
    buttons.append(_stop_button(label("notices", "stop"), kind))
    dispatcher.utter_message(
        response="utter_notices_how", buttons=buttons, kind=label("notice", kind)
    )


def _say_done(
    dispatcher: CollectingDispatcher, wish: Wish, done: Done, shown: Settings, account: str
) -> None:
    """What could not be done, else what changed; and always the settings as they are now."""
    for problem in done.problems:
        say(dispatcher, f"utter_notices_{problem.value}")
    if done.problems == [Problem.PAPER]:
        return
    card = _card(shown, account)
    if done.changed:
        summary = "\n".join(_changes(done, shown))
        dispatcher.utter_message(
            response="utter_notices_done", json_message={"card": card}, summary=summary
        )
    elif not done.problems:
        summary = "\n".join(_as_before(wish, done, shown))
        key = "utter_notices_same" if summary else "utter_notices_settings"
        dispatcher.utter_message(response=key, json_message={"card": card}, summary=summary)


def _as_before(wish: Wish, done: Done, shown: Settings) -> list[str]:
    """How what was wished for stands already; nobody need have wished for it before."""
    ways = {one.kind: one.routes for one in shown.kinds}
    if wish.only_stops and wish.routes and not wish.kinds:
        return [label("notices", "not_by").format(how=_by(sorted(wish.routes)))]
    off = [kind for kind in done.same if not ways[kind]]
    lines = [label("notices", "off_already").format(what=_names(off))] if off else []
    lines += _by_way("on_already", [kind for kind in done.same if ways[kind]], ways)
    return [*lines, _quiet_line(shown)] if wish.quiet else lines


def _quiet_line(shown: Settings) -> str:
    key = "quiet_off" if shown.quiet.off else "quiet"
    return label("notices", key).format(hours=_hours(shown))


def _by_way(line: str, kinds: list[NoticeKind], ways: Ways) -> list[str]:
    """A line for each set of routes, with the kinds that come by it."""
    by_way: dict[tuple[Route, ...], list[NoticeKind]] = {}
    for kind in kinds:
        by_way.setdefault(ways[kind], []).append(kind)
    return [
        label("notices", line).format(what=_names(each), how=_by([route.value for route in routes]))
        for routes, each in by_way.items()
    ]


def _by(routes: list[str]) -> str:
    return label("notices", "and").join(label("notice_by", route) for route in routes)


def _changes(done: Done, shown: Settings) -> list[str]:
    """One line a change, in words."""
    ways = {one.kind: one.routes for one in shown.kinds}
    lines = []
    if done.stopped:
        lines.append(label("notices", "stopped").format(what=_names(done.stopped)))
    lines += _by_way("started", done.started, ways)
    return [*lines, _quiet_line(shown)] if done.quiet else lines


def _names(kinds: list[NoticeKind]) -> str:
    return "، ".join(label("notice", kind.value) for kind in kinds)


def _routes(routes: tuple[Route, ...]) -> str:
    return "، ".join(label("notice_route", route.value) for route in routes)


def _hours(shown: Settings) -> str:
    ends = (clock_words(minute) for minute in (shown.quiet.starts, shown.quiet.ends))
    return label("notices", "hours").format(**dict(zip(("start", "end"), ends, strict=True)))


def _card(shown: Settings, account: str) -> dict[str, Any]:
    """Every kind with its ways; a tap on a row changes it."""
    rows = [_row(one) for one in shown.kinds]
    hours = label("notices", "always") if shown.quiet.off else _hours(shown)
    rows.append([label("notice", _QUIET), hours, _payload(_QUIET)])
    return {"title": label("notices", "title").format(account=account), "rows": rows}


def _row(one: Setting) -> list[str]:
    value = _routes(one.routes) if one.routes else label("notices", "off")
    return [label("notice", one.kind.value), value, _payload(one.kind.value)]
