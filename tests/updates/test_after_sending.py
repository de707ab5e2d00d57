"""A value that was just sent is called wrong."""

from __future__ import annotations

from sqlalchemy import select

from bot.accounts.records import on_file
from bot.identity.links import verify
from bot.updates import conversation as update
from bot.updates.tables import UpdateRequest
from tests.updates.conftest import NUMBER, Person, fill_owner


def _mends(person: Person, text: str):
    person.step = None
    return person._went(update.begin(person.session, person.heard(text, "correct_detail"), "full"))


def _states(person: Person) -> list[str]:
    rows = person.session.execute(select(UpdateRequest).order_by(UpdateRequest.id)).scalars()
    return [row.state for row in rows]


def _send(person: Person) -> str:
    fill_owner(person)
    person.says("رسالة نصية")
    return person.says("أؤكد", "affirm").reference


def test_only_the_wrong_field_is_asked_and_the_earlier_request_taken_back(person: Person) -> None:
    first = _send(person)
    assert _mends(person, "الاسم غلط").step == "name"
    assert person.says("فهد سعد الحربي").step == "confirm"
    values = person.last.draft.values
    assert values["name"] == "فهد سعد الحربي" and values["identity"] == "2000000006"
    assert _states(person) == ["pending"]
    second = person.says("أؤكد", "affirm").reference
    assert second != first and _states(person) == ["withdrawn", "pending"]


def test_the_right_value_may_stand_beside(person: Person) -> None:
    _send(person)
    assert _mends(person, "الاسم غلط اسمي فهد سعد الحربي").step == "confirm"
    assert person.last.draft.values["name"] == "فهد سعد الحربي"


def test_of_a_full_record_only_the_wrong_field_is_asked(person: Person, account) -> None:
    verify(person.session, person.conversation, NUMBER)
    _send(person)
    assert _states(person) == ["applied"] and "second_mobile" not in on_file(account)
    assert _mends(person, "الاسم غلط").step == "name"
    person.says("فهد سعد الحربي")
    assert person.step == "confirm"


def test_without_a_record_the_questions_come_in_their_order(person: Person) -> None:
    assert _mends(person, "الاسم غلط").step == "account"
