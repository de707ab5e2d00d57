"""Something on every page of the console, for pictures and for tests that look at all of them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.tables import Account
from bot.campaigns import campaigns
from bot.campaigns.filling import fill_slice
from bot.campaigns.occasions import Occasion
from bot.campaigns.tables import CampaignAttempt, CampaignNotice
from bot.cases import steps
from bot.cases.records import open_case
from bot.cases.tables import CaseKind
from bot.clock import RIYADH, now
from bot.delivery.tables import Route
from bot.identity.links import verify
from bot.notices.choices import choose
from bot.notices.people import people_of
from bot.notices.tables import NoticeKind
from bot.person.calls import book, finish
from bot.privacy.holdings import person_of
from bot.privacy.requests import record_request
from bot.privacy.tables import PrivacyKind, PrivacyState
from bot.questions import book as answers
from bot.questions import editing
from bot.review import corrections, notes, reviewing, saved_filters
from bot.review.tables import FlagReason
from bot.transcripts.handover import ask_for_person
from bot.transcripts.listing import Filters
from bot.transcripts.record import (
    add_trace,
    ensure_conversation,
    record_bot_message,
    record_subscriber_message,
)
from bot.transcripts.tables import Message
from bot.transcripts.trace import Trace
from tests.console.asking import make_request

CLERK, COLLEAGUE = "huda", "saad"
KEY = "web:talk"
REFERENCE = "U1000002"
QUESTION = "reconnect_time"
_TALK = (
    ("subscriber", "ابغى احدث بياناتي، انا مستأجر، هويتي 1023456789", "update_details", 0.97),
    ("bot", "أبشر. وش رقم جوالك؟", None, None),
    ("subscriber", "0501112223", "inform", 0.93),
    ("bot", "وصل طلبك وهو تحت المراجعة. المرجع U1000002", None, None),
    ("subscriber", "طيب وش سالفة هالزياده اللي عندي كل شهر", "nlu_fallback", 0.58),
    ("bot", "ما اتضح لي المطلوب. أقدر أساعد في الفواتير والانقطاع وتحديث البيانات.", None, None),
)
_LOST = [["nlu_fallback", 0.58], ["explain_bill", 0.27], ["ask_bill", 0.1]]


def fill(session: Session, account: Account) -> dict[str, str]:
    """A conversation about `account` and all that comes of one; addresses of pages by name."""
    number, lost = _talk(session, account)
    _review(session, number, lost)
    _calls(session)
    complaint = _cases(session, account.id)
    make_request(session, REFERENCE, account, KEY)
    person = person_of(session, KEY)
    state = PrivacyState.OPEN
    done = {"usage_limits": 1, "messages": 4}
    record_request(session, person, PrivacyKind.ERASE, "forget", state=state, done=done)
    record_request(session, person, PrivacyKind.COPY, "copy")
    _answers(session)
    planned, halted = campaigns_of(
        session, account, "نظّف فلتر المكيف كل شهر.", "قبل الشتاء", "HTTP 503"
    )
    return {
        "conversations": "/staff",
        "filtered": "/staff?channel=web&low=1&flagged=1",
        "found": "/staff?q=الزيادة",
        "nothing found": "/staff?q=زرافة",
        "conversation": f"/staff/conversations/{number}",
        "correct": f"/staff/conversations/{number}/correct/5",
        "mentions": "/staff/mentions",
        "corrections": "/staff/corrections",
        "labels": "/staff/labels",
        "calls": "/staff/calls",
        "requests": "/staff/requests",
        "requests decided": "/staff/requests?decided=1",
        "request": f"/staff/requests/{REFERENCE}",
        "privacy": "/staff/privacy",
        "privacy answered": "/staff/privacy?answered=1",
        "cases": "/staff/cases",
        "case": f"/staff/cases/{complaint}",
        "accounts": "/staff/accounts",
        "account": f"/staff/accounts/{account.id}",
        "questions": "/staff/questions",
        "question": f"/staff/questions/{QUESTION}",
        "new question": "/staff/questions/new",
        "numbers": "/staff/numbers",
        "campaigns": "/staff/campaigns",
        "campaign": f"/staff/campaigns/{halted}",
        "planned campaign": f"/staff/campaigns/{planned}",
        "sessions": "/staff/sessions",
        "audit": "/staff/audit",
        "people": "/staff/people",
        "missing": "/staff/requests/U0000000",
    }


def _talk(session: Session, account: Account) -> tuple[int, Message]:
    """The conversation, which waits for a person; its number and what was not understood."""
    conversation = ensure_conversation(session, KEY)
    for number, (author, text, intent, confidence) in enumerate(_TALK):
        key = f"talk-{number}"
        if author == "bot":
            record_bot_message(session, conversation, {"text": text}, key)
            continue
        said = record_subscriber_message(session, conversation, {"text": text}, key)
        ranking = _LOST if intent == "nlu_fallback" else [[intent, confidence]]
        add_trace(said, Trace(intent, confidence, ranking, milliseconds=18))
    verify(session, KEY, account.number)
    ask_for_person(session, KEY, "human", "وش سالفة هالزياده اللي عندي كل شهر")
    return int(conversation.id), said


def _review(session: Session, number: int, lost: Message) -> None:
    """What two clerks have written about it."""
    for name, colour in (("متابعة", "sky"), ("صياغة جديدة", "orange"), ("تحديث بيانات", "green")):
        label = reviewing.make_label(session, name, colour, CLERK)
        if colour != "orange":
            reviewing.put_label(session, number, label, CLERK)
    reviewing.flag(session, lost, FlagReason.WRONG_MEANING, "يسأل عن سبب الزيادة", COLLEAGUE)
    text = f"@{CLERK} الرسالة الأخيرة تستاهل تدخل التدريب"
    notes.write_note(session, number, COLLEAGUE, text, [CLERK, COLLEAGUE])
    reviewing.set_reviewed(session, number, COLLEAGUE, True)
    corrections.propose(session, lost, "explain_bill", [], "سبب الزيادة كل شهر", COLLEAGUE)
    saved_filters.keep(session, CLERK, "خطر هذا اليوم", Filters(danger="1"), shared=True)


def _calls(session: Session) -> None:
    """One that was made, one that waits."""
    for mobile, hour, matter in (
        ("+966501112223", 10, "الفاتورة"),
        ("+966504445556", 15, "العداد"),
    ):
        at = datetime(2026, 11, 22, hour, tzinfo=RIYADH)
        call = book(
            session, KEY, mobile, at, f"سؤال عن {matter}\nفاتورة أكتوبر 350.75", f"call-{hour}"
        )
        if hour == 10:
            finish(session, call.id, CLERK, reached=False)


def _cases(session: Session, account: int) -> str:
    """A complaint that a clerk works on, beside a service request; the complaint's reference."""
    case = open_case(
        session,
        kind=CaseKind.COMPLAINT,
        category="bill",
        text="فاتورتي غلط، القراءة المكتوبة 9400 والعداد عندي 8900. جوالي 0501112223",
        details={"month": "2026-10", "account": "30000000002"},
        promised_on=date(2026, 11, 15),
        key="complaint",
        conversation=KEY,
        account_id=account,
    )
    steps.assign(session, case.reference, by=CLERK)
    steps.ask_information(session, case.reference, by=CLERK, words="صورة واضحة للعداد لو سمحت")
    steps.add_information(
        session, case.reference, actor=KEY, words="أرسلت الصورة", key="complaint-more"
    )
    open_case(
        session,
        kind=CaseKind.SERVICE,
        category="relocation",
        text="نقل العداد لخارج السور",
        details={"reason": "بناء سور"},
        promised_on=None,
        key="service",
        conversation=KEY,
        account_id=account,
    )
    return str(case.reference)


