"""What the billing actions say, with the demo utility behind them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import billing
from bot.billing.explain import Reason
from bot.clock import RIYADH
from bot.database import engine, transaction
from bot.demo.seed import seed_database
from bot.identity.links import claim, verify
from bot.rendering.chart import media_folder
from tests.project_files import domain

MOMENT = datetime(2026, 11, 22, 12, tzinfo=RIYADH)
CONVERSATION = "web:test"
DOMAIN = domain()

ALL = {
    action().name(): action
    for action in (
        billing.ActionBill,
        billing.ActionBillHistory,
        billing.ActionExplainBill,
        billing.ActionHowToPay,
        billing.ActionPaymentMissing,
        billing.ActionConsumptionChart,
    )
}


@pytest.fixture(autouse=True)
def _utility(database: None) -> Iterator[None]:
    with time_machine.travel(MOMENT, tick=False):
        seed_database(engine(), 12, 1, MOMENT)
        yield


def _tracker(
    intent: str, slots: dict[str, Any] | None = None, text: str = "…", **entities: str
) -> Tracker:
    message = {
        "text": text,
        "message_id": "m1",
        "intent": {"name": intent, "confidence": 0.9},
        "entities": [{"entity": name, "value": value} for name, value in entities.items()],
        "metadata": {},
    }
    return Tracker(
        CONVERSATION,
        slots or {},
        message,
        [{"event": "user", "parse_data": message}],
        False,
        None,
        {},
        "action_listen",
    )


def _run(
    action: str, intent: str = "ask_bill", slots: dict[str, Any] | None = None, **entities: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(messages, events)."""
    dispatcher = CollectingDispatcher()
    events = ALL[action]().run(dispatcher, _tracker(intent, slots, **entities), DOMAIN)
    return dispatcher.messages, events


def _text(message: dict[str, Any]) -> str:
    """As Rasa would say it: a value that the action did not give raises KeyError."""
    (template,) = DOMAIN["responses"][message["response"]]
    return str(template["text"].format(**message))


def _card(message: dict[str, Any]) -> dict[str, str]:
    return {row[0]: row[1] for row in message["custom"]["card"]["rows"]}


def _verify(number: str) -> None:
    with transaction() as session:
        verify(session, CONVERSATION, number)


def _slots(events: list[dict[str, Any]]) -> dict[str, Any]:
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}


@pytest.mark.parametrize("action", sorted(set(ALL) - {"action_how_to_pay"}))
@pytest.mark.parametrize("number", [None, "30000000001", "30099999999"])
def test_no_figure_before_proof(action: str, number: str | None) -> None:
    if number:
        with transaction() as session:
            claim(session, CONVERSATION, number)
    messages, events = _run(action, month="2026-07")
    assert messages == []
    assert {"event": "followup", "timestamp": None, "name": "identify_form"} in events
    assert _slots(events)["after_identify"] == action
    assert _slots(events)["asked_month"] == "2026-07"


@pytest.mark.parametrize(
    ("number", "response"),
    [
        ("30000000001", "utter_billing_bill_paid"),
        ("30000000005", "utter_billing_bill_unpaid"),
        ("30000000006", "utter_billing_bill_partly_paid"),
        ("30000000007", "utter_billing_bill_payment_coming"),
    ],
)
def test_the_current_bill_as_it_stands(number: str, response: str) -> None:
    _verify(number)
    (message,), events = _run("action_bill")
    assert message["response"] == response
    assert "أكتوبر 2026" in _text(message)
    assert message["custom"]["card"]["title"] == "فاتورة أكتوبر 2026"
    assert _slots(events) == {"shown_month": "2026-10", "asked_month": None}
    assert ("آخر موعد للسداد" in _card(message)) == (number != "30000000001")
    assert ("رصيد سابق" in _card(message)) == (number == "30000000005")


