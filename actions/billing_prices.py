"""What holds for every subscriber, from the dated facts: said to anyone, no account needed."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk.executor import CollectingDispatcher

from actions.labels import label
from actions.turn import Event, say
from bot.accounts.tables import TariffCategory
from bot.billing.prices import PriceList, price_list
from bot.billing.tariff import Slab
from bot.facts import facts
from bot.rendering.chart import month_count
from bot.rendering.words import kwh


def say_prices(dispatcher: CollectingDispatcher) -> None:
    """What a home pays in the sentence; the other categories, fee and VAT in the card."""
    prices = price_list()
    dispatcher.utter_message(
        response="utter_billing_prices",
        json_message={"card": _card(prices)},
        **_home_values(dict(prices.energy)[TariffCategory.RESIDENTIAL]),
    )


def say_price_of(dispatcher: CollectingDispatcher, category: TariffCategory) -> None:
    """What one kind of supply pays: "والمحل؟" after the prices of all."""
    slabs = dict(price_list().energy)[category]
    names = label("tariff_category", category.value)
    say(dispatcher, "utter_billing_price_of", category=names, price=_slab_words(slabs))


def say_issue_day(dispatcher: CollectingDispatcher) -> None:
    """When bills usually come out."""
    day = str(facts().figure("payment.issue_day"))
    say(dispatcher, "utter_billing_issue_day", issue_day=day)


def say_disconnection(dispatcher: CollectingDispatcher) -> None:
    """From which debt supply may be cut; the year of the rules is said, for they changed."""
    debt = facts().get("payment.disconnection_debt")
    months = facts().get("payment.disconnection_months")
    say(
        dispatcher,
        "utter_billing_disconnection",
        debt=f"{debt.number():,} ريال",
        months=month_count(int(months.number())),
        year=str(debt.valid_from.year),
    )


def _home_values(slabs: Sequence[Slab]) -> dict[str, str]:
    """A home has two slabs in every edition of the tariff so far."""
    return {
        "rate": str(slabs[0].rate_halalas),
        "threshold": kwh(slabs[0].upto or 0),
        "above": str(slabs[-1].rate_halalas),
    }


def _slab_words(slabs: Sequence[Slab]) -> str:
    """One rate, or the rate of the first slab and that of what is above it."""
    first = slabs[0]
    if first.upto is None:
        return label("prices", "flat").format(rate=first.rate_halalas)
    return label("prices", "slabs").format(
        rate=first.rate_halalas, threshold=f"{first.upto:,}", above=slabs[-1].rate_halalas
    )


def _card(prices: PriceList) -> Event:
    rows = [
        [label("tariff_category", category.value), _slab_words(slabs), None]
        for category, slabs in prices.energy
    ]
    if prices.meter_fee is not None:
        low, high = prices.meter_fee
        fee = label("prices", "meter_fee_value").format(low=low, high=high)
        rows.append([label("bill", "meter_fee"), fee, None])
    if prices.vat_percent is not None:
        rows.append([label("prices", "vat"), f"{prices.vat_percent}%", None])
    return {"title": label("prices", "title"), "rows": rows}
