"""What a person does and sees in the chat, in a few words for the tests."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

LTR, POP = "\u2066", "\u2069"


def box(page: Page) -> Locator:
    """The writing box."""
    return page.locator("textarea")


def say(page: Page, text: str) -> None:
    """Type and press Enter."""
    box(page).fill(text)
    box(page).press("Enter")


def bubbles(page: Page) -> Locator:
    """Every message text, in order."""
    return page.locator(".row[data-id] .bubble")


def expect_texts(page: Page, *texts: str) -> None:
    """Exactly these messages in this order."""
    expect(bubbles(page)).to_have_text(list(texts))


def expect_status(page: Page, text: str) -> None:
    """The word under the name in the header."""
    expect(page.locator(".status")).to_have_text(text)


def expect_at_end(page: Page) -> None:
    """The newest message is in sight."""
    page.wait_for_function(
        """() => {
            const log = document.querySelector('mushtarik-chat').shadowRoot.querySelector('.log');
            return log.scrollHeight - log.scrollTop - log.clientHeight < 5;
        }"""
    )


def until(condition: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait for something on the server's side."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def x_of(page: Page, bubble: Locator, text: str, character: int) -> float:
    """Horizontal middle, in pixels, of one character of `text` inside a bubble."""
    middle: float = bubble.evaluate(
        """(bubble, [text, character]) => {
            const walker = document.createTreeWalker(bubble, NodeFilter.SHOW_TEXT);
            for (let node; (node = walker.nextNode());) {
                const start = node.data.indexOf(text);
                if (start < 0) continue;
                const range = document.createRange();
                range.setStart(node, start + character);
                range.setEnd(node, start + character + 1);
                const { left, right } = range.getBoundingClientRect();
                return (left + right) / 2;
            }
            throw new Error(`no text node holds ${text}`);
        }""",
        [text, character],
    )
    return middle


def sideways(page: Page) -> list[str]:
    """Elements, shadow roots included, that stick out of the window or scroll sideways."""
    out: list[str] = page.evaluate(
        """() => {
            const found = [];
            const look = (root) => {
                for (const element of root.querySelectorAll('*')) {
                    if (element.shadowRoot) look(element.shadowRoot);
                    const { left, right, width } = element.getBoundingClientRect();
                    // A stacked table's head is for screen readers only: one clipped pixel.
                    const head = element.closest('.stack thead');
                    if (head && head.getBoundingClientRect().width <= 1) continue;
                    if (!width || element.matches('.sr, .unseen, svg *, option')) continue;
                    const name = `${element.tagName}.${element.className}`;
                    if (left < -0.5 || right > innerWidth + 0.5) found.push(`${name} sticks out`);
                    const style = getComputedStyle(element);
                    if (style.display !== 'inline' && element.scrollWidth > element.clientWidth + 1
                        && element.clientWidth > 0 && !['IMG', 'svg'].includes(element.tagName)) {
                        found.push(`${name} is cut`);
                    }
                }
            };
            look(document);
            if (document.documentElement.scrollWidth > innerWidth) found.push('page scrolls');
            return found;
        }"""
    )
    return out


def settle(page: Page) -> None:
    """Let fonts and animations come to rest before colours are measured.

    A panel half faded in has half its contrast, and an animation inside a shadow root is not sure
    to be among `document.getAnimations()`: movement is switched off as a person would.
    """
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(
        """() => document.fonts.ready.then(() => new Promise((rested) =>
            requestAnimationFrame(() => requestAnimationFrame(() => rested(null)))))"""
    )


def violations(page: Page, axe: str) -> list[str]:
    """What axe-core finds, rule by rule, with the elements."""
    page.evaluate(axe)
    result = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{found['id']}: {found['help']}: {[node['target'] for node in found['nodes']]}"
        for found in result["violations"]
    ]
