"""The rule by which a candidate is promoted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.improving.comparing import Measured, compare, dialogue_messages
from bot.improving.measure import Message, Report, evaluate

HELD = [
    *(Message(f"خطر {n}", "danger", (), frozenset(), frozenset()) for n in range(3)),
    *(Message(f"فاتورة {n}", "ask_bill", (), frozenset(), frozenset()) for n in range(4)),
]


def report(**wrong: str) -> Report:
    from bot.improving import measure

    names = iter([wrong.get(f"at{n}", one.intent) for n, one in enumerate(HELD)])
    made = evaluate(lambda _: {"intent": {"name": next(names), "confidence": 0.9}}, HELD)
    missing = {name: 1.0 for name in measure.MAIN_INTENTS if name not in made.recalls}
    return replace(made, recalls={**made.recalls, **missing})


def measured(made: Report, **intents: str) -> Measured:
    return Measured(made, {f"رسالة {n}": intents.get(f"at{n}", "ask_bill") for n in range(200)})


def test_the_same_model_may_take_its_own_place():
    assert compare(measured(report()), measured(report())).reasons == []


def test_danger_may_not_be_missed_once_more():
    found = compare(measured(report()), measured(report(at0="ask_bill"))).reasons
    assert any(reason.startswith("danger_recall") for reason in found)
    assert any(reason.startswith("recall of danger") for reason in found)


def test_one_message_of_an_intent_is_no_reason_and_two_are():
    def lines(made: Report) -> set[str]:
        compared = compare(measured(report()), measured(made)).lines
        return {line.name for line in compared if line.worse}

    assert "recall of ask_bill" not in lines(report(at3="thanks"))
    assert "recall of ask_bill" in lines(report(at3="thanks", at4="thanks"))


@pytest.mark.parametrize(("figure", "change"), [("entity_f1", -0.011), ("false_alarms", 0.011)])
def test_a_main_figure_may_fall_by_one_point(figure, change):
    there = report()
    start = 0.5
    before = replace(there, **{figure: start})
    little = replace(there, **{figure: start + change * 0.9})
    much = replace(there, **{figure: start + change})
    assert compare(measured(before), measured(little)).reasons == []
    (reason,) = compare(measured(before), measured(much)).reasons
    assert figure in reason
    assert compare(measured(much), measured(before)).reasons == [], "better is no reason"


def test_the_dialogues_must_go_as_they_went():
    current = measured(report())
    two = compare(current, measured(report(), at0="thanks", at1="thanks"))
    assert two.reasons == [] and len(two.changed) == 2 and "رسالة 0" in two.text()
    three = compare(current, measured(report(), at0="thanks", at1="thanks", at2="thanks"))
    assert three.reasons == ["3 of 200 dialogue messages changed meaning"]
    lost = compare(measured(report(), at0="danger"), measured(report()))
    assert lost.reasons == ["danger is no longer heard: رسالة 0"]


def test_what_people_say_in_the_dialogues_is_found():
    said = dialogue_messages()
    assert len(said) > 100 and len(set(said)) == len(said)
    assert not any("{" in text for text in said)
