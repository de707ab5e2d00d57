"""One page of paper on which Arabic is written: A4, millimetres, lines of text by their right end.

A thin layer over fpdf2, see docs/decisions/bill-as-pdf.md. Letters are joined by HarfBuzz and put
in order by fpdf2's bidirectional algorithm; figures and most words can be copied out of it.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import segno
from fpdf import FPDF
from fpdf.enums import Align

_FONTS = Path(__file__).with_name("fonts")
WIDTH, HEIGHT = 210.0, 297.0
"""A4 in millimetres."""
_LINE = 1.35
"""Height of a line in sizes of its letters."""
_POINT = 25.4 / 72

Color = tuple[int, int, int]


class Sheet:
    """A page to draw on; `bytes()` finishes it."""

    def __init__(self, title: str, made: datetime) -> None:
        """`title` and `made` stand in the file's properties; the same page gives the same bytes."""
        self._pdf = FPDF(format="A4")
        self._pdf.set_auto_page_break(False)
        self._pdf.set_margin(0)
        self._pdf.c_margin = 0
        self._pdf.set_title(title)
        self._pdf.set_lang("ar")
        self._pdf.set_creation_date(made)
        self._pdf.add_font("plex", "", _FONTS / "IBMPlexSansArabic-Regular.ttf")
        self._pdf.add_font("plex", "B", _FONTS / "IBMPlexSansArabic-SemiBold.ttf")
        self._pdf.set_text_shaping(True, direction="rtl", script="arab", language="ara")
        self._pdf.add_page()

    def text(
        self,
        right: float,
        middle: float,
        words: str,
        size: float,
        color: Color,
        *,
        bold: bool = False,
        align: Align = Align.R,
        width: float = 120.0,
    ) -> None:
        """One line. `right` is the right end of its box, `width` how far that reaches to the left.

        Words that are too long for the box are set smaller.
        """
        style = "B" if bold else ""
        self._pdf.set_font("plex", style, size)
        needed = self._pdf.get_string_width(words)
        if needed > width:
            size *= width / needed
            self._pdf.set_font("plex", style, size)
        self._pdf.set_text_color(*color)
        height = size * _POINT * _LINE
        self._pdf.set_xy(right - width, middle - height / 2)
        self._pdf.cell(width, height, words, align=align)

    def box(
        self, left: float, top: float, width: float, height: float, color: Color, radius: float = 0
    ) -> None:
        """A filled rectangle."""
        self._pdf.set_fill_color(*color)
        rounded = radius > 0
        self._pdf.rect(
            left, top, width, height, style="F", round_corners=rounded, corner_radius=radius
        )

    def frame(
        self, left: float, top: float, width: float, height: float, color: Color, radius: float = 2
    ) -> None:
        """A rectangle's outline."""
        self._pdf.set_draw_color(*color)
        self._pdf.set_line_width(0.25)
        self._pdf.rect(
            left, top, width, height, style="D", round_corners=True, corner_radius=radius
        )

    def rule(self, left: float, right: float, middle: float, color: Color) -> None:
        """A thin horizontal line."""
        self._pdf.set_draw_color(*color)
        self._pdf.set_line_width(0.25)
        self._pdf.line(left, middle, right, middle)

    def qr(self, left: float, top: float, width: float, content: str) -> None:
        """A QR code with its quiet zone, on white; a quarter of it may be damaged."""
        code = segno.make_qr(content, error="q")
        border = 4
        rows = [list(row) for row in code.matrix]
        module = width / (len(rows) + 2 * border)
        self.box(left, top, width, width, (255, 255, 255))
        self._pdf.set_fill_color(0, 0, 0)
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                if dark:
                    # A hair wider than its module, so that viewers leave no white seams.
                    self._pdf.rect(
                        left + (x + border) * module,
                        top + (y + border) * module,
                        module * 1.02,
                        module * 1.02,
                        style="F",
                    )

    def bytes(self) -> bytes:
        """The finished file."""
        return bytes(self._pdf.output())
