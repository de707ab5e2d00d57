"""Danger to life in the words of those who do not write Arabic: English, Urdu, Hindi, Bengali, and
Urdu and Tagalog in Latin letters. Beside `bot/text/danger.py`, for the same end: no such message
may be missed in any language that is common among subscribers."""

from __future__ import annotations

import re

_THING = (
    r"(?:meters?|panels?|breakers?|box(?:es)?|transformers?|poles?|cables?|wires?|wiring|sockets?|"
    r"outlets?|plugs?|electric\w*|power|fuses?|ac|substation)"
)
_PLACE = r"(?:house|home|building|apartment|flat|room|kitchen|roof|street|villa|shop|office)"
_WIRE = r"(?:(?:electric\w*|power)\s+(?:wires?|cables?|lines?)|wires?|cables?)"
_BURNING = r"(?:fire|burn\w*|smok\w*|spark\w*|explo\w*|blew\s+up|melt\w*)"
_ENGLISH = tuple(
    re.compile(pattern)
    for pattern in (
        r"^\W*(?:help\W*|there(?:'s| is)\W*|a\W+|please\W*)*(?:fire|smoke)"
        r"(?:\W+(?:fire|help))*\W*$",
        rf"\bfire\b.{{0,40}}\b(?:{_THING}|{_PLACE})\b",
        rf"\b(?:{_THING}|{_PLACE})\b.{{0,25}}\b(?:on\s+fire|{_BURNING})\b",
        rf"\b(?:smoke|flames?)\b.{{0,30}}\b{_THING}\b",
        r"\bspark(?:s|ing|ed)\b",
        r"\belectric(?:al|ity)?\s+shock",
        r"\belectrocut\w+",
        r"\bshocked\s+(?:by|from|when|touching)\b(?!.{0,20}\b(?:bill|price|amount|cost))",
        r"\bburning\s+smell|\bsmell\w*\s+(?:like\s+|of\s+|something\s+)?(?:burn\w*|smoke)",
        rf"\b(?:live|fallen|exposed|broken|hanging|bare|loose|naked)\s+{_WIRE}\b",
        rf"\b{_WIRE}\b.{{0,25}}\b(?:fell|fallen|down|hanging|exposed)",
        rf"\b{_WIRE}\b.{{0,25}}\bon\s+the\s+(?:ground|street|road)",
        r"\bwater\b(?!\s+meter).{0,25}\b(?:meter|panel|sockets?|breaker)\b",
    )
)
_ELSEWHERE = re.compile(
    r"آگ\s*(?:لگ|لگی)|چنگاری|کرنٹ\s*(?:لگ|مار)|بجلی\s+کا\s+جھٹکا|جھٹکا\s+لگ|دھواں|تار\s+(?:گر|ٹوٹ)|جل\s+رہ"
    r"|आग\s*लग|चिंगारी|करंट\s*(?:लग|मार)|बिजली\s+का\s+झटका|झटका\s+लग|धु(?:आँ|आं|ंआ)|तार\s+(?:गिर|टूट)|जल\s+रह"
    r"|আগুন|স্ফুলিঙ্গ|ধোঁয়া|শক\s+(?:খে|লে)|বিদ্যুৎস্পৃষ্ট|তার\s+(?:ছিঁড়ে|পড়ে)"
    r"|\baag\s+lag|\bchingari|\bcurrent\s+lag|\bjhatka\s+lag|\bdhuan\b|\btaar\s+(?:gir|toot)"
    r"|\b(?:may\s+)?sunog\b|\bnasusunog|\bnakuryente|\bumuusok"
)
_LATIN = re.compile("[a-z]{4}")
_DENIED = re.compile(r"\b(?:no|not|without|isn't|aren't|any|never)\s+(?:\w+\s+(?:or|and)\s+)?$")


def names_danger_abroad(text: str) -> bool:
    """Whether a message plainly tells of a danger in another language, and does not deny it."""
    plain = text.lower().replace("’", "'")
    if _ELSEWHERE.search(plain):
        return True
    if not _LATIN.search(plain):
        return False
    return any(
        not _DENIED.search(plain[: match.start()])
        for pattern in _ENGLISH
        for match in pattern.finditer(plain)
    )
