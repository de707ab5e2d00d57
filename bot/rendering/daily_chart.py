"""Some days of a subscriber's consumption as a picture: a column a day, the newest on the left,
as Arabic reads. The days asked for are dark, those before them pale. Drawn with Pillow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from PIL import Image

from bot.rendering.chart import GREY, GRID, INK, PALE, TEAL, Canvas, media_folder, save
from bot.rendering.words import day_words, days, kwh, short_month
from bot.sealing import fingerprint

MOST_DAYS = 31
_WIDTH, _HEIGHT = 800, 640
_LEFT, _RIGHT, _TOP, _FLOOR = 28, 772, 232, 540
_FEW = 8
"""So many days have their figure in the column; of more only the highest is said."""
_ALL_LABELS = 16
"""More days than this have a label under every second or third column only."""

Day = tuple[date, Decimal]
"""A day, and its kWh."""


def daily_chart(account_id: int, shown: Sequence[Day], first: date) -> tuple[str, str]:
    """Draw the last 1–31 days of `shown`, oldest first; those from `first` on are dark.

    Returns:
        The picture's name in `var/media` (a keyed hash: the same figures give the same file, and
        nobody can guess another's) and what it shows in words.

    Raises:
        ValueError: no day.
    """
    if not shown:
        raise ValueError("nothing to draw")
    kept = list(shown[-MOST_DAYS:])
    name = f"{fingerprint('daily chart', f'{account_id}:{first}:{kept}')[:32]}.png"
    path = media_folder() / name
    if not path.exists():
        save(_draw(kept, first), path)
    return name, _alt(kept)


def _alt(shown: Sequence[Day]) -> str:
    day, most = max(shown, key=lambda each: each[1])
    return (
        f"رسم بياني للاستهلاك اليومي خلال {days(len(shown))} إلى {day_words(shown[-1][0])}. "
        f"أعلى يوم {day_words(day)}: {kwh(most)}."
    )


def _draw(shown: Sequence[Day], first: date) -> Image.Image:
    canvas = Canvas(_WIDTH, _HEIGHT)
    canvas.text(_RIGHT, 46, "استهلاكك اليومي", 44, INK)
    canvas.text(_RIGHT, 102, f"كيلوواط ساعة، آخر {days(len(shown))} وصلت قراءتها", 30, GREY)
    most = max(amount for _, amount in shown) or Decimal(1)
    step = (_RIGHT - _LEFT) / len(shown)
    wide = max(round(min(step * 0.68, 60)), 8)
    every = 1 if len(shown) <= _ALL_LABELS else 3 if len(shown) > 24 else 2
    for place, (day, amount) in enumerate(shown):
        middle = round(_RIGHT - step * (place + 0.5))
        tall = max(round(float(amount / most) * (_FLOOR - _TOP)), 3)
        color = TEAL if day >= first else PALE
        canvas.bar(middle + wide // 2, _FLOOR - tall, wide, tall, color)
        if len(shown) <= _FEW:
            _figure(canvas, middle, tall, amount, color)
        elif amount == most:
            inside = min(max(middle, _LEFT + 32), _RIGHT - 32)
            canvas.text(inside, _FLOOR - tall - 20, f"{amount:.0f}", 28, INK, "mm")
        if (len(shown) - 1 - place) % every == 0:
            canvas.text(middle, _FLOOR + 28, str(day.day), 28, INK, "mm")
    _mean_line(canvas, shown, most)
    _months(canvas, shown, step)
    return canvas.finished()


def _figure(canvas: Canvas, middle: int, tall: int, amount: Decimal, color: str) -> None:
    """The kWh of one of few days: at the foot of its column, where no line crosses it."""
    if tall < 60:
        canvas.text(middle, _FLOOR - tall - 20, f"{amount:.0f}", 28, INK, "mm")
    else:
        ink = "white" if color == TEAL else INK
        canvas.text(middle, _FLOOR - 26, f"{amount:.0f}", 28, ink, "mm")


def _mean_line(canvas: Canvas, shown: Sequence[Day], most: Decimal) -> None:
    mean = sum((amount for _, amount in shown), Decimal(0)) / len(shown)
    height = _FLOOR - round(float(mean / most) * (_FLOOR - _TOP))
    canvas.bar(_RIGHT, height, _RIGHT - _LEFT, 2, GREY)
    canvas.bar(_RIGHT, _FLOOR, _RIGHT - _LEFT, 2, GRID)
    canvas.text(_RIGHT, 148, f"المعدل {mean:.0f} في اليوم، وهو الخط الرمادي", 30, GREY)


def _months(canvas: Canvas, shown: Sequence[Day], step: float) -> None:
    """The name of each month below the middle of its days."""
    for month in dict.fromkeys(day.replace(day=1) for day, _ in shown):
        places = [i for i, (day, _) in enumerate(shown) if day.replace(day=1) == month]
        if len(places) * step < 90:
            continue
        middle = _RIGHT - step * ((places[0] + places[-1]) / 2 + 0.5)
        canvas.text(round(middle), _FLOOR + 70, short_month(month), 28, GREY, "mm")
