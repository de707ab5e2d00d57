"""Take the console's pictures: `python -m tests.browser.console_screenshots docs/console`.

Everything happens in a folder that is thrown away: a small demo utility, a conversation, and what
comes of it.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import FLAGS, chromium_path
from tests.fakes.serving import Serving

PASSWORD = "نخلة جارنا أطول من بيتنا"
LOOKS = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "is_mobile": True},
}


def _records() -> dict[str, str]:
    """Make them; returns the pages' addresses by name."""
    from bot.__main__ import main
    from bot.accounts.records import find_account
    from bot.console import staff
    from bot.console.tables import Role
    from bot.database import transaction
    from tests.browser.staff_records import CLERK, COLLEAGUE, fill

    assert main(["migrate"]) == 0 and main(["seed", "--accounts", "60"]) == 0
    with transaction() as session:
        account = find_account(session, "30000000002")
        assert account is not None
        pages = fill(session, account)
        for name, called in ((CLERK, "هدى القحطاني"), (COLLEAGUE, "سعد الزهراني")):
            staff.add(
                session,
                name,
                called,
                Role.ADMINISTRATOR,
                PASSWORD,
                second_factor=False,
                by="system",
            )
    return {name: path for name, path in pages.items() if " " not in name and name != "missing"}


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
    _shoot_desk(page, folder / f"desk-{look}.png")
    menu = page.get_by_role("button", name="القائمة")
    if menu.is_visible():
        menu.click()
        page.screenshot(path=folder / f"menu-{look}.png")
    context.close()


def _shoot_desk(page: Page, path: Path) -> None:
    """The part of a conversation in which a clerk answers."""
    page.goto("/staff")
    page.locator(".queue a, .inbox td a").first.click()
    page.locator("#desk").wait_for()
    take = page.get_by_role("button", name="استلام المحادثة")
    if take.is_visible():
        take.click()
    page.get_by_text("ردود جاهزة").click()
    page.get_by_role("button", name="تأكيد الموقع").click()
    page.screenshot(path=path)


def _shrink(path: Path) -> None:
    """Flat colours need no more: a third of the size, and nobody sees it."""
    with Image.open(path) as taken:
        small = taken.convert("RGB").quantize(64, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var:
        os.environ.update(VAR_DIR=var, DATABASE_URL=f"sqlite:///{var}/bot.db", DEMO="1")
        from bot.serving.app import create_app

        pages = _records()
        serving = Serving(create_app()).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
            for look in LOOKS:
                _shoot(browser, serving.url, pages, look, folder)
            browser.close()
        serving.stop()
    for path in folder.glob("*.png"):
        _shrink(path)


if __name__ == "__main__":
    main()