def test_after_the_due_date_it_is_overdue() -> None:
    _verify("30000000005")
    with time_machine.travel(MOMENT + timedelta(days=6), tick=False):
        (message,), _ = _run("action_bill")
    assert message["response"] == "utter_billing_bill_overdue"
    assert "27 نوفمبر 2026" in _text(message)


def test_an_earlier_month_that_was_carried() -> None:
    _verify("30000000005")
    (message,), events = _run("action_bill", month="2026-09")
    assert message["response"] == "utter_billing_bill_carried"
    assert "سبتمبر 2026" in _text(message)
    assert _slots(events)["shown_month"] == "2026-09"


@pytest.mark.parametrize(
    ("month", "response", "names"),
    [
        ("2026-12", "utter_billing_not_issued", ["ديسمبر 2026", "أكتوبر 2026", "28"]),
        ("2031-01", "utter_billing_not_issued", ["يناير 2031"]),
        ("2020-03", "utter_billing_before_records", ["مارس 2020", "نوفمبر 2024"]),
    ],
)
def test_a_month_without_a_bill(month: str, response: str, names: list[str]) -> None:
    _verify("30000000001")
    (message,), events = _run("action_bill", month=month)
    assert message["response"] == response
    assert all(name in _text(message) for name in names)
    assert _slots(events) == {"asked_month": None}


@pytest.mark.parametrize("action", ["action_bill", "action_explain_bill"])
def test_this_month_before_its_bill_is_the_newest_bill(action: str) -> None:
    _verify("30000000001")
    (first, bill), events = _run(action, month="2026-11")
    assert first["response"] == "utter_billing_this_month_not_issued"
    assert "نوفمبر 2026" in _text(first)
    assert bill["custom"]["card"]["title"] == "فاتورة أكتوبر 2026"
    assert _slots(events)["shown_month"] == "2026-10"


def test_who_paid_already_is_not_told_to_pay() -> None:
    _verify("30000000007")
    (bill,), _ = _run("action_bill")
    (pay,), _ = _run("action_how_to_pay", "how_to_pay")
    assert pay["response"] == "utter_billing_payment_waiting"
    for message in (bill, pay):
        assert "ما يحتاج سداد مرة ثانية" in _text(message)


def test_the_month_asked_before_the_proof_is_answered_after_it() -> None:
    _verify("30000000001")
    (message,), events = _run("action_bill", "inform", {"asked_month": "2026-07"}, number="123456")
    assert "يوليو 2026" in _text(message)
    assert _slots(events)["asked_month"] is None


def test_a_month_left_waiting_does_not_answer_a_new_question() -> None:
    _verify("30000000001")
    (message,), _ = _run("action_bill", "ask_bill", {"asked_month": "2026-07"})
    assert "أكتوبر 2026" in _text(message)
    (message,), _ = _run("action_explain_bill", "explain_bill", {"asked_month": "2026-07"})
    assert message["custom"]["card"]["title"] == "فاتورة أكتوبر 2026"


def test_a_date_names_its_month() -> None:
    _verify("30000000001")
    (message,), _ = _run("action_bill", date="2026-06-28")
    assert "يونيو 2026" in _text(message)


def test_six_bills_in_a_card() -> None:
    _verify("30000000006")
    (message,), _ = _run("action_bill_history", "ask_bill_history")
    rows = message["custom"]["card"]["rows"]
    assert [row[0] for row in rows] == [
        "أكتوبر 2026", "سبتمبر 2026", "أغسطس 2026", "يوليو 2026", "يونيو 2026", "مايو 2026"
    ]  # fmt: skip
    assert rows[0][1].endswith("مدفوع جزء منها")
    assert rows[1][1].endswith("ريال، مدفوعة")
    assert "المستحق الآن" in _text(message)
    _verify("30000000001")
    (message,), _ = _run("action_bill_history", "ask_bill_history")
    assert "ما عليك مستحقات الآن" in _text(message)


