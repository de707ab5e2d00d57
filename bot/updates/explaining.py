"""Questions about the update's own questions: "وش يعني صك؟", "من وين اجيبه", "ليش تبون الهوية".

They are answered in the form, whatever the classifier takes them for, and the question goes on.
"""

from __future__ import annotations

import re

from bot.text.arabizi import fold_latin
from bot.text.mobile_holders import is_with_another
from bot.text.no_account import has_no_account
from bot.text.normalise import fold_text
from bot.text.patience import needs_patience
from bot.text.skipping import declines
from bot.text.tokens import folded_words
from bot.text.wait_words import asks_first_to_wait, asks_to_wait
from bot.updates.draft import Draft, steps_left
from bot.updates.heard import Heard
from bot.updates.hearing import is_code_step

_WHAT = r"(?:وش|ايش|ويش|اش|شو|شنو|ماذا|what)"
_MEANING = re.compile(
    rf"\b(?:{_WHAT}\s+(?:(?:هو|هي)\s+)?(?:يا?عني|معن\w+|ال?مقصود|[تي]قصد\w*|قصد\w*|القصد|تعني)"
    rf"|{_WHAT}\s+(?:هو|هي|هذا|هذي|ذا|ذي|ذه|دا|is|are|does|do you mean)"
    rf"|{_WHAT}\s+ال\w+(?:\s+(?:هذا|هذي|ذا|الكامل))?\W*$|يا?عني\s+{_WHAT}|\w+\s+{_WHAT}\s+(?:هو|هي)"
    rf"|ما\s*(?:هو|هي|معني|المقصود|القصد)|(?:ال)?فرق\s+(?:ما\s+)?بين|{_WHAT}\s+(?:ال)?فرق|"
    r"(?:اشرح|وضح|فهمني|فسر)\w*"
    r"|(?:ما|مو|مش|مب|ماني)\s*(?:فهمت\w*|فاهم\w*|عرفت|واضح\w*)|don'?t understand|mean(?:s|ing)?"
    r"|(?:ال)?مقصود)\b"
)
_BARE_WHAT = re.compile(rf"^(?:طيب\s+)?{_WHAT}\s+(?!وضع|صار)\w+\W*$")
""" "وش صك": the name of a field alone."""
_WHERE = re.compile(
    r"\b(?:(?:من\s+|م)?(?:وين|فين|اين)|منين|كيف|شلون|where|how)\s+(?:(?:اقدر|ممكن|لي|can|do|i|to)\s+)*"
    r"(?:[انب]?(?:لق[اي]|لاق[اي]|القا|حصل|جيب|طلع|شوف|عرف|اخذ)\w*|مكتوب\w*|موجود\w*|[يت]وصل\w*|"
    r"يجيني|تجيني|find|get|see|is)\b"
)
_MUST = r"(?:لازم|ضروري|اجباري|الزامي|مطلوب)"
_WHY = re.compile(
    r"\b(?:(?:ليش|ليه|لماذا|لايش|لوش|علشان ايش|عشان ايش|وش له|وشوله|why|lesh|leish)"
    r"\s+(?:\w+\s+){0,2}(?:تا?ب\w+|نب\w+|تحتاج\w*|محتاج\w*|تطلب\w*|طالب\w*|تسال\w*|لازم|ضروري|"
    r"عطيكم|اعطيكم|you|need)"
    rf"|{_WHAT}\s+(?:فايد\w+|لزم\w+|لازم\w+|دخل\w*|حاج\w+|ب?تسوو?ن|تبون)"
    rf"|هل\s+(?:\w+\s+){{0,3}}{_MUST})\b"
    rf"|\b(?:{_MUST}\s+(?:\w+\s+){{0,2}}\w+|(?:\w+\s+){{1,2}}{_MUST})\s*[?؟]"
)
_BARE_WHY = re.compile(
    r"^(?:طيب\s+|يعني\s+)*و?(?:ليش|ليه|لماذا|علشان ايش|عشان ايش|why|lesh|leish)"
    r"(?:\s+(?:يعني|كذا|طيب|اصلا|والله|هذا|ذا|بس))*\W*$"
)
_UNHEARD = frozenset({"repeat", "nlu_fallback"})
"""What a bare "why" is taken for where the classifier misses that it is one."""
_WITHOUT_IT = re.compile(
    r"^(?:طيب\s+)?(?:(?:من\s+)?(?:بدون|دون)(?:ه|ها)\s+(?:يمشي|ينفع|يصلح|عادي|يصير|نكمل|تقبلون)"
    r"|(?:يمشي|ينفع|يصلح|عادي|يصير|نكمل|ممكن)\s+(?:\S+\s+)?(?:من\s+)?(?:بدون|دون)(?:ه|ها)"
    r"|(?:يعني\s+)?(?:لازم|ضروري|اجباري)(?:\s+(?:يعني|هو|هي))?)\W*$"
)
_HAS_PAPER = re.compile(
    r"(?:(?:طيب|انا|لا|بس|ايه|i|only)\s+)*(?:عندي|معي|معاي|have)\s+(?:بس\s+|only\s+|an?\s+)?"
    r"(?:ال)?(?:اقام\S*|هوي\S*(?:\s+(?:وطني\S*|سعودي\S*))?|بطاق\S*(?:\s+(?:ال)?احوال)?|iqama|id)"
    r"(?:\s+(?:بس|ساري\S*|نظامي\S*|only|card))*"
)
""" "عندي اقامة": the paper without its number."""
_CODE = re.compile(r"\b(?:ال)?(?:رمز|كود|otp|code)\b")
_FIELD_WORDS = {
    "beneficiary": re.compile(r"\bو?ب?(?:ل|ال|لل)?(?:مستفيد|مالك|مستاجر|صفه)\b"),
    "ejar": re.compile(r"\b(?:منصه\s+)?(?:ال)?(?:ايجار|ejar)\b"),
    "identity": re.compile(r"\b(?:id|iqama)\b"),
}
"""Words for a field that are none when a value is given."""
_OF_OTHERS = re.compile(
    r"\b(?:ال)?(?:شركه|شركتكم|عندكم|حقكم|تبعكم|مسجل\w*|طواري|عملاء?|موظف\w*|فني|فاتور\w*|فواتير\w*|"
    r"استهلاك\w*|كهرب\w*|طلبي?|مبلغ|سداد|company|bill|registered)\b"
)
"""The company's number, the bill's e-mail, what is on record: no question about the field."""
_NUMBERED = frozenset({"account", "identity", "deed", "ejar"})
"""Questions for another number than the mobile's: "ليش تبون رقمي" is about it."""
_SAYS_MOBILE = re.compile(r"جوال|موبايل|هاتف|تلفون|mobile|phone")
_ANGRY = frozenset({"danger", "human", "upset", "complaint"})
""" "انتو نصابين وخدمتكم زفت" asks for no reassurance."""
_TRUST = re.compile(
    r"نصاب|نصب|احتيال|محتال|تحتال|هكر|hack|scam|fraud|(?<!\S)(?:[يت]ضمن\S*|ضمان\S*|وش الضمان)(?!\S)"
    r"|(?:كيف|وش|شلون|ليش)\s+(?:\S+\s+)?(?:ا?ثق|اتاكد|اضمن|اصدق|يثبت\s+(?:لي\s+)?ا?نكم)"
)
_EMPTY = frozenset(
    "هذا هذي ذا ذي هو هي انت انتم انتو لي طيب لو سمحت سمحتوا بالضبط هنا معليش عفوا يعني والله بس "
    "السوال سوال سوالك سوالكم الكلام كلامك كلامكم عليك من وش ايش قصدك قصدكم رقمه الرقم رقم اجيبه "
    "القاه it this that question the you do mean i".split()
)
_THING = r"(?:هوي\S*|اقام\S*|جوال\S*|رقم\S*|ارقام\S*|اسم\S*|ايميل\S*|بيانات\S*|حق\S*)"
_WHOSE = re.compile(
    rf"\b[وب]?(?:ال)?{_THING}\s+(?:\S+\s+)?(?:ولا|والا|او|ام)\s+[وب]?(?:{_THING}|انا\b|هو\b|هي\b)"
    rf"|\b{_THING}\s+(?:حق\s+)?(?:مين|منو|منهو|من هو|حقي|حقه|حقها|انا)\s*[?؟]?$"
    r"|^(?:طيب\s+)?ب?اسم\s+(?:مين|منو|من)(?!\S)"
    r"|^(?:حق\s+)?(?:مين|منو|لمين|حق مين|whose)\W*$|\bwhose\b"
)
""" "هويته ولا هويتي؟": whoever acts for a father or a husband asks whose value is meant."""
_KIN = (
    r"(?:ولدي|بنتي|زوجي|زوجتي|ابوي|امي|الوالده?|اخوي|اختي|اهلي|خويي|صديقي|صاحبي|السواق|الحارس|"
    r"جاري|احد|غيري|الشغل|العمل|الدوام|my\s+(?:son|wife|husband|daughter|father|brother))"
)
_WILL_DO = r"(?:يصلح|تصلح|ينفع|تنفع|يمشي|يمشي الحال|تقبلون\S*|يجوز|ok|okay|work|fine)"
_OF_KIN = re.compile(
    rf"(?:{_THING}|email|mobile|number)\s+(?:\S+\s+)?{_KIN}.*{_WILL_DO}|{_WILL_DO}.*{_THING}\s+(?:حق\s+)?{_KIN}"
    rf"|{_WILL_DO}\s+(?:\S+\s+){{0,2}}{_KIN}|{_KIN}(?:'s)?\s+(?:email|mobile|number).*[?؟]"
)
""" "ايميل ولدي يصلح؟": whose value will do, whatever is being asked."""
_OF_PERSONS = frozenset({"name", "identity", "mobile", "email"})
_LEFT = re.compile(
    r"^(?:طيب\s+)?(?:كم|وش|ايش|شكثر|قد ايش|how many|how much|\s|باقي|بقي|سوال|اسيله|كثير|شي|لنا|لي|"
    r"علي ما نخلص|ونخلص|questions?|left|more|is)+\W*$"
)
_REST = re.compile(r"باقي|بقي|left|more")
_LONG = re.compile(
    r"^(?:طيب\s+)?(?:كم|قد ايش|how long)\s*(?:يا?خذ|تا?خذ|ياخد|بياخذ|يطول|تطول|يستغرق|مدته|does|"
    r"will|it|take|وقت|الوقت|التحديث|من|\s)*\W*$"
)
_WHAT_FOLLOWS = re.compile(
    rf"^(?:طيب\s+)?{_WHAT}\s+(?:ب?[يت]?صير|بيصير|ب?تسوون|تسوو|يحصل|بعد)\w*"
    r"(?:\s+(?:بعد\w*|الحين|عليها|فيها|ذا|ذلك|كذا|لها|بياناتي))*\W*$"
)
_FEW_LEFT = 4
_SURE = 0.85
_MAY_WAIT = frozenset(
    {"inform", "nlu_fallback", "goodbye", "cancel", "greet", "thanks", "affirm", "out_of_scope"}
    | {"resume_update", "call_back", "repeat", "upset", "menu", "ask_question"}
)
"""What the classifier takes such words for; any other meaning is another matter."""
_CHOICE = re.compile(r"[?؟]|^هل\b|\b(?:ولا|ثلاثي|رباعي)\b")
"""What makes words about the pending field a question: "الاسم ثلاثي ولا رباعي"."""
_VALUES = ("number", "mobile", "email", "national_id", "account_number", "date", "reference")
_BETTER_ANSWERED = frozenset({"ask_question", "ask_why_details"})
_ELSEWHERE = frozenset({"danger", "human"})


