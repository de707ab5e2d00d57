"""A greeting before the matter: "hello i want my bill"."""

from __future__ import annotations

import re

from bot.text.normalise import normalise

_GREETING = re.compile(
    r"^(?:(?:hello|hi+|hey|hala|salam|slm|good (?:morning|evening|afternoon)|dear|sir|there|team|"
    r"السلام عليكم|سلام عليكم|ورحمه الله|وبركاته|مرحبا|هلا|اهلا|صباح الخير|مسا الخير|مساء الخير)"
    r"(?!\w)[\s،,.!]*)+"
)
_LEAST = 2


def after_greeting(text: str) -> str | None:
    """The words after the greeting; None when there is no greeting or too little follows."""
    folded = normalise(text)
    greeting = _GREETING.match(folded.text)
    if greeting is None or greeting.end() >= len(folded.text):
        return None
    start, end = folded.span(greeting.end(), len(folded.text))
    rest = text[start:end].strip()
    return rest if len(rest.split()) >= _LEAST else None
