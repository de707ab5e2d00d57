"""The picture: real bars, joined Arabic, a name that cannot be guessed."""

from __future__ import annotations

from datetime import date

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from bot.billing.explain import month_before
from bot.rendering.chart import FONT, _draw, consumption_chart, joined, media_folder
from bot.rendering.words import month_words

NEWEST = date(2026, 10, 1)
TEAL, PALE = (11, 122, 117), (169, 208, 205)


def _months(amounts: list[int]) -> list[tuple[date, int]]:
    count = len(amounts)
    return [(month_before(NEWEST, count - 1 - i), amount) for i, amount in enumerate(amounts)]


def _pixels(image: Image.Image, color: tuple[int, int, int], row: int | None = None) -> int:
    box = image if row is None else image.crop((0, row, image.width, row + 1))
    return sum(count for count, found in box.getcolors(1_000_000) if found == color)


def test_letters_are_joined_and_in_screen_order() -> None:
    shown = joined("مايو")
    assert shown == "\ufeee\ufef3\ufe8e\ufee3"  # final waw … initial meem, leftmost first
    assert joined("أكتوبر 2026").startswith("2026 ")  # the figure is left and not reversed


def test_the_font_has_every_glyph_that_is_drawn() -> None:
    known = TTFont(str(FONT)).getBestCmap()
    texts = ["استهلاك الكهرباء", "كيلوواط ساعة، آخر 12 شهر", "نفس الشهر قبلها بسنة", "0123456789,"]
    texts += [month_words(date(2026, month, 1)) for month in range(1, 13)]
    missing = {c for text in texts for c in joined(text) if ord(c) not in known}
    assert not missing


def test_bars_are_as_long_as_the_figures() -> None:
    image = _draw(_months([1000, 500, 2000]), {})
    rows = [178 + 58 * place + 16 for place in range(3)]  # newest on top
    lengths = [_pixels(image, TEAL, row) for row in rows]
    assert lengths[0] == pytest.approx(470, abs=8)
    assert lengths[1] == pytest.approx(470 / 4, abs=8)
    assert lengths[2] == pytest.approx(470 / 2, abs=8)


def test_last_year_stands_beside_this_year() -> None:
    months = _months([1000] * 12 + [2000] * 12)
    image = _draw(months[-12:], dict(months[:-12]))
    assert _pixels(image, PALE) > 1000
    assert _pixels(_draw(months[-12:], {}), PALE) == 0


def test_it_is_saved_under_a_name_that_only_we_know(database: None) -> None:
    months = _months([3000] * 24)
    chart = consumption_chart(7, months)
    path = media_folder() / chart.name
    with Image.open(path) as image:
        assert (image.format, image.width) == ("PNG", 800)
    assert path.stat().st_size < 100_000
    assert len(chart.name) == 36
    assert consumption_chart(8, months).name != chart.name
    written = path.stat().st_mtime_ns
    assert consumption_chart(7, months) == chart
    assert path.stat().st_mtime_ns == written
    assert [p.suffix for p in media_folder().iterdir()] == [".png", ".png"]


def test_words_for_those_who_do_not_see_it(database: None) -> None:
    chart = consumption_chart(7, _months([100, 300, 200]))
    assert chart.months == 3
    assert chart.peak == (date(2026, 9, 1), 300)
    assert chart.alt == (
        "رسم بياني للاستهلاك خلال 3 أشهر، من أغسطس 2026 إلى أكتوبر 2026. "
        "أعلى شهر سبتمبر 2026: 300 كيلوواط ساعة."
    )


@pytest.mark.parametrize("amounts", [[0], [0, 0], [5], [10**7] * 24])
def test_extremes_are_drawn(database: None, amounts: list[int]) -> None:
    assert (media_folder() / consumption_chart(7, _months(amounts)).name).exists()


def test_nothing_to_draw(database: None) -> None:
    with pytest.raises(ValueError, match="nothing"):
        consumption_chart(7, [])
