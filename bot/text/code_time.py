"""How long a code is still good, or when it comes: "كم باقي", "وكم مدة صلاحيته"."""

from __future__ import annotations

import re

from bot.text.arabizi import fold_latin
from bot.text.normalise import fold_text

_CODE = r"(?:(?:ال|لل|ل)?(?:رمز|كود|رساله|مسج|code|otp)|رمزكم|رسالتكم)"
_ASKS = re.compile(
    r"(?:(?:طيب|يعني|زين|اوك|بس)\s+)*"
    r"و?(?:(?:كم|وش|ايش)\s+(?:مده\s+)?(?:ال)?(?:صلاحيته?|صلاحيه|مدته|مدتها)"
    r"|كم\s+(?:باقي|بقي|يبقي|ضل|مدته?|مده|صلاحيته?|يطول|ياخذ|ياخد|انتظر|دقيقه|ثانيه|وقته?)"
    r"|مت[يا]\s+ب?(?:ينتهي|تنتهي|يخلص|تخلص|يوصل|توصل|يجي|تجي)\S*"
    r"|how\s+long|when\s+does\s+it|kam\s+bagi)"
    rf"(?:\s+(?:{_CODE}|علي|عليه|له|لي|لين|الوقت|وقت|دقيقه|ثانيه|ينتهي|يوصل|يجي|صالح|is|valid|for))*\s*[?؟.!]*"
)


def asks_code_time(text: str) -> bool:
    """Whether all that is asked is how long it lasts or takes, of whatever is waited for."""
    folded = " ".join(fold_text(text).split())
    return any(_ASKS.fullmatch(reading) for reading in (folded, fold_latin(folded)))
