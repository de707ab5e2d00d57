"""Contacts on record that a subscriber wants gone: "احذف الايميل", "شيلوا الجوال الثاني"."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from bot.accounts.records import on_file
from bot.accounts.tables import AccountChange, Contact
from bot.updates.requests import decide, latest
from bot.updates.review import review
from tests.updates.conftest import LANDLORD, NUMBER, fill_owner, keys

ADDRESS = "old@example.com"


@pytest.fixture(autouse=True)
def recorded(session, account):
    """An address and a second mobile stand on the record; notices go to the address."""
    account.contacts.append(Contact(kind="email", value=ADDRESS, primary=True))
    account.contacts.append(Contact(kind="mobile", value="+966500000003", primary=False))
    account.notice_channel = "email"
    session.flush()
    return account


def asks_to_remove(person, text):
    person.starts(f"{text} من حسابي {NUMBER}", "contact")


def proves_old_mobile(person):
    person.says("معي", "affirm")
    person.says(person.code())
    assert person.step == "confirm"


def test_an_address_on_record_goes_and_notices_come_by_sms(person, session, account):
    asks_to_remove(person, "احذف الايميل")
    assert keys(person) == ["utter_update_takes_off_email"] and person.step == "old_mobile"
    proves_old_mobile(person)
    assert person.says("ايه", "affirm").applied
    assert "email" not in on_file(account) and on_file(account)["notice_channel"] == "sms"
    change = session.execute(
        select(AccountChange).where(AccountChange.field == "email")
    ).scalar_one()
    assert (change.before, change.after) == (ADDRESS, None)


def test_a_second_mobile_goes_and_the_main_one_stays(person, account):
    asks_to_remove(person, "شيلوا الجوال الثاني")
    assert keys(person) == ["utter_update_takes_off_second_mobile"]
    proves_old_mobile(person)
    assert person.says("ايه", "affirm").applied
    assert on_file(account)["mobile"] == LANDLORD and "second_mobile" not in on_file(account)


def test_without_the_mobile_on_record_staff_see_what_is_to_go(person, session, account):
    asks_to_remove(person, "احذف الايميل")
    person.says("مو معي", "deny")
    asked = person.says("ايه", "affirm")
    assert not asked.applied and on_file(account)["email"] == ADDRESS
    seen = review(session, asked.reference)
    assert {line.field: line.after for line in seen.lines if line.changed} == {
        "email": "",
        "notice_channel": "sms",
    }
    decide(session, asked.reference, approve=True, by="huda")
    assert "email" not in on_file(account)


def test_taken_off_and_kept_after_all(person, account):
    asks_to_remove(person, "احذف الايميل")
    proves_old_mobile(person)
    person.says("لا خلاص لا تغيرون الايميل", "correct_detail")
    assert person.last.draft.removed == [] and person.step == "email"


def test_in_a_whole_update_it_is_taken_off_and_not_asked_for(person, session, account):
    fill_owner(person)
    person.says("رسالة نصية")
    person.says("واحذف الايميل اللي عندكم", "correct_detail")
    assert keys(person) == ["utter_update_takes_off_email"] and person.step == "confirm"
    person.says("ايه", "affirm")
    assert json.loads(latest(session, person.conversation).changes)["email"] == ""


def test_the_same_again_is_the_same_request(person, account):
    asks_to_remove(person, "احذف الايميل")
    proves_old_mobile(person)
    first = person.says("ايه", "affirm").reference
    asks_to_remove(person, "احذف الايميل")
    again = person.says("ايه", "affirm")
    assert again.reference == first and "utter_update_same_request" in keys(person)


@pytest.mark.parametrize("text", ["الغ رسايل الايميل", "احذف الايميل وحط s@example.com"])
def test_notices_and_a_new_address_take_nothing_off(person, text):
    fill_owner(person)
    person.says("رسالة نصية")
    person.says(text, "correct_detail")
    assert person.last.draft.removed == []