def explanation(heard: Heard) -> str | None:
    """The key of the response that answers the question about a field, or None if it is none."""
    if heard.intent in _ELSEWHERE or heard.text.startswith("/"):
        return None
    folded = fold_text(heard.text)
    if heard.step and (key := _of_pending(heard, heard.step, folded)):
        return key
    if of_kin := _whose_will_do(heard, folded):
        return f"utter_update_whose_{of_kin}"
    for reading in dict.fromkeys((folded, fold_latin(folded))):
        for kind, pattern in (("why", _WHY), ("what", _MEANING), ("what", _WHERE)):
            asked = pattern.search(reading)
            if asked and not _OF_OTHERS.search(reading):
                rest = f"{reading[: asked.start()]} {reading[asked.end() :]}"
                if field := _field(heard, reading, rest):
                    return f"utter_update_{kind}_{field}"
    return f"utter_update_what_{heard.step}" if _asks_about_pending(heard, folded) else None


def _of_pending(heard: Heard, step: str, folded: str) -> str | None:
    """The key where the question that is open is asked about: whose, what, why."""
    if not is_code_step(step) and _asks_whose(heard, folded):
        return f"utter_update_{'whose' if step in _OF_PERSONS else 'what'}_{step}"
    if heard.all("field") and _BARE_WHAT.search(folded):
        return f"utter_update_what_{heard.all('field')[0]}"
    if step in ("name", "identity") and _HAS_PAPER.fullmatch(folded.strip(" .!")):
        return "utter_update_what_identity"
    return f"utter_update_why_{step}" if _asks_why_pending(heard, folded) else None


