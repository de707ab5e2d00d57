"""From a message to its intents: the trained model, and four rules beside it.

1. A message that plainly names a danger is `danger`, and one that only sounds like it is not (see
   `bot/text/danger.py`).
2. Power that is off where somebody lives by a device is `report_outage` (`bot/outages/medical.py`).
3. A message that is nothing but values or a person's name is `inform`: whatever number, e-mail or
   district it is, it answers a question.
4. A message that may well be no business of ours is `out_of_scope`: an answer to something else
   confuses more than a question too many.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from bot.dialogue.nlu.asides import copies_with_asides
from bot.dialogue.nlu.bare import is_bare_value
from bot.dialogue.nlu.clauses import begins_request, clauses, cuts, without_asides
from bot.dialogue.nlu.encoder import vectors_of
from bot.dialogue.nlu.features import Features, extract
from bot.dialogue.nlu.model import Floats, IntentModel, Message
from bot.dialogue.nlu.spoiling import spoilt_copies
from bot.dialogue.nlu.training import Options, train
from bot.outages.medical import is_without_power
from bot.text import danger
from bot.text.given_names import is_surely_name

Ranking = tuple[tuple[str, float], ...]
BARE_VALUE = 0.97
"""Probability of `inform` for a message of values only."""
STRAY = 0.15
"""From this probability on a message counts as out of scope. Five-fold cross-validation: 86 % of
the strays are caught (with the fallback), and 3.0 % of our own messages taken for one."""
LIKELY_STRAY = 0.55
"""Least probability of `out_of_scope` when it is suspected."""
SURE_AS_WRITTEN = 0.95
"""From this probability on, nothing is repaired: "هالشهر" is no slip of "الشهري". On one fold:
clean 84.5 → 84.8 % right, two typos 76.4 → 76.2, and half of the second readings are spared."""
CLAUSE_CERTAIN = 0.6
"""From this probability on, a part between signs has an intent of its own."""
CUT_CERTAIN = 0.8
"""The same of parts with no sign between them: a wrong answer more is worse than one less."""
HINT = 0.003
"""Least probability that the whole message gives to each of two requests in it."""
_QUESTION = "ask_question"
LIKELY_QUESTION, HINTED = 0.5, 0.03
"""From this probability on the whole is a general question, and from that one on it hints at a
request too. Of 400 phrasings of questions by somebody who had not seen the others 74.0 → 76.8 % are
heard as questions, of 1,042 requests one more is right, of 74 messages that ask two things as many
as before."""
SURE_OF_ALL = 0.9
"""From this probability on, the whole message counts for more than its only clear part: "شفت الرقم
وانصدمت، ١١٠٠ ريال! ابي احد يشرح لي" asks for no person."""
SURE_OF_MATTER, SAME_MATTER = 0.8, 0.1
"""Below this probability of the whole, a part is no second thing beside one of the same matter of
which the whole is sure."""
DANGER_HINT = 0.02
"""Least probability that the whole message gives to a danger that is only suspected in a part."""
_ONE_THING = (
    frozenset({"report_outage", "outage_status", "power_restored", "watch_outage", "danger"}),
    frozenset({"ask_bill", "ask_bill_history", "explain_bill", "payment_missing", "how_to_pay"}),
    frozenset({"update_details", "change_contact", "correct_detail", "link_account", "my_record"}),
    frozenset({"report_outage", "outage_status", "payment_missing"}),
)
"""Intents that one sentence often mixes: only a sign between them tells two. Paid and still cut off
is one matter."""
_SAME_OUTAGE = {"report_outage", "outage_status"}
_TWO_ASKED = frozenset({"ask_bill", "explain_bill", "how_to_pay"})
"""Of those, what is two questions when "and" begins the second: "فاتورتي كم وكيف اسددها"."""
_SMALL_TALK = frozenset({"greet", "thanks", "goodbye", "affirm", "deny", "inform", "out_of_scope"})
_ABOUT_THE_TALK = frozenset(
    {"menu", "repeat", "skip", "go_back", "cancel", "resume_update", "upset", "ask_bot"}
    | {"ask_why_details"}
)
"""What is said about the conversation itself is not joined to a request without a sign."""
_ANSWERS = frozenset({"affirm", "deny", "inform"})
_URGENCY = (
    *("danger", "report_outage", "outage_status", "power_restored"),
    *("ask_bill", "explain_bill", "payment_missing", "how_to_pay"),
)
"""Intents in the order in which a message that has several of them is answered: danger, outage,
money, the rest."""


@dataclass(frozen=True)
class Request:
    """One thing that a message asks: its intent, the words that ask it, how certain that is."""

    intent: str
    text: str
    confidence: float


