"""The console over HTTP, and people of each role to sign in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from starlette.testclient import TestClient

from bot.console import bootstrap, login_pages, staff
from bot.console.tables import Role
from bot.database import transaction
from bot.gateway.limits import Limiter, Limits
from bot.serving.app import create_app
from tests.conftest import forget_settings

PASSWORD = "نخلة جارنا أطول من بيتنا"

Browser = Callable[[], TestClient]
SignIn = Callable[[Role], TestClient]


def csrf_of(html: str) -> str:
    """The form token of a page."""
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', html)
    assert found, html
    return found[1]


def log_in(client: TestClient, name: str, password: str, code: str = "", next: str = "/staff"):
    """Fill in and send the sign-in form; the answer, not followed."""
    form = {
        "csrf": csrf_of(client.get("/staff/login").text),
        "name": name,
        "password": password,
        "code": code,
        "next": next,
    }
    return client.post("/staff/login", data=form, follow_redirects=False)


def post(client: TestClient, path: str, page: str = "/staff/sessions", **fields: str):
    """POST a form with the token that `page` shows; the answer, not followed."""
    token = csrf_of(client.get(page).text)
    return client.post(path, data={"csrf": token, **fields}, follow_redirects=False)


@pytest.fixture
def browser(database: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """Opens browsers without cookies, over HTTPS."""
    monkeypatch.setattr(login_pages, "failures", Limiter(Limits().staff_failures))
    app = create_app()  # without its lifespan: no workers are needed
    app.state.live.close()  # the stream of news ends at once, instead of never
    yield lambda: TestClient(app, base_url="https://testserver")


@pytest.fixture
def add_person(database: None) -> Callable[..., None]:
    """Makes an account without a second factor."""

    def add(name: str, role: Role, second_factor: bool = False) -> None:
        with transaction() as session:
            staff.add(
                session, name, name.title(), role, PASSWORD, second_factor=second_factor, by="test"
            )

    return add


@pytest.fixture
def sign_in(browser: Browser, add_person: Callable[..., None]) -> SignIn:
    """A browser in which a person of that role has signed in; the name is the role's."""

    def enter(role: Role) -> TestClient:
        add_person(role.value, role)
        client = browser()
        assert log_in(client, role.value, PASSWORD).status_code == 303
        return client

    return enter


@pytest.fixture
def bootstrap_account(database: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """The account `staff` with a password from the settings, which it returns."""
    monkeypatch.setenv("STAFF_PASSWORD", PASSWORD)
    forget_settings()
    with transaction() as session:
        bootstrap.prepare(session)
    return PASSWORD