def _answers(session: Session) -> None:
    """An answer with an edition of staff in force and a draft over it."""
    shipped = answers.in_force(session, QUESTION)
    assert shipped is not None
    edition = editing.save_draft(session, shipped, 0, COLLEAGUE)
    editing.publish(session, QUESTION, edition.revision, CLERK)
    editing.save_draft(session, shipped, 0, COLLEAGUE)


def campaigns_of(
    session: Session, account: Account, words: str, name: str, error: str
) -> tuple[int, int]:
    """One that is only described, for somebody who agreed to be told, and one that was paused after
    a failure; their numbers."""
    person = people_of(session, account)[0]
    agreed = {"wanted": True, "routes": [Route.SMS], "actor": f"staff:{CLERK}"}
    choose(session, person, NoticeKind.AWARENESS, **agreed)
    planned, halted = (
        campaigns.prepare(session, Occasion(NoticeKind.AWARENESS, key, words), CLERK)
        for key in (name, f"{name} 2")
    )
    campaigns.start(session, halted)
    while fill_slice(session, halted.id):
        pass
    notice = session.execute(select(CampaignNotice.id)).scalars().first()
    session.add(CampaignAttempt(notice_id=notice, at=now(), route=Route.SMS.value, error=error))
    campaigns.pause(session, halted, error[:100])
    session.flush()
    return int(planned.id), int(halted.id)
