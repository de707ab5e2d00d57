"""Whether a message inside the update is meant for it: the pending question decides too.

The classifier may take a name for small talk or "ما عندي" for a complaint. Where the question makes
the meaning plain, it is an answer whatever the classifier thought.
"""

from __future__ import annotations

import re

from bot.text import danger
from bot.text.answers import yes_no
from bot.text.code_talk import may_be_code, says_code_came
from bot.text.code_time import asks_code_time
from bot.text.given_names import is_given_name
from bot.text.normalise import fold_text
from bot.text.other_papers import has_other_papers
from bot.text.own_home import is_anothers_home, lives_in_anothers, owns_home
from bot.text.skipping import declines, withholds
from bot.updates import draft as drafts
from bot.updates.draft import Draft
from bot.updates.foreign_mobiles import is_foreign
from bot.updates.heard import Heard
from bot.updates.names import answers_name
from bot.updates.renaming import right_name
from bot.updates.steering import (
    is_not_so,
    left_out_in,
    lost_old_mobile,
    moves_on,
    submits,
    taken_out,
    takes_any_way,
    wants_bills_by_email,
    wants_code_again,
)
from bot.updates.ways import names_way_alone

ANSWERS = frozenset(
    {
        "inform",
        "nlu_fallback",
        "affirm",
        "deny",
        "skip",
        "go_back",
        "correct_detail",
        "change_contact",
        "update_details",
        "resume_update",
        "link_account",
    }
)
"""Intents that a message inside the update may have. Any other one is another topic."""
_RESTART = re.compile(
    r"(?:ابدا|نبدا|ابتدي|اعيد|نعيد|عيد|رجعني|ارجع)\S*(?:\s+\S+)?\s+من\s+(?:جديد|الاول|البدايه|اول)"
    r"|^(?:احذف|امسح|شيل)\w*\s+(?:كل شي|كله|كلها|كل اللي كتبته|اللي كتبته|كل المعلومات)$"
    r"|^من\s+(?:جديد|الاول|البدايه|اول)$|start over"
)
_OLD_MOBILE_GONE = re.compile(
    r"(?:مو|ما|مب|مهوب|ماهو|مش|ماعاد|ما عاد)\s+(?:هو\s+)?"
    r"(?:مع(?:ي|اي|نا|انا|ه|اه|ها)|عند(?:ي|نا)|موجود|شغال|يشتغل|لي|لنا)|"
    r"(?<!\S)(?:مع|عند|لدي|بيد)\s+\S+|"
    r"(?<!\S)(?<!ما )(?:انحذفت?|محذوفه?|حذفته?ا?|تعطلت?|"
    r"ضاعت?|ضايعه?|راحت?|لغيته?ا?|الغيته?ا?|فصلته?ا?|انسرقت?|مسروقه?|انفصلت?|"
    r"lost|gone|don'?t have|no longer|مفصوله?|"
    r"ملغيه?|مقطوعه?|مقفله?|مقفول|مسكره?|طافي|مغلقه?|موقفه?|بعته|كسرته|انكسر|خربان|فقدته?ا?)(?!\S)"
)
_ASKS = re.compile(r"^(?:وش|ايش|ليش|كيف|متي|وين|what|why|how|when|where)\b|[?؟]")
_OLD_MOBILE_HERE = re.compile(
    r"^(?:ايه|ايوه|ايوا|ايي?|نعم|يب|اكيد|لسا|لسه|باقي|معي|معاي|عندي|موجود|شغال)(?!\S)"
)
_WITH_ANOTHER = re.compile(r"(?<!\S)(?:مع|عند)(?:ها|ه|اها|اه|هم)(?!\S)")
"""Who acts for somebody may still get the code ("هي معها القديم"): nobody is sent one unasked."""
_SAME_MOBILE = re.compile(r"(?<!\S)(?:نفس\S*|المسجل|مسجل|عندكم|القديم)(?!\S)")
_HOME = re.compile(
    r"(?<!\S)(?:ساكن\w*|نسكن|اسكن|عايش\w*|بيت\w*|البيت|شقت\w*|الشقه|فلت\w*|ملك\w*|اهلي|ابوي|الوالد\w*|"
    r"زوجي|زوجتي|امي|ورث\w*|اجار|ايجار\w*|بالايجار)(?!\S)"
)
_IN_NAME_OF = re.compile(
    r"(?<!\S)(?:ب?اسم|لا?|حق|ملك)\s*(?:ال)?(?:زوج\S*|ابو\S*|والد\S*|ام\S?|اخو\S*|اخت\S*|جد\S*|عم\S*|اهل\S*|رجل\S*|"
    r"ولد\S*|بنت\S*|مرت\S*|حرم\S*)(?!\S)"
)
_SMALL_TALK = frozenset(
    {"greet", "goodbye", "thanks", "upset", "ask_bot", "out_of_scope", "cancel"}
)
"""What the classifier takes "انا ساكن مع اهلي" for, asked for owner or tenant."""
_ALWAYS_ELSEWHERE = frozenset({"danger", "human"})
_CERTAIN = 0.85
"""From here on the classifier's other topic counts more than a value in the message."""
_DOUBTFUL = 0.5
_VALUE = {
    "account": "account_number",
    "beneficiary": "beneficiary",
    "identity": "national_id",
    "ejar_end": "date",
    "mobile": "mobile",
    "second_mobile": "mobile",
    "email": "email",
    "notice_channel": "notice_channel",
}
"""Step → the entity that answers it."""
_VALUES = ("mobile", "email", "national_id", "date")
_NOT_ABOUT_VALUES = frozenset(
    {"ask_question", "out_of_scope", "greet", "thanks", "goodbye", "upset", "ask_bot", "repeat"}
)
"""What a sentence with a value is taken for, "عقدي بمنصة ايجار ينتهي 2030-03-15"."""
_OF_ADDRESS = frozenset({"bill_pdf", "ask_bill", "notice_settings"})
"""What an address is taken for with "وارسلوا الفواتير عليه" beside it."""
_ON_PAPER = frozenset({"name", "identity"})
_CODE_WORDS = 6
_LEAVES_OUT_WORDS = 5