def test_why_so_high() -> None:
    _verify("30000000010")
    (message,), _ = _run("action_explain_bill", "explain_bill")
    card = _card(message)
    assert "6,000 كيلوواط ساعة × 18 هللة" in card
    assert card["6,000 كيلوواط ساعة × 18 هللة"] == "1,080.00 ريال"
    assert any(label.endswith("× 30 هللة") for label in card)
    assert "ضريبة القيمة المضافة 15%" in card
    assert "مقارنة بشهر سبتمبر 2026" in card
    assert "مقارنة بنفس الشهر قبل سنة (أكتوبر 2025)" in card
    assert "أكتوبر 2026" in _text(message)


def test_the_bill_shown_last_is_the_one_explained() -> None:
    _verify("30000000001")
    (message,), _ = _run("action_explain_bill", "explain_bill", {"shown_month": "2026-07"})
    assert message["custom"]["card"]["title"] == "فاتورة يوليو 2026"


def test_every_explanation_can_be_said() -> None:
    said = set()
    for number in range(1, 12):
        _verify(f"300000000{number:02d}")
        for month in ("2026-10", "2026-08", "2026-05", "2024-11"):
            (message,), _ = _run("action_explain_bill", "explain_bill", month=month)
            assert "{" not in _text(message)
            said.add(message["response"].removeprefix("utter_billing_explain_"))
    assert said >= {"first_bill", "lower", "previous_balance", "upper_slab", "season"}


def test_a_previous_balance_is_the_reason() -> None:
    _verify("30000000005")
    (message,), _ = _run("action_explain_bill", "explain_bill")
    assert message["response"] == "utter_billing_explain_previous_balance"
    assert _card(message)["رصيد سابق"] in _text(message)


@pytest.mark.parametrize(
    ("number", "response", "biller"),
    [
        ("30000000005", "utter_billing_how_to_pay_due", "002"),
        ("30000000006", "utter_billing_how_to_pay_rest", "002"),
        ("30000000001", "utter_billing_how_to_pay_nothing_due", "002"),
        ("30000000010", "utter_billing_how_to_pay_nothing_due", "004"),
    ],
)
def test_how_to_pay_names_the_biller_of_the_place(number: str, response: str, biller: str) -> None:
    _verify(number)
    (message,), _ = _run("action_how_to_pay", "how_to_pay")
    assert message["response"] == response
    assert f"المفوتر {biller}" in _text(message)
    assert number in _text(message)


@pytest.mark.parametrize("number", [None, "30000000010", "30099999999"])
def test_how_to_pay_before_proof_is_the_same_for_everyone(number: str | None) -> None:
    if number:
        with transaction() as session:
            claim(session, CONVERSATION, number)
    (message,), events = _run("action_how_to_pay", "how_to_pay")
    text = _text(message)
    assert events == []
    assert all(name in text for name in ("002", "004", "الشركة السعودية للكهرباء", "مرافق"))
    assert number is None or number not in text


@pytest.mark.parametrize(
    ("city", "biller"), [("الجبيل", "004"), ("ينبع", "004"), ("الطائف", "002")]
)
def test_how_to_pay_in_a_city_that_is_named(city: str, biller: str) -> None:
    (message,), _ = _run("action_how_to_pay", "how_to_pay", city=city)
    assert message["response"] == "utter_billing_how_to_pay_city"
    assert f"المفوتر {biller}" in _text(message)


def test_prices_are_said_without_an_account() -> None:
    (message,), events = _run("action_explain_bill", "explain_bill", text="كم سعر الكيلو عندكم")
    assert events == []
    assert message["response"] == "utter_billing_prices"
    assert all(f" {figure} " in f" {_text(message)} " for figure in ("18", "6,000", "30"))
    card = _card(message)
    assert card["التجاري"].startswith("20 هللة")
    assert card["رسم العداد"] == "من 10 إلى 30 ريال في الشهر حسب القاطع"
    assert card["ضريبة القيمة المضافة"] == "15%"


