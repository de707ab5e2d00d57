"""Words that take up what the turn before offered, set or sent: "ابدأ", "خلها 600",
"لا على الواتس"."""

from __future__ import annotations

import re
from typing import Any

from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.billing.asking import asks_difference
from bot.dialogue.following import just_answered, of_that_service
from bot.dialogue.nlu.question_search import QUESTIONS
from bot.dialogue.what_became import status_asked
from bot.notices.hearing import narrows, read_wish
from bot.notices.hours import names_hours
from bot.questions.files import INTENT as QUESTION
from bot.text.arabizi import fold_latin
from bot.text.normalise import fold_text
from bot.usage.asking import goes_on_about_use, supposes, supposes_more

LIMIT_ACTION = "action_usage_limit"
LIMIT_INTENT = "usage_limit"
FILE_ACTION = "action_bill_pdf"
FILE_INTENT = "bill_pdf"
PAYMENT_ACTION = "action_payment_missing"
PAYMENT_INTENT = "payment_missing"
_WHEN_SHOWN = re.compile(
    r"(?:(?:طيب|زين|اوك|يعني|بس)\s+)*و?(?:مت[يا]|امت[يا]|كم|when)\s+(?:\S+\s+){0,2}?"
    r"ب?(?:[يت]نزل|[يت]ظهر|[يت]بين|[يت]طلع|[يت]نعكس|[يت]تحدث|ياخذ|تاخذ|يطول|show|posted?)\S*[\s?؟]*"
)
NOTICE_ACTION = "action_notice_settings"
NOTICE_INTENT = "notice_settings"
PLANNED_ACTION = "action_planned_outage"
WATCH_INTENT = "watch_outage"
DANGER_INTENT = "danger"
_LONGEST_WISH = 8
_CUT_FOR_DEBT = "utter_outages_debt"
_RECONNECTION = "reconnect_time"
"""Key of the general question how soon supply is back after paying."""
_WHEN_BACK = re.compile(
    r"(?:(?:طيب|زين|اوك|يعني|بس|و)\s*)*(?:مت[يا]|امت[يا]|كم)\s+(?:\S+\s+)?"
    r"ب?(?:[يتن]رجع|[يتن]شغل|[يتن]عيد|[يتن]وصل|[يتن]ولع|[يتن]فتح)\S*"
    r"(?:\s+(?:لي|علي|علينا|(?:ال)?(?:كهرب|تيار|نور|خدم)\S*))*[\s?؟]*"
)
_BILLS = {
    "action_bill": "ask_bill",
    "action_explain_bill": "explain_bill",
    FILE_ACTION: FILE_INTENT,
}
"""What shows a bill → the intent that asks for another one in the same way."""
_DEVICE_ACTION, _DEVICE_INTENT = "action_device_cost", "device_cost"
_OF_DEVICE = frozenset({"appliance", "power", "duration"})
_EMPTY_HOUSE = "bill_empty_house"
"""Key of the general question why a house where nobody was has a bill."""
_AWAY = re.compile(
    r"(?<!\S)(?:كنت|كنا|كانوا|واحنا|وانا|حنا|احنا|انا)\s+(?:كنت\s+|كنا\s+)?(?:ب?مسافر\S*|برا|بره|خارج)(?!\S)"
    r"|(?<!\S)(?:سافرت|سافرنا)(?!\S)"
    r"|(?<!\S)(?:ما\s*(?:كان\s+)?(?:في\S*|به)|محد|ماحد|ما\s+حد)\s+(?:كان\s+)?(?:ا?حد\s+)?(?:ساكن\s+)?"
    r"(?:في|ب)\s*(?:ال)?(?:بيت|بيتنا|شقه|فيلا)"
    r"|(?<!\S)(?:ال)?(?:بيت|شقه|فيلا)\S*\s+(?:كان\S*\s+)?(?:فاضي\S*|مقفل\S*|مسكر\S*|خالي\S*)"
)
_LONGEST_AWAY = 9
_RECORD_INTENT = "my_record"
_WHOSE_NAME = re.compile(
    r"(?:(?:طيب|زين|اوك|يعني|بس|و)\s+)*و?(?:وش|ايش|شو|شنو|ما)\s+(?:هو\s+)?(?:ال)?اسم"
    r"(?:\s+(?:ال)?(?:مسجل|مكتوب|حساب|عداد|فاتوره|عندكم|علي|اللي|في|عليه|صاحب|حسابي|العداد|الحساب))*[\s?؟]*"
)
"""The name on the account: alone it sounds like a name to be updated."""
_EXPLAIN_INTENT, _CORRECTING = "explain_bill", "correct_detail"
_LONGEST_OTHER_BILL, _LONGEST_DIFFERENCE = 8, 3
SENT_ACTIONS = frozenset({"action_update_submitted", "action_update_status"})
STATUS_INTENT = "update_status"
_SOFT = r"(?:(?:يلا|يالله|طيب|زين|ايه|اي|نعم|اوك|اوكي|تمام|خلاص|ok|okay|yes|let'?s|خلنا|خلينا)\s+)*"
_BEGIN = re.compile(
    rf"{_SOFT}(?:[ان]?بد(?:ا|ي|وا?)|باشر|start|begin|go ahead"
    r"|(?:ابي|ابغي|بغيت|ودي|نبي)\s+[ان]سوي(?:ها?)?)"
    r"(?:\s+(?:ال)?(?:طلب|تحديث|فيه|فيها|معي|الحين|الان|now))*"
)
_BEGINNINGS = frozenset(
    """update_details change_contact service_request complaint report_outage notice_settings
    call_back usage_limit share_account link_account bill_pdf""".split()
)
"""Intents of buttons that begin something, rather than tell more."""
_WAYS = re.compile(r"واتس|(?:ال)?ايميل|بريد|(?<!\w)هنا(?!\w)|ال(?:محادثه|شات|دردشه)")
_WHEN_DONE = re.compile(
    r"(?:(?:طيب|زين|تمام|اوك|اوكي|ok)\s+)*و?(?:متي|when|how\s+long"
    r"|كم\s+(?:ياخذ|ياخد|يطول|تاخذ|تطول|يبغي?له))"
    r"(?:\s+(?:ب?[تين]?(?:رد|عدل|خلص|عتمد|وافق|بلغ|تحدث|حدث|راجع|تم|تعدل)\S*|عليه?|علينا|لي|"
    r"الرد|النتيجه|الطلب|طلبي|بياناتي|وقت|المراجعه|do|you|will|it|be|done|reply|take))*\s*[?.!]*"
)
"""When something that was sent is done with; nothing else is named."""
_LONGEST = 5
_OTHER_VALUES = frozenset(
    "mobile account_number national_id reference email month date appliance duration".split()
)


