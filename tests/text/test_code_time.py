"""How long a code lasts or takes."""

from __future__ import annotations

import pytest

from bot.text.code_time import asks_code_time


@pytest.mark.parametrize(
    "text",
    [
        "كم باقي",
        "كم باقي على الرمز؟",
        "متى يوصل الكود",
        "طيب متى ينتهي",
        "كم مدة الرمز",
        "how long",
    ],
)
def test_asks(text):
    assert asks_code_time(text)


@pytest.mark.parametrize(
    "text",
    ["كم باقي علي من الفاتورة", "متى ترجع الكهرباء", "متى يجي الفني", "123456", "كم فاتورتي"],
)
def test_another_matter(text):
    assert not asks_code_time(text)
