"""Which parts of a message are requests of their own beside what the whole says."""

from __future__ import annotations

from bot.dialogue.nlu.meant import meant_parts
from bot.dialogue.nlu.parts import Request
from bot.text import danger

METER = Request("danger", "عدادنا مكتوب عليه ٣٤٥٦٠ وعندكم ٣٧١٠٠", danger.LIKELY)
OBJECTION = Request("complaint", "كذا ما يصير صححوها", 0.9)
OFF = Request("report_outage", "ما عندنا تيار من الفجر", 0.99)
WHEN = Request("outage_status", "لين متى بتجلس كذا", 0.95)
PRICE = Request("explain_bill", "وكم سعر الكيلو", 0.9)
HEAT = Request("report_outage", "بيتنا فرن والسقف يغلي", 0.9)
ADVICE = Request("ask_question", "كيف نخفف على المكيف", 0.95)


def intents(parts: list[Request], *ranking: tuple[str, float]) -> list[str]:
    return [each.intent for each in meant_parts(parts, ranking)]


def test_a_danger_suspected_in_a_part_needs_a_hint_in_the_whole() -> None:
    parts = [METER, OBJECTION]
    assert intents(parts, ("complaint", 0.93), ("danger", 0.006)) == ["complaint"]
    assert intents(parts, ("complaint", 0.8), ("danger", 0.1)) == ["danger", "complaint"]


def test_a_danger_that_is_named_or_likely_needs_none() -> None:
    named = Request("danger", "فيه شرار من العداد", danger.CERTAIN)
    likely = Request("danger", METER.text, 0.8)
    for each in (named, likely):
        assert intents([each, OBJECTION], ("complaint", 0.99), ("danger", 0.0)) == [
            "danger",
            "complaint",
        ]


def test_the_outage_that_leads_to_its_question_is_no_second_report() -> None:
    sure = (("outage_status", 0.95), ("report_outage", 0.04))
    assert intents([OFF, WHEN], *sure) == ["outage_status"]
    unsure = (("outage_status", 0.6), ("report_outage", 0.4))
    assert intents([OFF, WHEN], *unsure) == ["report_outage", "outage_status"]


def test_what_only_tells_how_a_question_came_up_is_left_out() -> None:
    whole = (("ask_question", 0.9), ("report_outage", 0.01), ("explain_bill", 0.01))
    assert intents([HEAT, ADVICE], *whole) == ["ask_question"]
    assert intents([ADVICE, PRICE], *whole) == ["ask_question", "explain_bill"]


def test_where_no_part_asks_a_general_question_the_parts_stand() -> None:
    assert intents([HEAT, PRICE], ("ask_question", 0.6)) == ["report_outage", "explain_bill"]


def test_how_long_is_asked_of_what_stands_before_it() -> None:
    fees = Request("service_request", "رسوم توصيل عداد سكني", 0.95)
    how_long = Request("outage_status", "كم تطول", 0.95)
    whole = (("service_request", 0.99), ("outage_status", 0.0))
    assert intents([fees, how_long], *whole) == ["service_request"]
    whole = (("outage_status", 0.7), ("report_outage", 0.2))
    assert intents([OFF, how_long], *whole) == ["report_outage", "outage_status"]
