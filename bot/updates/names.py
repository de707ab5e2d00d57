"""A person's name in what is said inside the update: alone, or in a longer sentence."""

from __future__ import annotations

import re

from bot.text.arabizi import is_listed
from bot.text.given_names import is_given_name, is_surely_name, name_share
from bot.text.names import establishment_name, person_name
from bot.text.normalise import fold_text
from bot.text.values import find_values
from bot.updates.heard import Heard

_LEADS = re.compile(
    r"^(?:لا+\s*[،,.]?\s*)?(?:غير[ويه]?ا?|عدل[ويه]?ا?|صحح[ويه]?ا?|خل[ويه]?ا?|حط[ويه]?ا?|قصدي|[أا]قصد|"
    r"اسم انا|الاسم|[أا]سمي|الصح|الصحيح)\s*(?:الاسم|[أا]سمي)?\s*(?:هو|إلى|الى|الي|ل|:)?\s+"
)
_ENDS_NAME = re.compile(
    r"^(?:و?انا|و?(?:رقم|جوال|هوي|ايميل|حساب|صك|عقد|اقام|بريد)\w*|"
    r"و?(?:ابي|ابغي|ابغا|ساكن\w*|من|في|عندي|هو|هي))$|\d"
)
_TELLS_NAME = re.compile(
    r"(?<!\S)(?:و?(?:اسمي|اسم(?:ه|ها)|اسم انا|الاسم)|i?smi|ismy|esmi|my name is)(?!\S)"
)
_BARE_NAME = re.compile(r"^اسم\s+(?P<name>\S+)\s+\S+")
""" "اسم عمران حسين شاه", as those say who learnt Arabic late."""
_OF_ANOTHER = re.compile(
    r"(?<!\S)[وب]?(?:ال)?(?:صاحب|صاحبه|راعي|راعيه|مؤجر|موجر|موءجر|موظف|موظفه|جار|جاري|فني|سواق|وسيط|مكتب)\S*(?!\S)"
    r"|(?:ال)?مالك\S*\s+(?:و)?اسم"
)
"""Somebody who does not use the supply: his name is not wanted."""
_SAYS_NAME = re.compile(r"(?<!\S)و?[اإ]سم(?:ي|ه|ها)(?!\S)")
_ASKS = re.compile(r"(?<!\S)(?:وش|ايش|مين|من|هل|كيف|ليش|ليه|ولا|او|wes?h|what|why|or)(?!\S)|[؟?]")
_WANTS = re.compile(
    r"(?<!\S)و?(?:الغاء|الغي|الغ[ويه]ه?ا?|نلغي\S*|تلغ\S+|يلغ\S+|هون\S*|بطلت\S*|كنسل\S*|كنسيل|وقفوا?|"
    r"خلص\S*|طول[وت]\S*|مليت|طفشت|زهقت|انسحب\S*|سحب|اسحب\S*|تراجع\S*|زفت|تاخرتوا?|تتاخر\S*|شكو\S*|شكاو\S*|اشتكي\S*|طلب|الطلب|طلبي|"
    r"خله\S*|خلها|خلوه\S*|خليه\S*|[يتن]جي|[يتن]سجل\S*|[يتن]كتب\S*|[يتن]حدث\S*|[يتن]دخل\S*|اللي|"
    r"\S{3,}تكم|عندكم|لكم|منكم|cancel|stop|quit|request|service)(?!\S)"
)
"""Words that no name has: whoever says them wants something."""
_BETWEEN = re.compile(r"[,،.؛;:\n/|]+|\s-\s")
_MOSTLY = 0.6
"""Share of known words from which a run of words between values is a name."""
_WORDS_OF_NAMES = frozenset({"city", "district", "month", "appliance"})
"""Kinds of values that people are called by, too ("رمضان", "النسيم")."""
_MOST_WORDS = 5
_NAMING = frozenset({"inform", "nlu_fallback"})
_TAKEN_FOR_ANOTHER = 0.5
"""How sure the classifier must be of another meaning, if the words are none of the known names."""
_CERTAIN = 0.85
"""From here on its other meaning counts more than one known name among other words."""


