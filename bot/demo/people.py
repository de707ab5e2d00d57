"""Fictitious people: every name, number and address says that it is invented.

Mobiles begin at 0500000001 and identity numbers at 1000000008 and count up with the account, so
that nobody mistakes them for a person's; both are well formed, so that every check accepts them.
"""

from __future__ import annotations

from random import Random

_GIVEN = [
    "سعد",
    "فهد",
    "خالد",
    "محمد",
    "عبدالله",
    "ناصر",
    "تركي",
    "ماجد",
    "سلطان",
    "بندر",
    "ياسر",
    "عمر",
    "علي",
    "حسن",
    "إبراهيم",
    "يوسف",
    "نورة",
    "سارة",
    "هند",
    "لطيفة",
    "منيرة",
    "ريم",
    "أمل",
    "عبير",
    "مها",
    "جواهر",
]
_FATHERS = [
    "سعود",
    "صالح",
    "أحمد",
    "سليمان",
    "عبدالعزيز",
    "راشد",
    "حمد",
    "مشعل",
    "فيصل",
    "عادل",
    "طارق",
    "منصور",
]
_FAMILIES = [
    "التجريبي",
    "النموذجي",
    "الافتراضي",
    "المثالي",
    "الخيالي",
    "الوهمي",
    "الصوري",
    "التدريبي",
]
"""Each means "of the demo", "model", "assumed", "example", "imaginary" …: no real family."""


def name(rng: Random) -> str:
    """A full name whose family name gives it away."""
    return f"{rng.choice(_GIVEN)} {rng.choice(_FATHERS)} {rng.choice(_FAMILIES)}"


def mobile(number: int) -> str:
    """E.164 of the `number`-th mobile, from +966500000001."""
    return f"+966{500_000_000 + number}"


def email(number: int) -> str:
    """An address in the domain reserved for examples."""
    return f"subscriber{number}@example.com"


def luhn_digit(digits: str) -> int:
    """The check digit to append to `digits`."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return -total % 10


def identity(number: int, citizen: bool = True) -> str:
    """The `number`-th national ID (first digit 1) or Iqama (2) of the demo range: 1/2 0000….

    The first is 1000000008; the checksum is right.
    """
    digits = f"{1 if citizen else 2}{number - 1:08d}"
    return f"{digits}{luhn_digit(digits)}"