def is_for_update(heard: Heard, draft: Draft | None = None) -> bool:
    """Whether the update takes this message; else the message's own topic answers it.

    `draft`: what was given before, which a correction may speak of ("مو نورة، نوره فهد").
    """
    if heard.contact_mobile or wants_restart(heard):
        return True
    if heard.intent in _ALWAYS_ELSEWHERE:
        return _is_taken_for_danger(heard) or _is_name_taken_for_human(heard)
    if heard.intent == "resend_code":
        return is_code_step(heard.step)
    if heard.intent == "out_of_scope" and heard.confidence < _CERTAIN:
        return True  # unlikely: rather an answer that was not understood
    if heard.intent in _NOT_ABOUT_VALUES and any(heard.first(kind) for kind in _VALUES):
        return True
    if draft is not None and taken_out(heard, draft):
        return True
    if heard.intent == "notice_settings" and names_way_alone(heard, draft or Draft()):
        return True
    by_email = heard.first("email") or wants_bills_by_email(heard.text)
    if by_email and heard.intent in _OF_ADDRESS:
        return True
    renames = draft is not None and right_name(heard, draft) is not None
    return heard.intent in ANSWERS or renames or _answers_question(heard)


def lacks_identity(heard: Heard) -> bool:
    """Whether who is asked for an identity or Iqama, or the name on it, has another country's
    papers alone."""
    given = heard.first("national_id") or heard.intent in _ALWAYS_ELSEWHERE
    return heard.step in _ON_PAPER and not given and has_other_papers(heard.text)


def _is_taken_for_danger(heard: Heard) -> bool:
    """Whether a danger is only suspected in words that are a name, "Priya Nair" (نار), or that
    name the field that is asked for: "الصك عند العيال"."""
    if heard.intent != "danger" or heard.confidence >= danger.CERTAIN:
        return False
    if heard.step == "name":
        return answers_name(heard) is not None
    return heard.step in heard.all("field") and not danger.names_danger(heard.text)


def _is_name_taken_for_human(heard: Heard) -> bool:
    """Whether a person seems wanted, with little certainty, in words that are a name."""
    asked = heard.intent == "human" and heard.step == "name"
    return asked and heard.confidence < _DOUBTFUL and answers_name(heard) is not None


def is_code_step(step: str | None) -> bool:
    """Whether the digits of a code are awaited."""
    return (step or "").endswith("_code")


def code_digits(heard: Heard) -> str | None:
    """The digits of a code in the message, or None."""
    digits = heard.first("number")
    return digits if may_be_code(heard.text, digits) else None