def test_what_holds_for_everyone_needs_no_account() -> None:
    (message,), events = _run("action_bill", "ask_bill", text="متى تنزل الفاتورة")
    assert (message["response"], events) == ("utter_billing_issue_day", [])
    assert "يوم 28 " in _text(message)
    text = "بتفصلون الكهرباء اذا ما سددت"
    (message,), events = _run("action_payment_missing", "payment_missing", text=text)
    assert (message["response"], events) == ("utter_billing_disconnection", [])
    assert all(words in _text(message) for words in ("1,000 ريال", "3 أشهر", "2020"))


def test_the_difference_to_another_month_explains_the_bill_shown() -> None:
    _verify("30000000001")
    (message,), _ = _run(
        "action_explain_bill",
        slots={"shown_month": "2026-07"},
        text="وش الفرق بينها وبين الشهر اللي قبله",
        month="2026-09",
    )
    assert message["month"] == "يوليو 2026"


@pytest.mark.parametrize(
    ("text", "month"),
    [("واللي قبله؟", "يونيو 2026"), ("نفس الشهر السنة اللي فاتت", "يوليو 2025")],
)
def test_a_month_beside_the_one_shown(text: str, month: str) -> None:
    _verify("30000000001")
    (message,), _ = _run("action_bill", slots={"shown_month": "2026-07"}, text=text)
    assert message["month"] == month


@pytest.mark.parametrize(
    ("number", "later", "response"),
    [
        ("30000000007", timedelta(0), "utter_billing_payment_waiting"),
        ("30000000007", timedelta(days=3), "utter_billing_payment_late"),
        ("30000000001", timedelta(0), "utter_billing_payment_posted"),
    ],
)
def test_a_payment_that_does_not_show(number: str, later: timedelta, response: str) -> None:
    _verify(number)
    with time_machine.travel(MOMENT + later, tick=False):
        (message,), _ = _run("action_payment_missing", "payment_missing")
    assert message["response"] == response
    assert "48" not in _text(message)
    assert "ريال" in _text(message)


def test_the_chart_is_a_picture_with_words() -> None:
    _verify("30000000010")
    (message,), _ = _run("action_consumption_chart", "consumption_chart")
    scheme, _, name = message["image"].partition(":")
    assert scheme == "media"
    assert (media_folder() / name).is_file()
    assert message["custom"]["alt"].startswith("رسم بياني للاستهلاك خلال 12 شهر")
    assert "أكتوبر 2026" in _text(message)


def test_every_billing_response_is_reachable_and_ends_with_buttons() -> None:
    said = {name for name in DOMAIN["responses"] if name.startswith("utter_billing_")}
    ends = {
        "bill": ["paid", "carried", "overdue", "unpaid", "partly_paid", "payment_coming"],
        "explain": [reason.value for reason in Reason],
        "payment": ["none", "waiting", "late", "posted"],
    }
    expected = {f"utter_billing_{room}_{end}" for room, all_ in ends.items() for end in all_}
    expected |= {f"utter_billing_{missing.value}" for missing in billing.Missing}
    expected |= {
        f"utter_billing_{end}"
        for end in ("history", "chart", "this_month_not_issued", "how_to_pay")
    }
    pays = ("due", "rest", "nothing_due", "city")
    expected |= {f"utter_billing_how_to_pay_{end}" for end in pays}
    expected |= {
        f"utter_billing_{end}" for end in ("prices", "price_of", "issue_day", "disconnection")
    }
    assert said == expected
    for name in said - {"utter_billing_this_month_not_issued"}:
        (response,) = DOMAIN["responses"][name]
        assert 2 <= len(response["buttons"]) <= 4
        for button in response["buttons"]:
            intent, _, values = button["payload"].removeprefix("/").partition("{")
            assert intent in DOMAIN["intents"]
            assert not values or json.loads("{" + values)
            assert len(button["payload"].encode()) <= 64
