"""Take the pictures of docs/ from a running demo: `python -m tests.browser.screenshots URL`.

Talks to the bot as a newcomer would. Start from a fresh demo database: the accounts' data show.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.conftest import FLAGS, chromium_path
from tests.browser.visitor import PHONE, Toucher, Visitor
from tests.browser.widget_page import settle

DOCS = Path(__file__).resolve().parents[2] / "docs"
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 880}}
"""High enough for the whole summary card."""
SHARP = {"locale": "ar-SA", "device_scale_factor": 1.5}
SETTLE_MS = 2_500
"""After the last answer: pictures, the demo phone's next look."""


def update(visitor: Visitor) -> None:
    """A tenant who is not on file, up to the summary card."""
    visitor.say("ابغى احدث بياناتي، حسابي 30000000002 وانا مستأجر", hear="الاسم")
    visitor.say("سارة محمد الغامدي", hear="الهوية")
    visitor.say("١٠٠٠٠٠٠٠٠٨", hear="عقد")
    visitor.press("تخطي", hear="الجوال")
    visitor.say("0501112223", hear="رمز")
    visitor.enter_code(hear="ثاني")
    visitor.press("تخطي", hear="إيميل")
    visitor.say("بعدين", hear="الفواتير والإشعارات")
    visitor.press("رسالة نصية", hear="راجع")


def bill(visitor: Visitor) -> None:
    """An unpaid bill, then the chart."""
    visitor.say("كم فاتورتي؟", hear="حساب")
    visitor.say("30000000005", hear="رمز")
    visitor.enter_code(hear="ريال")
    visitor.say("وريني استهلاكي", hear="استهلاكك")


PICTURES: dict[str, tuple[Callable[[Visitor], None], type[Visitor], dict[str, Any]]] = {
    "chat-desktop": (update, Visitor, DESKTOP),
    "chat-phone": (bill, Toucher, {**PHONE, "color_scheme": "light"}),
}


def shoot(browser: Browser, url: str, name: str, target: Path, scheme: str) -> None:
    """One picture of the demo page after its conversation."""
    story, hands, options = PICTURES[name]
    context = browser.new_context(**{**SHARP, **options, "color_scheme": scheme})
    page = context.new_page()
    page.goto(url)
    visitor = hands(page)
    visitor.arrive()
    story(visitor)
    page.wait_for_timeout(SETTLE_MS)
    expect(page.locator(".dots")).to_be_hidden()
    page.evaluate("document.activeElement?.blur()")
    take(page, target)
    context.close()


def take(page: Page, target: Path) -> None:
    """Photograph the page, nothing pointed at."""
    page.mouse.move(0, 0)
    settle(page)
    page.screenshot(path=target)
    print(f"{target} ({target.stat().st_size // 1024} KB)")


def shoot_staff(browser: Browser, url: str, password: str, target: Path) -> None:
    """The newest conversation as staff read it."""
    context = browser.new_context(**{**SHARP, **DESKTOP})
    page = context.new_page()
    page.goto(f"{url}/staff")
    page.get_by_label("اسم المستخدم").fill("staff")
    page.get_by_label("كلمة السر").fill(password)
    page.get_by_role("button", name="دخول").click()
    page.locator("a[href^='/staff/conversations/']").first.click()
    page.wait_for_load_state("networkidle")
    take(page, target)
    context.close()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("url", help="address of the gateway in demo mode")
    parser.add_argument("--to", type=Path, default=DOCS, help="folder (default: docs/)")
    parser.add_argument("--staff-password", help="of the account `staff`: the console too")
    parser.add_argument("--dark", action="store_true", help="dark pictures too")
    arguments = parser.parse_args()
    arguments.to.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        for name in PICTURES:
            for scheme in ("light", "dark") if arguments.dark else ("light",):
                suffix = "-dark" if scheme == "dark" else ""
                target = arguments.to / f"{name}{suffix}.png"
                shoot(browser, arguments.url, name, target, scheme)
        if arguments.staff_password:
            target = arguments.to / "staff.png"
            shoot_staff(browser, arguments.url, arguments.staff_password, target)
        browser.close()


if __name__ == "__main__":
    main()
