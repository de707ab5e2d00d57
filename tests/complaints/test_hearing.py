"""Whatever is said at whatever question: no crash, and other topics stay other topics."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.complaints.catalogue import categories
from bot.complaints.draft import Draft, Question
from bot.complaints.hearing import begin, hear
from bot.complaints.said import Said, adds_to_open

INTENTS = st.sampled_from(
    "inform complaint affirm deny skip go_back nlu_fallback ask_bill upset thanks human".split()
)


def at(question: Question, category: str = "bill") -> Draft:
    """A draft whose next question is that one."""
    draft = Draft(category=category, text="غلط", told=True)
    for name in categories()[category].ask:
        if name != question.value:
            draft.values[name] = "x"
    if question is Question.TEXT:
        draft.text, draft.told = "", False
    assert draft.next_question() is question
    return draft


@pytest.mark.parametrize(
    ("question", "said", "taken"),
    [
        (Question.TEXT, Said("المبلغ تسعمية والبيت فاضي وما فيه احد", "explain_bill", 0.97), True),
        (Question.TEXT, Said("كم فاتورتي؟", "ask_bill", 0.99), False),
        (Question.TEXT, Said("فاتورتي لو سمحت", "ask_bill", 0.99), False),
        (Question.TEXT, Said("شكرا", "thanks", 0.99), False),
        (Question.TEXT, Said("تكون فيه خدمة بريل للمكفوفين", "ask_why_details", 0.9), True),
        (Question.TEXT, Said("ليش تبون بياناتي كلها", "ask_why_details", 0.97), False),
        (Question.TEXT, Said("وش صار على شكواي", "complaint_status", 0.97), False),
        (Question.CONFIRM, Said("امس", "ask_bill", 0.9), True),
        (Question.CONFIRM, Said("حي الصفا", "outage_status", 0.97, district="الصفا"), True),
        (Question.CONFIRM, Said("متى ترجع في الصفا", "outage_status", 0.97, district="x"), False),
        (Question.TEXT, Said("انت روبوت والا موظف", "ask_bot", 0.97), False),
        (Question.TEXT, Said("مايجي ويحط تقدير", "ask_question", 0.95), True),
        (Question.CONFIRM, Said("خدمة صوتية للمكفوفين", "upset", 0.9), True),
        (Question.CONFIRM, Said("فاتورتي كل شهر تجي ٢٠٠٠", "ask_bill", 0.97), True),
        (Question.CONFIRM, Said("فاتورتي لو سمحت", "ask_bill", 0.99), False),
        (Question.CONFIRM, Said("ابي اعرف كم فاتورتي", "ask_bill", 0.99), False),
        (Question.CONFIRM, Said("الكهرباء طافية", "report_outage", 0.99), False),
        (Question.CONFIRM, Said("وش سبب ارتفاع فاتورتي", "explain_bill", 0.99), False),
        (Question.TEXT, Said("ابي موظف", "human", 0.99), False),
        (Question.TEXT, Said("فيه شرار من العداد وريحة حريق قوية", "danger", 0.99), False),
        (Question.MONTH, Said("فاتورة يوليو", "ask_bill", 0.99, month="2026-07"), True),
        (Question.MONTH, Said("كم فاتورة يوليو", "ask_bill", 0.99, month="2026-07"), False),
        (Question.MONTH, Said("ما اذكر", "upset", 0.6), True),
        (Question.ACCOUNT, Said("حسابي 30000000001", "link_account", 1, account="3"), True),
        (Question.TEXT, Said("حسابي 30000000001", "link_account", 0.99, account="3"), True),
        (Question.MONTH, Said("رقمي 30000000001", "link_account", 0.99, account="3"), True),
        (Question.TEXT, Said("كم فاتورة 30000000001؟", "ask_bill", 0.99, account="3"), False),
        (Question.MONTH, Said("كل الشهور", "ask_bill", 0.97), True),
        (Question.CONFIRM, Said("تمام سجلها", "thanks", 0.6), True),
        (Question.TEXT, Said("الكهرباء طفت عندي الحين", "report_outage", 0.97), False),
        (Question.TEXT, Said("كل ليلة تطفي علينا ساعتين", "report_outage", 0.97), True),
        (Question.CONFIRM, Said("وبعد طلب مني ٢٠٠ ريال", "payment_missing", 0.95), True),
        (Question.CONFIRM, Said("كيف اسدد", "how_to_pay", 0.99), False),
    ],
)
def test_what_is_for_the_complaint(question: Question, said: Said, taken: bool) -> None:
    assert hear(at(question), question, said) is taken


def test_more_words_at_the_summary_are_kept() -> None:
    draft = at(Question.CONFIRM)
    hear(draft, Question.CONFIRM, Said("وبعد العداد مكسور زجاجه", "complaint"))
    assert draft.text.endswith("زجاجه") and not draft.confirmed


def test_back_asks_the_question_before() -> None:
    draft = at(Question.CONFIRM)
    hear(draft, Question.CONFIRM, Said("ارجع", "go_back"))
    assert draft.next_question() is Question.ACCOUNT


def test_another_category_asks_its_own_questions() -> None:
    draft = at(Question.CONFIRM, "staff")
    hear(draft, Question.CONFIRM, Said("/inform", "inform", edits="category"))
    assert draft.next_question() is Question.CATEGORY
    hear(draft, Question.CATEGORY, Said("/complaint", "complaint", category="damage"))
    assert draft.next_question() is Question.WHEN


@given(
    st.lists(st.tuples(st.text(max_size=80), INTENTS, st.booleans()), max_size=12),
    st.sampled_from(sorted(categories())),
)
def test_any_talk_ends_or_asks(talk: list[tuple[str, str, bool]], category: str) -> None:
    draft = Draft()
    begin(draft, Said("عندي شكوى", "complaint", category=category))
    for text, intent, sure in talk:
        question = draft.next_question()
        if question is None:
            break
        hear(draft, question, Said(text, intent, 0.95 if sure else 0.4))
    assert draft.confirmed or draft.next_question() is not None
    assert len(draft.text) < 8000


def test_a_place_instead_of_the_account_does_as_well() -> None:
    draft = at(Question.ACCOUNT, "damage")
    hear(draft, Question.ACCOUNT, Said("حي الروضة", "inform", district="الروضة"))
    assert draft.next_question() is Question.CONFIRM
    assert draft.values["place"] == "الروضة" and "الروضة" not in draft.text


def test_a_value_in_a_long_answer_leaves_the_story_its_words() -> None:
    draft = at(Question.REPORT, "ticket")
    words = "ما عندي رقمه بس الفني جا حي الروضة ووقف دقيقتين ومشى بدون ما يشوف العداد"
    hear(draft, Question.REPORT, Said(words, "complaint", district="الروضة"))
    assert words in draft.text and draft.next_question() is Question.CONFIRM


@pytest.mark.parametrize(
    ("text", "adds"),
    [
        ("ابي اضيف انه كسر الباب", True),
        ("ودي ازيد شي", True),
        ("شي ثاني على نفس الشكوى", True),
        ("ابي اضيف حساب", False),
        ("ابي ازيد قدرة العداد", False),
        ("ابي اضيف جوال ثاني", False),
    ],
)
def test_who_wants_to_add_to_what_is_open(text: str, adds: bool) -> None:
    assert adds_to_open(Said(text, "complaint")) is adds


def test_a_story_with_a_day_to_come_is_no_refusal() -> None:
    draft = at(Question.CONFIRM, "staff")
    hear(draft, Question.CONFIRM, Said("وقال بكره وما جا ابد", "complaint"))
    assert "بكره" in draft.text


@pytest.mark.parametrize(
    "text",
    ["خلاص هذا اللي عندي", "هذا كل شي", "بس كذا", "لا ما عندي شي ثاني", "خلصت", "هذا كل اللي عندي"],
)
def test_nothing_to_add_records_what_is_shown(text: str) -> None:
    draft = at(Question.CONFIRM)
    assert hear(draft, Question.CONFIRM, Said(text, "cancel", 0.9))
    assert draft.confirmed


@pytest.mark.parametrize("text", ["خلاص", "هذا غلط", "الغ الشكوى", "ما ابي اشتكي خلاص"])
def test_what_cancels_still_does(text: str) -> None:
    draft = at(Question.CONFIRM)
    assert not hear(draft, Question.CONFIRM, Said(text, "cancel", 0.9))
    assert not draft.confirmed


def test_the_story_beside_a_day_is_kept() -> None:
    draft = at(Question.CONFIRM, "staff")
    words = "اسمه خالد كلمني يوم الاحد وقفل الخط بوجهي"
    assert hear(draft, Question.CONFIRM, Said(words, "inform", 0.9))
    assert draft.values["when"] == "يوم الاحد" and words in draft.text


def test_a_corrected_day_is_no_story() -> None:
    draft = at(Question.CONFIRM, "staff")
    assert hear(draft, Question.CONFIRM, Said("لا كان الموقف صار يوم الاثنين الصبح", "inform", 0.9))
    assert draft.text == "غلط"


def test_a_city_completes_the_district() -> None:
    draft = at(Question.CONFIRM, "outage")
    draft.values["place"] = "النسيم"
    assert hear(draft, Question.CONFIRM, Said("الرياض", "inform", 0.97, city="الرياض"))
    assert draft.values["place"] == "النسيم، الرياض"
    assert hear(draft, Question.CONFIRM, Said("لا جدة", "inform", 0.97, city="جدة"))
    assert draft.values["place"] == "جدة"


def test_a_yes_is_no_story() -> None:
    draft = Draft()
    assert hear(draft, Question.CATEGORY, Said("ايه سجلها", "affirm", 0.9))
    assert draft.category == "" and draft.text == ""