@dataclass(frozen=True)
class Understood:
    """The ranking of all intents, and what else the message says."""

    ranking: Ranking
    others: tuple[Request, ...]
    """Further requests, the most urgent first."""
    answers: tuple[Request, ...] = ()
    """Parts that may answer an open question, beside a request."""


def train_model(examples: Iterable[tuple[str, str]], options: Options | None = None) -> IntentModel:
    """A model from pairs of message and intent. Two processes share the reading."""
    options = options or Options()
    examples = list(examples)
    copies = [*spoilt_copies(examples), *copies_with_asides(examples)]
    texts = [text for text, _ in (*examples, *copies)]
    with ProcessPoolExecutor(1) as other:
        vectors = other.submit(vectors_of, texts) if options.encoder else None
        messages = [
            Message(extract(text), text, copied=place >= len(examples))
            for place, text in enumerate(texts)
        ]
        intents = [intent for _, intent in (*examples, *copies)]
        return train(messages, intents, options, vectors.result if vectors else None)


def understand(model: IntentModel, text: str) -> Understood:
    """Rank the intents of a message; the most urgent of its parts comes first."""
    between_signs = clauses(text)
    model.read_meanings([text, *between_signs])
    ranking = rank(model, text)
    parts = _parts(model, text, between_signs, dict(ranking))
    parts = _without_story(_without_false_alarm(parts, dict(ranking)), ranking)
    parts = _without_same_outage(parts, ranking)
    found = [each for each in parts if each.intent not in _SMALL_TALK]
    urgent = min((each.intent for each in found), key=_urgency, default="")
    if urgent == "danger" or (len(found) > 1 and urgent in _URGENCY):
        ranking = _raise(ranking, urgent, danger.CERTAIN)
    elif _is_said_beside(ranking, parts, found):
        ranking = _raise(ranking, found[0].intent, found[0].confidence)
    others = [each for each in found if each.intent != ranking[0][0]]
    if len(others) == len(found) == 1 and _is_one_thing(ranking[0][0], others[0].intent):
        others = []  # the same words, heard a little otherwise without their greeting
    others.sort(key=lambda each: _urgency(each.intent))
    answers = [each for each in parts if each.intent in _ANSWERS]
    return Understood(ranking, tuple(others), tuple(answers))


def _without_false_alarm(parts: list[Request], whole: Mapping[str, float]) -> list[Request]:
    """The parts, without a danger that is only suspected in one of them and that the whole message
    hardly hints at: "الرقم في العداد ٢٠١٥٠ وانتو مسجلين ٢٢٣٠٠، هذا ظلم"."""
    if whole.get("danger", 0.0) >= DANGER_HINT:
        return parts
    return [
        each
        for each in parts
        if each.intent != "danger"
        or each.confidence > danger.LIKELY
        or danger.names_danger(each.text)
    ]


def _without_same_outage(parts: list[Request], ranking: Ranking) -> list[Request]:
    """The parts, without the outage that only leads to the question that the whole message surely
    asks of it: "الكهرب طافية من الظهر، كم باقي وترجع"."""
    seeming, probability = ranking[0]
    if probability < SURE_OF_MATTER or not any(each.intent == seeming for each in parts):
        return parts
    whole = dict(ranking)
    return [
        each
        for each in parts
        if {seeming, each.intent} != _SAME_OUTAGE or whole[each.intent] >= SAME_MATTER
    ]


def _without_story(parts: list[Request], ranking: Ranking) -> list[Request]:
    """The parts, without those that only tell how a question came up ("بيتنا حامي مره والسطح يغلي،
    وش نسوي عشان المكيف ما يتعب؟"): the whole is a general question that hardly hints at them."""
    seeming, probability = ranking[0]
    asked = seeming == _QUESTION and any(each.intent == _QUESTION for each in parts)
    if not asked or probability < LIKELY_QUESTION:
        return parts
    whole = dict(ranking)
    return [each for each in parts if _asks_itself(each, whole.get(each.intent, 0.0))]


def _asks_itself(part: Request, hinted: float) -> bool:
    """Whether a part of what seems a question wants something of its own."""
    if hinted >= HINTED or part.intent in _SMALL_TALK:
        return True
    if part.intent == "danger":
        return danger.names_danger(part.text)
    return begins_request(part.text)


def _is_said_beside(ranking: Ranking, parts: Sequence[Request], found: Sequence[Request]) -> bool:
    """Whether one part asks something, and no part what the whole seemed to: the rest of it is said
    beside the request. On one fold 71.9 → 74.1 % of the requests with an aside, and 85.8 → 85.8 %
    of the others, are understood."""
    seeming, probability = ranking[0]
    if len(found) != 1 or any(each.intent == seeming for each in parts):
        return False
    if probability >= SURE_OF_ALL:
        return False
    return seeming != "danger" and found[0].confidence >= probability


