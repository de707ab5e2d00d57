"""Which values of a message belong to which field of the update, and whether they are good.

A bad value is told by the key of the response that explains it (`utter_update_bad_…`).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from bot.accounts.tables import BeneficiaryKind, NoticeChannel
from bot.clock import today
from bot.facts import facts
from bot.identity.wrong_numbers import why_no_account
from bot.text.arabizi import fold_latin
from bot.text.beneficiary import find_beneficiary, tells_both_roles
from bot.text.letting import lets_out, tenant_uses
from bot.text.normalise import fold_text
from bot.text.own_home import lives_in_anothers, owns_home
from bot.updates.adding import adds_mobile
from bot.updates.correcting import speaks_of_change
from bot.updates.draft import CONTACT_FIELDS, Draft
from bot.updates.foreign_mobiles import is_foreign
from bot.updates.heard import Heard
from bot.updates.hearing import means_same_mobile
from bot.updates.names import (
    answers_name,
    name_among_values,
    name_in,
    name_said_again,
    tells_name,
)
from bot.updates.papers import named_papers, pasted_paper
from bot.updates.renaming import right_name
from bot.updates.steering import wants_bills_by_email
from bot.updates.ways import is_nothing_but_way

_HEIR = re.compile(
    r"(?<![\u0621-\u064a])(?:وال|ال)?(?:وريث|وريثه|ورثه|ورثت|ورثنا|ورثناه|ورث)(?![\u0621-\u064a])"
)
_RENTS = re.compile(r"^(?:انا\s+|احنا\s+|البيت\s+)?(?:ب?ال|ب)?(?:اجار|ايجار|rent\w*|renting)\W*$")
"""The bare word, to the question for owner or tenant."""
_KIN_OWNS = re.compile(
    r"(?<!\S)(?:ابوي|ابويه|الوالده?|امي|زوجي|زوجتي|جدي|جدتي|اخوي|اهلي)\s+(?:(?:هو|هي)\s+)?(?:ال)?(?:مالكه?|ملاك)(?!\S)"
    r"|(?<!\S)(?:ال)?(?:مالك|صاحب|راعي)\S*\s+(?:ال)?(?:بيت|شقه|فيلا|فله|منزل|عماره|سكن|دور)\s+(?:(?:هو|هي)\s+)?"
    r"(?:ابوي|ابويه|الوالده?|امي|زوجي|زوجتي|جدي|جدتي)(?!\S)(?!.*(?<!\S)(?:وانا|مستاجر|ايجار))"
)
"""The home is the family's: "ابوي المالك", "مالك البيت ابوي"."""
_TO_KIND = re.compile(r"(?<!\S)لل?(?=مالك|مستاجر)")
_REGISTER = re.compile(r"(?<!\S)(?:ال)?سجل\w*\s+(?:ال)?تجاري\w*(?!\S)|commercial\s+reg")
"""A number that is called a commercial register's: it stands for an establishment, no person."""
_LIKE_EMAIL = re.compile(r"@|\w\.\w|gmail|hotmail|جيميل|هوتميل|دوت", re.IGNORECASE)
_OF_KIN = re.compile(
    r"\b(?:اخوي|اختي|زوجي|زوجتي|ابوي|الوالد|الوالده|امي|ولدي|بنتي|اهلي|حارسي|السواق|السايق|مكتبي|المكتب|العمل|الدوام)\b"
)
"""Whose mobile a further number is: the second one, once the own is known."""
_SECOND = re.compile(r"^(?!لا(?:\s|,)).*(?<!\S)و?الثاني(?!\S)")
""" "الثاني خله 055…", once the own is known; "لا الثاني" may mean the latter of two."""
_PUTS = re.compile(r"(?<!\S)(?:خل|حط|غير|عدل|بدل|صحح|صلح)\S*(?!\S)")
""" "الجوال خله 055…" puts the main one right, even while a second one is asked for."""
_MESSAGES = re.compile(r"ر[اي]?س(?:ا?ي+|ا)ل|م[اي]?سج|نصيه|msg|\btext")
_SENDING = re.compile(r"\b(?:[ات]?رسل(?:وا?)?ها|توصلني|توصل|الفاتوره|الفواتير|الاشعارات)\b")
_ON_IT = re.compile(
    r"(?<!\S)\S*(?:اشعار|فاتور|فواتير|رسايل|كل شي)\S*\s+"
    r"(?:\S+\s+){0,3}(?:عليه|عليها|فيه|لها?|علي)(?!\S)"
    r"|(?<!\S)[اتن]?رسلوا?\S*\s+(?:\S+\s+){0,2}عليه(?!\S)"
)
"""Beside an address: what is sent is to go there, "وابي الاشعارات عليه"."""
_WHATSAPP = re.compile(r"واتس|وتس|wh?ats", re.IGNORECASE)
_EMAIL_WORD = r"(?:[وبل]?(?:ال)?(?:ايميل|اميل|بريد)|e-?mail)\S*"
_NO_EMAIL = re.compile(rf"\bو?(?:ما|مو|مب|مش|بدون)\s*(?:عندي|معي|في|فيه|لي)?\s*{_EMAIL_WORD}")
_MENDS_EMAIL = re.compile(
    rf"{_EMAIL_WORD}\s+(?:\S+\s+){{0,2}}(?:غلط|خطا|ghalat|wrong)(?!\S)"
    rf"|(?<!\S)(?:غلط|خطا)\s+{_EMAIL_WORD}"
    r"|(?<!\S)و?(?:عدل|غير|صحح|[انت]عدل|[ان]غير|[ان]صحح|تعديل|تغيير|تصحيح|change)\S*\s+(?:لي\s+)?"
    + _EMAIL_WORD
)
"""The address is to be put right; it is not the answer "by e-mail"."""


