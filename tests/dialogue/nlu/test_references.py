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
