"""Left-to-right runs inside Arabic text, isolated so that every screen shows them in order.

In a right-to-left paragraph `+966 11 123 4567` appears backwards unless it is isolated (Unicode
UAX #9: U+2066 LEFT-TO-RIGHT ISOLATE … U+2069 POP DIRECTIONAL ISOLATE).
"""

from __future__ import annotations

import re

from bot.text.normalise import is_arabic

LRI = "\u2066"
PDI = "\u2069"

_WORD = r"[A-Za-z0-9٠-٩۰-۹•]"  # a bullet stands for a masked digit
# A run begins at a Latin letter or a digit (or at the + of a phone number, the @ of a name, a #)
# and ends at one, at a percent sign or at a slash of an address; between may stand what numbers,
# dates, phones, references, e-mails and addresses are made of. One blank joins digit groups and
# Latin words.
_RUN = re.compile(rf"[+@#]?{_WORD}(?:[._\-–/:@,'&=?#%~+\\٫٬]*{_WORD}|[ \u00a0]{_WORD})*[%٪/]?")
_ISOLATED = re.compile(f"{LRI}[^{LRI}{PDI}]*{PDI}")


def isolate(text: str) -> str:
    """`text` with each left-to-right run between U+2066 and U+2069.

    Doing it twice changes nothing; `strip_isolates` gives the text back.
    """
    pieces: list[str] = []
    end = 0
    for match in _ISOLATED.finditer(text):
        pieces += [_wrap(text[end : match.start()]), match.group()]
        end = match.end()
    return "".join([*pieces, _wrap(text[end:])])


def direction(text: str) -> str:
    """`rtl` for a text with any Arabic in it, else `auto`: the values of HTML's `dir`.

    `auto` alone goes by the first letter, and turns "@huda شوفي الرسالة" or "SMS ما وصلني" round.
    """
    return "rtl" if any(map(is_arabic, text)) else "auto"


def strip_isolates(text: str) -> str:
    """`text` without the marks that `isolate` sets."""
    return text.replace(LRI, "").replace(PDI, "")


def _wrap(text: str) -> str:
    return _RUN.sub(lambda match: f"{LRI}{match.group()}{PDI}", text)