def wants_restart(heard: Heard) -> bool:
    """Whether everything is to be asked anew ("ابي ابدأ من جديد")."""
    return heard.intent != "resend_code" and bool(_RESTART.search(fold_text(heard.text)))


def has_old_mobile(heard: Heard) -> bool | None:
    """Whether the mobile on file is still at hand; None: not said."""
    answer, folded = yes_no(heard.text), fold_text(heard.text)
    if answer is not None or _ASKS.search(folded):
        return answer
    if _OLD_MOBILE_GONE.search(folded):
        return False
    if _OLD_MOBILE_HERE.search(folded) or heard.intent == "affirm":
        return True
    return False if refuses(heard) else None


def old_mobile_is_with_another(heard: Heard) -> bool:
    """Whether the person whose account it is holds the old mobile, and not who writes."""
    folded = fold_text(heard.text)
    return bool(_WITH_ANOTHER.search(folded)) and not _OLD_MOBILE_GONE.search(folded)


def means_same_mobile(heard: Heard) -> bool:
    """Whether "the one you have" is all that is said of the mobile."""
    said_digits = any(c.isdigit() for c in heard.text)
    if said_digits or lost_old_mobile(heard):
        return False
    return bool(_SAME_MOBILE.search(fold_text(heard.text)))


def refuses(heard: Heard) -> bool:
    """Whether the message leaves the pending answer out."""
    if heard.text.rstrip().endswith(("؟", "?")):
        return False
    if heard.step in left_out_in(heard.text):
        return True
    if heard.step == "old_code" and _OLD_MOBILE_GONE.search(fold_text(heard.text)):
        return True
    return heard.intent in ("skip", "deny") or yes_no(heard.text) is False or declines(heard.text)


def _answers_question(heard: Heard) -> bool:
    """Whether the message is plainly an answer to the pending question."""
    step, unsure = heard.step, heard.confidence < _CERTAIN
    if step in ("mobile", "second_mobile") and (means_same_mobile(heard) or is_foreign(heard)):
        return True
    if _steers(heard):
        return True
    if step == "confirm":
        return yes_no(heard.text) is not None or submits(heard)
    if step == "old_code" and _OLD_MOBILE_GONE.search(fold_text(heard.text)):
        return True
    if step == "old_mobile":
        return has_old_mobile(heard) is not None or old_mobile_is_with_another(heard)
    if is_code_step(step) and code_digits(heard):
        return len(heard.text.split()) <= _CODE_WORDS
    if step in drafts.OPTIONAL:
        return yes_no(heard.text) is False or (unsure and _gives_or_refuses(heard))
    if step == "name":
        return answers_name(heard) is not None or is_given_name(heard.text.strip())
    if step == "beneficiary" and _tells_of_home(heard):
        return True
    return unsure and _gives(heard)


def _tells_of_home(heard: Heard) -> bool:
    """Whether it tells whose the home is, whatever else it sounds like: "البيت باسم زوجي"."""
    folded = fold_text(heard.text)
    if _ASKS.search(folded):
        return False
    if owns_home(folded) or is_anothers_home(folded) or lives_in_anothers(folded):
        return True
    return bool(
        _IN_NAME_OF.search(folded) or (heard.intent in _SMALL_TALK and _HOME.search(folded))
    )


def _steers(heard: Heard) -> bool:
    """Whether it plainly steers the pending question, without a value."""
    if is_not_so(heard) or lost_old_mobile(heard) or withholds(heard.text):
        return True
    if moves_on(heard) or submits(heard):
        return True
    if left_out_in(heard.text) and heard.first("number") is None and not _ASKS.search(heard.text):
        return len(heard.text.split()) <= _LEAVES_OUT_WORDS
    if heard.step == "notice_channel":
        return takes_any_way(heard)
    of_code = wants_code_again(heard.text) or asks_code_time(heard.text)
    of_code = of_code or says_code_came(heard.text)
    return is_code_step(heard.step) and of_code


def _gives_or_refuses(heard: Heard) -> bool:
    return declines(heard.text) or _gives(heard)


def _gives(heard: Heard) -> bool:
    """Whether the message holds a value of the kind that was asked."""
    kind = _VALUE.get(heard.step or "")
    return kind is not None and heard.first(kind) is not None
