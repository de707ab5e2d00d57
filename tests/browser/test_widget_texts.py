"""Whatever stands in a message stays text, and reads the right way round."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.widget_page import (
    LTR,
    POP,
    bubbles,
    expect_status,
    say,
    x_of,
)
from tests.fakes.web_server import STATIC, WebServer


def test_data_never_becomes_markup() -> None:
    source = (STATIC / "widget.js").read_text(encoding="utf-8")
    for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert sink not in source


HARMFUL = [
    "<script>window.hurt = 1</script>",
    "<img src=x onerror='window.hurt = 1'>",
    "<svg/onload=window.hurt=1>",
    "</textarea><iframe srcdoc='<script>parent.hurt=1</script>'>",
    "javascript:window.hurt=1",
    'https://example.com/"onmouseover="window.hurt=1',
    "{{constructor.constructor('window.hurt=1')()}}",
    "&lt;b&gt;لا&lt;/b&gt;",
    "\u2067\u2067\u2067مفتوح بلا إغلاق",
    "\u2069\u2069إغلاق بلا فتح",
]


@pytest.mark.parametrize("text", HARMFUL)
def test_harmful_text_stays_text(open_page: OpenPage, server: WebServer, text: str) -> None:
    page = open_page()
    expect_status(page, "متصل")
    server.push(
        server.only,
        {
            "text": text,
            "buttons": [text],
            "image": "javascript:window.hurt=1",
            "alt": text,
            "card": {"title": text, "rows": [{"label": text, "value": text, "button": "x"}]},
        },
    )
    shown = "".join(c for c in text if c not in "\u2066\u2067\u2068\u2069")
    expect(bubbles(page)).to_have_text([shown])
    expect(page.locator(".card h3")).to_have_text(shown)
    page.locator(".row .chip").click()
    expect(bubbles(page).nth(1)).to_have_text(shown)
    assert page.evaluate("window.hurt") is None
    assert page.locator("iframe, .row script, .row img").count() == 0
    for link in page.locator(".row a").all():
        assert str(link.get_attribute("href")).startswith("https://example.com/")
        assert link.get_attribute("rel") == "noopener noreferrer nofollow"


def test_an_override_cannot_turn_a_line_round(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    expect_status(page, "متصل")
    server.push(server.only, {"text": "file \u202egnp.exe"})
    expect(bubbles(page)).to_have_text(["file gnp.exe"])
    bubble = bubbles(page).first
    assert x_of(page, bubble, "gnp", 0) < x_of(page, bubble, "gnp", 2)


NUMBERS = ["+966 55 123 4567", "011-123-4567", "055 123 4567", "٠٥٥ ١٢٣ ٤٥٦٧"]


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_are_not_read_backwards(
    open_page: OpenPage, server: WebServer, number: str
) -> None:
    page = open_page()
    expect_status(page, "متصل")
    server.script = lambda text: [{"text": f"رقمك {LTR}{number}{POP} محفوظ"}]
    say(page, f"رقمي {number} لو سمحت")
    expect(bubbles(page)).to_have_count(2)
    for bubble in (bubbles(page).nth(0), bubbles(page).nth(1)):
        places = [x_of(page, bubble, number, at) for at in range(len(number))]
        assert places == sorted(places)
        # The Arabic word before the number stands right of it.
        assert x_of(page, bubble, "رقم", 0) > places[-1]
