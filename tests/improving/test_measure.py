"""The measure itself: what it counts as right, late, missed and invented."""

from __future__ import annotations

from typing import Any

import pytest

from bot.improving.measure import Entity, EntityFigures, Message, Report, evaluate

MOBILE = Entity("mobile", "+966501234567", "new")
FIELD = Entity("field", "mobile")


def said(intent: str, *also: str, entities: tuple[Entity, ...] = ()) -> Message:
    return Message("…", intent, also, frozenset(entities), frozenset({"najdi"}))


def understood(name: str | None, *entities: Entity, others: tuple[str, ...] = ()) -> dict[str, Any]:
    found = [{"entity": e.kind, "value": e.value, "role": e.role or None} for e in entities]
    intent = {"name": name, "confidence": 0.9}
    return {"intent": intent, "entities": found, "other_intents": list(others)}


def measure(*pairs: tuple[Message, dict[str, Any]]) -> Report:
    answers = iter([answer for _, answer in pairs])
    return evaluate(lambda text: next(answers), [message for message, _ in pairs])


def test_all_right() -> None:
    report = measure(
        (said("danger"), understood("danger")),
        (said("inform", entities=(MOBILE,)), understood("inform", MOBILE)),
    )
    assert report.intent_macro_f1 == report.entity_f1 == report.danger_recall == 1
    assert report.false_alarms == 0 and report.tags == {"najdi": (1.0, 2)}
    assert report.calibration_error == pytest.approx(0.1)


def test_a_fallback_catches_a_stray_and_loses_a_question() -> None:
    report = measure(
        (said("out_of_scope"), understood("nlu_fallback")),
        (said("ask_bill"), understood(None)),
        (said("ask_bill"), understood("ask_bill")),
    )
    assert (report.strays_caught, report.false_alarms) == (1, 0.5)
    assert report.recalls == {"ask_bill": 0.5, "out_of_scope": 1}


def test_danger_must_come_first_and_not_be_cried() -> None:
    report = measure(
        (said("danger", "human"), understood("human", others=("danger",))),
        (said("danger"), understood("danger")),
        (said("explain_bill"), understood("danger")),
    )
    assert (report.danger_recall, report.danger_precision) == (0.5, 0.5)


@pytest.mark.parametrize(
    ("first", "others", "urgent", "complete"),
    [
        ("report_outage", ("ask_bill",), 1, 1),
        ("report_outage", (), 1, 0),
        ("ask_bill", ("report_outage",), 0, 1),
        ("danger", ("ask_bill", "report_outage"), 0, 1),
    ],
)
def test_of_two_intents_the_urgent_one_comes_first(
    first: str, others: tuple[str, ...], urgent: float, complete: float
) -> None:
    report = measure((said("report_outage", "ask_bill"), understood(first, others=others)))
    assert (report.first_of_two, report.all_of_two) == (urgent, complete)


def test_equally_urgent_intents_may_come_in_any_order() -> None:
    report = measure((said("ask_bill", "how_to_pay"), understood("how_to_pay")))
    assert report.first_of_two == 1


@pytest.mark.parametrize(
    ("found", "precision", "recall"),
    [
        ((MOBILE,), 1, 1),
        ((Entity("mobile", MOBILE.value, "old"),), 0, 0),
        ((MOBILE, Entity("number", "12")), 0.5, 1),
        ((MOBILE, FIELD), 1, 1),  # a field in passing is not scored
        ((MOBILE, Entity("area", "7")), 1, 1),  # only buttons carry it
        ((), 0, 0),
    ],
)
def test_values_are_counted(found: tuple[Entity, ...], precision: float, recall: float) -> None:
    report = measure((said("inform", entities=(MOBILE,)), understood("inform", *found)))
    assert (report.entity_precision, report.entity_recall) == (precision, recall)


def test_a_field_that_is_the_point_is_scored() -> None:
    wrong = Entity("field", "email")
    report = measure((said("correct_detail", entities=(FIELD,)), understood("x", FIELD, wrong)))
    assert (report.entity_precision, report.entity_recall) == (0.5, 1)


def test_values_are_told_by_kind() -> None:
    number, city = Entity("number", "350"), Entity("city", "جدة")
    report = measure(
        (said("inform", entities=(MOBILE, city)), understood("inform", MOBILE, number)),
        (said("inform", entities=(city,)), understood("inform", city)),
    )
    assert report.kinds == {
        "city": EntityFigures(right=1, missed=1, false=0),
        "mobile": EntityFigures(right=1, missed=0, false=0),
        "number": EntityFigures(right=0, missed=0, false=1),
    }
    assert report.kinds["city"].f1 == pytest.approx(2 / 3)
    assert (report.kinds["city"].precision, report.kinds["city"].recall) == (1, 0.5)
