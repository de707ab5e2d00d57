"""What was said beside the code of a bill is taken by the update that comes instead of it."""

from __future__ import annotations

from typing import Any

from actions.turn import Turn
from actions.update_told import given_beside_code

BILL = {"intent": "ask_bill", "text": "كم فاتورتي", "confidence": 1.0, "since": 1.0}
UPDATE = {**BILL, "intent": "update_details", "text": "ابي احدث بياناتي"}
GIVEN = {**BILL, "intent": "correct_detail", "text": "مالك\nاحمد سعد العتيبي\n1000000008"}


def turn(form: str | None, waiting: list[dict[str, Any]]) -> Turn:
    return Turn(
        "web:1", "web", "web:1:1", "0551230031", "inform", 0.9, (), (), form, "login_code",
        {"also_asked": waiting}, {}, True,
    )  # fmt: skip


def test_values_put_off_are_taken_and_the_questions_stay() -> None:
    heard, left = given_beside_code(turn("identify_form", [UPDATE, GIVEN, BILL]))
    assert [each.first("beneficiary") for each in heard] == ["owner", None, None]
    assert heard[1].step == "name" and heard[2].first("national_id") == "1000000008"
    assert left.slots["also_asked"] == [BILL], "the update itself begins now"


def test_outside_a_proof_nothing_is_taken() -> None:
    heard, left = given_beside_code(turn(None, [GIVEN]))
    assert heard == [] and left.slots["also_asked"] == [GIVEN]