def begun_offer(text: str, tracker: DialogueStateTracker) -> str | None:
    """The payload of what "begin" means right after a general answer: the first thing that its
    buttons would begin; None where it says something else or nothing was offered."""
    if tracker.active_loop_name is not None or just_answered(tracker) is None:
        return None
    if not _BEGIN.fullmatch(" ".join(fold_text(text).strip(" .!،").split())):
        return None
    for payload in _offered(tracker):
        if payload.strip("/").partition("{")[0] in _BEGINNINGS:
            return payload
    return None


def _offered(tracker: DialogueStateTracker) -> list[str]:
    """Payloads of the buttons said since the last message."""
    payloads: list[str] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, BotUttered):
            buttons = event.data.get("buttons") or []
            payloads = [str(button["payload"]) for button in buttons] + payloads
    return payloads


def changes_limit(text: str, parse: dict[str, Any], tracker: DialogueStateTracker) -> bool:
    """Whether a few words with one number give another amount for the limit just spoken of.

    Alone "خلها 600" corrects some answer, and "600 احسن" refuses one.
    """
    if tracker.active_loop_name is not None or text.startswith("/"):
        return False
    if len(fold_latin(fold_text(text)).split()) > _LONGEST or not _just_ran(tracker, LIMIT_ACTION):
        return False
    found = [entity["entity"] for entity in parse.get("entities") or []]
    return found.count("number") == 1 and not _OTHER_VALUES & set(found)


