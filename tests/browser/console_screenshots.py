"""Take the console's pictures: `python -m tests.browser.console_screenshots docs/console`.

Everything happens in a folder that is thrown away: a small demo utility, a tenant's request, and
a conversation about it.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from sqlalchemy.orm import Session

from bot.transcripts.tables import Message
from tests.browser.conftest import FLAGS, chromium_path
from tests.fakes.serving import Serving

PASSWORD = "نخلة جارنا أطول من بيتنا"
LOOKS = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "is_mobile": True},
}
CHANGES = {
    "beneficiary": "tenant",
    "name": "سارة الحربي",
    "identity": "1023456789",
    "ejar": "10234567890",
    "mobile": "+966501112223",
    "notice_channel": "sms",
    "_proved": ["mobile"],
}
REFERENCE = "U1000001"
TALK = (
    ("subscriber", "ابغى احدث بياناتي، انا مستأجر، هويتي 1023456789", "update_details", 0.97),
    ("bot", "أبشر. وش رقم جوالك؟", None, None),
    ("subscriber", "0501112223", "inform", 0.93),
    ("bot", "وصل طلبك وهو تحت المراجعة. المرجع U1000001", None, None),
    ("subscriber", "طيب وش سالفة هالزياده اللي عندي كل شهر", "nlu_fallback", 0.58),
    ("bot", "ما اتضح لي المطلوب. أقدر أساعد في الفواتير والانقطاع وتحديث البيانات.", None, None),
)
LOST = [["nlu_fallback", 0.58], ["explain_bill", 0.27], ["ask_bill", 0.1]]


def _review(session: Session, conversation: int, lost: Message) -> None:
    """What two clerks have written about it."""
    from bot.review import corrections, notes, reviewing
    from bot.review.tables import FlagReason

    for name, colour in (("متابعة", "sky"), ("صياغة جديدة", "orange"), ("تحديث بيانات", "green")):
        label = reviewing.make_label(session, name, colour, "huda")
        if colour != "orange":
            reviewing.put_label(session, conversation, label, "huda")
    reviewing.flag(session, lost, FlagReason.WRONG_MEANING, "يسأل عن سبب الزيادة", "saad")
    text = "@huda الرسالة الأخيرة تستاهل تدخل التدريب"
    notes.write_note(session, conversation, "saad", text, ["huda", "saad"])
    reviewing.set_reviewed(session, conversation, "saad", True)
    corrections.propose(session, lost, "explain_bill", [], "سبب الزيادة كل شهر", "saad")


def _case(session: Any, conversation: str, account_id: int) -> str:
    """A complaint that a clerk works on, beside a service request; the complaint's reference."""
    from bot.cases import steps
    from bot.cases.records import open_case
    from bot.cases.tables import CaseKind

    shared = {"conversation": conversation, "account_id": account_id}
    case = open_case(
        session,
        kind=CaseKind.COMPLAINT,
        category="bill",
        text="فاتورتي غلط، القراءة المكتوبة 9400 والعداد عندي 8900. جوالي 0501112223",
        details={"month": "2026-10", "account": "30000000002"},
        promised_on=date(2026, 11, 15),
        key="picture-complaint",
        **shared,
    )
    steps.assign(session, case.reference, by="huda")
    steps.ask_information(session, case.reference, by="huda", words="صورة واضحة للعداد لو سمحت")
    steps.add_information(
        session, case.reference, actor=conversation, words="أرسلت الصورة", key="picture-more"
    )
    open_case(
        session,
        kind=CaseKind.SERVICE,
        category="relocation",
        text="نقل العداد لخارج السور",
        details={"reason": "بناء سور"},
        promised_on=None,
        key="picture-service",
        **shared,
    )
    return case.reference


def _records() -> dict[str, str]:
    """Make them; returns the pages' addresses by name."""
    from bot.__main__ import main
    from bot.accounts.records import find_account, on_file
    from bot.clock import now
    from bot.console import staff
    from bot.console.tables import Role
    from bot.database import transaction
    from bot.identity.links import verify
    from bot.transcripts.record import (
        Trace,
        add_trace,
        ensure_conversation,
        record_bot_message,
        record_subscriber_message,
    )
    from bot.updates.tables import UpdateRequest

    assert main(["migrate"]) == 0 and main(["seed", "--accounts", "60"]) == 0
    with transaction() as session:
        account = find_account(session, "30000000002")
        assert account is not None
        conversation = ensure_conversation(session, "web:pictures")
        for number, (author, text, intent, confidence) in enumerate(TALK):
            key = f"picture-{number}"
            if author == "bot":
                record_bot_message(session, conversation, {"text": text}, key)
                continue
            said = record_subscriber_message(session, conversation, {"text": text}, key)
            ranking = LOST if intent == "nlu_fallback" else [[intent, confidence]]
            add_trace(said, Trace(intent, confidence, ranking, milliseconds=18))
        verify(session, conversation.key, account.number)
        _review(session, conversation.id, said)
        complaint = _case(session, conversation.key, account.id)
        session.add(
            UpdateRequest(
                reference=REFERENCE,
                key=REFERENCE,
                conversation=conversation.key,
                channel="web",
                account_number=account.number,
                account_id=account.id,
                state="pending",
                changes=json.dumps(CHANGES, ensure_ascii=False),
                before=json.dumps(on_file(account), ensure_ascii=False),
                proof="own_mobile",
                created_at=now(),
            )
        )
        staff.add(
            session,
            "huda",
            "هدى القحطاني",
            Role.ADMINISTRATOR,
            PASSWORD,
            second_factor=False,
            by="system",
        )
        return {
            "conversations": "/staff",
            "conversation": f"/staff/conversations/{conversation.id}",
            "correct": f"/staff/conversations/{conversation.id}/correct/5",
            "corrections": "/staff/corrections",
            "labels": "/staff/labels",
            "requests": "/staff/requests",
            "request": f"/staff/requests/{REFERENCE}",
            "cases": "/staff/cases",
            "case": f"/staff/cases/{complaint}",
            "accounts": "/staff/accounts",
            "account": f"/staff/accounts/{account.id}",
            "sessions": "/staff/sessions",
            "people": "/staff/people",
            "numbers": "/staff/numbers",
            "audit": "/staff/audit",
        }


def _shoot(browser: Browser, url: str, pages: dict[str, str], look: str, folder: Path) -> None:
    context = browser.new_context(base_url=url, locale="ar-SA", **LOOKS[look])  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/staff/login")
    page.screenshot(path=folder / f"login-{look}.png")
    page.get_by_label("اسم المستخدم").fill("huda")
    page.get_by_label("كلمة السر").fill(PASSWORD)
    page.get_by_role("button", name="دخول").click()
    page.wait_for_url("**/staff")
    for name, path in pages.items():
        page.goto(path)
        page.screenshot(path=folder / f"{name}-{look}.png", full_page=True)
    context.close()


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var:
        os.environ.update(VAR_DIR=var, DATABASE_URL=f"sqlite:///{var}/bot.db", DEMO="1")
        from bot.gateway.app import create_app

        pages = _records()
        serving = Serving(create_app()).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
            for look in LOOKS:
                _shoot(browser, serving.url, pages, look, folder)
            browser.close()
        serving.stop()


if __name__ == "__main__":
    main()