def rank(model: IntentModel, text: str) -> Ranking:
    """All intents with their probabilities, the likeliest first."""
    return _ranking(model, text, _probabilities(model, text))


def _ranking(model: IntentModel, text: str, probabilities: Floats) -> Ranking:
    """What the model says, corrected by the rules."""
    pairs = zip(model.labels, map(float, probabilities), strict=True)
    ranking = tuple(sorted(pairs, key=lambda pair: -pair[1]))
    if danger.only_sounds_like_danger(text):
        ranking = _leave_out(ranking, "danger")
    if danger.names_danger(text):
        return _raise(ranking, "danger", danger.CERTAIN)
    if is_without_power(text):
        return _raise(ranking, "report_outage", danger.CERTAIN)
    # Before what is only suspected: a "ثلاجه" alone is no danger.
    if is_bare_value(text) or is_surely_name(text):
        return _raise(ranking, "inform", BARE_VALUE)
    if _is_suspected(text, dict(ranking).get("danger", 0.0)):
        return _raise(ranking, "danger", danger.LIKELY)
    if dict(ranking).get("out_of_scope", 0.0) >= STRAY:
        return _raise(ranking, "out_of_scope", LIKELY_STRAY)
    return ranking


def _is_suspected(text: str, probability: float) -> bool:
    """Whether a message may well tell of a danger, going by its probability and its words."""
    if probability < danger.SUSPECTED or danger.is_harmless(text):
        return False
    return probability >= danger.SUSPECTED_WITHOUT_HINT or danger.may_mean_danger(text)


def _probabilities(model: IntentModel, text: str) -> Floats:
    """What the message says as written; with unknown words and in doubt, also as it was meant,
    which counts twice.

    On 756 messages held out, counting it twice and with the sentence vector of what was meant,
    against once and with that of what was written: clean 89.4 → 89.2 % right, one typo 84.8 →
    85.7, two typos 79.4 → 80.6, joined words 84.0 → 85.8, Arabic in Latin letters 82.7 → 83.7.
    """
    features = extract(text)
    if _says_nothing(model, text, features):
        return np.full(len(model.labels), 1 / len(model.labels), dtype=np.float32)
    (written,) = model.probabilities_of([Message(features, text)])
    if written.max() >= SURE_AS_WRITTEN:
        return written
    meant = model.speller.repair(text)
    if meant == text:
        return written
    (other,) = model.probabilities_of([Message(extract(meant), meant)])
    mean: Floats = (written + 2 * other) / 3
    return mean


def _says_nothing(model: IntentModel, text: str, features: Features) -> bool:
    """Whether it consists of signs that no example has ("🌵🌵"): any intent would be a guess."""
    if any(map(str.isalnum, text)):
        return False
    return not any(f"w{sign}" in model.vocabulary for sign in features["words"] if " " not in sign)


def _raise(ranking: Ranking, intent: str, least: float) -> Ranking:
    """Give an intent at least that probability; the others share the rest as before."""
    before = dict(ranking)
    if intent not in before or before[intent] >= least:
        return ranking
    share = (1 - least) / max(1 - before[intent], 1e-9)
    raised = {name: least if name == intent else p * share for name, p in ranking}
    return tuple(sorted(raised.items(), key=lambda pair: -pair[1]))


def _leave_out(ranking: Ranking, intent: str) -> Ranking:
    """Give an intent nothing; the others share all as before."""
    rest = max(1 - dict(ranking).get(intent, 0.0), 1e-9)
    others = tuple((name, p / rest) for name, p in ranking if name != intent)
    return (*others, (intent, 0.0))


def _parts(
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
    if len(found.keys() - _SMALL_TALK) < 2:
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
    if one == other or {one, other} & (_SMALL_TALK | _ABOUT_THE_TALK):
        return False
    if joined and {one, other} <= _TWO_ASKED:
        return True
    return not _is_one_thing(one, other)


def _is_one_thing(one: str, other: str) -> bool:
    return any({one, other} <= group for group in _ONE_THING)


def _requests(model: IntentModel, parts: Sequence[str]) -> list[Request]:
    """The likeliest intent of each part, as it is written; all are read together."""
    all_probabilities = model.probabilities_of([Message(extract(part), part) for part in parts])
    found = []
    for part, probabilities in zip(parts, all_probabilities, strict=True):
        intent, confidence = _ranking(model, part, probabilities)[0]
        found.append(Request(intent, part, confidence))
    return found


def _urgency(intent: str) -> int:
    return _URGENCY.index(intent) if intent in _URGENCY else len(_URGENCY)
