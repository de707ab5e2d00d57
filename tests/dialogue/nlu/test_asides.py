"""Copies with something said beside the request: the same each time, and only of requests."""

from __future__ import annotations

from bot.dialogue.nlu.asides import SHARE, asides, copies_with_asides
from bot.text import danger
from bot.text.values import find_values

REQUESTS = [(f"كم فاتورة الحساب {n}", "ask_bill") for n in range(400)]


def test_copies_hold_the_request_and_an_aside_and_are_the_same_each_time() -> None:
    copies = list(copies_with_asides(REQUESTS))
    assert copies == list(copies_with_asides(REQUESTS))
    assert abs(len(copies) / len(REQUESTS) - SHARE) < 0.1
    assert {intent for _, intent in copies} == {"ask_bill"}
    for text, _ in copies:
        assert any(request in text for request, _ in REQUESTS)
        assert any(aside in text for aside in asides())


def test_short_answers_and_small_talk_get_none() -> None:
    said = [("ايوه", "affirm"), ("مستأجر", "inform"), ("هلا", "greet"), ("غبي", "upset")] * 100
    assert list(copies_with_asides(said)) == []


def test_no_aside_is_a_danger_or_gives_a_value() -> None:
    given = {"account_number", "mobile", "email", "beneficiary", "reference", "month"}
    for aside in asides():
        assert not danger.names_danger(aside), aside
        assert not given & {value.kind for value in find_values(aside)}, aside


def test_asides_are_all_different() -> None:
    assert len(set(asides())) == len(asides())