@dataclass
class Gathered:
    """Values by field, and what was wrong with the answer to the present step."""

    values: dict[str, str] = field(default_factory=dict)
    bad: tuple[str, dict[str, str]] | None = None
    lets: bool = False
    """A landlord said that others use the supply."""


def gather(heard: Heard, draft: Draft) -> Gathered:
    """Everything in the message that fills a field, whether it was asked or not."""
    gathered, documents = Gathered(), named_papers(heard)
    _take_plain(heard, draft, gathered, documents.values())
    _take_mobiles(heard, draft, gathered)
    _take_dates(heard, draft, gathered)
    _take_name(heard, draft, gathered)
    _take_notice_channel(heard, draft, gathered)
    _take_numbers(heard, draft, gathered, documents)
    if draft.kind == "contact":
        kept = ("account", *CONTACT_FIELDS)
        gathered.values = {k: v for k, v in gathered.values.items() if k in kept}
    return gathered


def _take_plain(heard: Heard, draft: Draft, gathered: Gathered, documents: Collection[str]) -> None:
    for entity, name in (
        ("account_number", "account"),
        ("beneficiary", "beneficiary"),
        ("national_id", "identity"),
        ("email", "email"),
    ):
        value = next((v for v in heard.all(entity) if v not in documents), None)
        if value and not (entity == "account_number" and _is_document(heard, name)):
            gathered.values[name] = value
    about_email = heard.step == "email" or "email" in heard.all("field")
    if about_email and "email" not in gathered.values and _LIKE_EMAIL.search(heard.text):
        gathered.bad = ("utter_update_bad_email", {})
    if _is_landlord(heard, draft, gathered):
        return
    if draft.kind == "full" and tells_both_roles(fold_text(heard.text)):
        gathered.values.pop("beneficiary", None)
        gathered.bad = gathered.bad or ("utter_update_both_roles", {})
        return
    asked = heard.step == "beneficiary" or "beneficiary" in heard.all("field")
    if asked and "beneficiary" not in gathered.values:
        _take_beneficiary(heard, gathered)


def _is_landlord(heard: Heard, draft: Draft, gathered: Gathered) -> bool:
    """Whether it is a landlord's word on who uses the supply; the first one opens the question."""
    folded = fold_text(heard.text)
    asked = heard.step == "beneficiary" and draft.lets
    if not asked and lets_out(folded) and draft.kind == "full":
        gathered.values.pop("beneficiary", None)
        gathered.lets = True
        gathered.bad = gathered.bad or ("utter_update_landlord", {})
        return True
    tenant = tenant_uses(folded) if asked and not heard.text.startswith("/") else None
    if tenant is not None:
        kind = BeneficiaryKind.TENANT if tenant else BeneficiaryKind.OWNER
        gathered.values["beneficiary"] = kind.value
    return tenant is not None


