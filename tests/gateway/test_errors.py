"""What nobody foresaw is answered and noted; a page that was closed is neither."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.routing import Route
from starlette.testclient import TestClient

from bot.gateway import errors
from bot.gateway.errors import QuietErrors


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Kinds of the errors that were noted."""
    kinds: list[str] = []
    monkeypatch.setattr(
        errors.log, "failed", lambda _event, error, **_: kinds.append(type(error).__name__)
    )
    return kinds


def _ask(error: Exception) -> TestClient:
    async def page(_request: Request) -> None:
        raise error

    middleware = [Middleware(QuietErrors)]
    app = Starlette(routes=[Route("/", page)], middleware=middleware)
    return TestClient(app)


def test_an_error_is_noted_and_answered(noted: list[str]) -> None:
    answer = _ask(ZeroDivisionError("رقم جوالي 0551234567")).get("/")
    assert answer.status_code == 500 and "0551234567" not in answer.text
    assert noted == ["ZeroDivisionError"]


def test_who_left_is_not_an_error(noted: list[str]) -> None:
    with pytest.raises(AssertionError, match="did not receive any response"):
        _ask(ClientDisconnect()).get("/")
    assert noted == []
