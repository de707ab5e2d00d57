"""The parts of a message that ask something of their own: "الكهرباء طافية وكم فاتورتي"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from bot.dialogue.nlu.clauses import begins_request, cuts, without_asides
from bot.dialogue.nlu.features import extract
from bot.dialogue.nlu.model import IntentModel, Message
from bot.dialogue.nlu.ranking import ranking_of
from bot.text.given_names import is_surely_name

CLAUSE_CERTAIN = 0.6
"""From this probability on, a part between signs has an intent of its own."""
CUT_CERTAIN = 0.8
"""The same of parts with no sign between them: a wrong answer more is worse than one less."""
HINT = 0.003
"""Least probability that the whole message gives to each of two requests in it."""
_ONE_THING = (
    frozenset({"report_outage", "outage_status", "power_restored", "watch_outage", "danger"}),
    frozenset({"ask_bill", "ask_bill_history", "explain_bill", "payment_missing", "how_to_pay"}),
    frozenset({"update_details", "change_contact", "correct_detail", "link_account", "my_record"}),
    frozenset({"report_outage", "outage_status", "payment_missing"}),
)
"""Intents that one sentence often mixes: only a sign between them tells two. Paid and still cut off
is one matter."""
_TWO_ASKED = frozenset({"ask_bill", "explain_bill", "how_to_pay"})
"""Of those, what is two questions when "and" begins the second: "فاتورتي كم وكيف اسددها"."""
SMALL_TALK = frozenset({"greet", "thanks", "goodbye", "affirm", "deny", "inform", "out_of_scope"})
_ABOUT_THE_TALK = frozenset(
    {"menu", "repeat", "skip", "go_back", "cancel", "resume_update", "upset", "ask_bot"}
    | {"ask_why_details"}
)
"""What is said about the conversation itself is not joined to a request without a sign."""


@dataclass(frozen=True)
class Request:
    """One thing that a message asks: its intent, the words that ask it, how certain that is."""

    intent: str
    text: str
    confidence: float


def parts_of(
    model: IntentModel, text: str, between_signs: Sequence[str], whole: Mapping[str, float]
) -> list[Request]:
    """What the parts of a message certainly say, each intent once; none if it is all one.

    A half of a clause may hold two again: "طافية وكم فاتورتي وابي اغير جوالي".
    """
    found: dict[str, Request] = {}
    if len(between_signs) > 1:
        for request in _requests(model, between_signs):
            if request.confidence >= CLAUSE_CERTAIN and not is_surely_name(request.text):
                found.setdefault(request.intent, request)
    if len(found.keys() - SMALL_TALK) < 2:
        longest = max(between_signs, key=len, default=text)
        for half in _two_requests(model, longest, text, whole):
            for request in _two_requests(model, half.text, text, {}) or (half,):
                found.setdefault(request.intent, request)
    return list(found.values())


def _two_requests(
    model: IntentModel, clause: str, text: str, whole: Mapping[str, float]
) -> Sequence[Request]:
    """The two different requests that a clause without signs consists of, if any.

    The whole message must hint at both, unless "and" begins the second as a request: "الكهرباء
    طافية وكم فاتورتي". The words alone say where to cut; whether to is decided by the meaning too.
    """
    may_be_two = _hints_at_two(whole)
    ways = [way for way in cuts(clause) if may_be_two or _is_joined(way[1], text)]
    if not ways:
        return ()
    halves = [extract(without_asides(half)) for way in ways for half in way]
    surest = model.glances_of(halves).max(axis=1).reshape(-1, 2).min(axis=1).argmax()
    first, second = ways[surest]
    both = _requests(model, (without_asides(first), without_asides(second)))
    both = [replace(each, text=half) for each, half in zip(both, ways[surest], strict=True)]
    joined = f" و{both[1].text}" in text
    hinted = _is_joined(both[1].text, text) or all(whole.get(e.intent, 0.0) >= HINT for e in both)
    sure = hinted and all(each.confidence >= CUT_CERTAIN for each in both)
    return both if sure and _are_two(both[0].intent, both[1].intent, joined) else ()


def _is_joined(second: str, text: str) -> bool:
    """Whether "and" stands before it in the message, and it begins as requests do."""
    return f" و{second}" in text and begins_request(second)


def _hints_at_two(whole: Mapping[str, float]) -> bool:
    """Whether two requests are conceivable in the whole message."""
    hinted = [intent for intent, probability in whole.items() if probability >= HINT]
    return any(_are_two(one, other, joined=True) for one, other in combinations(hinted, 2))


def _are_two(one: str, other: str, joined: bool) -> bool:
    if one == other or {one, other} & (SMALL_TALK | _ABOUT_THE_TALK):
        return False
    if joined and {one, other} <= _TWO_ASKED:
        return True
    return not is_one_thing(one, other)


def is_one_thing(one: str, other: str) -> bool:
    """Whether the two intents are of the same matter, which one sentence often mixes."""
    return any({one, other} <= group for group in _ONE_THING)


def _requests(model: IntentModel, parts: Sequence[str]) -> list[Request]:
    """The likeliest intent of each part, as it is written; all are read together."""
    all_probabilities = model.probabilities_of([Message(extract(part), part) for part in parts])
    found = []
    for part, probabilities in zip(parts, all_probabilities, strict=True):
        intent, confidence = ranking_of(model, part, probabilities)[0]
        found.append(Request(intent, part, confidence))
    return found
