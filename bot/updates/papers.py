"""The numbers of a deed and of a contract, as they are named or pasted beside other values."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.text.normalise import fold_text
from bot.updates.draft import Draft
from bot.updates.heard import Heard
from bot.updates.steering import left_out_in

_BEFORE_NUMBER = (
    r"(?:(?:رقمه?|ب?منصه|في|الايجار|ايجار|الملكيه|الالكتروني|الكتروني|موثق|الموثق|ساري|سكني|الجديد|الصح\w*|هو|غلط|الي|is|number|no)"
    r"\W+){0,4}"
)
_DOCUMENTS = {
    "deed": re.compile(rf"\b[وب]?(?:ال)?(?:صك\w*|sakk?|deed)\W+{_BEFORE_NUMBER}(\d{{5,18}})\b"),
    "ejar": re.compile(rf"\b[وب]?(?:ال)?(?:عقد\w*|ejar|contract)\W+{_BEFORE_NUMBER}(\d{{5,18}})\b"),
}
"""A deed or a contract and its number, hardly anything between: "وعقدي رقم 10000000077"."""
_PAPERS = {
    "deed": re.compile(r"(?<!\S)[وب]?(?:ال)?صك\w*(?!\S)"),
    "ejar": re.compile(r"(?<!\S)[وب]?(?:ال)?عقد\w*(?!\S)"),
}
_WORDS = re.compile(r"[^\W\d_]")
_LONG_NUMBER = 10
"""Digits of a number that is surely the paper's, however much is told between the two: "الصك عند
ولدي بس مصورته لي 310112004567"."""


def named_papers(heard: Heard) -> dict[str, str]:
    """Numbers that are called a deed's or a contract's, whatever was asked."""
    folded = fold_text(heard.text)
    found = {step: pattern.search(folded) for step, pattern in _DOCUMENTS.items()}
    none, mobiles = left_out_in(heard.text), [mobile[-9:] for mobile in heard.all("mobile")]
    named = {
        step: match[1]
        for step, match in found.items()
        if match and step not in none and match[1][-9:] not in mobiles
    }
    return named or _paper_and_number(heard, folded, none)


def pasted_paper(heard: Heard, draft: Draft, *, identified: bool) -> str | None:
    """The paper that a second number is of, pasted beside the identity that was asked for and with
    no word at all: "1012345672 10876543210"."""
    beside = heard.step == "identity" and identified
    if not beside or _WORDS.search(heard.text):
        return None
    return {"owner": "deed", "tenant": "ejar"}.get(draft.values.get("beneficiary", ""))


def _paper_and_number(heard: Heard, folded: str, none: Collection[str]) -> dict[str, str]:
    """The one paper that is spoken of, with the one long number that is nothing else."""
    papers = [step for step, word in _PAPERS.items() if word.search(folded) and step not in none]
    numbers = [number for number in heard.all("number") if len(number) >= _LONG_NUMBER]
    return {papers[0]: numbers[0]} if len(papers) == len(numbers) == 1 else {}
