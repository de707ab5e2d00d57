"""What a device, or a month of so many kWh, costs. Anyone may ask; nothing is proved for it."""

from __future__ import annotations

from decimal import Decimal

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.gate import verified_account
from actions.labels import label
from actions.turn import Event, Turn, ran_before, read_turn, say
from actions.usage_question import account, answers_limit, bare_hours
from bot.billing.prices import price_list
from bot.database import reading
from bot.rendering.words import hours as hour_words
from bot.rendering.words import kwh as kwh_words
from bot.rendering.words import minutes as minute_words
from bot.rendering.words import money
from bot.usage.appliances import DAYS_A_MONTH, Appliance, Use, appliances, read_minutes, read_power
from bot.usage.asking import (
    asked_count,
    asked_kwh,
    asks_money,
    goes_on_about_use,
    supposes_more,
)
from bot.usage.pricing import Place, general_place, month_cost, part_cost, place_of
from bot.usage.spending import whole_kwh

_OFFERED = ("ac", "water_heater", "heater", "fridge", "dryer", "car")
"""Devices offered when none is named."""
_HOURS = (4, 8, 12, 24)
_MOST_KILOWATTS = 20
"""A device's "2 كيلو" up to this is its power, more is kWh."""
_LARGEST_MONTH = 1_000_000


class ActionDeviceCost(Action):  # type: ignore[misc]
    """The tariff calculator."""

    def name(self) -> str:
        return "action_device_cost"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        if answers_limit(turn, ran_before(tracker)):
            return [FollowupAction("action_usage_limit")]
        known = _collected(turn)
        place = _place(turn, self.name())
        kwh = asked_kwh(turn.text, turn.entity("number")) if turn.is_new_message else None
        if kwh is not None and (known["appliance"] is None or kwh > _MOST_KILOWATTS):
            _say_month(dispatcher, min(kwh, _LARGEST_MONTH), place)
            return []
        if kwh:
            known["power"] = f"{kwh * 1000}w"
        in_units = goes_on_about_use(turn.text) and not asks_money(turn.text)
        _say_device(dispatcher, known, place, in_units=in_units)
        return [SlotSet("usage_open", {"ask": "device", **known})]


def _collected(turn: Turn) -> Event:
    """The device asked for: what this message says, the rest from before if it goes on with it."""
    named = turn.entity("appliance")
    hours = None if named else bare_hours(turn)
    before = turn.slots.get("usage_open") or {}
    if before.get("ask") != "device" or (named and named != before.get("appliance")):
        before = {}
    told = hours or any(turn.entity(n) for n in ("appliance", "power", "duration"))
    if not (told or goes_on_about_use(turn.text) or supposes_more(turn.text)):
        before = {}  # a question of its own, not an answer
    known = {
        name: turn.entity(name) or before.get(name) for name in ("appliance", "power", "duration")
    }
    known["duration"] = hours or known["duration"]
    count = asked_count(turn.text)
    known["count"] = count if count > 1 else before.get("count", 1)
    return known


def _place(turn: Turn, then: str) -> Place:
    account_id, _ = verified_account(turn, then=then)
    if account_id is None:
        return general_place()
    with reading() as session:
        return place_of(session, account(session, account_id))


def _say_device(
    dispatcher: CollectingDispatcher, known: Event, place: Place, *, in_units: bool
) -> None:
    """Ask what is missing, or say the cost; `in_units`: what it uses, without money."""
    appliance = appliances().get(known["appliance"] or "")
    if appliance is None and known["power"] is None:
        dispatcher.utter_message(response="utter_usage_device_ask", buttons=_device_buttons())
        return
    size, in_btu = _size(known["power"], appliance)
    if appliance is None and in_btu:
        appliance = appliances()["ac"]
    if known["duration"] is None and not (appliance and appliance.always_on):
        dispatcher.utter_message(
            response="utter_usage_device_hours",
            buttons=_hour_buttons(known["appliance"], appliance),
            device=_name(appliance, size, in_btu, known["count"]),
        )
        return
    minutes = read_minutes(known["duration"]) if known["duration"] else 24 * 60
    use = _use(appliance, size, in_btu, minutes, known["count"])
    name = _name(appliance, size, in_btu, known["count"])
    if in_units:
        _say_use(dispatcher, use, name)
    else:
        _say_cost(dispatcher, use, name, place)


