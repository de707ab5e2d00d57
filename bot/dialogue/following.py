"""A short question that only makes sense after the answer before it: "وكم المبلغ؟", "طيب وكيف؟".

Alone such words are anybody's guess: the classifier hears a bill or an outage in them. Right after
a general answer they are read together with the title of the question that was answered; while a
service is spoken of they ask about that service.
"""

from __future__ import annotations

import re
from typing import Any

from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.billing.asking import goes_on_about_prices
from bot.database import reading
from bot.dialogue.nlu.classifier import ANSWER_PARTS, OTHER_INTENTS, OTHER_REQUESTS
from bot.dialogue.nlu.features import skeleton
from bot.questions import book
from bot.questions.choosing import SURE, is_sure
from bot.questions.files import INTENT, topics
from bot.services.asking import service_asked_about
from bot.services.catalogue import catalogue
from bot.text.arabizi import fold_latin, is_mainly_latin
from bot.text.normalise import fold_text

SERVICE_SLOT = "service_shown"
"""The service whose papers, fees and time the turn before told."""
SERVICE_INTENT = "service_request"
PRICE_INTENT = "explain_bill"
_SERVICE_FORM = "service_form"
_PROOF_FORM, _AFTER_PROOF = "identify_form", "after_identify"
_SERVICE_ACTION = "action_service_request"
_BEGIN = re.compile(r"(?:(?:يلا|طيب|ايه|اوك)\s+)?[ان]بد(?:ا|ي|وا?)(?:\s+(?:ال)?طلب)?")
SLOT = "answered_question"
"""Key of the question that the turn before answered."""
FOLLOWS = "follows"
"""Attribute of a parse: key of the question that the message goes on about."""
_QUESTIONS = "questions"
_LONGEST = 5
_LONGEST_ADDITION = 3
_ASKING = frozenset(
    """كم بكم كيف متي وين ليش ليه وش ايش ويش شلون منين قديش اديش شقد كام كيفها
    how when why what where much long""".split()
)
_ASPECTS = frozenset(
    """المبلغ مبلغ المبالغ القيمه قيمته قيمتها السعر سعره سعرها الرسوم رسوم رسومها رسومه تكلف تكلفته
    يكلف يكلفني تكلفني التكلفه بفلوس مجاني مجانا ببلاش المده مده مدته مدتها الوقت وقت تاخذ
    ياخذ بياخذ بتاخذ ياخد بياخد تاخد بتاخد بيطول بتطول يطول تطول ينتهي تنتهي يخلص تخلص يجون
    التكلفه الاوراق اوراق المستندات الشروط شروط شروطه المطلوب المطلوبه مطلوب يلزم احتاج الخطوات
    خطوات الطريقه السبب الفرق يوصلني توصلني يجيني ينزل اسوي نسوي اسويها اطلبه اطلبها اقدم
    اقدر اسجل يصير الحل يوم ايام يوما اسبوع اسابيع شهر""".split()
)
_FILLERS = frozenset(
    """طيب اوك اوكي زين تمام يعني بس هو هي هذا هذي ذا عليه عليها عنه عنها له لها منه منها فيه فيها
    من في علي الي ولا والا لا عليكم علينا
    الموضوع دا ده دي هاد لانو لان مستعجل مستعجله كتير تقريبا بالضبط
    ابي ابغي ابغا بدي ودي اعرف قولي علمني اول قبل
    and is it the does ok so""".split()
)
_HESITANT, _HESITANT_OF_IT = 0.6, 0.9
"""Below this probability of another intent, a few words that resemble the topic belong to it; if
they resemble most the very question that was answered, below the second one …"""
_RESEMBLES = 0.25
"""… from this score of a question of the topic on: "كم الدفعة الاولى" after the instalments."""
_LONGEST_RESEMBLING = 4
_ANOTHER = 0.3
"""Above this score, beside the title of what was answered, another question of the topic is meant.
Of 150 turns (25 titles, each with "how much", "how long", "which papers" …) 13 are answered so, 11
of them with what was asked."""
_OWED = re.compile(r"(?<!\S)و?كم\s+(?:اللي\s+)?(?:علي|عليه|عليها|علينا)(?!\S)")
"""What this person owes is no part of any general answer."""
_KNOWN = _ASKING | _ASPECTS | _FILLERS
_BY_BONES = {
    bones: word
    for word in sorted(_KNOWN)
    for bones in (skeleton(word), skeleton(f"ال{word}"))
    if len(bones) > 1
}
"""Arabizi writes vowels as it likes: "rusoom" is "رسوم"."""
_STRAY = frozenset({"inform", "out_of_scope", "nlu_fallback", INTENT})
"""What an addition like "والجمعة؟" is taken for, alone."""
_NO_VALUES = frozenset({"field", "notice_channel"})


def just_answered(tracker: DialogueStateTracker) -> str | None:
    """The question that the turn before answered; None: something else was spoken of."""
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return None
        if isinstance(event, SlotSet) and event.key == SLOT:
            return str(event.value) if event.value else None
    return None


def of_service(tracker: DialogueStateTracker) -> bool:
    """Whether a service is spoken of: told about in the turn before, asked for, or proved for."""
    form = tracker.active_loop_name
    if form is not None:
        proves = tracker.get_slot(_AFTER_PROOF) == _SERVICE_ACTION
        return form == _SERVICE_FORM or (form == _PROOF_FORM and proves)
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return False
        if isinstance(event, SlotSet) and event.key == SERVICE_SLOT:
            return True
    return False


def asks_more(text: str, parse: dict[str, Any]) -> bool:
    """Whether it only asks how much, how long, how, of what is spoken of anyway."""
    return not _has_own_matter(text, parse) and _is_bare(_words(text))


