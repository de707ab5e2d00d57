"""The link to the copy over HTTP: the page, JSON, and what a wrong or old link gets."""

from __future__ import annotations

from starlette.testclient import TestClient

from bot.database import transaction
from bot.privacy.holdings import person_of
from bot.privacy.links import link_of
from bot.privacy.requests import record_request
from bot.privacy.tables import PrivacyKind
from bot.serving.app import create_app
from tests.privacy.conftest import MOBILES, NUMBERS, OTHER, WHO


def test_the_copy_is_fetched_by_its_link_alone(accounts: dict[str, int]) -> None:
    with transaction() as session:
        request = record_request(session, person_of(session, WHO), PrivacyKind.COPY, "m1")
        path = link_of(request).partition("/privacy/")[2]
    client = TestClient(create_app())
    page = client.get(f"/privacy/{path}")
    assert page.status_code == 200 and MOBILES[WHO] in page.text
    assert page.headers["cache-control"] == "no-store, private"
    assert "attachment" in page.headers["content-disposition"]
    data = client.get(f"/privacy/{path}?json").json()["data"]
    assert data["accounts"][0]["number"] == NUMBERS[WHO] != NUMBERS[OTHER]
    wrong = client.get(f"/privacy/{path[:-1]}{'0' if path[-1] != '0' else '1'}")
    assert wrong.status_code == 410 and MOBILES[WHO] not in wrong.text
