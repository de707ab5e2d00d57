"""Take the console's pictures: `python -m tests.browser.console_screenshots docs/console`.

Everything happens in a folder that is thrown away: a small demo utility, a tenant's request, and
a conversation about it.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

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
)


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
            add_trace(said, Trace(intent, confidence, milliseconds=18))
        verify(session, conversation.key, account.number)
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
            "requests": "/staff/requests",
            "request": f"/staff/requests/{REFERENCE}",
            "accounts": "/staff/accounts",
            "account": f"/staff/accounts/{account.id}",
            "sessions": "/staff/sessions",
            "people": "/staff/people",
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
