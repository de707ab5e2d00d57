"""Which parts of a message are meant for themselves, going by what the whole message says."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue.nlu.clauses import begins_request, goes_on
from bot.dialogue.nlu.parts import SMALL_TALK, Request
from bot.dialogue.nlu.ranking import Ranking
from bot.text import danger

_QUESTION = "ask_question"
LIKELY_QUESTION, HINTED = 0.5, 0.03
"""From this probability on the whole is a general question, and from that one on it hints at a
request too. Of 400 phrasings of questions by somebody who had not seen the others 74.0 → 76.8 % are
heard as questions, of 1,042 requests one more is right, of 74 messages that ask two things as many
as before."""
SURE_OF_OUTAGE, SAME_OUTAGE = 0.8, 0.1
"""When the whole is that sure that the end of an outage is asked for (or that one is reported), the
other of the two counts from the second probability on. Single messages of one fold stay as they
were; of 2,109 held out, 93.5 instead of 89.1 % of the questions when it ends are understood."""
DANGER_HINT = 0.02
"""Least probability that the whole message gives to a danger that is only suspected in a part. On
one fold the same 70 of 72 dangers are found, and the same 9 are none."""
OF_ITSELF = 0.05
"""From this probability of the whole on, "how long" asks something of its own: "الكهرب طافية، كم
تطول"; below it, it is about what stands before it: "رسوم توصيل عداد كم وكم تطول"."""
_ABOUT_OUTAGE = {"report_outage", "outage_status"}


def meant_parts(parts: list[Request], ranking: Ranking) -> list[Request]:
    """The parts, without false alarms and what is only told."""
    whole = dict(ranking)
    own = [
        each for each in parts if not goes_on(each.text) or whole.get(each.intent, 0.0) >= OF_ITSELF
    ]
    alarming = _without_false_alarm(own, whole)
    return _without_same_outage(_without_story(alarming, ranking), ranking)


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
    if probability < SURE_OF_OUTAGE or not any(each.intent == seeming for each in parts):
        return parts
    whole = dict(ranking)
    return [
        each
        for each in parts
        if {seeming, each.intent} != _ABOUT_OUTAGE or whole[each.intent] >= SAME_OUTAGE
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
    if hinted >= HINTED or part.intent in SMALL_TALK:
        return True
    if part.intent == "danger":
        return danger.names_danger(part.text)
    return begins_request(part.text)
