"""Parts of numbers and addresses that are put right in words."""

from __future__ import annotations

import pytest

from bot.text.part_right import mend_digits, mend_local, mend_provider, names_wrong_digits


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("لا اخر رقم ٨ مو ٧", "0551234568"),
        ("آخر رقم ثمانية مو سبعة", "0551234568"),
        ("مو ٧ ٨", "0551234568"),
        ("050 مو 055", "0501234567"),
        ("يبدا ب 050", "0501234567"),
        ("اخر رقمين ٧٦", "0551234576"),
        ("آخر 3 ارقام 765", "0551234765"),
        ("قبل الاخير ٩ مو ٦", "0551234597"),
        ("last digit is 8 not 7", "0551234568"),
    ],
)
def test_the_digits_that_are_named_are_put_right(text: str, right: str) -> None:
    assert mend_digits(text, "0551234567") == right


@pytest.mark.parametrize(
    "text",
    [
        "اخر رقم 6 مو 9",  # it ends in no 9
        "8 مو 5",  # there are three of them
        "اخر فاتورة 500",
        "آخر رقم 7",  # it does already
        "123456",
        "0501234567",
        "لا",
    ],
)
def test_what_is_not_plain_changes_nothing(text: str) -> None:
    assert mend_digits(text, "0551234567") is None


def test_whether_the_wrong_digits_are_said() -> None:
    assert names_wrong_digits("٨ مو ٧")
    assert not names_wrong_digits("آخر رقم ٨")


@pytest.mark.parametrize(
    ("text", "email", "right"),
    [
        ("جيميل مو هوتميل", "reem@hotmail.com", "reem@gmail.com"),
        ("مو gmail لا hotmail", "reem@gmail.com", "reem@hotmail.com"),
        ("gmail not hotmail", "reem@gmail.com", None),
        ("جيميل", "reem@hotmail.com", None),
    ],
)
def test_the_provider_of_an_address_is_put_right(text: str, email: str, right: str | None) -> None:
    assert mend_provider(text, email) == right


def test_a_provider_that_was_meant_takes_the_place_of_a_slip() -> None:
    said = "wait, wrong email, it's gmail not gmial"
    assert mend_provider(said, "sara@gmial.com") == "sara@gmail.com"
    assert mend_provider("قصدي هوتميل", "sara@gmail.com") == "sara@hotmail.com"
    assert mend_provider("ابي الفاتورة على جيميل", "sara@hotmail.com") is None


@pytest.mark.parametrize(
    "text",
    ["لا الايميل غلط khaled.q مو khalid.q", "مو khalid.q لا khaled.q", "khaled.q not khalid.q"],
)
def test_the_part_before_the_sign_is_put_right(text: str) -> None:
    assert mend_local(text, "khalid.q@gmail.com") == "khaled.q@gmail.com"


def test_another_part_is_left_alone() -> None:
    assert mend_local("khaled.q مو khalid", "khalid.q@gmail.com") is None
    assert mend_local("بعدين مو الحين", "khalid.q@gmail.com") is None
