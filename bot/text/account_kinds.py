"""What kind of place a supply is for, in everyday words: a shop, a farm, a home."""

from __future__ import annotations

import re

from bot.text.normalise import fold_text

_ARTICLE = r"(?:و|ف)?(?:ب|ل)?(?:ال|ل)?"
_OWN = r"(?:ي|نا|ه|ها|تي|تنا)?"
_WORDS = {
    "commercial": "محل|محلات|دكان|متجر|معرض|مكتب|بقاله|تجاري|تجاريه|مطعم|كافيه|صالون|ورشه|شركه",
    "agricultural": "مزرعه?|مزرعت|مزارع|زراعي|زراعيه",
    "industrial": "مصنع|مصانع|صناعي|صناعيه",
    "charity": "جمعيه|جمعيات|خيري|خيريه",
    "private_health_education": "مدرسه|مدارس|مستوصف|عياده|مستشفي|روضه|جامعه",
    "government": "حكومي|حكوميه",
    "residential": "بيت|سكني|سكن|منزل|شقه|شقت|فيلا|فلت|دور",
}
_KINDS = {
    kind: re.compile(rf"(?<!\S){_ARTICLE}(?:{words}){_OWN}(?!\w)") for kind, words in _WORDS.items()
}


_ABOUT_PRICE = re.compile(
    r"(?<!\S)(?:و|طيب|زين|اوك|كم|بكم|سعر|اسعار|تعرفه|حق|حقت|كيلو|الكيلو|هو|هي|يا|لو|سمحت|كان)(?!\S)"
    r"|[?؟.!،]"
)


def names_only_kind(text: str) -> bool:
    """Whether a message is nothing but one kind of supply: "والمحل؟", "طيب المزرعة كم"."""
    rest = fold_text(text)
    for pattern in (*_KINDS.values(), _ABOUT_PRICE):
        rest = pattern.sub(" ", rest)
    return kind_named(text) is not None and not rest.strip()


def kind_named(text: str) -> str | None:
    """The one kind of supply (a `TariffCategory` value) that the words name; None: none, or two."""
    folded = fold_text(text)
    named = [kind for kind, pattern in _KINDS.items() if pattern.search(folded)]
    return named[0] if len(named) == 1 else None