def _say_use(dispatcher: CollectingDispatcher, use: Use, device: str) -> None:
    """What it uses in an hour, a day and a month: "كم وحده بالشهر" after its cost."""
    day = use.month_kwh / DAYS_A_MONTH
    dispatcher.utter_message(
        response="utter_usage_device_use",
        device=device,
        time=_time(use.minutes),
        hour=_tenths(day * 60 / use.minutes),
        day=_tenths(day),
        month=f"{whole_kwh(use.month_kwh):,}",
    )


def _tenths(kwh: Decimal) -> str:
    """ "1.8", "14.4", "12"."""
    return f"{kwh.quantize(Decimal('0.1')):f}".removesuffix(".0")


def _size(power: str | None, appliance: Appliance | None) -> tuple[int, bool]:
    """(size, whether it is BTU an hour): what was said, else the usual size."""
    if power is not None:
        return read_power(power, appliance)
    return (appliance.size, appliance.cools) if appliance else (0, False)


def _use(appliance: Appliance | None, size: int, in_btu: bool, minutes: int, count: int) -> Use:
    """Power in watts counts as it is, also for an air conditioner."""
    by_size = appliance if appliance and in_btu == appliance.cools else None
    return Use(by_size, size, minutes, count)


def _say_cost(dispatcher: CollectingDispatcher, use: Use, device: str, place: Place) -> None:
    costs = part_cost(use.month_kwh, place)
    appliance = use.appliance
    note = _note(appliance)
    watts = f"{use.watts.quantize(Decimal(1)):,}"
    values = {
        "device": device,
        "time": _time(use.minutes),
        "kwh": kwh_words(whole_kwh(use.month_kwh)),
        "cost": money(costs[0][1]),
        "rate": str(costs[0][0].rate_halalas),
        "note": label("usage_note", note).format(watts=watts),
    }
    buttons = _size_buttons(appliance, use) if appliance else []
    if len(costs) > 1:
        values["threshold"] = kwh_words(costs[0][0].upto or 0)
        values["cost_above"] = money(costs[1][1])
    key = "utter_usage_device_both" if len(costs) > 1 else "utter_usage_device_mine"
    dispatcher.utter_message(response=key, buttons=buttons, **values)


def _note(appliance: Appliance | None) -> str:
    if appliance is None or not (appliance.always_on or appliance.thermostat):
        return "rated"
    return "always_on" if appliance.always_on else "full_power"


def _say_month(dispatcher: CollectingDispatcher, kwh: int, place: Place) -> None:
    values = {"kwh": kwh_words(kwh), "cost": money(month_cost(kwh, place))}
    if place.known:
        say(dispatcher, "utter_usage_month_mine", **values)
        return
    fee = price_list().meter_fee
    said = label("prices", "meter_fee_value").format(low=fee[0], high=fee[1]) if fee else ""
    say(dispatcher, "utter_usage_month", fee=said, **values)


def _name(appliance: Appliance | None, size: int, in_btu: bool, count: int) -> str:
    """ "مكيف سبليت 18,000 وحدة", "دفاية 2,000 واط", "3 × مكيف …"."""
    form = label("usage_size", "btu" if in_btu else "watts")
    title = appliance.title if appliance else label("usage", "device")
    always_on = appliance is not None and appliance.always_on
    words = title if always_on else f"{title} {form.format(size=f'{size:,}')}"
    return f"{count} × {words}" if count > 1 else words


def _time(minutes: int) -> str:
    if minutes % 60 == 0:
        return hour_words(minutes // 60)
    if minutes < 60:
        return minute_words(minutes)
    return label("usage", "hours").format(hours=f"{minutes / 60:.1f}")


def _device_buttons() -> list[Event]:
    return [
        {"title": appliances()[key].title, "payload": f'/device_cost{{"appliance":"{key}"}}'}
        for key in _OFFERED
    ]


def _hour_buttons(key: str | None, appliance: Appliance | None) -> list[Event]:
    offered = sorted({*_HOURS, appliance.hours} if appliance else set(_HOURS))
    named = f'"appliance":"{key}",' if key else ""
    return [
        {
            "title": hour_words(hours),
            "payload": f'/device_cost{{{named}"duration":"{hours * 60}m"}}',
        }
        for hours in offered
    ]


def _size_buttons(appliance: Appliance, use: Use) -> list[Event]:
    """Other usual sizes; the hours are kept in the slot."""
    unit = "btu" if appliance.cools else "watts"
    ending = "btu" if appliance.cools else "w"
    return [
        {
            "title": label("usage_size", unit).format(size=f"{size:,}"),
            "payload": f'/device_cost{{"power":"{size}{ending}"}}',
        }
        for size in appliance.sizes
        if size != use.size
    ]