def _take_beneficiary(heard: Heard, gathered: Gathered) -> None:
    """Answers that only this question makes plain: heirs own, "غيرها لمالك", Latin letters."""
    folded = _TO_KIND.sub("", fold_text(heard.text))
    latin = find_beneficiary(fold_latin(folded))
    if _HEIR.search(folded) or _KIN_OWNS.search(folded):
        gathered.values["beneficiary"] = BeneficiaryKind.OWNER.value
    elif found := find_beneficiary(folded) or latin:
        gathered.values["beneficiary"] = found[0].value
    elif heard.step == "beneficiary" and (_RENTS.search(folded) or lives_in_anothers(folded)):
        gathered.values["beneficiary"] = BeneficiaryKind.TENANT.value
    elif heard.step == "beneficiary" and owns_home(folded):
        gathered.values["beneficiary"] = BeneficiaryKind.OWNER.value


def _take_mobiles(heard: Heard, draft: Draft, gathered: Gathered) -> None:
    """The first mobile is the main one, a further one the second; the step and the words decide."""
    mobiles = heard.all("mobile")
    if heard.contact_mobile:
        mobiles.insert(0, heard.contact_mobile)
    if not mobiles:
        if heard.step in ("mobile", "second_mobile") and is_foreign(heard):
            gathered.bad = ("utter_update_foreign_mobile", {})
        elif heard.step in ("mobile", "second_mobile") and means_same_mobile(heard):
            gathered.bad = (f"utter_update_bad_{heard.step}_same", {})
        return
    main = draft.values.get("mobile")
    folded = fold_text(heard.text)
    other = _OF_KIN.search(folded) or _SECOND.search(folded)
    kin = main is not None and len(mobiles) == 1 and other
    fields = heard.all("field")
    meant_second = "second_mobile" in fields or bool(kin) or adds_mobile(heard.text)
    puts_main = "mobile" in fields and not meant_second and _PUTS.search(folded)
    if (heard.step == "second_mobile" and not puts_main) or meant_second:
        if mobiles[0] == (main or gathered.values.get("mobile")):
            gathered.bad = ("utter_update_bad_second_mobile_same", {})
        else:
            gathered.values["second_mobile"] = mobiles[0]
        return
    gathered.values["mobile"] = mobiles[0]
    if len(mobiles) > 1 and mobiles[1] != mobiles[0]:
        gathered.values["second_mobile"] = mobiles[1]


def _take_dates(heard: Heard, draft: Draft, gathered: Gathered) -> None:
    value = heard.first("date")
    tenant = BeneficiaryKind.TENANT in (
        draft.values.get("beneficiary"),
        gathered.values.get("beneficiary"),
    ) or bool({"ejar", "ejar_end"} & set(heard.all("field")))
    if not value or not (heard.step == "ejar_end" or tenant):
        return
    if date.fromisoformat(value) < today():
        gathered.bad = ("utter_update_bad_ejar_end_past", {"date": value})
    else:
        gathered.values["ejar_end"] = value


def _take_name(heard: Heard, draft: Draft, gathered: Gathered) -> None:
    name = answers_name(heard) if heard.step == "name" else None
    name = name or right_name(heard, draft)
    if name is None and heard.step == "name" and draft.said == fold_text(heard.text):
        name = name_said_again(heard)
    if name is None and "name" not in draft.values and not heard.text.startswith("/"):
        name = name_among_values(heard.text)
    if name is None and ("اسمي" in heard.text or tells_name(heard.text)):
        name = name_in(heard.text)
    if name:
        gathered.values["name"] = name[:120]


