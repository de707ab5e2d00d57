"""Digits given for an account's number: what is said of them is true and contradicts nothing."""

from __future__ import annotations

import pytest

from bot.facts import facts
from bot.identity.wrong_numbers import why_no_account
from bot.text.digits import is_account


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        ("05012345678", "like_mobile"),  # 11 long, as an account's number
        ("050123456", "like_mobile"),
        ("5012345678", "like_mobile"),
        ("96650123456", "like_mobile"),
        ("009665012345678", "like_mobile"),
        ("1034567890", "like_identity"),
        ("2234567890", "like_identity"),
        ("7001234567", "like_identity"),
        ("11000000001", "bad_account_start"),
        ("40012345678", "bad_account_start"),
        ("3001234567", "bad_account_number"),
        ("1001234567", "bad_account_number"),
        ("300123456789", "bad_account_number"),
        ("555", "bad_account_number"),
        ("12345678", "bad_account_number"),
    ],
)
def test_what_is_wrong(digits: str, said: str) -> None:
    assert not is_account(digits)
    key, values = why_no_account(digits, digits)
    assert key == f"utter_identity_{said}"
    if said == "bad_account_number":
        assert values["count"] == str(len(digits)) != values["length"]
    if said == "bad_account_start":
        assert digits.startswith(values["given"])
        assert values["given"] not in (values["verified"], values["unverified"])


@pytest.mark.parametrize(
    "text", ["KFM2012345678", "رقم العداد 2012345678", "my meter is 2012345678"]
)
def test_a_meters_number_is_called_so(text: str) -> None:
    assert why_no_account("2012345678", text)[0] == "utter_identity_like_meter"


def test_length_and_beginnings_are_those_of_the_facts() -> None:
    _, values = why_no_account("11000000001", "11000000001")
    assert values["length"] == str(int(facts().get("accounts.number_length").number()))
    assert values["verified"] == facts().get("accounts.prefix_verified").text()
