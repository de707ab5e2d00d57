"""Which category a sentence names, and whether it tells what happened."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cases.tables import CaseKind
from bot.complaints.catalogue import (
    categories,
    category_of,
    disputing,
    is_bare,
    objects,
    suggests,
    tells_damage,
    tells_matter,
)
from bot.complaints.draft import Question
from bot.complaints.happened import when_in
from bot.facts import facts


@pytest.mark.parametrize(
    ("text", "category", "tells"),
    [
        ("فاتورتي غلط", "bill", False),
        ("ابي اعترض على فاتورة رمضان", "bill", False),
        ("الفاتوره جاتني ٩٠٠ وحنا مسافرين", "bill", True),
        ("هالفاتورة مال واحد ثاني", "bill", True),
        ("البلاغ تقفل وما أحد جاني", "ticket", True),
        ("قفلتوا بلاغي", "ticket", False),
        ("سكرتوا التذكرة والعطل موجود", "ticket", True),
        ("العداد عندي 4520 والفاتورة حاسبة 5300", "meter", True),
        ("قارئ العداد يكتب من راسه", "meter_reader", True),
        ("الفني اسلوبه سيء", "staff", True),
        ("رفع شكوى ضد موظف", "staff", False),
        ("ابي تعويض خرب المكيف", "damage", True),
        ("الفني كسر الجدار", "damage", True),
        ("يوم ركب العداد كسر الجدار حق الحوش وراح", "damage", True),
        ("المقاول كسر درج بيتي", "damage", True),
        ("المقاول كسر الرصيف وراح", "works", True),
        ("الموظف كسر بخاطري", "staff", True),
        ("كل يومين الكهرب ينقطع ومليت", "outage", True),
        ("جاري ساحب كهرب من عدادي", "theft", True),
        ("خصمتوا مني مرتين ورجعوا فلوسي", "payment", True),
        ("تأخرتوا في تركيب العداد ثلاث شهور", "delay", True),
        ("فصلتوا علي بدون انذار", "disconnection", True),
        ("تطبيقكم يعلق كل مرة", "app", True),
        ("عندي اقتراح", "suggestion", False),
        ("اقترح تحطون الفاتورة في الواتساب", "suggestion", True),
        ("fatorti ghalat", "bill", False),
        ("albalagh tgafal w ma7ad jani", "ticket", True),
        ("تطبيقكم يعلق كل ما افتح الفاتورة", "app", True),
        ("my bill is wrong", "bill", False),
        ("the technician was rude and shouted", "staff", True),
        ("عندي شكوى", None, False),
        ("السلام عليكم ابي اقدم شكوى", None, False),
    ],
)
def test_sentences(text: str, category: str | None, tells: bool) -> None:
    found = category_of(text)
    assert (found.key if found else None) == category
    assert tells_matter(text) is tells
    assert is_bare(text) is (found is None and not tells)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("خرب المكيف أمس العصر", "أمس العصر"),
        ("قبل يومين جا الفني", "قبل يومين"),
        ("صار يوم الخميس اللي فات", "يوم الخميس اللي فات"),
        ("احترقت الثلاجة قبل ثلاث أيام", "قبل ثلاث أيام"),
        ("الاحد اللي فات", "الاحد اللي فات"),
        ("خرب المكيف", None),
    ],
)
def test_when_it_happened_stays_as_it_was_written(text: str, when: str | None) -> None:
    assert when_in(text) == when


def test_the_file_names_only_what_exists() -> None:
    promises = set(facts().get("complaints.answer_days").value)
    for category in categories().values():
        assert category.promise in promises or category.kind is CaseKind.SUGGESTION
        assert all(Question(name) for name in category.ask)
    assert 4 <= sum(category.button for category in categories().values()) <= 8
    assert set(disputing()) == {"bill", "meter", "meter_reader"}


@pytest.mark.parametrize(
    ("text", "objecting"),
    [
        ("فاتورتي غلط والمبلغ خيالي والله", True),
        ("العداد عندي 4520 والفاتورة حاسبة 5300", True),
        ("ابي اعترض المبلغ كبير", True),
        ("ليش الفاتورة غلط", False),
        ("تطبيقكم يعلق كل ما ابي اشوف الفاتورة", True),
        ("الموقع ما يفتح ابي اشوف فاتورتي", True),
        ("كيف اشوف الفاتورة في التطبيق", False),
        ("ابي اسدد من التطبيق", False),
        ("ليش فاتورتي مرتفعة", False),
        ("كم فاتورتي؟", False),
        ("/ask_bill", False),
    ],
)
def test_what_is_an_objection_in_so_many_words(text: str, objecting: bool) -> None:
    assert objects(text) is objecting


@pytest.mark.parametrize(
    ("text", "suggesting"),
    [
        ("اقترح تحطون خدمة تنبيه بالواتساب قبل الفصل", True),
        ("شكرا على خدمتكم عندي اقتراح بسيط", True),
        ("ياليت تحطون خيار التقسيط في البوت", True),
        ("ياليتكم ترسلون الفاتورة واتساب", True),
        ("كيف ارسل اقتراح", False),
        ("وين وصل اقتراحي", False),
        ("ياليت والله", False),
    ],
)
def test_what_is_a_suggestion_in_so_many_words(text: str, suggesting: bool) -> None:
    assert suggests(text) is suggesting


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    category_of(text)
    tells_matter(text)
    when_in(text)


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("خرب المكيف أمس العصر يوم رجعت الكهربا بقوة ابي تعويض", True),
        ("رجعت الكهرباء الحمد لله", False),
        ("رجعت بس ضعيفة", False),
    ],
)
def test_what_broke_is_told(text: str, tells: bool) -> None:
    assert tells_damage(text) is tells


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ابي اشتكي على فاتورتي وابي اكلم موظف", "bill"),
        ("فاتورتي غلط ابغى اكلم موظف", "bill"),
        ("ابي اشتكي على موظف", "staff"),
        ("الموظف ما رضي يكلمني", "staff"),
    ],
)
def test_a_wish_for_a_person_is_no_complaint_about_one(text: str, key: str) -> None:
    found = category_of(text)
    assert found is not None and found.key == key


def test_who_is_wanted_beside_a_complaint_is_not_its_matter() -> None:
    assert is_bare("ابي اشتكي واكلم مديركم")
    found = category_of("ابي اشتكي على المدير"), category_of("طيب عوضوني")
    assert [each and each.key for each in found] == ["staff", "damage"]
