"""A value of the draft with a part put right: "الجوال آخر رقم 8 مو 7", "جيميل مو هوتميل"."""

from __future__ import annotations

from bot.text.digits import is_account, is_national_id, to_mobile
from bot.text.part_right import mend_digits, mend_local, mend_provider, names_wrong_digits
from bot.updates.draft import Draft
from bot.updates.heard import Heard

_OF_DIGITS = ("mobile", "second_mobile", "identity", "deed", "ejar", "account")
_WHOLE_VALUES = ("mobile", "account_number", "national_id", "email", "date", "reference")


def mended_value(heard: Heard, draft: Draft) -> tuple[str, str | None] | None:
    """Field and its value with the part that the message puts right, if it is plain which it is.

    The value is None where it cannot be right: all of it is wanted again.
    """
    if heard.text.startswith("/") or any(heard.all(kind) for kind in _WHOLE_VALUES):
        return None
    email = draft.values.get("email", "")
    if mended := mend_provider(heard.text, email) or mend_local(heard.text, email):
        return "email", mended
    if _answers_question(heard):
        return None
    for fields in _meant(heard, draft):
        found = {name: right for name in fields if (right := _mended(heard, draft, name))}
        if found:
            name, right = found.popitem()
            return (name, right if _is_good(name, right) else None) if not found else None
    return None


def _answers_question(heard: Heard) -> bool:
    """Whether a few digits are rather for the number that is asked for now."""
    corrects = names_wrong_digits(heard.text) or heard.all("field")
    return heard.step in _OF_DIGITS and not corrects


def _meant(heard: Heard, draft: Draft) -> list[list[str]]:
    """Fields that may be meant, the likelier first; an account only by its name or just given."""
    if named := [f for f in heard.all("field") if f in _OF_DIGITS and f in draft.values]:
        return [named]
    may = [name for name in _OF_DIGITS if name != "account" or draft.latest == "account"]
    given = [name for name in may if name in draft.values]
    pending = (heard.step or "").removesuffix("_code")
    likely = next((name for name in (pending, draft.latest) if name in given), None)
    return [[likely], given] if likely else [given]


def _mended(heard: Heard, draft: Draft, name: str) -> str | None:
    """The value with the digits put right, whatever it is then; None where they do not fit."""
    value = draft.values[name]
    if not name.endswith("mobile"):
        return mend_digits(heard.text, value)
    mended = mend_digits(heard.text, f"0{value[-9:]}")
    return mended and (to_mobile(mended) or mended)


def _is_good(name: str, value: str) -> bool:
    if name == "identity":
        return is_national_id(value)
    if name == "account":
        return is_account(value)
    return not name.endswith("mobile") or value.startswith("+")
