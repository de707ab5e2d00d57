"""What is wanted of a reference in words that nobody understood."""

from __future__ import annotations

import pytest

from actions.references import errand, status_action


@pytest.mark.parametrize(
    ("text", "reference", "action"),
    [
        ("اسحبوا الطلب S0000002", "S0000002", "action_withdraw_update"),
        ("ابي الغي C1234567", "C1234567", "action_withdraw_update"),
        ("الغوها U1234567", "U1234567", "action_withdraw_update"),
        ("شفيه S0000002", "S0000002", "action_service_status"),
        ("C1234567 طولتوا", "C1234567", "action_complaint_status"),
        ("اسحبوا الطلب", None, None),
        ("X1", "X1", None),
    ],
)
def test_what_is_wanted(text: str, reference: str | None, action: str | None) -> None:
    assert errand(text, reference) == action


def test_nobody_asks_themselves() -> None:
    assert status_action("S1234567", own="action_service_status") is None
    assert status_action("U1234567", own="action_service_status") == "action_update_status"
