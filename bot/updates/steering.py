"""Short answers that steer the update instead of giving a value: "لا مو كذا", "اي شي"."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.text.arabizi import fold_latin
from bot.text.given_names import is_name_word
from bot.text.normalise import fold_text
from bot.text.values import find_values
from bot.updates.draft import REMOVABLE, Draft
from bot.updates.heard import Found, Heard

_NOT_SO = re.compile(
    r"^(?:لا+[\s،,.]*)*(?:معليش\s+|عفوا\s+|لحظه\s+|اسف\s+|والله\s+)*"
    r"(?:(?:مو|مب|مهوب|موب|مهو|مش|ماهو|ما هو|ماهوب|ليس|هو مو)\s+"
    r"(?:كذا|كذي|كذيه|كذاك|كدا|كده|هيك|هكذا|جذي|كذلك|ذا|ذاك|ذي|هذا|هذي|هذاك|مضبوط|صح|صحيح)"
    r"|غلط|غلطت|غلطان|غلطانه|خطا|اخطات|اخطيت|لخبطت|خربطت|كتبته?ا?\s+غلط|حطيته?ا?\s+غلط|ghalat|wrong)"
    r"(?:\s+(?:والله|معليش|اسف|عفوا|سوري|كتبت|كتبته|حطيت))*[\s.!،]*$"
)
"""What was just given is not so; nothing says what is right."""
_MOVES_ON = re.compile(
    r"^(?:(?:طيب|يلا|خلاص|اوك\w*|ok|okay|yes|ايه|تمام|زين|بس|ا?رجع\w*|نرجع)\s+)*"
    r"(?:[ان]?كمل(?:ي|وا?)?|[ان]?واصل|[ان]?بد(?:ا|ي|وا)|ابدوا|(?:ال)?تالي|"
    r"(?:ال)?لي بعده|الي بعده\w*|امش\w*|"
    r"next|continue|go on)(?:\s+(?:طيب|لو سمحت\w*|معك|معكم|الله يعافيك))*[\s.!،]*$"
)
_TAKES_OUT = re.compile(r"(?<!\S)و?(?:[انت]?شيل|[انت]?حذف|ا?مسح|نمسح|الغي?|نلغي|remove|delete)\S*")
_OF_NOTICES = re.compile(r"اشعار|رساي?ل|تنبيه|فاتور|فواتير|notif|message|bill")
_TOLD = re.compile(
    r"(?<!\S)(?:قلت|عطيت|اعطيت|ارسلت|رسلت|كتبت|ذكرت|told|gave|sent)\S*(?:\s+(?:لك|لكم|you))?(?!\S)"
)
_BEFORE = re.compile(
    r"(?<!\S)(?:من\s+)?(?:ال)?(?:اول|قبل|فوق|بدايه)(?!\S)|!\s*$|(?<!\S)(?:already|before)(?!\S)"
)
_FREE = frozenset({"second_mobile", "email", "deed", "ejar"})
_VALUE_OF = {"second_mobile": "mobile"}
"""Field → entity: with a new value beside it, the old one is replaced and not taken out."""
_SUBMITS = re.compile(
    r"^(?:(?:طيب|يلا|خلاص|اوك\w*|ايه|تمام|زين|بس|صح)[\s،,]+)*"
    r"(?:[انت]?سجل|[انت]?رفع|[انت]?رسل|[انت]?عتمد|[انت]?حفظ|[انت]?قدم)(?:ه|ها|وه|وها|هم|وا|ي|يه)?"
    r"(?:\s+(?:ال)?(?:طلب|بيانات|تحديث|كل شي|لي|لو سمحت\w*|شكرا|وخلص\w*|وفك\w*|"
    r"مشكور\w*|الله\s+\S+\s*\S*))*[\s.!،]*$"
)
_ANY_WAY = re.compile(
    r"^(?:عادي\s*)?(?:ب?ا?ي\s*(?:شي|شيء|وحده|واحده|واحد|طريقه|حاجه|وسيله)\S*|عادي|"
    r"ما\s*(?:ي|ت)?(?:فرق|فارقه|هم)\S*(?:\s+معي\S*)?|مو فارقه|"
    r"كل\S*\s+(?:واحد|واحده|عادي|سوا|زي بعض)|"
    r"(?:علي\s+)?(?:راحتكم|كيفكم|كيفك|ذوقكم|راحتك)|براحتكم|بكيفكم|"
    r"اللي\s+(?:تبون\w*|تبي\w*|تشوفون\w*|تشوف\w*|يناسب\w*|يريح\w*|عندكم|اسهل|يجي|هو\s+اسهل)|الاسهل|"
    r"(?:ال)?(?:كل|جميع|ثلاث\w*)\w*|any(?:thing)?|whatever|all)"
    r"(?:\s+(?:عادي|والله|تمام|منها|منهم|تبونه|يجي|معي|عندي))*[\s.!،]*$"
)
"""Any of the ways to be told will do."""
_AGAIN = re.compile(
    r"(?<!\S)(?:(?:[اي]?عيد\S*|[اي]?عد|كرر\S*|جدد\S*)\s+(?:لي\s+|علي\s+)?(?:ال)?(?:ا?رسال\S*|رمز|كود)"
    r"|(?:ا?رسل|ا?بعث|ا?بعت|طرش|دز|عط)\S*\s+(?:لي\s+)?(?:ال)?(?:رمز\s+|كود\s+)?"
    r"(?:مره?\s+(?:ثاني\S*|اخري)|من جديد|غير\S*|واحد\s+(?:جديد|ثاني)|جديد|ثاني\S*)"
    r"|(?:re)?send\s+(?:it\s+|code\s+|me\s+)*(?:again|new)|resend)"
)
_NOT_COME = re.compile(
    r"(?<!\S)(?:(?:لسا|لسه|للحين|الين الحين|باقي)\s+)?(?:ما|م|لم|مو)\s*"
    r"(?:ا?جا|وصل|يوصل|توصل|استلم|يجي|طلع|لقي)(?:ن|ت|ه)?(?:ي|ا|ني|نا|لي|تني|ه)?(?:ش|شي)?(?!\S)"
    r"|(?:did\s?n.?t|not|never|no)\s+(?:get|got|receive|come|came|arrive|code)\w*"
)
_BILLS_BY_EMAIL = re.compile(
    r"(?<!\S)\S*(?:اشعار|فاتور|فواتير)\S*\s+(?:\S+\s+){0,2}"
    r"(?:ب(?:ال)?|(?:علي|عن\s+طريق|في|عبر)\s+(?:ال)?)(?:ايميل|اميل|بريد)\S*"
)
_EMAIL_INSTEAD = re.compile(
    r"(?<!\S)(?:ما|لا|مو|مب|بدون|مابي)\s+(?:\S+\s+)??(?:ال)?(?:رسايل|رسال\S*|مسج\S*|sms)"
    r"(?:\s+(?:ال)?(?:جوال\S*|نصيه))?[\s،,]+(?:بس|فقط|ابي|ابغي|ابغا|خلوها|ارسلوا\S*)\s+"
    r"(?:\S+\s+)?(?:ب|بال|عال|ال|علي\s+ال)?(?:ايميل|اميل|بريد)"
)
_NOT_WANTED = re.compile(
    r"(?<!\S)(?:لا|ما|مو|مب|مش|بدون|كم|ليش|[انت]?وقف\S*|ا?لغ\S*|شيل\S*|احذف\S*)(?!\S)"
)
_OTHER_THINGS = re.compile(r"فاتور|مبلغ|كهرب|فني|احد|موظف|رد|اشعار|طلب|بلاغ|bill|power|technician")
_NOT_COME_WORDS = 6
_MOBILE = re.compile(r"(?<!\S)\S*(?:رقم|جوال|شريح|موبايل|تلفون|نمر)\S*")
_EARLIER = re.compile(r"(?<!\S)\S*(?:قديم|سابق|الاول|المسجل|اللي\s+(?:عندكم|كان|قبل))\S*")
_GONE = re.compile(
    r"(?<!\S)(?<!ما )(?:انحذف\w*|حذفته?ا?|ضاع\w*|ضايع\w*|راح\w*|لغيته?ا?|الغيته?ا?|ملغي\w*|انلغ\w*|"
    r"فصل\w*|انفصل\w*|مفصول\w*|انسرق\w*|مسروق\w*|مقطوع\w*|انقطع\w*|مسكر\w*|مقفل\w*|مقفول\w*|انكسر\w*|"
    r"خرب\w*|تعطل\w*|وقف\w*|متوقف\w*|فقدته?ا?|بعته|ما\s*عاد|ماعاد|مو\s+معي|مو\s+معاي|مب\s+معي|مش\s+معي|"
    r"ما\s*هو\s+معي|مهوب\s+معي|ما\s+معي|مو\s+عندي|lost|gone)(?!\S)"
)
_LOST = (
    r"(?:ضاع|ضايع|انسرقت?|مسروق|سرقو\S*|انكسر|مكسور|خربان|خرب|احترق|طاح|فقدته?"
    r"|lost|stolen|broke\S*)"
)
_PHONE = r"(?:(?:ال)?(?:جوال|موبايل|تلفون)(?:ي|نا)?|شريحتي|(?:my\s+)?(?:phone|mobile))"
_LOST_PHONE = re.compile(
    rf"(?<!\S)و?{_LOST}\s+(?:مني\s+|علي\s+|لي\s+)?{_PHONE}(?!\S)"
    rf"|(?<!\S){_PHONE}\s+(?:was\s+|is\s+)?{_LOST}(?!\S)"
)
_OF_MOBILE = frozenset(
    {"mobile", "mobile_code", "second_mobile", "email_code", "old_mobile", "old_code"}
)
"""Steps at which words on a lost mobile are about the number that is asked for."""
_WHOLE = {"account": 11, "identity": 10, "mobile": 10, "second_mobile": 10}
"""Digits of the whole number, by the step that asks for it."""
_LEAST_PIECE = 2
_DIGITS_ONLY = re.compile(r"[\d٠-٩۰-۹\s\-+.،,]+")


def is_not_so(heard: Heard) -> bool:
    """Whether the answer before is called wrong, and nothing more: "لا مو كذا"."""
    folded = fold_text(heard.text.strip())
    return bool(_NOT_SO.search(folded) or _NOT_SO.search(fold_latin(folded)))


def moves_on(heard: Heard) -> bool:
    """Whether it only wants to go on: "كمل", "يلا نبدا", "اللي بعده"."""
    return bool(_MOVES_ON.search(fold_text(heard.text.strip())))


def taken_out(heard: Heard, draft: Draft) -> list[str]:
    """Optional values that a message takes out: those given before, and contacts on record.

    "شيل الجوال الثاني", "احذف الايميل"; not "الغ رسايل الايميل", which is about notices.
    """
    if heard.step == "confirm" and (none := left_out_in(heard.text)):
        return [name for name in none if name in draft.values]
    folded = fold_text(heard.text)
    if not _TAKES_OUT.search(folded) or _OF_NOTICES.search(folded):
        return []
    free = {*REMOVABLE, *(_FREE & set(draft.values))}
    named = [name for name in dict.fromkeys(heard.all("field")) if name in free]
    return [name for name in named if heard.first(_VALUE_OF.get(name, name)) is None]


def given_before(heard: Heard, draft: Draft) -> list[str]:
    """Fields that were given, as the message complains: "قلتلك الجوال من اول!!"."""
    folded = fold_text(heard.text)
    if not _TOLD.search(folded) or not _BEFORE.search(folded):
        return []
    return [name for name in dict.fromkeys(heard.all("field")) if name in draft.values]


def submits(heard: Heard) -> bool:
    """Whether the summary is to be sent as it stands: "خلاص سجله", "ارفع الطلب"."""
    return bool(_SUBMITS.search(fold_text(heard.text.strip())))


def takes_any_way(heard: Heard) -> bool:
    """Whether any way of being told will do: "اي شي", "ما يفرق", "على راحتكم"."""
    return bool(_ANY_WAY.search(fold_text(heard.text.strip())))


def wants_bills_by_email(text: str) -> bool:
    """Whether bills and notices are to come by e-mail: "ابي الفواتير على الايميل", "ما ابي رسايل
    جوال بس ايميل"."""
    folded = fold_text(text)
    wanted = _BILLS_BY_EMAIL.search(folded) and not _NOT_WANTED.search(folded)
    return bool(wanted or _EMAIL_INSTEAD.search(folded))