def _asks_why_pending(heard: Heard, folded: str) -> bool:
    """Whether the question itself is put in doubt: a bare "وليه يعني", "يمشي بدونه؟"."""
    unheard = heard.intent in _UNHEARD and _BARE_WHY.search(folded)
    without = not is_code_step(heard.step or "") and _WITHOUT_IT.search(folded)
    return bool(unheard or without)


def _asks_whose(heard: Heard, folded: str) -> bool:
    given = any(heard.first(kind) for kind in _VALUES)
    return not given and not _OF_OTHERS.search(folded) and bool(_WHOSE.search(folded))


def _whose_will_do(heard: Heard, folded: str) -> str | None:
    """The field of which it is asked whether somebody else's will do, or None."""
    if any(heard.first(kind) for kind in _VALUES) or not _OF_KIN.search(folded):
        return None
    named = [name for name in (*heard.all("field"), heard.step) if name in _OF_PERSONS]
    return next(iter(named), None)


def _asks_what_follows(heard: Heard) -> bool:
    """Whether it asks what becomes of it afterwards: "وش يصير بعدها"."""
    return bool(_WHAT_FOLLOWS.search(fold_text(heard.text)))


def asks_where(text: str) -> bool:
    """Whether a message asks where something is found: "وين القاه", "كيف اجيبه"."""
    folded = fold_text(text)
    return any(_WHERE.search(reading) for reading in (folded, fold_latin(folded)))


