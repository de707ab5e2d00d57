"""Signing in and out, sessions, second factor, lock and back-off."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pyotp
import pytest
import time_machine
from sqlalchemy import select
from starlette.testclient import TestClient

from bot.audit.tables import AuditEntry
from bot.console import bootstrap, login_pages, staff
from bot.console.bootstrap import staff_password
from bot.console.passwords import PasswordError, check_password
from bot.console.tables import Role, Staff, StaffSession
from bot.database import reading, transaction
from bot.gateway.limits import Limiter, Rate
from bot.serving.app import create_app
from bot.settings import SettingsError
from tests.conftest import forget_settings
from tests.console.conftest import PASSWORD, csrf_of, log_in, post

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc)


@pytest.fixture
def no_address_limit(browser, monkeypatch):
    monkeypatch.setattr(login_pages, "failures", Limiter(Rate(60_000, 1000)))


def _actions():
    with reading() as session:
        return list(session.execute(select(AuditEntry.action).order_by(AuditEntry.seq)).scalars())


def test_a_page_asks_to_sign_in_and_is_shown_afterwards(browser, add_person):
    add_person("huda", Role.AGENT)
    client = browser()
    refused = client.get("/staff?page=2", follow_redirects=False)
    assert refused.status_code == 303
    assert refused.headers["location"] == "/staff/login?next=/staff%3Fpage%3D2"
    entered = log_in(client, " HUDA ", PASSWORD, next="/staff?page=2")
    assert (entered.status_code, entered.headers["location"]) == (303, "/staff?page=2")
    assert client.get("/staff?page=2").status_code == 200


def test_the_cookie_is_out_of_reach(browser, add_person):
    add_person("huda", Role.AGENT)
    cookie = log_in(browser(), "huda", PASSWORD).headers["set-cookie"]
    assert cookie.startswith("__Host-staff=")
    for part in ("HttpOnly", "Secure", "Path=/", "SameSite=lax"):
        assert part in cookie
    assert "Domain" not in cookie
    with reading() as session:
        kept = session.execute(select(StaffSession.token_hash)).scalar_one()
    assert kept not in cookie


def test_plain_http_is_for_the_demo_alone(browser, add_person, monkeypatch):
    add_person("huda", Role.AGENT)
    client = TestClient(create_app(), base_url="http://testserver")
    cookie = log_in(client, "huda", PASSWORD).headers["set-cookie"]
    assert cookie.startswith("staff=") and "Secure" not in cookie
    monkeypatch.setenv("DEMO", "0")
    forget_settings()
    assert client.get("/staff/login").status_code == 403
    assert client.post("/staff/login", data={"name": "huda"}).status_code == 403
    assert browser().get("/staff/login").status_code == 200


@pytest.mark.parametrize("where", ["//evil.example", "https://evil.example", "/staffx", "/", ""])
def test_signing_in_leads_nowhere_else(browser, add_person, where):
    add_person("huda", Role.AGENT)
    assert log_in(browser(), "huda", PASSWORD, next=where).headers["location"] == "/staff"


def test_the_form_belongs_to_this_browser(browser, add_person):
    add_person("huda", Role.AGENT)
    form = {
        "name": "huda",
        "password": PASSWORD,
        "csrf": csrf_of(browser().get("/staff/login").text),
    }
    for client in (browser(), browser()):
        client.get("/staff/login")
        assert client.post("/staff/login", data=form).status_code == 403
    assert browser().post("/staff/login", data=form).status_code == 403
    assert browser().post("/staff/login", content=b"x" * 100_000).status_code == 413


def test_nothing_tells_which_part_was_wrong(browser, add_person):
    add_person("huda", Role.AGENT)
    texts = set()
    for name, password in (("huda", "no"), ("nobody", PASSWORD), ("huda", "")):
        client = browser()
        refused = log_in(client, name, password)
        assert refused.status_code == 401
        texts.add(refused.text.replace(csrf_of(refused.text), ""))
    assert len(texts) == 1
    assert "nobody" not in str(_actions())


def test_guessing_from_one_address_is_slowed_down(browser, add_person):
    add_person("huda", Role.AGENT)
    client = browser()
    answers = [log_in(client, f"guess{n}", "x").status_code for n in range(6)]
    assert answers == [401] * 5 + [429]
    assert log_in(client, "huda", PASSWORD).status_code == 429


def test_a_guessed_account_locks_longer_each_time(browser, add_person, no_address_limit):
    add_person("huda", Role.AGENT)
    client = browser()
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(5):
            assert log_in(client, "huda", "wrong").status_code == 401
        assert log_in(client, "huda", PASSWORD).status_code == 401, "locked for a minute"
        clock.shift(timedelta(seconds=61))
        assert log_in(client, "huda", "wrong").status_code == 401
        clock.shift(timedelta(seconds=61))
        assert log_in(client, "huda", PASSWORD).status_code == 401, "locked for two"
        clock.shift(timedelta(seconds=60))
        assert log_in(client, "huda", PASSWORD).status_code == 303
        assert log_in(client, "huda", "wrong").status_code == 401
        assert log_in(client, "huda", PASSWORD).status_code == 303, "it counts from the start again"
    assert _actions().count("sign_in.locked") == 2


def test_the_second_factor(browser, add_person, no_address_limit):
    add_person("huda", Role.AGENT, second_factor=True)
    with reading() as session:
        secret = session.execute(select(Staff)).scalar_one().totp_secret
        raw = session.connection().exec_driver_sql("SELECT totp_secret FROM staff").scalar_one()
    assert secret not in raw
    totp, client = pyotp.TOTP(secret), browser()
    with time_machine.travel(NOON, tick=False) as clock:
        assert log_in(client, "huda", PASSWORD).status_code == 401
        assert log_in(client, "huda", PASSWORD, "000000").status_code == 401
        code = totp.at(NOON)
        spaced = " ".join((code[:3], code[3:])).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
        assert log_in(client, "huda", PASSWORD, spaced).status_code == 303
        assert log_in(browser(), "huda", PASSWORD, code).status_code == 401, "a code is good once"
        clock.shift(timedelta(seconds=90))
        assert log_in(client, "huda", PASSWORD, totp.at(NOON)).status_code == 401, "too old"
        late = totp.at(NOON + timedelta(seconds=60))
        assert log_in(client, "huda", PASSWORD, late).status_code == 303, "a clock may be off"


@pytest.mark.parametrize(
    ("steps", "still_in"), [([29] * 3, True), ([31], False), ([29] * 24, True), ([29] * 25, False)]
)
def test_sessions_end_by_themselves(sign_in, steps, still_in):
    with time_machine.travel(NOON, tick=False) as clock:
        client = sign_in(Role.AGENT)
        for minutes in steps:
            clock.shift(timedelta(minutes=minutes))
            status = client.get("/staff", follow_redirects=False).status_code
        assert (status == 200) is still_in


def test_signing_out_ends_the_session_for_good(sign_in):
    client = sign_in(Role.AGENT)
    token = client.cookies["__Host-staff"]
    left = post(client, "/staff/logout")
    assert left.headers["location"] == "/staff/login"
    client.cookies.set("__Host-staff", token)
    assert client.get("/staff", follow_redirects=False).status_code == 303
    assert "signed_out" in _actions()


def test_my_sessions_are_mine_to_end(browser, sign_in):
    first, second = sign_in(Role.AGENT), browser()
    other = sign_in(Role.VIEWER)
    log_in(second, "agent", PASSWORD)
    with reading() as session:
        ids = {row.staff.name: row.id for row in session.execute(select(StaffSession)).scalars()}
    post(other, f"/staff/sessions/{ids['agent']}/end")
    assert second.get("/staff", follow_redirects=False).status_code == 200, "not another's"
    post(first, f"/staff/sessions/{ids['agent']}/end")
    assert second.get("/staff", follow_redirects=False).status_code == 303
    log_in(second, "agent", PASSWORD)
    post(second, "/staff/sessions/end-others")
    assert first.get("/staff", follow_redirects=False).status_code == 303
    assert second.get("/staff", follow_redirects=False).status_code == 200
    assert other.get("/staff", follow_redirects=False).status_code == 200


def test_a_disabled_account_is_out_at_once(sign_in, browser, no_address_limit):
    client = sign_in(Role.AGENT)
    with transaction() as session:
        staff.disable(session, staff.the_staff(session, "agent"), by="test")
    assert client.get("/staff", follow_redirects=False).status_code == 303
    assert log_in(browser(), "agent", PASSWORD).status_code == 401


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "نخلة جارنا",
        "password12345678",
        "mushtarik123456",
        "aaaaaaaaaaaaaaaa",
        "qwertyuiop123456",
        "huda.huda.huda.huda",
        "x" * 300,
    ],
)
def test_passwords_that_will_not_do(password):
    with pytest.raises(PasswordError):
        check_password(password, second_factor=False, about=("huda",))


def test_a_second_factor_allows_a_shorter_password():
    check_password("نخلة جارنا اطول", second_factor=False)
    check_password("jdk39dkfXlsl", second_factor=True)
    with pytest.raises(PasswordError, match="at least 15"):
        check_password("jdk39dkfXlsl", second_factor=False)


def test_the_demo_makes_its_own_password(browser):
    made = staff_password()
    assert len(made) >= 16 and staff_password() == made
    with transaction() as session:
        bootstrap.prepare(session)
        bootstrap.prepare(session)
    assert log_in(browser(), "staff", made).status_code == 303


def test_the_setting_is_the_password_of_the_account_staff(browser, bootstrap_account, monkeypatch):
    client = browser()
    assert log_in(client, "staff", bootstrap_account).status_code == 303
    monkeypatch.setenv("STAFF_PASSWORD", "another sentence of ours")
    forget_settings()
    with transaction() as session:
        bootstrap.prepare(session)
    assert client.get("/staff", follow_redirects=False).status_code == 303, "its sessions ended"
    assert log_in(client, "staff", bootstrap_account).status_code == 401
    assert log_in(client, "staff", "another sentence of ours").status_code == 303


def test_production_without_the_setting_closes_that_account(
    browser, bootstrap_account, monkeypatch
):
    client = browser()
    assert log_in(client, "staff", bootstrap_account).status_code == 303
    monkeypatch.delenv("STAFF_PASSWORD")
    monkeypatch.setenv("DEMO", "0")
    forget_settings()
    with transaction() as session:
        bootstrap.prepare(session)
    assert client.get("/staff", follow_redirects=False).status_code == 303
    for password in (bootstrap_account, "", "None"):
        assert log_in(browser(), "staff", password).status_code == 401
    monkeypatch.setenv("STAFF_PASSWORD", "password12345678")
    forget_settings()
    with pytest.raises(SettingsError, match="STAFF_PASSWORD"):
        staff_password()
