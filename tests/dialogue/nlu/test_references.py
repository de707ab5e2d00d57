from __future__ import annotations

import pytest

from bot.dialogue.nlu.references import read_reference

RANKING = (
    ("affirm", 0.5),
    ("update_status", 0.2),
    ("service_status", 0.1),
    ("complaint_status", 0.1),
    ("report_status", 0.1),
)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("S7255083", "service_status"),
        ("s 725 5083", "service_status"),
        ("رقم طلبي U1234567", "update_status"),
        ("C1234567", "complaint_status"),
        ("O1234567", "report_status"),
        ("اسحبوا S7255083", "affirm"),
        ("S7255083 C1234567", "affirm"),
        ("ايه", "affirm"),
    ],
)
def test_a_reference_alone(text: str, intent: str) -> None:
    assert read_reference(RANKING, text)[0][0] == intent


def test_what_has_another_letter_and_a_general_question_cannot_be_meant() -> None:
    ranking = (
        ("ask_question", 0.4),
        ("withdraw_update", 0.3),
        ("withdraw_service", 0.2),
        ("human", 0.1),
    )
    read = dict(read_reference(ranking, "اسحبوا الطلب S0000002"))
    assert read == pytest.approx(
        {"withdraw_service": 2 / 3, "human": 1 / 3, "ask_question": 0.0, "withdraw_update": 0.0}
    )


def test_a_ranking_of_nothing_else_stays() -> None:
    assert read_reference((("ask_question", 1.0),), "اسحبوا الطلب S0000002") == (
        ("ask_question", 1.0),
    )


def test_what_is_unclear_beside_a_number_asks_what_became_of_it() -> None:
    unclear = (("inform", 0.3), ("report_status", 0.1), ("human", 0.3), ("ask_question", 0.3))
    name, probability = read_reference(unclear, "O1234567 تابعوه لي")[0]
    assert (name, probability) == ("report_status", 0.6)
    clear = (("human", 0.7), ("report_status", 0.3))
    assert read_reference(clear, "O1234567 كلموني عنه")[0][0] == "human"
