"""Every route of the console against every role, in both directions."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from starlette.routing import Mount, Route

from bot.audit.log import Action
from bot.audit.tables import AuditEntry
from bot.console.pages import ROUTES
from bot.console.rendering import LANGUAGES, translator, words
from bot.console.rights import HOLDERS, Right, holds
from bot.console.routing import StaffRoute
from bot.console.tables import Role
from bot.database import reading
from bot.serving.app import create_app
from tests.console.conftest import csrf_of

PUBLIC = {"/staff/login", "/staff/language/{language}", "/staff/static"}
"""Need no session, and show nothing of anybody."""

VIEWER = {
    Right.OWN_SESSIONS,
    Right.READ_CONVERSATIONS,
    Right.READ_REQUESTS,
    Right.READ_CASES,
    Right.OWN_LISTS,
    Right.READ_QUESTIONS,
}
AGENT = VIEWER | {
    Right.REVIEW,
    Right.EDIT_QUESTIONS,
    Right.APPROVE_CORRECTIONS,
    Right.OPEN_FILES,
    Right.TAKE_OVER,
    Right.DECIDE_REQUESTS,
    Right.WORK_CASES,
    Right.READ_ACCOUNTS,
    Right.SEE_NAMES,
    Right.REVEAL_VALUES,
}
EXPECTED = {
    Role.VIEWER: VIEWER,
    Role.AGENT: AGENT,
    Role.SUPERVISOR: AGENT
    | {Right.PUBLISH_QUESTIONS, Right.REVEAL_SEALED, Right.FINISH_PRIVACY, Right.SET_UP_REVIEW}
    | {Right.READ_NUMBERS, Right.RUN_CAMPAIGNS},
    Role.ADMINISTRATOR: set(Right),
}
"""Said a second time, so that a right given by mistake shows."""

STAFF_ROUTES = [route for route in ROUTES if isinstance(route, StaffRoute)]


def _path(route: StaffRoute) -> str:
    """The route's path with an id that does not exist."""
    return re.sub(r"\{\w+(:int)?\}", lambda m: "987654" if m[1] else "U0000000", route.path)


def _methods(route: Route) -> list[str]:
    return sorted((route.methods or set()) - {"HEAD"})


def test_only_these_routes_are_public():
    others = [route for route in ROUTES if not isinstance(route, StaffRoute)]
    assert {route.path for route in others if isinstance(route, Route | Mount)} == PUBLIC
    assert len(STAFF_ROUTES) > 10


def test_no_other_room_opens_a_page_of_staff(database):
    served = {getattr(one, "path", "") for one in create_app().routes}
    staffs = {path for path in served if path.startswith("/staff")}
    assert staffs == {one.path for one in ROUTES if isinstance(one, Route | Mount)}


def test_the_table_of_rights():
    assert set(HOLDERS) == set(Right)
    assert {role: {r for r in Right if holds(role, r)} for role in Role} == EXPECTED


@pytest.mark.parametrize("role", list(Role))
def test_each_role_reaches_its_routes_and_no_others(sign_in, role):
    client = sign_in(role)
    token = csrf_of(client.get("/staff/sessions").text)
    for route in sorted(STAFF_ROUTES, key=lambda route: route.path == "/staff/logout"):
        for method in _methods(route):
            answer = client.request(
                method,
                _path(route),
                headers={
                    "X-CSRF-Token": token,
                    "Content-Type": "application/x-www-form-urlencoded",
                },
                follow_redirects=False,
            )
            told = (role, method, route.path, answer.status_code)
            if route.right in EXPECTED[role]:
                assert answer.status_code in (200, 303, 404, 422), told
                login = answer.headers.get("location", "").startswith("/staff/login")
                assert not login or route.path == "/staff/logout", told
            else:
                assert answer.status_code == 403, told
    with reading() as session:
        query = select(AuditEntry).where(AuditEntry.action == Action.REFUSED.value)
        refused = {row.object for row in session.execute(query).scalars()}
    lacking = {f"right:{r.right.value}" for r in STAFF_ROUTES if r.right not in EXPECTED[role]}
    assert refused == lacking


def test_nobody_reaches_any_of_them_without_a_session(browser):
    for cookie in ("", "x" * 43):
        client = browser()
        if cookie:
            client.cookies.set("__Host-staff", cookie)
        for route in STAFF_ROUTES:
            for method in _methods(route):
                answer = client.request(method, _path(route), follow_redirects=False)
                assert answer.status_code == 303, route.path
                assert answer.headers["location"].startswith("/staff/login")
                htmx = client.request(
                    method, _path(route), headers={"HX-Request": "true"}, follow_redirects=False
                )
                assert htmx.status_code == 401 and htmx.headers["hx-redirect"] == "/staff/login"


def test_no_post_works_without_the_token_of_this_session(browser, sign_in):
    client, other = sign_in(Role.ADMINISTRATOR), sign_in(Role.VIEWER)
    strange = csrf_of(other.get("/staff/sessions").text)
    for route in STAFF_ROUTES:
        if "POST" in _methods(route):
            for form in ({}, {"csrf": ""}, {"csrf": "é"}, {"csrf": strange}):
                assert client.post(_path(route), data=form).status_code == 403, route.path
    assert client.get("/staff/sessions", follow_redirects=False).status_code == 200


def test_both_languages_say_the_same_things():
    def keys(tree, prefix=""):
        for name, below in tree.items():
            if isinstance(below, dict):
                yield from keys(below, f"{prefix}{name}.")
            else:
                yield prefix + name, sorted(re.findall(r"\{\w+\}", below))

    assert sorted(keys(words("ar"))) == sorted(keys(words("en")))
    for language in LANGUAGES:
        for action in Action:
            assert translator(language)(f"deeds.{action.value.replace('.', '_')}")
        for role in Role:
            assert translator(language)(f"roles.{role.value}")