def of_limit(parse: dict[str, Any]) -> dict[str, Any]:
    """The parse as a wish for another limit."""
    return {**of_that_service(parse), "intent": {"name": LIMIT_INTENT, "confidence": 1.0}}


def changes_notices(text: str, parse: dict[str, Any], tracker: DialogueStateTracker) -> bool:
    """Whether a few words give the hours of peace, or the one kind that was meant, right after
    notices were spoken of. Alone "من ١١ الى ٨" sounds like a part of some bill, "لا بس موعد
    السداد" like a question of when to pay."""
    if tracker.active_loop_name is not None or text.startswith("/"):
        return False
    few = len(text.split()) <= _LONGEST_WISH and parse["intent"].get("name") != DANGER_INTENT
    if not few or not _just_ran(tracker, NOTICE_ACTION):
        return False
    return names_hours(text) or (narrows(text) and bool(read_wish(text).kinds))


def wants_telling_before(text: str, parse: dict[str, Any], tracker: DialogueStateTracker) -> bool:
    """Whether to be told beforehand is wanted, right after planned work was asked about: there is
    no outage whose end is waited for."""
    wish = parse["intent"].get("name") == WATCH_INTENT and "قبل" in fold_text(text)
    return wish and tracker.active_loop_name is None and _just_ran(tracker, PLANNED_ACTION)


def sends_elsewhere(text: str, tracker: DialogueStateTracker) -> bool:
    """Whether a few words name another way for the bill that was just sent: "لا على الواتس"."""
    if tracker.active_loop_name is not None or text.startswith("/"):
        return False
    words = fold_latin(fold_text(text))
    few = len(words.split()) <= _LONGEST and _just_ran(tracker, FILE_ACTION)
    return few and _WAYS.search(words) is not None


def of_file(parse: dict[str, Any]) -> dict[str, Any]:
    """The parse as a wish for the bill as a file."""
    return {**of_that_service(parse), "intent": {"name": FILE_INTENT, "confidence": 1.0}}


def asks_when_shown(text: str, tracker: DialogueStateTracker) -> bool:
    """Whether a few words ask when the payment that was just spoken of will show: "متى تنزل"."""
    if tracker.active_loop_name is not None or not _just_ran(tracker, PAYMENT_ACTION):
        return False
    return _WHEN_SHOWN.fullmatch(fold_latin(fold_text(text)).strip()) is not None


def asks_when_back(text: str, tracker: DialogueStateTracker) -> bool:
    """Whether a few words ask when supply that was cut for a debt comes back: "متى ترجع" after a
    payment that did not show. There is no outage to tell of."""
    if tracker.active_loop_name is not None:
        return False
    owes = _just_ran(tracker, PAYMENT_ACTION) or _just_said(tracker, _CUT_FOR_DEBT)
    return owes and _WHEN_BACK.fullmatch(" ".join(fold_text(text).split())) is not None


def _just_said(tracker: DialogueStateTracker, response: str) -> bool:
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return False
        if isinstance(event, BotUttered) and event.metadata.get("utter_action") == response:
            return True
    return False


def names_other_bill(text: str, parse: dict[str, Any], tracker: DialogueStateTracker) -> str | None:
    """The intent of a few words that name the month that was meant, or ask for the difference,
    after a bill: "غلط مو هذي ابي حق سبتمبر", "كم الفرق". Alone they correct an update."""
    if text.startswith("/") or len(text.split()) > _LONGEST_OTHER_BILL:
        return None
    shown = next((i for a, i in _BILLS.items() if _just_ran(tracker, a)), None)
    found = {entity["entity"] for entity in parse.get("entities") or []}
    corrects = parse["intent"].get("name") == _CORRECTING and found == {"month"}
    if shown is not None and corrects:
        return shown
    few = len(text.split()) <= _LONGEST_DIFFERENCE
    return _EXPLAIN_INTENT if shown and few and asks_difference(text) else None


