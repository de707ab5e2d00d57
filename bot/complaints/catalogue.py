"""Categories of complaints, from data/lookups/complaints.yml, and which one a message is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from bot.cases.tables import CaseKind
from bot.settings import ROOT
from bot.text.arabizi import fold_latin
from bot.text.normalise import fold_text
from bot.text.tokens import folded_words, split_clitics

_FILE = ROOT / "data" / "lookups" / "complaints.yml"
OTHER = "other"
SUGGESTION = "suggestion"
_DAMAGE = "damage"
_APP = "app"
_OBJECTING = ("شكوي", "شكاوي", "اشتكي", "اعتراض", "اعترض", "معترض", "تظلم")
_WRONG = ("غلط", "خطا", "خاطي")
_ASKING = ("=ليش", "=ليه", "=كيف", "=وش", "=هل", "=كم", "=؟", "=?", "=لماذا", "=مو")
_FAILS = re.compile(
    r"(?<!\S)(?:يعلق|معلق|يهنق|مهنق|خربان|بطي\S*|يطلع\S*\s+خطا|"
    r"ما\s?(?:يفتح|يشتغل|يحمل|يرضي|فتح|اشتغل|رضي))(?!\S)"
)
_SUGGESTS = re.compile(
    r"(?<!\S)(?:(?:عندي|معي|لدي|ابي اقدم)\s+اقتراح|اقترح|نقترح|"
    r"(?:يا\s?)?ليتكم|(?:يا\s?)?ليت\s+(?:انكم\s+)?(?:ت|ي)\S{3,})"
)
_FOR_A_PERSON = re.compile(
    r"(?<!\S)و?(?:(?:ابي|ابغي|ابغا|نبي|ودي|اريد|بغيت|خلوني|خلني|ابا)\s+)?"
    r"(?:اكلم|اتكلم مع|احاكي|اتواصل مع|"
    r"يكلمني|يتصل علي|حولني (?:علي|ل)|حولوني (?:علي|ل))\s*(?:ال)?(?:موظف|مدير|مسوول|مشرف|رييس)\S*"
)
"""A person is asked for beside the complaint: it is not about one."""
_WRONG_PART = re.compile(
    r"(?<!\w)(?:ال)?(?:قراء\w*|مبلغ|استهلاك\w*)\s+(?:\w+\s+)?(?:غلط\w*|خط[اي]\w*|مو\s+\w+|غير\s+\w+)"
    r"|(?:غلط|خطا)\s+(?:في\s+|ب)?(?:ال)?(?:قراء\w*|مبلغ|استهلاك\w*)"
)
"""What of a bill is wrong, which a question would ask: "القراءه مو مضبوطه"."""
_TELLS = 2
"""Words beyond the empty ones from which a message tells what happened."""


@dataclass(frozen=True)
class Category:
    """One category; the file's head says what each part means."""

    key: str
    name: str
    kind: CaseKind
    promise: str | None
    """Key of `complaints.answer_days`; None: no answer is promised."""
    says: str
    ask: tuple[str, ...]
    disputes: bool
    button: bool
    words: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


@lru_cache(maxsize=1)
def categories() -> dict[str, Category]:
    """Every category by its key, in the order in which they are tried."""
    return {
        key: Category(
            key=key,
            name=body["name"],
            kind=CaseKind(body["kind"]),
            promise=body.get("class"),
            says=body["says"],
            ask=tuple(body["ask"]),
            disputes=body.get("disputes", False),
            button=body.get("button", False),
            words=tuple(tuple(line.split()) for line in body["words"]),
        )
        for key, body in _file()["categories"].items()
    }


def disputing() -> tuple[str, ...]:
    """Keys of the categories that dispute a bill."""
    return tuple(key for key, category in categories().items() if category.disputes)


def category_of(text: str) -> Category | None:
    """The category that a message names, or None."""
    said = _words(_FOR_A_PERSON.sub(" ", fold_text(text)))
    for category in categories().values():
        if any(all(_stands(part, said) for part in line) for line in category.words):
            return category
    return None


def tells_matter(text: str) -> bool:
    """Whether a message says what happened, not only that there is a complaint about something."""
    return telling_words(text) >= _TELLS or bool(_WRONG_PART.search(fold_text(text)))


def telling_words(text: str) -> int:
    """How many words of a message say more than that there is a complaint about something."""
    if text.startswith("/"):
        return 0
    empty = tuple(_file()["empty"].split())
    return sum(
        _is_figure(word)
        or (word[0].isalpha() and not any(_stands(part, _words(word)) for part in empty))
        for word in folded_words(fold_text(text))
    )


def _is_figure(word: str) -> bool:
    """An amount or a reading; references and account numbers are longer."""
    return word.isdigit() and len(word) in range(3, 7)


def objects(text: str) -> bool:
    """Whether a message says in so many words that it is a complaint or an objection, that a bill
    is wrong, that an app does not work, or gives two readings that do not agree."""
    if text.startswith("/"):
        return False
    said = _words(text)
    if any(_stands(part, said) for part in _OBJECTING):
        return True
    category = category_of(text)
    if category is None or any(_stands(part, said) for part in _ASKING):
        return False
    if category.key == _APP:
        return _FAILS.search(fold_text(text)) is not None
    if not category.disputes:
        return False
    readings = {word for word, _ in said if _is_figure(word)}
    wrong = any(_stands(part, said) for part in _WRONG)
    return wrong or (len(readings) > 1 and _stands("عداد", said) and _stands("فاتور", said))


def tells_damage(text: str) -> bool:
    """Whether a message tells that something broke or burnt."""
    found = category_of(text)
    return found is not None and found.key == _DAMAGE and tells_matter(text)


def suggests(text: str) -> bool:
    """Whether a message says in so many words that it suggests something."""
    return _SUGGESTS.search(fold_text(text)) is not None and not (
        any(_stands(part, _words(text)) for part in _ASKING)
    )


def is_bare(text: str) -> bool:
    """Whether nothing at all stands in a message but the wish to complain."""
    return category_of(text) is None and not tells_matter(text)


def _words(text: str) -> list[tuple[str, ...]]:
    folded = fold_text(text)
    return [_forms(word) for word in (*folded_words(folded), *folded_words(fold_latin(folded)))]


def _forms(word: str) -> tuple[str, ...]:
    return word, split_clitics(word)[1]


def _stands(part: str, said: list[tuple[str, ...]]) -> bool:
    """Whether a part of the file fits one of the words."""
    if part.startswith("*"):
        return any(part[1:] in word for word, _ in said)
    if part.startswith("="):
        return any(part[1:] in forms for forms in said)
    return any(form.startswith(part) for forms in said for form in forms)
