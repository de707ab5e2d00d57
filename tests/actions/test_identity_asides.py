"""What is said beside the proof: it is left for the update, put off, or answered."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.identity_asides import asks_where_it_is, is_for_later, put_off, turns_to_update
from actions.turn import Entity, Turn

BILL = {"after_identify": "action_bill"}


def turn(text: str, intent: str, slots: dict[str, Any] | None = None, *kinds: str) -> Turn:
    found = tuple(Entity(kind, "1", 0, 1) for kind in kinds)
    return Turn(
        "web:1", "web", "web:1:1", text, intent, 0.9, (), found, "identify_form", "login_code",
        slots or {}, {}, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "intent", "kinds"),
    [
        ("ابراهيم بن علي القحطاني", "inform", ()),
        ("مستأجر", "inform", ("beneficiary",)),
        ("1000000008", "inform", ("national_id",)),
        ("الاسم غلط", "correct_detail", ("field",)),
    ],
)
def test_data_for_the_record_leaves_a_proof_that_nothing_waits_for(text, intent, kinds) -> None:
    assert turns_to_update(turn(text, intent, None, *kinds))
    assert not turns_to_update(turn(text, intent, BILL, *kinds))


@pytest.mark.parametrize("text", ["123456", "ما وصل الرمز", "ايه"])
def test_an_answer_to_the_proof_stays_with_it(text) -> None:
    assert not turns_to_update(turn(text, "inform", None, "number"))


def test_a_correction_beside_the_code_of_a_bill_waits_for_it() -> None:
    said = turn("الاسم غلط اسمي سارة الغامدي", "correct_detail", BILL, "field")
    assert is_for_later(said)
    dispatcher = CollectingDispatcher()
    event = put_off(dispatcher, said)
    assert [m["response"] for m in dispatcher.messages] == ["utter_identity_comes_after_code"]
    (request,) = event["value"]
    assert (event["name"], request["text"]) == ("also_asked", said.text)
    assert request["since"] > 0, "else it would be answered at once"
    assert not is_for_later(turn("123456", "inform", BILL, "number"))


@pytest.mark.parametrize(
    ("text", "intent", "meant"),
    [
        ("وين القاه", "menu", True),
        ("كيف اجيب الرمز", "resend_code", True),
        ("وين القى الفاتورة", "bill_pdf", False),
        ("وين وصل طلبي", "update_status", False),
    ],
)
def test_where_the_number_is_found(text, intent, meant) -> None:
    assert asks_where_it_is(turn(text, intent)) is meant
