"""Addresses whose domain is one slip away from a provider that everybody has."""

from __future__ import annotations

import pytest

from bot.text.emails import meant_address


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sara@gmial.com", "sara@gmail.com"), ("sara@gmail.con", "sara@gmail.com"),
        ("sara@gamil.com", "sara@gmail.com"), ("sara@hotmial.com", "sara@hotmail.com"),
        ("sara@outlok.com", "sara@outlook.com"), ("sara@yaho.com", "sara@yahoo.com"),
        ("sara@icluod.com", "sara@icloud.com"),
    ],
)  # fmt: skip
def test_a_slip_in_the_domain(typed: str, meant: str) -> None:
    assert meant_address(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["sara@gmail.com", "sara@ymail.com", "sara@mail.com", "sara@se.com.sa", "sara@kfu.edu.sa"],
)
def test_a_domain_that_may_be_right(typed: str) -> None:
    assert meant_address(typed) is None
