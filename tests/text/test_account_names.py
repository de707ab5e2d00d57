from __future__ import annotations

import pytest

from bot.text.account_names import (
    Naming,
    all_named_in,
    begins_with_naming,
    clean_name,
    name_given,
    named_in,
    same_name,
)

NAMES = {"1": "بيت الوالد", "2": "الاستراحة", "3": "شقة جدة", "4": "البيت"}


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("سمّه بيت الوالد", "بيت الوالد"),
        ("سم هذا الحساب الاستراحة", "الاستراحة"),
        ("سمي حساب 30000000003 بيت أمي", "بيت أمي"),
        ("ابغى اسميه بيتنا لو سمحت", "بيتنا"),
        ("خل اسمه المزرعة", "المزرعة"),
        ("غيّر اسم الحساب لبيت الوالد", "بيت الوالد"),
        ("سمها «فيلا أبها»", "فيلا أبها"),
        ("ممكن تسمي الحساب هذا استراحة الثمامة؟", "استراحة الثمامة"),
        ("call it my shop", "my shop"),
    ],
)
def test_the_name_in_a_sentence(said: str, name: str) -> None:
    assert name_given(said) == Naming(name)


@pytest.mark.parametrize(
    "said", ["سم الحساب", "ابي اسمي هذا الحساب", "كم فاتورتي", "سمه 30000000003", "سمه " + "ب" * 40]
)
def test_no_name_in_it(said: str) -> None:
    assert name_given(said) is None


def test_a_name_for_another_account_than_the_current_one() -> None:
    renamed = name_given("غير اسم المحل إلى الدكان الجديد")
    assert renamed == Naming("الدكان الجديد", "المحل")
    assert name_given("سم الحساب الثاني المحل") == Naming("المحل", "الثاني")


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("كم فاتورة بيت الوالد؟", "1"),
        ("وبيت الوالد؟", "1"),
        ("كم على بيت ابوي", "1"),
        ("لبيت والدي", "1"),
        ("فاتورة الوالد كم", "1"),
        ("كم للاستراحه", "2"),
        ("فاتورة الاستراخه", "2"),
        ("بدل على شقه جده", "3"),
        ("كم فاتورة البيت", "4"),
    ],
)
def test_a_name_is_heard_in_dialect_and_with_slips(said: str, key: str) -> None:
    assert named_in(said, NAMES) == key


@pytest.mark.parametrize(
    "said",
    [
        "كم فاتورتي",
        "ابوي يقول الكهرباء طافيه",
        "كم فاتورة بيت الوالدة",
        "شقة الوالد كم عليها",
        "الكهرباء طافية في جدة",
    ],
)
def test_what_only_looks_like_a_name(said: str) -> None:
    assert named_in(said, NAMES) is None


def test_two_names_at_once_are_not_guessed() -> None:
    assert named_in("الشقه والمزرعه", {"1": "الشقة", "2": "مزرعه"}) in (None, "2")
    assert named_in("الشقه والدكان", {"1": "الشقة", "2": "الدور"}) == "1"


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        ("فاتوره البيت والمحل كم", ["1", "2"]),
        ("كم على المحل وبيت الوالد", ["2", "3"]),
        ("كم بيت الوالد", ["3"]),
        ("كم البيت وبيت الوالد", ["1", "3"]),
        ("كم محل جدة والبيت", ["1", "4"]),
        ("كم فاتورتي", []),
    ],
)
def test_all_names_at_once(said: str, keys: list[str]) -> None:
    names = {"1": "البيت", "2": "المحل", "3": "بيت الوالد", "4": "محل جدة"}
    assert all_named_in(said, names) == keys


def test_names_that_sound_the_same() -> None:
    assert same_name("بيت أبوي", "بيت الوالد")
    assert not same_name("بيت الوالدة", "بيت الوالد")


def test_what_may_be_a_name() -> None:
    assert clean_name("  «بيت   الوالد» ") == "بيت الوالد"
    assert clean_name("كم فاتورتي") is None
    assert clean_name("123456") is None


def test_a_message_that_can_only_be_a_naming() -> None:
    assert begins_with_naming("سم الحساب عيادة الاسنان")
    assert begins_with_naming("سمّه بيت الوالد")
    assert not begins_with_naming("اسمي محمد القحطاني")
    assert not begins_with_naming("سمعت عن تحديث البيانات")
    assert not begins_with_naming("سم الحساب")


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("tayeb w el mahal", ["المحل"]),
        ("wel ma7al?", ["المحل"]),
        ("fatoret el bait w el mahal kam", ["البيت", "المحل"]),
        ("kam fatorat al istra7a", ["الاستراحة"]),
        ("mazra3at alqassim", ["مزرعة القصيم"]),
        ("w bait abooy", ["بيت الوالد"]),
        ("kam fatorti", []),
        ("mata tarja3 alkahraba", []),
        ("thank you", []),
    ],
)
def test_names_are_heard_in_latin_letters(text: str, held: list[str]) -> None:
    names = ("البيت", "المحل", "بيت الوالد", "الاستراحة", "مزرعة القصيم")
    assert all_named_in(text, {name: name for name in names}) == held
