"""Which language a message is in: Arabic in any letters, English, Urdu (in Latin letters too), or
another one.

Told by script and by function words, for a message is a few words long: statistical detectors,
which want sentences, take Arabizi for any of a dozen languages (docs/decisions/languages.md).
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

from bot.text.arabizi_words import SPELLINGS


class Language(str, Enum):
    """What a message that is not Arabic is in."""

    ENGLISH = "en"
    URDU = "ur"
    ROMAN_URDU = "ur_latin"
    """Urdu or Hindi in Latin letters."""
    OTHER = "other"


_LATIN_WORD = re.compile(r"(?<![\w@.'])[a-z']*[a-z](?:['0-9][a-z0-9']*)?(?![\w@])")
_ASKS_FOR = re.compile(
    r"\b(?:in|speak|write|reply|talk|answer)\s+(?:\w+\s+){0,2}(?:english|urdu)\b|^\W*(?:english|urdu)\b\W*(?:please|pls)?\W*$"
    r"|\b(?:english|urdu)\s+(?:please|pls|mein|me)\b"
)
_ADDRESS = re.compile(r"\S+@\S+|https?:\S+")
_ENGLISH = frozenset(
    """a about account address after again agent all am an and any anyone apartment arabic are as at
    back be been bill bills building but by call can cannot can't change check code coming company
    complaint connection cost could cut day details did do document documents does doesn't don't
    due electric electricity email english for from get give go good got had has have hello help
    here high house how hours i i'd i'm i've if in is isn't it its know landlord last late live
    long meter money month morning much my name need new night no not now number of off office on
    one or our out outage owner paid pay payment person phone planned please power problem property
    request send service she should shows since so someone speak speaks still talk tell tenant thank
    thanks that the there they this time to today too transfer understand unpaid update until up
    very wait want was water we went what when where which who why will with without won't work
    working would yes yesterday yet you your afternoon evening live moved expensive sparks fire
    smoke wire shock burning street transformer answer reply contact register""".split()
)
_OF_LOAN = frozenset(
    "a i no yes update account email code bill sms otp app link number online".split()
)
"""Words that Arabic messages borrow too: alone they tell no language."""
_ROMAN_URDU = frozenset(
    """hai hain nahi nahin nai mera meri mere kya kyu kyun kab kitna kitni kaise mujhe mujhay
    bijli bijlee gayi gaya gai raha rahi karna karo chahiye aap hum aur bhi abhi ghar mein bhai
    wali aayegi dekhna aa kar ka ki ke ko se tha thi chali itna itni zyada bharna bharun batao
    karni baat kisi shukriya wapas taar aag gir lag nikal dhuan maine apni apna hamare
    kahan karun dikhao jayegi gira hua sadak bahut bohot""".split()
)
"""Function words and those of our matters. Two of them tell the language, or one of `_PLAIN` …"""
_PLAIN = frozenset(
    """bijli bijlee nahi nahin kitna kitni kab mera meri kaise mujhe chahiye aayegi kyun zyada
    chali shukriya hai dikhao kahan""".split()
)
_BESIDE = frozenset("light bill current meter account number band hai na".split())
"""… beside one of these, which English and Arabizi have too: "light nahi", "bill kitna"."""
_ELSEWHERE = {
    "tagalog": frozenset(
        """ang ng mga ko po pong opo magkano wala walang kuryente bayad salamat paano kailan saan
        ako namin kami hindi yung lang sa bahay babalik ba naman kayo niyo""".split()
    ),
    "indonesian": frozenset(
        "saya tidak listrik tagihan berapa kapan bagaimana rumah mati di yang apa tolong".split()
    ),
}
"""Function words of languages that are often written in Latin letters."""
_URDU_LETTERS = re.compile("[ٹڈڑںےۓہ]")
_URDU_WORDS = frozenset(
    """ہے ہیں میں کا کی کے کو سے نہیں کیا میرا میری مجھے بجلی کب کیسے آپ ہم اور پر ہوں گیا گئی رہا
    رہی ہو بھائی شکریہ چاہیے لائٹ گھر بل""".split()
)
_PERSIAN_WORDS = frozenset(
    "است را من چه چقدر کجا برق قبض نیست دارم خانه لطفا شده این می که از ما کی".split()
)
_PERSIAN_LETTERS = re.compile("[پچژگکی]")
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 2
_MOSTLY = 0.5


def language_of(text: str) -> Language | None:
    """The language of a message; None for Arabic (Arabizi too), and where nothing can be told."""
    bare = _ADDRESS.sub(" ", unicodedata.normalize("NFC", text)).lower()
    scripts = [_script(char) for char in bare if char.isalpha()]
    if not scripts:
        return None
    for script, read in (("other", _other), ("arabic", _arabic_script), ("latin", _latin)):
        if scripts.count(script) >= _MOSTLY * len(scripts):
            return read(bare)
    return None


def _script(char: str) -> str:
    if "\u0600" <= char <= "\u08ff" or "\ufb50" <= char <= "\ufeff":
        return "arabic"
    return "latin" if unicodedata.name(char, "").startswith("LATIN") else "other"


def _other(text: str) -> Language:
    return Language.OTHER


def _arabic_script(text: str) -> Language | None:
    words = _WORD.findall(text)
    urdu = sum(1 for word in words if _URDU_LETTERS.search(word))
    if urdu >= _ENOUGH or (urdu and any(word in _URDU_WORDS for word in words)):
        return Language.URDU
    persian = sum(1 for word in words if word in _PERSIAN_WORDS)
    if persian >= _ENOUGH and (_PERSIAN_LETTERS.search(text) or "است" in words):
        return Language.OTHER
    return None


def _latin(text: str) -> Language | None:
    words = _LATIN_WORD.findall(text.replace("’", "'"))
    if len(words) < _ENOUGH:
        return None
    least = max(_ENOUGH, 0.4 * len(words))
    if _roman_urdu(words) >= least:
        return Language.ROMAN_URDU
    for known in _ELSEWHERE.values():
        if sum(word in known for word in words) >= least:
            return Language.OTHER
    english = [word for word in words if word in _ENGLISH]
    arabizi = [word for word in words if word not in _ENGLISH and _is_arabizi(word)]
    if len(english) < max(_ENOUGH, _MOSTLY * len(words)) or len(arabizi) * 4 > len(words):
        return None
    return Language.ENGLISH if set(english) - _OF_LOAN else None


def _roman_urdu(words: list[str]) -> int:
    """How many words are of Urdu in Latin letters."""
    beside = _BESIDE if any(word in _PLAIN for word in words) else frozenset()
    return sum(word in _ROMAN_URDU or word in beside for word in words)


def _is_arabizi(word: str) -> bool:
    return word in SPELLINGS or any(c.isdigit() for c in word)


def asks_for_language(text: str) -> bool:
    """Whether an answer in English or Urdu is asked for: "in english please"."""
    return _ASKS_FOR.search(text.lower()) is not None
