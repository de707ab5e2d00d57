"""A subscriber's consumption as a picture: the last twelve months beside those a year before.

Bars lie and grow to the left, with the months down the right side, so that the names stay legible
on a phone. Drawn with Pillow, see docs/decisions/chart-with-pillow.md.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from arabic_reshaper import reshape
from bidi.algorithm import get_display
from PIL import Image, ImageDraw, ImageFont

from bot.rendering.words import counted, kwh, month_words
from bot.sealing import fingerprint
from bot.settings import settings

FONT = Path(__file__).with_name("fonts") / "NotoSansArabic-Regular.ttf"

_FINE = 2  # drawn twice as large and scaled down: smooth edges
_WIDTH, _HEADER, _ROW, _FOOTER = 800, 170, 58, 24
_RIGHT = 772  # where lines of text end
_BARS = 596  # where bars begin, growing to the left
_LONGEST = 470
TEAL, PALE, INK, GREY, GRID = "#0b7a75", "#a9d0cd", "#1d2b2a", "#5d6f6e", "#e3e9e8"

Month = tuple[date, int]
"""First day of the month, and its kWh."""


@dataclass(frozen=True)
class Chart:
    """A picture in `var/media`, and what it shows in words for those who do not see it."""

    name: str
    alt: str
    months: int
    """How many months are in front (the year before them is not counted)."""
    peak: Month


def joined(text: str) -> str:
    """Arabic as a drawing library must get it: letters joined, in the order of the screen."""
    return str(get_display(reshape(text), base_dir="R"))


def media_folder() -> Path:
    """Where pictures lie that a reply may name."""
    return settings().var_dir / "media"


def consumption_chart(account_id: int, months: Sequence[Month]) -> Chart:
    """Draw 1–24 months, oldest first; the same figures give the same file.

    The name is a keyed hash, so that nobody can guess another's picture.

    Raises:
        ValueError: no month.
    """
    if not months:
        raise ValueError("nothing to draw")
    name = f"{fingerprint('chart', f'{account_id}:{list(months)}')[:32]}.png"
    path = media_folder() / name
    shown = months[-12:]
    if not path.exists():
        save(_draw(shown, dict(months[:-12])), path)
    peak = max(shown, key=lambda month: month[1])
    return Chart(name, _alt(shown, peak), len(shown), peak)


def month_count(number: int) -> str:
    """ "شهر واحد", "شهرين", "6 أشهر", "12 شهر"."""
    return counted(number, "شهر واحد", "شهرين", "أشهر", "شهر")


def _alt(shown: Sequence[Month], peak: Month) -> str:
    return (
        f"رسم بياني للاستهلاك خلال {month_count(len(shown))}، من {month_words(shown[0][0])} إلى "
        f"{month_words(shown[-1][0])}. أعلى شهر {month_words(peak[0])}: {kwh(peak[1])}."
    )


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont:
    # Basic layout: the text comes joined and in screen order already.
    return ImageFont.truetype(str(FONT), size * _FINE, layout_engine=ImageFont.Layout.BASIC)


class Canvas:
    """Drawing in plain coordinates on a finer picture."""

    def __init__(self, width: int, height: int) -> None:
        self._size = (width, height)
        self._image = Image.new("RGB", (width * _FINE, height * _FINE), "white")
        self._pen = ImageDraw.Draw(self._image)

    def text(self, x: int, y: int, text: str, size: int, color: str, anchor: str = "rm") -> None:
        """Arabic or figures; by default `x` is the right end and `y` the middle."""
        place = (x * _FINE, y * _FINE)
        self._pen.text(place, joined(text), fill=color, font=_font(size), anchor=anchor)

    def bar(self, right: int, top: int, width: int, height: int, color: str) -> None:
        """A rectangle from `right` to the left, with softly rounded corners."""
        box = [(right - width) * _FINE, top * _FINE, right * _FINE, (top + height) * _FINE]
        self._pen.rounded_rectangle(box, radius=4 * _FINE, fill=color)

    def finished(self) -> Image.Image:
        """The picture at its real size."""
        return self._image.resize(self._size, Image.Resampling.LANCZOS)


def _draw(shown: Sequence[Month], before: dict[date, int]) -> Image.Image:
    last_year = {month: before.get(month.replace(year=month.year - 1)) for month, _ in shown}
    compared = any(last_year.values())
    canvas = Canvas(_WIDTH, _HEADER + _ROW * len(shown) + _FOOTER)
    _head(canvas, len(shown), compared)
    most = max([1, *(amount for _, amount in shown), *(a for a in last_year.values() if a)])
    for place, (month, amount) in enumerate(reversed(shown)):
        top = _HEADER + place * _ROW
        canvas.text(_RIGHT, top + 24, month_words(month), 24, INK)
        earlier = last_year[month]
        tall = 24 if compared else 32
        length = max(round(amount / most * _LONGEST), 3)
        canvas.bar(_BARS, top + 8, length, tall, TEAL)
        canvas.text(_BARS - length - 8, top + 8 + tall // 2, f"{amount:,}", 23, INK)
        if earlier is not None:
            length = max(round(earlier / most * _LONGEST), 3)
            canvas.bar(_BARS, top + 8 + tall + 3, length, 12, PALE)
    return canvas.finished()


def _head(canvas: Canvas, months: int, compared: bool) -> None:
    canvas.text(_RIGHT, 42, "استهلاك الكهرباء", 36, INK)
    canvas.text(_RIGHT, 88, f"كيلوواط ساعة، آخر {month_count(months)}", 24, GREY)
    canvas.bar(_RIGHT, 164, _RIGHT - 28, 2, GRID)
    if compared:
        canvas.bar(_RIGHT, 122, 26, 20, TEAL)
        canvas.text(_RIGHT - 36, 132, f"آخر {month_count(months)}", 23, GREY)
        canvas.bar(_RIGHT - 200, 122, 26, 20, PALE)
        canvas.text(_RIGHT - 236, 132, "نفس الشهر قبلها بسنة", 23, GREY)


def save(image: Image.Image, path: Path) -> None:
    """Whole or not at all: written beside, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    image.quantize(64).save(unfinished, format="png", optimize=True)
    unfinished.replace(path)
