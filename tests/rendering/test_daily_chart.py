"""The daily chart: every glyph there, the days asked for dark, the same figures the same file."""

from __future__ import annotations

import time
from datetime import date, timedelta
from decimal import Decimal

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from bot.rendering.chart import FONT, joined, media_folder
from bot.rendering.daily_chart import MOST_DAYS, _draw, daily_chart
from tests.rendering.test_chart import PALE, TEAL, _pixels

LAST = date(2026, 11, 21)


def _days(count: int, amount: str = "40") -> list[tuple[date, Decimal]]:
    return [
        (LAST - timedelta(days=count - 1 - place), Decimal(amount) + place)
        for place in range(count)
    ]


def test_the_font_has_every_glyph_that_is_drawn() -> None:
    known = TTFont(str(FONT)).getBestCmap()
    texts = ["استهلاكك اليومي", "كيلوواط ساعة، آخر 21 يوم وصلت قراءتها"]
    texts += ["المعدل 47 في اليوم، وهو الخط الرمادي"]
    assert not {c for text in texts for c in joined(text) if ord(c) not in known}


def test_only_the_days_asked_for_are_dark() -> None:
    every = _draw(_days(14), LAST - timedelta(days=13))
    one = _draw(_days(14), LAST)
    assert _pixels(every, PALE) == 0
    assert _pixels(one, TEAL) * 10 < _pixels(every, TEAL)
    assert _pixels(one, PALE) > _pixels(one, TEAL) * 8


@pytest.mark.parametrize("count", [1, 2, 10, 17, 25, 31])
@pytest.mark.parametrize("amount", ["0", "0.4", "99999"])
def test_extremes_are_drawn_inside_the_picture(database: None, count: int, amount: str) -> None:
    name, alt = daily_chart(1, _days(count, amount), LAST)
    with Image.open(media_folder() / name) as image:
        assert image.size == (800, 640)
        edges = image.convert("L").point(lambda grey: 255 if grey < 200 else 0).getbbox()
    assert edges is not None
    assert edges[0] >= 10
    assert edges[1] >= 10
    assert edges[2] <= 790
    assert edges[3] <= 635
    assert "كيلوواط ساعة" in alt


def test_the_name_is_that_of_the_figures_and_tells_nothing(database: None) -> None:
    name, alt = daily_chart(1, _days(20), LAST)
    assert daily_chart(1, _days(20), LAST) == (name, alt)
    assert daily_chart(2, _days(20), LAST)[0] != name
    assert len(name.removesuffix(".png")) == 32
    assert (media_folder() / name).stat().st_size < 25_000


def test_a_year_is_cut_to_the_newest_month(database: None) -> None:
    assert daily_chart(1, _days(400), LAST)[1] == daily_chart(1, _days(400)[-MOST_DAYS:], LAST)[1]
    with pytest.raises(ValueError, match="nothing"):
        daily_chart(1, [], LAST)


def test_it_is_drawn_quickly(database: None) -> None:
    daily_chart(1, _days(2), LAST)
    began = time.process_time()
    daily_chart(1, _days(31), LAST)
    assert time.process_time() - began < 1