def wants_code_again(text: str) -> bool:
    """Whether a code is wanted anew, named or not: "أعد إرساله", "ما جاني شي"."""
    folded = fold_text(text)
    return bool(_AGAIN.search(folded)) or _says_none_came(folded)


def _says_none_came(folded: str) -> bool:
    short = len(folded.split()) <= _NOT_COME_WORDS and not any(c.isdigit() for c in folded)
    return short and bool(_NOT_COME.search(folded)) and not _OTHER_THINGS.search(folded)


def lost_old_mobile(heard: Heard) -> bool:
    """Whether the mobile of before is gone ("رقم جوالي القديم انحذف") and no new one is given."""
    if heard.first("mobile"):
        return False
    folded = fold_text(heard.text)
    if heard.step not in _OF_MOBILE and _LOST_PHONE.search(folded):
        return True
    if heard.step in _OF_MOBILE and _EARLIER.search(folded) and _GONE.search(folded):
        return True  # "القديم ضايع"
    return says_old_mobile_gone(heard.text)


def says_old_mobile_gone(text: str) -> bool:
    """Whether the mobile of before is called gone, perhaps beside the new one."""
    folded = fold_text(text)
    return all(pattern.search(folded) for pattern in (_MOBILE, _EARLIER, _GONE))


def with_earlier_piece(heard: Heard, draft: Draft) -> Heard:
    """The message together with the digits of the one before it, if both make the number asked for.

    Whoever types "05 5123" and then "4567" has given one mobile.
    """
    step, piece = heard.step or "", draft.piece
    draft.piece = ""
    if step == "name":
        return _with_first_name(heard, draft, piece)
    digits = _digits(heard.text) if step in _WHOLE else ""
    if not digits:
        return heard
    whole = piece + digits
    if piece and len(whole) == _WHOLE[step]:
        found = tuple(Found(v.kind, v.value, v.role) for v in find_values(whole))
        return replace(heard, text=whole, found=found, intent="inform")
    if _LEAST_PIECE <= len(digits) < _WHOLE[step]:
        draft.piece = whole if len(whole) < _WHOLE[step] else digits
    return heard


