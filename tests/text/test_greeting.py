"""What is said after a greeting."""

from __future__ import annotations

import pytest

from bot.text.greeting import after_greeting


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("hello i want my bill", "i want my bill"),
        ("Hi there, my power is out", "my power is out"),
        ("السلام عليكم ورحمة الله وبركاته ابي فاتورتي", "ابي فاتورتي"),
        ("هلا، الكهرباء طافية", "الكهرباء طافية"),
    ],
)
def test_the_matter_stands_alone(text: str, rest: str) -> None:
    assert after_greeting(text) == rest


@pytest.mark.parametrize("text", ["hello", "hi there", "هلا والله", "هلاك علي", "i said hello", ""])
def test_nothing_follows_or_nothing_leads(text: str) -> None:
    assert after_greeting(text) is None