def of_payment(parse: dict[str, Any]) -> dict[str, Any]:
    """The parse as a payment that does not show."""
    return {**of_that_service(parse), "intent": {"name": PAYMENT_INTENT, "confidence": 1.0}}


def taken_up(
    text: str, parse: dict[str, Any], tracker: DialogueStateTracker
) -> dict[str, Any] | None:
    """The parse as more about what the bot did in the turn before; None: about something else."""
    if changes_limit(text, parse, tracker):
        return of_limit(parse)
    if (bill := names_other_bill(text, parse, tracker)) is not None:
        return {**of_that_service(parse), "intent": {"name": bill, "confidence": 1.0}}
    if (record := asks_of_shown(text, parse, tracker)) is not None:
        return {**of_that_service(parse), "intent": {"name": record, "confidence": 1.0}}
    if asks_when_shown(text, tracker):
        return of_payment(parse)
    if (key := _question_meant(text, parse, tracker)) is not None:
        question = {"name": QUESTION, "confidence": 1.0}
        return {**of_that_service(parse), "intent": question, QUESTIONS: [[key, 1.0]]}
    if sends_elsewhere(text, tracker):
        return of_file(parse)
    if changes_notices(text, parse, tracker) or wants_telling_before(text, parse, tracker):
        return {**of_that_service(parse), "intent": {"name": NOTICE_INTENT, "confidence": 1.0}}
    if (status := status_asked(text, tracker)) is not None:
        return {**of_that_service(parse), "intent": {"name": status, "confidence": 1.0}}
    return of_update(parse) if asks_when_done(text, tracker) else None


def _question_meant(text: str, parse: dict[str, Any], tracker: DialogueStateTracker) -> str | None:
    """Key of the general question that a few words ask of what was just shown."""
    if was_away(text, parse, tracker):
        return _EMPTY_HOUSE
    return _RECONNECTION if asks_when_back(text, tracker) else None


def asks_of_shown(text: str, parse: dict[str, Any], tracker: DialogueStateTracker) -> str | None:
    """The intent of a few words about the name on the account, or about what the device whose cost
    was just told uses: "ايش الاسم", "كم وحده بالشهر", "ولو ١٢ ساعة"."""
    if tracker.active_loop_name is not None:
        return None
    found = {entity["entity"] for entity in parse.get("entities") or []}
    more = supposes_more(text) or (supposes(text) and bool(found & _OF_DEVICE))
    if (more or goes_on_about_use(text)) and _just_ran(tracker, _DEVICE_ACTION):
        return _DEVICE_INTENT
    return _RECORD_INTENT if _WHOSE_NAME.fullmatch(fold_text(text).strip()) else None


def was_away(text: str, parse: dict[str, Any], tracker: DialogueStateTracker) -> bool:
    """Whether nobody was at home, told right after a bill: alone it asks for advice on travels."""
    few = len(text.split()) <= _LONGEST_AWAY and not text.startswith("/")
    if tracker.active_loop_name is not None or parse["intent"].get("name") == DANGER_INTENT:
        return False
    billed = any(_just_ran(tracker, action) for action in _BILLS)
    return few and billed and _AWAY.search(fold_text(text)) is not None


def asks_when_done(text: str, tracker: DialogueStateTracker) -> bool:
    """Whether a few words ask when the update that was just sent is done: "متى تردون علي"."""
    if tracker.active_loop_name is not None or not any(_just_ran(tracker, a) for a in SENT_ACTIONS):
        return False
    return _WHEN_DONE.fullmatch(" ".join(fold_text(text).split())) is not None


def of_update(parse: dict[str, Any]) -> dict[str, Any]:
    """The parse as a question about what became of the update."""
    return {**of_that_service(parse), "intent": {"name": STATUS_INTENT, "confidence": 1.0}}


def _just_ran(tracker: DialogueStateTracker, action: str) -> bool:
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return False
        if isinstance(event, ActionExecuted) and event.action_name == action:
            return True
    return False