def asks_papers_of_answer(text: str, parse: dict[str, Any], tracker: DialogueStateTracker) -> bool:
    """Whether papers or fees are asked for right after an answer about a service: "وش الأوراق"
    after the meter of somebody who died means those of the transfer."""
    key = just_answered(tracker)
    if key is None or tracker.active_loop_name is not None or not asks_more(text, parse):
        return False
    with reading() as session:
        question = book.in_force(session, key)
    if question is None or question.next[:1] != (SERVICE_INTENT,):
        return False
    service = service_asked_about(f"{question.title} {text}")  # a title alone names one by chance
    return service is not None and catalogue().named_in(question.answer) == [service]


def takes_up(text: str, tracker: DialogueStateTracker) -> bool:
    """ "ابدأ" right after a service was told about: alone it sounds like a greeting."""
    return tracker.active_loop_name is None and bool(_BEGIN.fullmatch(fold_text(text).strip()))


def asks_another_price(text: str, tracker: DialogueStateTracker) -> bool:
    """ "والمحل؟" right after prices were told: alone it sounds like an account."""
    before = tracker.latest_message
    return before is not None and goes_on_about_prices(text, before.text or "")


def of_prices(parse: dict[str, Any]) -> dict[str, Any]:
    """The parse as a question about what electricity costs."""
    return {**of_that_service(parse), "intent": {"name": PRICE_INTENT, "confidence": 1.0}}


def of_that_service(parse: dict[str, Any]) -> dict[str, Any]:
    """The parse as a question about the service that is spoken of."""
    alone: dict[str, Any] = {OTHER_INTENTS: [], OTHER_REQUESTS: [], ANSWER_PARTS: []}
    return {**parse, **alone, "intent": {"name": SERVICE_INTENT, "confidence": 1.0}}


def _has_own_matter(text: str, parse: dict[str, Any]) -> bool:
    values = {entity["entity"] for entity in parse.get("entities") or []} - _NO_VALUES
    return text.startswith("/") or bool(values) or parse["intent"].get("name") == "danger"


def _words(text: str) -> list[str]:
    """Folded words without signs; Arabizi as Arabic, English as it stands."""
    words = "".join(c if c.isalnum() else " " for c in fold_text(text)).split()
    if all(word in _KNOWN for word in words) or not is_mainly_latin(text):
        return words
    parts = [part for part in fold_latin(" ".join(words)).split() if part not in ("و", "وا")]
    return [part if part in _KNOWN else _BY_BONES.get(skeleton(part), part) for part in parts]


def of_next_step(parse: dict[str, Any], key: str) -> dict[str, Any]:
    """The parse as the question what to do after the answer to question `key`."""
    own = of_that_service(parse)
    return {**own, "intent": {"name": INTENT, "confidence": 1.0}, _QUESTIONS: [], FOLLOWS: key}


def goes_on(text: str, parse: dict[str, Any], key: str) -> bool:
    """Whether a message only makes sense together with the answer before it, to question `key`."""
    if _has_own_matter(text, parse) or _OWED.search(fold_text(text)):
        return False
    words = _words(text)
    if _is_bare(words) or _resembles(words, parse, key):
        return True
    adds = bool(words) and words[0].startswith("و") and words[0] not in ("وش", "وين", "ويش")
    return adds and len(words) <= _LONGEST_ADDITION and parse["intent"].get("name") in _STRAY


def _resembles(words: list[str], parse: dict[str, Any], key: str) -> bool:
    """A few words that the classifier is unsure about and that are like a question of the topic."""
    ranked = parse.get(_QUESTIONS) or [("", 0.0)]
    least = _HESITANT_OF_IT if ranked[0][0] == key else _HESITANT
    unsure = parse["intent"].get("confidence", 0.0) < least
    near = _same_topic(ranked[0][0], key) and ranked[0][1] >= _RESEMBLES
    return bool(unsure and near and len(words) <= _LONGEST_RESEMBLING)


def _same_topic(one: str, other: str) -> bool:
    return topics().get(one, one) == topics().get(other, other)


def _is_bare(words: list[str]) -> bool:
    """Nothing but question words and what can be asked of anything: how much, how long, how."""
    bare = [w if w in _ASKING | _ASPECTS else w.removeprefix("و") for w in words]
    asked = [word for word in bare if word in _ASKING or word in _ASPECTS]
    rest = [word for word in bare if word not in asked and word not in _FILLERS]
    return bool(asked) and not rest and len(asked) <= _LONGEST


def together(text: str, key: str) -> str | None:
    """The message with what it goes on about; None when that question is no longer in force."""
    with reading() as session:
        question = book.in_force(session, key)
    return f"{question.title} {text}" if question else None


def followed(own: dict[str, Any], both: dict[str, Any], key: str) -> dict[str, Any]:
    """`own` as a question about `key`, going by `both`, the parse of the two together.

    A question of the same topic that the message surely names by itself comes first:
    "والمسجد؟" after the tariff of farms.
    """
    ranked = own.get(_QUESTIONS) or []
    if not (ranked and _same_topic(ranked[0][0], key) and is_sure(ranked, SURE)):
        ranked = both.get(_QUESTIONS) or []
        others = [each for each in ranked if each[0] != key and _same_topic(each[0], key)]
        ranked = others[:1] if others and others[0][1] > _ANOTHER else ranked
    intent = {"name": INTENT, "confidence": 1.0}
    alone: dict[str, Any] = {OTHER_INTENTS: [], OTHER_REQUESTS: [], ANSWER_PARTS: []}
    return {**own, **alone, "intent": intent, _QUESTIONS: ranked, FOLLOWS: key}
