"""What the consumption actions say, with the demo utility behind them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy import delete

from actions import fallback, general, usage, usage_compare, usage_device, usage_limit
from bot.clock import RIYADH
from bot.database import engine, reading, transaction
from bot.demo.seed import seed_database
from bot.identity.links import claim, verify
from bot.rendering.chart import media_folder
from bot.settings import ROOT
from bot.text.values import find_values
from bot.usage.limits import Limit, limit_of
from bot.usage.tables import DailyReading, LimitUnit
from tests.project_files import domain

MOMENT = datetime(2026, 11, 24, 12, tzinfo=RIYADH)
CONVERSATION = "web:test"
DOMAIN = domain()
HOME, SHOP, HIGH = "30000000001", "30000000004", "30000000010"
ALL = {
    action().name(): action
    for action in (
        usage.ActionMyUsage,
        usage.ActionBillForecast,
        usage_compare.ActionCompareUsage,
        usage_compare.ActionSavingTips,
        usage_limit.ActionUsageLimit,
        usage_device.ActionDeviceCost,
        general.ActionInform,
        fallback.ActionFallback,
    )
}
INTENTS = {
    "action_my_usage": "my_usage",
    "action_bill_forecast": "bill_forecast",
    "action_compare_usage": "compare_usage",
    "action_usage_limit": "usage_limit",
    "action_device_cost": "device_cost",
    "action_saving_tips": "saving_tips",
    "action_inform": "inform",
    "action_fallback": "nlu_fallback",
}
PERSONAL = ["action_my_usage", "action_bill_forecast", "action_compare_usage", "action_usage_limit"]


@pytest.fixture(autouse=True)
def _utility(database: None) -> Iterator[None]:
    with time_machine.travel(MOMENT, tick=False):
        seed_database(engine(), 60, 1, MOMENT)
        yield


class Person:
    """One conversation that keeps its slots."""

    def __init__(self, account: str | None = None) -> None:
        self.slots: dict[str, Any] = {}
        self.ran: list[str] = []
        if account:
            with transaction() as session:
                verify(session, CONVERSATION, account)

    def ask(self, action: str, text: str = "", **entities: str) -> list[dict[str, Any]]:
        """What an action says to a message; entities are found in it as in real life."""
        found = {value.kind: value.value for value in find_values(text)} | entities
        message = {
            "text": text or "/x",
            "message_id": f"m{len(self.ran)}",
            "intent": {"name": INTENTS[action], "confidence": 0.9},
            "entities": [{"entity": name, "value": value} for name, value in found.items()],
            "metadata": {},
        }
        events: list[dict[str, Any]] = []
        for name in self.ran:
            events += [{"event": "user"}, {"event": "action", "name": name}]
        tracker = Tracker(
            CONVERSATION,
            self.slots,
            message,
            [*events, {"event": "user", "parse_data": message}],
            False,
            None,
            {},
            "action_listen",
        )
        dispatcher = CollectingDispatcher()
        self.events = ALL[action]().run(dispatcher, tracker, DOMAIN)
        self.slots |= {e["name"]: e["value"] for e in self.events if e["event"] == "slot"}
        self.ran.append(action)
        return dispatcher.messages

    @property
    def followed(self) -> list[str]:
        return [event["name"] for event in self.events if event["event"] == "followup"]


def said(messages: list[dict[str, Any]]) -> str:
    """As Rasa would say it: a value that the action did not give raises KeyError."""
    texts = []
    for message in messages:
        (template,) = DOMAIN["responses"][message["response"]]
        texts.append(template["text"].format(**message))
    return "\n".join(texts)


def keys(messages: list[dict[str, Any]]) -> list[str]:
    return [message["response"] for message in messages]


@pytest.mark.parametrize("action", PERSONAL)
@pytest.mark.parametrize("number", [None, HOME, "30099999999"])
def test_no_personal_figure_before_proof(action: str, number: str | None) -> None:
    person = Person()
    if number:
        with transaction() as session:
            claim(session, CONVERSATION, number)
    assert person.ask(action, "كم صرفت امس نبهني عند ٣٠٠ ريال") == []
    assert person.followed == ["identify_form"]
    assert person.slots["after_identify"] == action


def test_the_question_waits_for_the_proof() -> None:
    person = Person()
    person.ask("action_my_usage", "كم استهلكت امس")
    with transaction() as session:
        verify(session, CONVERSATION, HOME)
    person.ran.append("action_after_identify")
    INTENTS["action_my_usage"] = "inform"  # the code that proved it
    try:
        messages = person.ask("action_my_usage", "123456")
    finally:
        INTENTS["action_my_usage"] = "my_usage"
    assert keys(messages) == ["utter_usage_day"]
    assert said(messages).startswith("أمس استهلكت")
    assert person.slots["usage_asked"] is None


@pytest.mark.parametrize(
    ("text", "response", "words"),
    [
        ("كم صرفت امس", "utter_usage_day", "أمس استهلكت"),
        ("كم صرفت اليوم", "utter_usage_too_early", "آخر يوم وصلنا هو أمس"),
        ("كم صرفت هالاسبوع", "utter_usage_days", "من الأحد 22 نوفمبر إلى أمس"),
        ("كم استهلاكي هالشهر", "utter_usage_days", "من الأحد 1 نوفمبر إلى أمس"),
        ("كم كيلو استهلكت في يوليو", "utter_usage_billed_month", "في فاتورة يوليو 2026"),
        ("كم استهلكت يوم 10/11/2026", "utter_usage_day", "الثلاثاء 10 نوفمبر استهلكت"),
        ("كم استهلكت يوم 10/11/2023", "utter_usage_before_readings", "تبدأ من"),
        ("كم بستهلك في 10/12/2026", "utter_usage_days", "من الأحد 1 نوفمبر"),
    ],
)
def test_any_period(text: str, response: str, words: str) -> None:
    messages = Person(HOME).ask("action_my_usage", text)
    assert keys(messages) == [response]
    assert words in said(messages)


def test_a_chart_comes_with_its_words() -> None:
    (message,) = Person(HOME).ask("action_my_usage", "كم صرفت هالشهر")
    name = message["image"].removeprefix("media:")
    assert (media_folder() / name).stat().st_size > 2000
    assert "رسم بياني للاستهلاك اليومي خلال 23 يوم" in message["custom"]["alt"]


def test_a_meter_without_readings_gets_an_honest_answer() -> None:
    person = Person(SHOP)
    messages = person.ask("action_my_usage", "كم صرفت اليوم")
    assert keys(messages) == ["utter_usage_no_readings"]
    assert "أكتوبر 2026" in said(messages)
    assert keys(person.ask("action_bill_forecast", "كم بتجي")) == ["utter_usage_forecast_too_few"]
    assert keys(person.ask("action_usage_limit", "نبهني عند ٣٠٠ ريال")) == [
        "utter_usage_limit_no_readings"
    ]
    assert keys(person.ask("action_compare_usage", "قارن بالسنة الماضية"))[0].startswith(
        "utter_usage_compare_past_"
    )


def test_late_readings_and_missing_days_are_said() -> None:
    with transaction() as session:
        session.execute(
            delete(DailyReading).where(
                DailyReading.account_id == 1,
                DailyReading.day > MOMENT.date() - timedelta(days=10),
            )
        )
        session.execute(
            delete(DailyReading).where(
                DailyReading.account_id == 1,
                DailyReading.day == MOMENT.date() - timedelta(days=15),
            )
        )
    messages = Person(HOME).ask("action_my_usage", "كم صرفت هالشهر")
    assert keys(messages) == ["utter_usage_days_late", "utter_usage_missing"]
    assert "يوم واحد ما وصلت قراءتها" in said(messages)
    assert "السبت 14 نوفمبر" in said(messages)


def test_the_forecast_is_a_range_and_says_what_it_stands_on() -> None:
    person = Person(HOME)
    messages = person.ask("action_bill_forecast", "كم بتجي الفاتورة")
    assert keys(messages) == ["utter_usage_forecast"]
    assert "فاتورة نوفمبر 2026 نتوقعها بين" in said(messages)
    assert "وليس فاتورة" in said(messages)
    far = person.ask("action_bill_forecast", "كم بتكون فاتورة شهر", month="2027-03")
    assert keys(far) == ["utter_usage_forecast_far", "utter_usage_forecast"]


def test_compare_with_the_past_and_with_homes() -> None:
    person = Person(HOME)
    (message,) = person.ask("action_compare_usage", "قارن استهلاكي بالسنة الماضية")
    assert message["response"].startswith("utter_usage_compare_past_")
    assert "نفس الوقت السنة اللي فاتت" in said([message])
    rows = message["custom"]["card"]["rows"]
    assert [row[0] for row in rows][1:] == ["نفس الأيام السنة اللي فاتت"]
    messages = person.ask("action_compare_usage", "قارني بجيراني")
    assert keys(messages) == ["utter_usage_compare_no_homes"]  # 60 accounts in 142 districts
    assert "10" in said(messages)


def test_a_limit_is_asked_set_changed_shown_and_stopped() -> None:
    person = Person(HOME)
    (ask,) = person.ask("action_usage_limit", "ابي تنبيه للاستهلاك")
    assert ask["response"] == "utter_usage_limit_ask"
    assert all(len(button["payload"].encode()) <= 64 for button in ask["buttons"])
    person.ask("action_inform", "٣٠٠٠")
    assert person.followed == ["action_usage_limit"]
    unit = person.ask("action_usage_limit", "3000")
    assert keys(unit) == ["utter_usage_limit_unit"]
    assert [button["title"] for button in unit[0]["buttons"]] == [
        "3,000 ريال",
        "3,000 كيلوواط ساعة",
    ]
    done = person.ask("action_usage_limit", limit="3000riyals")
    assert keys(done) == ["utter_usage_limit_set"]
    assert "3,000 ريال" in said(done)
    with reading() as session:
        assert limit_of(session, 1, CONVERSATION) == Limit(LimitUnit.RIYALS, 3000)
    person.ran.append("action_bill")
    person.ask("action_inform", "4000")
    assert person.followed != ["action_usage_limit"], "nothing is asked any more"
    assert "3,000 ريال" in said(person.ask("action_usage_limit", "كم الحد اللي حطيته"))
    passed = person.ask("action_usage_limit", "غير الحد الى ١٥ كيلو")
    assert keys(passed) == ["utter_usage_limit_set_passed"]
    assert keys(person.ask("action_usage_limit", limit="stop")) == ["utter_usage_limit_stopped"]
    assert keys(person.ask("action_usage_limit", "وقف تنبيه الاستهلاك")) == [
        "utter_usage_limit_none"
    ]


@pytest.mark.parametrize("text", ["نبهني اذا وصلت ريال واحد 1", "نبهني عند 99999999 ريال"])
def test_a_limit_that_cannot_be(text: str) -> None:
    assert keys(Person(HOME).ask("action_usage_limit", text)) == ["utter_usage_limit_out_of_range"]


def test_a_device_without_proof_names_both_slabs() -> None:
    person = Person()
    messages = person.ask("action_device_cost", "كم يكلف مكيف ١٨ ألف وحدة ٨ ساعات؟")
    assert keys(messages) == ["utter_usage_device_both"]
    words = said(messages)
    assert "مكيف 18,000 وحدة، 8 ساعات في اليوم: تقريبًا 432 كيلوواط ساعة" in words
    assert "89.42 ريال" in words
    assert "149.04 ريال" in words
    assert "1,800 واط" in words
    assert person.followed == []
    again = person.ask("action_device_cost", "طيب لو ١٢ ساعة")
    assert "18,000 وحدة، 12 ساعة" in said(again)
    smaller = person.ask("action_device_cost", power="12000btu")
    assert "12,000 وحدة، 12 ساعة" in said(smaller)
    other = person.ask("action_device_cost", "طيب والسخان؟")
    assert keys(other) == ["utter_usage_device_hours"]
    assert "سخان 1,500 واط" in said(other)


def test_only_what_is_missing_is_asked() -> None:
    person = Person()
    (ask,) = person.ask("action_device_cost", "احسب لي استهلاك جهاز")
    assert ask["response"] == "utter_usage_device_ask"
    (hours,) = person.ask("action_device_cost", appliance="heater")
    assert hours["response"] == "utter_usage_device_hours"
    assert [button["title"] for button in hours["buttons"]][:2] == ["4 ساعات", "6 ساعات"]
    assert all(len(button["payload"].encode()) <= 64 for button in hours["buttons"])
    person.ask("action_inform", "5 ساعات")
    assert person.followed == ["action_device_cost"]
    assert "دفاية 2,000 واط، 5 ساعات" in said(person.ask("action_device_cost", "5 ساعات"))
    person.ask("action_device_cost", appliance="heater")
    person.slots["usage_open"]["duration"] = None
    person.ask("action_inform", "7")
    assert person.followed == ["action_device_cost"]
    assert "دفاية 2,000 واط، 7 ساعات" in said(person.ask("action_device_cost", "7"))
    assert keys(person.ask("action_device_cost", "كم تصرف الثلاجة")) == ["utter_usage_device_both"]


@pytest.mark.parametrize(("number", "rate"), [(HOME, "18 هللة"), (HIGH, "30 هللة"), (SHOP, "20")])
def test_a_proved_account_hears_its_own_slab(number: str, rate: str) -> None:
    messages = Person(number).ask("action_device_cost", "مكيف سبليت ١٨ ٨ ساعات")
    assert keys(messages) == ["utter_usage_device_mine"]
    assert rate in said(messages)


def test_so_many_kwh() -> None:
    general = Person().ask("action_device_cost", "٧٠٠٠ كيلو بالشهر كم تكلف")
    assert "1,587.00 ريال" in said(general)
    assert "من 10 إلى 30 ريال" in said(general)
    mine = Person(HOME).ask("action_device_cost", "٥٠٠ كيلو كم تكلف")
    assert keys(mine) == ["utter_usage_month_mine"]
    device = Person().ask("action_device_cost", "سخان ٢ كيلو واط ٣ ساعات كم يكلف")
    assert "سخان 2,000 واط" in said(device)


def test_an_appliance_in_another_question_is_not_calculated() -> None:
    person = Person()
    person.ask("action_fallback", "ثلاجتي خربانة")
    assert person.followed == []


def test_tips_fit_the_account_or_anyone() -> None:
    assert keys(Person().ask("action_saving_tips", "كيف اوفر")) == ["utter_usage_tips_general"]
    upper = Person(HIGH).ask("action_saving_tips", "كيف اوفر")
    assert keys(upper) == ["utter_usage_tips_upper"]
    assert said(upper).count("•") == 3


def test_every_response_of_the_topic_is_used_and_has_its_values() -> None:
    source = "".join(
        (ROOT / "actions" / f"{name}.py").read_text(encoding="utf-8")
        for name in ("usage", "usage_compare", "usage_limit", "usage_device")
    )
    stems = (
        "day",
        "days",
        "too_early",
        "forecast",
        "limit_set",
        "compare_past",
        "compare_homes",
        "tips",
    )
    for key in DOMAIN["responses"]:
        if key.startswith("utter_usage_"):
            assert key in source or any(f"utter_usage_{stem}_" in f"{key}_" for stem in stems), key


def test_money_of_a_day_is_its_kwh_with_vat() -> None:
    (message,) = Person(HOME).ask("action_my_usage", "كم صرفت امس")
    kwh = Decimal(message["kwh"].split()[0])
    riyals = Decimal(message["riyals"].split()[0])
    assert abs(riyals - kwh * Decimal("0.18") * Decimal("1.15")) < Decimal("0.05")
