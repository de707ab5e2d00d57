"""A real Chromium, and the fake gateway that the pages come from."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.fakes.web_server import WebServer

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

OpenPage = Callable[..., Page]
PATIENCE_MS = 60_000
"""For whatever the browser is waited for: costs time only where something is broken."""
expect.set_options(timeout=PATIENCE_MS)


def chromium_path() -> str:
    """The browser of this machine. Without one the tests are skipped, but never in CI."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path:
        return path
    reason = "Chromium is not installed (Debian: apt install chromium)"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser for all tests here; each page gets its own context.

    Not longer than this package: Playwright keeps an event loop running in the main thread, and
    asynchronous tests after it could not start theirs.
    """
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def server() -> Iterator[WebServer]:
    """The fake gateway, listening."""
    server = WebServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def open_url(browser: Browser) -> Iterator[OpenPage]:
    """Opens an address in a new context; keywords are Playwright's context options.

    At the end no page may have had a script error or have broken its content policy.
    """
    contexts = []
    troubles: list[str] = []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "console",
            lambda line: troubles.append(line.text) if "Content Security" in line.text else None,
        )

    def open_(url: str, **options: Any) -> Page:
        options = {"viewport": {"width": 1280, "height": 800}, "locale": "ar-SA", **options}
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        context.on("page", watch)
        page = context.new_page()
        page.goto(url)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def open_page(server: WebServer, open_url: OpenPage) -> OpenPage:
    """Opens a path of the fake gateway, as `open_url` does."""

    def open_(path: str = "/", **options: Any) -> Page:
        return open_url(server.url + path, **options)

    return open_


@pytest.fixture(scope="session")
def axe() -> str:
    """Source of axe-core (MPL-2.0), the accessibility checker."""
    return (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
