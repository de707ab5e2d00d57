"""Take the pictures of docs/ from a running gateway: `python -m tests.browser.screenshots URL`.

Talks to the bot as a newcomer would. In what is said, `{account}` becomes the first demo account's
number and `{code}` the newest code on the demo phone.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.conftest import FLAGS, chromium_path

DOCS = Path(__file__).resolve().parents[2] / "docs"
SAYINGS = ["السلام عليكم، كم فاتورتي؟", "{account}", "{code}"]
SHAPES: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 800}, "device_scale_factor": 2},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "has_touch": True,
    },
}
ANSWER_MS = 30_000
SETTLE_MS = 2_500
"""After the last answer: pictures, the demo phone's next look, the end of animations."""


def fill_in(page: Page, saying: str) -> str:
    """Put the demo account and the code that came into a saying."""
    if "{account}" in saying:
        page.wait_for_selector("#accounts bdi", state="attached")
        number = page.locator("#accounts bdi").first.inner_text()
        saying = saying.replace("{account}", number.strip())
    if "{code}" in saying:
        code = page.locator("#inbox .code").first
        expect(code).to_be_attached(timeout=ANSWER_MS)
        saying = saying.replace("{code}", str(code.text_content()))
    return saying


def talk(page: Page, sayings: list[str]) -> None:
    """Say one after the other, each after the answer to the one before."""
    answers = page.locator(".row.bot[data-id], .row.clerk[data-id]")
    for saying in sayings:
        before = answers.count()
        page.locator("textarea").fill(fill_in(page, saying))
        page.locator("textarea").press("Enter")
        expect(answers.nth(before)).to_be_attached(timeout=ANSWER_MS)
        expect(page.locator(".dots")).to_be_hidden(timeout=ANSWER_MS)
        page.wait_for_timeout(SETTLE_MS)


def shoot(browser: Browser, url: str, sayings: list[str], name: str, target: Path) -> None:
    """One picture of the demo page after the conversation."""
    scheme = "dark" if name.endswith("dark") else "light"
    shape = SHAPES[name.removesuffix("-dark")]
    page = browser.new_context(color_scheme=scheme, locale="ar-SA", **shape).new_page()
    page.goto(url)
    expect(page.locator(".status.online")).to_be_attached(timeout=ANSWER_MS)
    talk(page, sayings)
    page.locator("#toast").evaluate("toast => toast.replaceChildren()")
    page.evaluate("document.activeElement?.blur()")
    page.screenshot(path=target)
    page.context.close()
    print(target)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("url", help="address of the gateway in demo mode")
    parser.add_argument("--say", action="append", help="what to say, in order (repeat)")
    parser.add_argument("--to", type=Path, default=DOCS, help="folder (default: docs/)")
    parser.add_argument("--dark", action="store_true", help="dark pictures too")
    arguments = parser.parse_args()
    names = [*SHAPES, *(f"{name}-dark" for name in SHAPES if arguments.dark)]
    arguments.to.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        for name in names:
            target = arguments.to / f"chat-{name}.png"
            shoot(browser, arguments.url, arguments.say or SAYINGS, name, target)
        browser.close()


if __name__ == "__main__":
    main()
