"""What was said and what is denied: roles, and owner or tenant where both are named."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text.values import find_values


def kinds(text: str, kind: str, role: str | None = None) -> set[str]:
    return {v.value for v in find_values(text) if v.kind == kind and v.role == role}


@pytest.mark.parametrize(
    "text", ["ما هو 0551234567، الصح 0501234567", "مهب 0551234567 هو 0501234567"]
)
def test_it_is_not_marks_the_old_value(text: str) -> None:
    assert kinds(text, "mobile", "old") == {"+966551234567"}
    assert kinds(text, "mobile", "new") == {"+966501234567"}


def test_what_is_asked_for_is_not_denied() -> None:
    assert kinds("ما هي حالة الطلب U1000020", "reference") == {"U1000020"}
    assert kinds("ما هو رصيد الحساب 30012345678", "account_number") == {"30012345678"}


@pytest.mark.parametrize(
    ("text", "kind", "meant", "denied"),
    [
        ("ايميل مو رسايل", "notice_channel", "email", "sms"),
        ("مو رسايل ابغى تلقرام", "notice_channel", "telegram", "sms"),
        ("رسايل بدل الايميل", "notice_channel", "sms", "email"),
        ("عدل الايميل مو الجوال", "field", "email", "mobile"),
    ],
)
def test_of_two_ways_or_fields_the_denied_one_is_old(
    text: str, kind: str, meant: str, denied: str
) -> None:
    assert (kinds(text, kind), kinds(text, kind, "old")) == ({meant}, {denied})


def test_the_article_in_latin_letters_hides_no_answer() -> None:
    assert kinds("el email", "notice_channel") == kinds("el email", "field") == {"email"}


def test_a_lone_denied_field_is_still_the_one_spoken_of() -> None:
    assert kinds("هذا مو ايميلي", "field") == {"email"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("انا مستاجره مو مالكه", "tenant"), ("مهب مستاجر، مالك", "owner"),
        ("نغير مالك؟ انا مستاجر", "tenant"), ("كنت مستاجر وصرت مالك", "owner"),
        ("كتبت مالك وانا مستأجرة", "tenant"), ("انا المالك اخترت مستأجر بالخطا", "owner"),
        ("حولوني من مستاجر لمالك", "owner"), ("ana mosta2jer mo malek", "tenant"),
        ("mostajer", "tenant"), ("ana malek el bait", "owner"), ("not tenant, owner", "owner"),
    ],
)  # fmt: skip
def test_owner_or_tenant_where_both_are_named(text: str, value: str) -> None:
    assert kinds(text, "beneficiary") == {value}


@pytest.mark.parametrize(
    "text",
    [
        "وش فرق بين مالك ومستأجر",
        "am I owner or tenant",
        "ismi malik",
        "ana malik wella mesta2jer",
        "انا مالك ولا مستأجر",
    ],
)
def test_asked_which_it_is_nothing_is_said(text: str) -> None:
    assert kinds(text, "beneficiary") == set()


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("كم جت هذا شهر", ["2026-11"]), ("had el shahr", ["2026-11"]), ("hal shahr", ["2026-11"]),
        ("shahr 7", ["2026-07"]),
        ("this month", ["2026-11"]), ("last month", ["2026-10"]),
        ("el shahr elli fat", ["2026-10"]), ("الشهر اللي قبله", ["2026-09"]),
        ("يوليو والشهر اللي قبله", ["2026-07", "2026-06"]), ("فاتورتين في شهر واحد", []),
    ],
)  # fmt: skip
def test_months_in_passing(text: str, months: list[str]) -> None:
    values = find_values(text, date(2026, 11, 22))
    assert [v.value for v in values if v.kind == "month"] == months


def test_the_last_year_is_no_date() -> None:
    assert [v for v in find_values("فواتير اخر سنة", date(2026, 11, 22)) if v.kind == "date"] == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("الجوال غلط 0551234567", "new"),
        ("مو كذا 0551234567", "new"),
        ("مو صحيح، 0551234567", "new"),
        ("بدل الجوال بـ0551234567", "new"),
        ("بدل رقم الجوال 0551234567", "new"),
        ("مو 0551234567", "old"),
        ("رقمي مو 0551234567", "old"),
        ("الرقم القديم 0551234567", "old"),
    ],
)
def test_a_lone_value_after_a_denial_of_the_field_is_the_right_one(text: str, role: str) -> None:
    assert kinds(text, "mobile", role) == {"+966551234567"}


def test_what_is_not_at_hand_denies_no_value_after_it() -> None:
    assert kinds("الصك مو عندي هويتي 1000000008", "national_id") == {"1000000008"}
    assert kinds("مو عندي ايميل وجوالي 0551234567", "mobile") == {"+966551234567"}


@pytest.mark.parametrize(
    ("text", "kind", "meant", "denied"),
    [
        ("مستاجر قصدي مالك", "beneficiary", "owner", "tenant"),
        ("مالك، والله اقصد مستاجر", "beneficiary", "tenant", "owner"),
        ("owner i mean tenant", "beneficiary", "tenant", "owner"),
        ("رسايل قصدي ايميل", "notice_channel", "email", "sms"),
        ("0551234567 لا لا 0551234568", "mobile", "+966551234568", "+966551234567"),
        ("0551234567 عفوا رقمي 0551234568", "mobile", "+966551234568", "+966551234567"),
        ("a@example.com لا b@example.com", "email", "b@example.com", "a@example.com"),
        ("1000000008 معليش 2000000006", "national_id", "2000000006", "1000000008"),
    ],
)
def test_what_is_said_after_taking_the_first_back_is_meant(
    text: str, kind: str, meant: str, denied: str
) -> None:
    assert (kinds(text, kind), kinds(text, kind, "old")) == ({meant}, {denied})


@pytest.mark.parametrize("text", ["جوالي 0551234567 والثاني 0551234568", "0551234567 0551234568"])
def test_two_numbers_that_are_both_given_both_stand(text: str) -> None:
    assert kinds(text, "mobile") == {"+966551234567", "+966551234568"}


@pytest.mark.parametrize("text", ["مستئجر", "انا مستئجرة", "المستئجر"])
def test_a_tenant_spelt_with_a_seated_hamza(text: str) -> None:
    assert [v.value for v in find_values(text) if v.kind == "beneficiary"] == ["tenant"]