def _with_first_name(heard: Heard, draft: Draft, first: str) -> Heard:
    """ "فواز", then "العنزي": one name. A single one waits for the rest."""
    word = heard.text.strip(" .،,")
    if len(word.split()) != 1 or not is_name_word(word):
        return heard
    if first and fold_text(first) != fold_text(word):
        return replace(heard, text=f"{first} {word}", intent="inform", confidence=1.0)
    draft.piece = word
    return heard


def _digits(text: str) -> str:
    """The digits of a message that has hardly anything else, as ASCII; else nothing."""
    bare = text.strip()
    if not bare or not _DIGITS_ONLY.fullmatch(bare):
        return ""
    return "".join(str(int(c)) for c in bare if c.isdigit())


_WITHOUT = (
    r"(?<!\S)و?(?:بدون|من\s+دون|من\s+غير|بلا|ما\s*(?:عندي|عندنا|معي|معاي|لي|فيه?|لدي|املك|به|اعرف|استخدم|احتاج)|ماكو|معنديش|مافيه?|"
    r"مو\s+(?:عندي|معي)|مب\s+(?:عندي|معي)|لا\s+(?:يوجد|املك)|ليس\s+لدي|ولا\s+(?:عندي|معي|لي)|no)\s+"
    r"(?:لا\s+)?(?:رقم\s+)?"
)
_THERE_IS_NONE = (
    r"\W+(?:لا\s+)?(?:والله\s+)?(?:ما\s*(?:عندي|عندنا|معي|معاي|لي|فيه?|استخدمه?)|معنديش|ماكو)"
    r"(?=\W*(?:$|[،,.!]|(?:والله|اصلا|ابد|هال\w+)(?!\S)|و\w))"
)
""" "ايميل مافي", "الايميل؟ لا والله ما عندي"."""
_LEFT_OUT = {
    "deed": re.compile(
        _WITHOUT + r"(?:ال)?(?:صك|deed)\w*(?![^\s،,.])"
        rf"|(?<!\S)(?:ال)?صك{_THERE_IS_NONE}"
    ),
    "ejar": re.compile(
        _WITHOUT + r"(?:ال)?(?:عقد|contract)\w*(?![^\s،,.])"
        rf"|(?<!\S)(?:ال)?عقد(?:\s+(?:ال)?ايجار)?{_THERE_IS_NONE}"
    ),
    "email": re.compile(
        _WITHOUT + r"(?:ال)?(?:ايميل|اميل|بريد|email)\w*(?![^\s،,.])"
        rf"|(?<!\S)(?:ال)?(?:ايميل|اميل|بريد)(?:\s+الكتروني)?{_THERE_IS_NONE}"
        r"|(?<!\S)(?:لا|ما)\s*(?:ابي|ابغ|ا?حب|نبي|ودي|ا?فتح|ت?رسل|تزعج|يهم|احتاج)\S*\s+(?:\S+\s+){0,2}"
        r"(?:ب|علي\s+)?(?:ال)?(?:ايميل|اميل|بريد)\w*(?![^\s،,.])"
    ),
    "second_mobile": re.compile(
        _WITHOUT + r"(?:(?:ال)?(?:جوال|رقم)\s+)?(?:(?:ال)?ثاني|غيره|اخر|احتياط\w*)(?![^\s،,.])"
    ),
}
"""Optional fields, and the words that leave each out beside other values: "بدون صك"."""


def left_out_in(text: str) -> list[str]:
    """Optional fields that a message says there are none of: "مالك بدون صك وما عندي ايميل"."""
    folded = fold_text(text)
    return [step for step, pattern in _LEFT_OUT.items() if pattern.search(folded)]


def without_left_out(folded: str) -> str:
    """Folded text without the words that leave optional fields out."""
    for pattern in _LEFT_OUT.values():
        folded = pattern.sub(" ", folded)
    return folded
