"""My consumption against my own past, against homes like mine, and how to use less."""

from __future__ import annotations

from decimal import Decimal

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.gate import verified_account
from actions.labels import label
from actions.turn import Event, read_turn, say
from actions.usage_question import Question, account, answered
from bot.accounts.tables import Account
from bot.clock import today
from bot.database import reading
from bot.rendering.words import day_words, kwh, month_words
from bot.usage.asking import compared_with
from bot.usage.compare import LEAST_HOMES, Against, OtherHomes, OwnPast, other_homes, own_past
from bot.usage.tips import Advice, advice, general_advice


class ActionCompareUsage(Action):  # type: ignore[misc]
    """Against the same time last month or last year, and against similar homes."""

    def name(self) -> str:
        return "action_compare_usage"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        return answered(dispatcher, tracker, self.name(), _say_comparison)


def _say_comparison(
    session: Session, dispatcher: CollectingDispatcher, who: Account, question: Question
) -> None:
    asked = compared_with(question.text)
    own = [
        found
        for against in (Against.LAST_YEAR, Against.LAST_MONTH)
        if against in asked and (found := own_past(session, who.id, against, today()))
    ]
    homes = other_homes(session, who) if Against.HOMES in asked else None
    if not own and homes is None:
        say(dispatcher, _nothing(asked), least=str(LEAST_HOMES))
        return
    card = {"title": label("usage", "comparison"), "rows": _rows(own, homes)}
    if own:
        _say_own(dispatcher, own[0], card)
    elif homes:
        _say_homes(dispatcher, homes, card)


def _nothing(asked: tuple[Against, ...]) -> str:
    only_homes = asked == (Against.HOMES,)
    return "utter_usage_compare_no_homes" if only_homes else "utter_usage_compare_nothing"


def _say_own(dispatcher: CollectingDispatcher, found: OwnPast, card: Event) -> None:
    dispatcher.utter_message(
        response=f"utter_usage_compare_past_{_verdict(found.same, found.share)}",
        json_message={"card": card},
        now=kwh(found.now),
        then=kwh(found.then),
        when=label("usage_against", found.against.value),
        percent=_percent(found.share),
    )


def _say_homes(dispatcher: CollectingDispatcher, found: OtherHomes, card: Event) -> None:
    dispatcher.utter_message(
        response=f"utter_usage_compare_homes_{_verdict(found.same, found.share)}",
        json_message={"card": card},
        month=month_words(found.month),
        mine=kwh(found.mine),
        middle=kwh(found.middle),
        percent=_percent(found.share),
        place=found.district or found.city,
        homes=str(found.homes_at_least),
    )


def _verdict(same: bool, share: Decimal) -> str:
    return "same" if same else "more" if share > 0 else "less"


def _percent(share: Decimal) -> str:
    return f"{abs(share) * 100:.0f}%"


def _rows(own: list[OwnPast], homes: OtherHomes | None) -> list[list[str | None]]:
    rows: list[list[str | None]] = []
    if own:
        span = label("usage", "span").format(
            first=day_words(own[0].first), last=day_words(own[0].last)
        )
        rows.append([span, _daily(own[0].now), None])
    for found in own:
        name = label(f"usage_{found.basis.value}", found.against.value)
        rows.append([name.format(month=month_words(found.month)), _daily(found.then), None])
    if homes:
        month = month_words(homes.month)
        rows.append([label("usage", "my_bill").format(month=month), kwh(homes.mine), None])
        like = label("usage", "homes").format(
            homes=homes.homes_at_least, place=homes.district or homes.city
        )
        rows.append([like, label("usage", "about").format(amount=kwh(homes.middle)), None])
    return rows


def _daily(amount: Decimal) -> str:
    return label("usage", "daily").format(amount=kwh(amount))


class ActionSavingTips(Action):  # type: ignore[misc]
    """Tips by the proved account's own curve; by nothing, and without asking, for anyone."""

    def name(self) -> str:
        return "action_saving_tips"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        account_id, _ = verified_account(read_turn(tracker), then=self.name())
        if account_id is None:
            _say_tips(dispatcher, general_advice(), "general")
            return []
        with reading() as session:
            found = advice(session, account(session, account_id), today())
        _say_tips(dispatcher, found, found.trait.value)
        return []


def _say_tips(dispatcher: CollectingDispatcher, found: Advice, how: str) -> None:
    say(
        dispatcher,
        f"utter_usage_tips_{how}",
        tips="\n".join(f"• {tip.text}" for tip in found.tips),
        figure=str(found.figure or ""),
    )