def name_in(text: str, least: int = 2) -> str | None:
    """The name, spelt as written, or None; `least`: how many parts it has at least."""
    if _WANTS.search(fold_text(text)):
        return None
    led = person_name(_LEADS.sub("", text), least)
    name = person_name(text, least) or led or _name_inside(text) or _name_before(text)
    return None if name and any(map(_is_latin_word, name.split())) else name


def _is_latin_word(word: str) -> bool:
    """Whether it is a word of English, or Arabic in Latin letters, and no name: "what", "wesh"."""
    return is_listed(word.lower()) and not is_given_name(word)


def name_among_values(text: str) -> str | None:
    """A name that stands alone between other values: "مستأجر، فهد العتيبي، 100…"."""
    chars = list(text)
    for value in find_values(text):
        if value.kind not in _WORDS_OF_NAMES:
            chars[value.start : value.end] = ",".ljust(value.end - value.start)
    runs = [run.strip() for run in _BETWEEN.split("".join(chars))]
    sure = [run for run in runs if _is_name_between(run, alone=len(runs) == 1) and name_in(run)]
    return sure[0] if len(sure) == 1 else None


def _is_name_between(run: str, alone: bool) -> bool:
    """Whether it is a name; in a list of values one that is not all known will do."""
    words = run.split()
    if is_surely_name(run) or alone or not 2 <= len(words) <= _MOST_WORDS:
        return is_surely_name(run)
    return is_given_name(words[0]) and name_share(run) >= _MOSTLY


def _without_emails(text: str) -> str:
    """An address may be spoken in words that sound like a name: "علي دوت حربي ات جيميل"."""
    chars = list(text)
    for value in find_values(text):
        if value.kind == "email":
            chars[value.start : value.end] = " ".ljust(value.end - value.start)
    return "".join(chars).strip()


def answers_name(heard: Heard) -> str | None:
    """The name in the answer to the question for it; None when the words rather mean another."""
    text = _without_emails(heard.text)
    name = name_in(text) or establishment_name(text)
    if (
        name is None
        or name == establishment_name(text)
        or tells_name(text)
        or is_surely_name(name)
        or may_be_name(heard)
    ):
        return name
    return name if heard.confidence < _CERTAIN and (name_share(name) > 0 or _titled(name)) else None


def may_be_name(heard: Heard) -> bool:
    """Whether the classifier leaves room for words that it does not know."""
    return heard.intent in _NAMING or heard.confidence < _TAKEN_FOR_ANOTHER


def name_said_again(heard: Heard) -> str | None:
    """The answer after one that was not understood: a single word may be all of the name."""
    stray = heard.intent == "out_of_scope" and heard.confidence < _CERTAIN
    known = is_given_name(heard.text.strip())
    return name_in(heard.text, least=1) if known or stray or may_be_name(heard) else None


def _titled(name: str) -> bool:
    """Whether every word is written as a name in Latin letters: "Yohannes Tesfaye"."""
    return name.isascii() and name.istitle()


def tells_name(text: str) -> bool:
    """Whether the message says "my name is …" or, of whom it acts for, "his name is …", and asks
    nothing."""
    folded = fold_text(text)
    if (bare := _BARE_NAME.search(folded)) and is_given_name(bare["name"]):
        return not _ASKS.search(folded) and bool(name_in(text))
    said = _TELLS_NAME.search(folded)
    if said is None or _ASKS.search(folded):
        return False
    of_third = said.group().endswith(("ه", "ها"))
    return not (of_third and _OF_ANOTHER.search(folded)) and bool(name_in(text))


def _name_inside(text: str) -> str | None:
    """The name of a longer sentence: "وانا المالك اسمي فهد القحطاني ورقمي 055…"."""
    said = list(_SAYS_NAME.finditer(text))
    return _first_name_of(text[said[-1].end() :]) if said else None


def _name_before(text: str) -> str | None:
    """The name that begins a sentence of other values: "فهد القحطاني وهويتي 100…"."""
    name = _first_name_of(text) if find_values(text) else None
    return name if name and is_given_name(name.split()[0]) else None


def _first_name_of(text: str) -> str | None:
    """The name up to a sign, a value or the word for one."""
    words = []
    for word in text.split():
        bare = word.strip("،,.:")
        if not bare or _ENDS_NAME.search(fold_text(bare)) or find_values(bare):
            break
        words.append(bare)
        if bare != word:
            break
    return person_name(" ".join(words))
