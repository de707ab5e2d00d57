"""What is wrong with digits that were given for an account's number and are none."""

from __future__ import annotations

import re

from bot.facts import facts
from bot.text.normalise import fold_text

_LIKE_MOBILE = re.compile(r"(?:(?:00)?966)?0?5\d{6,9}")
"""A mobile's beginning, with a digit or two too few or too many."""
_OF_METER = re.compile(r"(?<!\S)\S*(?:عداد|meter)|(?<![a-z])[a-z]{2,4}-?\d{6,}")
"""A meter's number is called so, or begins with letters."""
_LIKE_IDENTITY = re.compile(r"[12]\d{9}|700\d{7}")


def why_no_account(digits: str, text: str) -> tuple[str, dict[str, str]]:
    """The response that says what is wrong with the number, and its values.

    `digits`: ASCII digits that are not an account's number (`bot.text.digits.is_account`);
    `text`: the message that they were said in.
    """
    known = facts()
    length = int(known.get("accounts.number_length").number())
    starts = [known.get(f"accounts.prefix_{kind}").text() for kind in ("verified", "unverified")]
    values = {"length": str(length), "verified": starts[0], "unverified": starts[1]}
    if _OF_METER.search(fold_text(text)):
        return "utter_identity_like_meter", values
    if _LIKE_MOBILE.fullmatch(digits):
        return "utter_identity_like_mobile", values
    if len(digits) != length:
        begins_well = digits.startswith(tuple(starts))
        if _LIKE_IDENTITY.fullmatch(digits) and not begins_well:
            return "utter_identity_like_identity", values
        return "utter_identity_bad_account_number", {**values, "count": str(len(digits))}
    return "utter_identity_bad_account_start", {**values, "given": digits[:3]}