def aside(heard: Heard, draft: Draft) -> tuple[str, dict[str, str]] | None:
    """What to say to words about the update itself: wait, what comes next, how much is left, who
    holds the mobile that the code went to."""
    given = any(heard.first(kind) for kind in _VALUES)
    if heard.step == "mobile_code" and not given and is_with_another(heard.text):
        return "utter_update_code_with_another", {}
    if not given and heard.intent not in _ANGRY and _TRUST.search(fold_text(heard.text)):
        return "utter_update_trust", {}
    if heard.step == "account" and has_no_account(heard.text):
        return "utter_update_no_account", {}
    if not given and heard.intent not in _ELSEWHERE and needs_patience(heard.text):
        return "utter_update_patience", {}
    if _asks_to_wait(heard):
        return "utter_update_take_time", {}
    if _asks_what_follows(heard):
        return "utter_update_what_follows", {}
    if _asks_what_is_left(heard):
        left = steps_left(draft)
        if not left:
            return f"utter_update_left_{'code' if is_code_step(heard.step) else 'confirm'}", {}
        return f"utter_update_left{'_many' if left > _FEW_LEFT else ''}", {"count": str(left)}
    return None


def beside_beginning(heard: Heard, draft: Draft) -> str | None:
    """What is said to words beside the wish to update that tell how hard it is."""
    if "account" not in draft.values and has_no_account(heard.text):
        return "utter_update_no_account"
    return "utter_update_patience" if needs_patience(heard.text) else None


def _asks_what_is_left(heard: Heard) -> bool:
    """Whether the message asks how many questions are still to come: "كم باقي"."""
    folded = fold_text(heard.text)
    return bool(_LONG.search(folded) or (_LEFT.search(folded) and _REST.search(folded)))


def _asks_to_wait(heard: Heard) -> bool:
    """Whether the subscriber only needs a moment: "لحظة اجيب البطاقة", "بسأل زوجي"."""
    if heard.intent == "human" and not asks_first_to_wait(heard.text):
        return False
    known = heard.intent in _MAY_WAIT or heard.intent == "human"
    if heard.intent == "danger" or (not known and heard.confidence > _SURE):
        return False
    return asks_to_wait(heard.text) and not any(heard.first(kind) for kind in _VALUES)


def _asks_about_pending(heard: Heard, folded: str) -> bool:
    """Whether it is a question that names the pending field, and no other topic answers it."""
    if heard.intent in _BETTER_ANSWERED or heard.step not in heard.all("field"):
        return False
    asks = _CHOICE.search(folded) and not _OF_OTHERS.search(folded) and not declines(heard.text)
    return bool(asks) and not any(heard.first(kind) for kind in _VALUES)


def _field(heard: Heard, reading: str, rest: str) -> str | None:
    """The field that is asked about: the one that is named, else the pending one."""
    named = [found.value for found in heard.found if found.name == "field"]
    if _CODE.search(reading):
        return "code"
    if (heard.step or "").startswith("old_") and "قديم" in reading:
        return "old_mobile"
    if named:
        bare = named[0] == "mobile" and heard.step in _NUMBERED and not _SAYS_MOBILE.search(reading)
        return heard.step if bare else named[0]
    for name, word in _FIELD_WORDS.items():
        if word.search(reading):
            return name
    words = [word for word in folded_words(rest) if word[0].isalnum()]
    if heard.step is None or any(word not in _EMPTY for word in words):
        return None
    return "code" if is_code_step(heard.step) else heard.step
