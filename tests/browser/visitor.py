"""A person on the demo page of a running system: with a mouse, a finger or the keyboard alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.browser.widget_page import box
from tests.dialogues.people import Copy, copy_account

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "color_scheme": "dark",
}
TURN_MS = 120_000
NEWEST_ANSWERS = ".row.you:not(:has(~ .row.you)) ~ .row.bot[data-id]"
"""What the bot said after the person's last message."""
_CODE_BUTTON = "أدرجه في المحادثة"
_TABS = 80
"""Presses of Tab at most; the page has fewer things to stop at."""


@dataclass
class Visitor:
    """Uses the page with a mouse. Every step waits until the words in `hear` came back."""

    page: Page
    letters: int = 0
    """SMS and e-mails on the demo phone that were used already."""

    def arrive(self) -> None:
        """Wait until the chat is connected."""
        expect(self.page.locator(".status.online")).to_be_attached(timeout=TURN_MS)

    def say(self, text: str, hear: str) -> None:
        """Type a message and send it."""
        box(self.page).fill(text)
        self._send(hear)

    def press(self, name: str, hear: str) -> None:
        """Press an offered answer, a starter, or the pencil of a card's row."""
        before = self.own()
        self.activate(self.page.locator("#chat").get_by_role("button", name=name, exact=True).last)
        self._hear(before, hear)

    def pick_account(self, number: str) -> None:
        """Take a demo account's number into the writing box."""
        self.activate(self.page.get_by_role("button", name=number))

    def send_written(self, hear: str) -> None:
        """Send what stands in the writing box."""
        self._send(hear)

    def enter_code(self, hear: str) -> None:
        """Take the code that came to the demo phone into the chat and send it."""
        self.take_code()
        self._send(hear)

    def take_code(self) -> None:
        """Let the demo phone put its newest code into the writing box."""
        mails = self.page.locator("#inbox .mail")
        expect(mails.nth(self.letters)).to_be_attached(timeout=TURN_MS)
        self.letters = mails.count()
        newest = mails.first
        code = newest.locator(".code").text_content()
        self.activate(self.code_button(newest))
        expect(box(self.page)).to_have_value(str(code))

    def code_button(self, newest: Locator) -> Locator:
        """The button that takes the code over."""
        return newest.get_by_role("button", name=_CODE_BUTTON)

    def activate(self, button: Locator) -> None:
        """Press something, each in the own way."""
        button.click()

    def own(self) -> int:
        """How many messages of the person stand in the chat."""
        return self.page.locator(".row.you").count()

    def answers(self) -> Locator:
        """What the bot said last: one bubble a message."""
        return self.page.locator(NEWEST_ANSWERS)

    def _send(self, hear: str) -> None:
        before = self.own()
        box(self.page).press("Enter")
        self._hear(before, hear)

    def _hear(self, before: int, hear: str) -> None:
        expect(self.page.locator(".row.you")).to_have_count(before + 1)
        heard = self.answers().filter(has_text=hear)
        expect(heard.first).to_be_attached(timeout=TURN_MS)
        expect(self.page.locator(".dots")).to_be_hidden()  # nothing more comes of this message


class Toucher(Visitor):
    """Uses a phone: codes come as a notice over the chat."""

    def code_button(self, newest: Locator) -> Locator:
        return self.page.locator("#toast").get_by_role("button", name=_CODE_BUTTON)

    def activate(self, button: Locator) -> None:
        button.tap()


class Typist(Visitor):
    """Has a keyboard and nothing else."""

    def say(self, text: str, hear: str) -> None:
        if not box(self.page).evaluate("box => box.getRootNode().activeElement === box"):
            self.activate(box(self.page), press="")
        self.page.keyboard.type(text)
        self._send(hear)

    def activate(self, button: Locator, press: str = "Enter") -> None:
        """Walk there with Tab, as far as it takes, and press the key."""
        target = button.element_handle(timeout=TURN_MS)
        for _ in range(_TABS):
            if target.evaluate("node => node.getRootNode().activeElement === node"):
                break
            self.page.keyboard.press("Tab")
        else:
            raise AssertionError(f"Tab never comes to {button}")
        assert target.evaluate("node => node.matches(':focus-visible')"), "focus cannot be seen"
        if press:
            self.page.keyboard.press(press)


_REVERSED = """() => {
    const chat = document.querySelector('mushtarik-chat').shadowRoot;
    const wrong = [];
    let checked = 0;
    for (const row of chat.querySelectorAll('.row[data-id]')) {
        const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
        for (let node; (node = walker.nextNode());) {
            const { parentElement } = node;
            if (!parentElement.checkVisibility() || parentElement.closest('.sr')) continue;
            for (const found of node.data.matchAll(/[+•U]?\\d[\\d,.:•]*\\d%?/g)) {
                const lefts = [...found[0]].map((_, at) => {
                    const range = document.createRange();
                    range.setStart(node, found.index + at);
                    range.setEnd(node, found.index + at + 1);
                    return range.getBoundingClientRect().left;
                });
                checked += 1;
                if (lefts.some((left, at) => at && left <= lefts[at - 1])) wrong.push(node.data);
            }
        }
    }
    return { wrong, checked };
}"""


def numbers(page: Page) -> dict[str, Any]:
    """Numbers in the chat: how many were `checked`, and texts in which one reads `wrong` way."""
    found: dict[str, Any] = page.evaluate(_REVERSED)
    return found


def reference(answers: Locator) -> str:
    """The reference number that the bot said."""
    words = " ".join(answers.all_inner_texts())
    found = re.search(r"\bU\d{7}\b", words)
    assert found, words
    return found.group()


def card_value(page: Page, label: str) -> str:
    """A value of the newest card."""
    row = page.locator(".card").last.locator("li").filter(has=page.get_by_text(label, exact=True))
    return row.locator("span").inner_text()


def conversation_of(page: Page) -> str:
    """The conversation's key, as this browser keeps it."""
    key: str = page.evaluate(
        """() => JSON.parse(Object.entries(localStorage)
            .find(([name]) => name.endsWith(':session'))[1]).conversation"""
    )
    return key


def copy_of(records: Engine, number: str) -> Copy:
    """An account of this test's own."""
    with Session(records, future=True) as session, session.begin():
        return copy_account(session, number)
