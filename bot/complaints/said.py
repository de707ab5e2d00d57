"""One message as a complaint hears it, and the values that it gives."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.complaints.catalogue import category_of
from bot.complaints.draft import Draft, Question
from bot.complaints.happened import when_in
from bot.outages.trouble import Trouble, read_trouble
from bot.text.normalise import fold_text
from bot.text.places import find_places

_TEXT_LENGTH = 1500
_ADDS = re.compile(
    r"(?<!\S)(?:(?:ا|ن)?ضيف\S*|(?:ا|ن)?زيد\S*|اضافه|شي\s+ثاني|معلومه)\s+(?:\S+\s+){0,2}"
    r"علي\s+(?:نفس\s+)?(?:ال)?(?:شكو|شكاو|بلاغ\S*\s+الشكو|اقتراح)"
    r"|(?<!\S)(?:ابي|ابغي|ابغا|ودي|حاب|اريد|بغيت)\s+(?:ا|ن)?(?:ضيف|زيد)\S*\s+"
    r"(?:ان\S*|بعد|كمان|شي|معلوم\S*|كلام\S*|تفاصيل|تفصيل)(?!\S)"
)
"""Words for the complaint that is open: "شي ثاني على نفس الشكوى", "ابي اضيف انه كسر الباب"."""
_OF_POWER = frozenset({"outage", "street_light", "disconnection", "works"})
"""Categories whose words also stand in what is told of power itself."""
_CORRECTS = re.compile(r"(?<!\S)(?:لا|مو|مب|مش|غلط|خطا|بدل|غير|عدل|اقصد|قصدي|الصحيح|صحح)(?!\S)")
_ASKING = frozenset("كم متي وين كيف ?".split())


@dataclass(frozen=True)
class Said:
    """One message, as the NLU read it."""

    text: str
    intent: str
    confidence: float = 1.0
    category: str | None = None
    """Key of a category, from a button."""
    edits: str | None = None
    """A question whose answer is to be changed, or `proof`, from a button."""
    month: str | None = None
    day: str | None = None
    """ISO date that was named; its month counts only where a month is asked for."""
    account: str | None = None
    reference: str | None = None
    city: str | None = None
    district: str | None = None

    @property
    def words(self) -> str | None:
        """What was typed, when it is words and not a button's payload."""
        typed = self.text.strip()
        return typed[:_TEXT_LENGTH] if any(map(str.isalpha, typed)) and typed[0] != "/" else None

    @property
    def place(self) -> str | None:
        """City and district as one value."""
        named = [part for part in (self.district, self.city) if part]
        return "، ".join(named) or None

    @property
    def corrects(self) -> bool:
        """It changes what was given: "لا، كان يوم الاحد"."""
        return self.intent == "correct_detail" or bool(_CORRECTS.search(fold_text(self.text)))

    @property
    def asks(self) -> bool:
        """It has the form of a question."""
        return bool(_ASKING & {word.removeprefix("و") for word in _split(self.text)})


def said_of(text: str, intent: str, confidence: float, value: Callable[[str], str | None]) -> Said:
    """The message with the values that `value` gives for names of entities."""
    return Said(
        text=text,
        intent=intent,
        confidence=confidence,
        category=value("complaint_category"),
        edits=value("complaint_field"),
        month=value("month"),
        day=value("date"),
        account=value("account_number"),
        reference=value("reference"),
        city=value("city"),
        district=value("district"),
    )


def _split(text: str) -> list[str]:
    return fold_text(text).replace("?", " ? ").split()


def adds_to_open(said: Said) -> bool:
    """Whether the message wants to add something to the complaint that was recorded."""
    return _ADDS.search(fold_text(said.words or "")) is not None


def with_trouble(said: Said) -> Said:
    """The message with the category of what it tells of power, unless something worse came of it:
    "كل يوم تقطع" is about repeated cuts, "كل يوم تقطع وخربت الثلاجة" about damage."""
    trouble = None if said.category else read_trouble(said.text)
    named = category_of(said.text)
    if trouble is None or (named is not None and named.key not in _OF_POWER):
        return said
    street = trouble is Trouble.STREET
    return replace(said, category="street_light" if street else "outage")


def _whole_place(draft: Draft, said: Said) -> str:
    """The place, with the district that was given before when only its city is added."""
    before = draft.values.get(Question.PLACE.value, "")
    alone = said.city and not said.district and not said.corrects
    district = [found.kind for found in find_places(fold_text(before))] == ["district"]
    return f"{before}، {said.city}" if alone and district else str(said.place)


def keep_values(draft: Draft, said: Said, *, again: bool = False) -> None:
    """Keep every value of the message, whichever question is open.

    `again`: a time named in passing replaces the one before; otherwise the first counts.
    """
    month = said.month or (said.day[:7] if said.day else None)
    if month and (draft.kind is None or Question.MONTH in draft.asked()):
        draft.put(Question.MONTH, month)
    if said.account:
        draft.put(Question.ACCOUNT, said.account)
    if said.reference and said.reference.startswith("O"):
        draft.put(Question.REPORT, said.reference)
    if said.place:
        draft.put(Question.PLACE, _whole_place(draft, said))
    when = when_in(said.words) if said.words else None
    if when and (again or Question.WHEN.value not in draft.values):
        draft.put(Question.WHEN, when)