def _take_notice_channel(heard: Heard, draft: Draft, gathered: Gathered) -> None:
    ways = heard.all("notice_channel")
    if _NO_EMAIL.search(fold_text(heard.text)) or "email" in draft.removed:
        ways = [way for way in ways if way != NoticeChannel.EMAIL]
    by_email = wants_bills_by_email(heard.text) and NoticeChannel.EMAIL in ways
    value = NoticeChannel.EMAIL.value if by_email else next(iter(ways), None)
    if value is None and heard.first("email") and _ON_IT.search(fold_text(heard.text)):
        value = NoticeChannel.EMAIL.value
    names_way = "notice_channel" in heard.all("field")
    if (
        value == NoticeChannel.EMAIL
        and not names_way
        and _MENDS_EMAIL.search(fold_text(heard.text))
    ):
        return
    if heard.step == "notice_channel" and not speaks_of_change(heard.text):
        if _WHATSAPP.search(heard.text):  # also "رسايل واتس": it is not offered
            gathered.bad = ("utter_update_bad_notice_channel", {})
            return
        value = value or (NoticeChannel.SMS.value if _means_messages(heard) else None)
    if value and (heard.step == "notice_channel" or names_way or _tells_way(heard, value, draft)):
        gathered.values["notice_channel"] = value


def _tells_way(heard: Heard, value: str, draft: Draft) -> bool:
    """Whether a way is chosen before it was asked: "ارسلوها رسايل", not "ارسل لي ايميل"."""
    if is_nothing_but_way(heard, value, draft):
        return True
    if value == NoticeChannel.EMAIL:
        on_address = heard.first("email") and _ON_IT.search(fold_text(heard.text))
        return bool(on_address) or wants_bills_by_email(heard.text)
    return bool(_SENDING.search(fold_text(heard.text)))


def _means_messages(heard: Heard) -> bool:
    """Whether the way to be told is by SMS: "بالجوال", "رسايل", "rasayel"; no number is given."""
    folded = fold_text(heard.text)
    says = _MESSAGES.search(folded) or _MESSAGES.search(fold_latin(folded))
    return bool(says) or ("mobile" in heard.all("field") and not heard.first("mobile"))


def _take_numbers(
    heard: Heard, draft: Draft, gathered: Gathered, documents: dict[str, str]
) -> None:
    """Digits without a kind of their own belong to the question that was asked."""
    for step, number in documents.items():
        _take_document(step, number, gathered)
    digits = next((n for n in heard.all("number") if n not in documents.values()), None)
    if heard.step in documents:
        return  # "العقد رقمه 106… ودفعت 18500"
    if digits and (paper := pasted_paper(heard, draft, identified="identity" in gathered.values)):
        _take_document(paper, digits, gathered)
        return
    if not documents and _is_document(heard, "identity"):
        digits = digits or heard.first("account_number") or heard.first("national_id")
        gathered.values.pop("identity", None)
    if not digits:
        return
    if heard.step in ("deed", "ejar"):
        _take_document(heard.step, digits, gathered)
    elif heard.step == "identity":
        _judge_identity(heard, digits, gathered)
    elif heard.step in ("mobile", "second_mobile") and not gathered.values.get(heard.step):
        gathered.bad = gathered.bad or ("utter_update_bad_mobile", {"given": digits})
    elif heard.step == "account":
        gathered.bad = why_no_account(digits, heard.text)


def _is_document(heard: Heard, other: str) -> bool:
    """Whether digits that look like field `other` are the deed's or contract's that was asked."""
    return heard.step in ("deed", "ejar") and other not in heard.all("field")


def _take_document(step: str, digits: str, gathered: Gathered) -> None:
    fewest, most = facts().get(f"documents.{step}_digits").value
    if fewest <= len(digits) <= most:
        gathered.values[step] = digits
    else:
        gathered.bad = (f"utter_update_bad_{step}", {"count": str(len(digits))})


def _judge_identity(heard: Heard, digits: str, gathered: Gathered) -> None:
    """Ten digits that fail are mistyped; an establishment's 700 number has no known checksum."""
    if "identity" in gathered.values:
        return
    if len(digits) == 10 and digits.startswith("700"):
        gathered.values["identity"] = digits
    elif _REGISTER.search(fold_text(heard.text)):
        gathered.bad = ("utter_update_bad_identity_register", {})
    elif len(digits) != 10:
        gathered.bad = ("utter_update_bad_identity_length", {"count": str(len(digits))})
    else:
        gathered.bad = ("utter_update_bad_identity", {})
