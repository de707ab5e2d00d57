from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from bot.outages.draft import Question, ReportDraft
from bot.outages.hearing import Said, hear
from tests.outages.conftest import Town

AT_NARJIS = {"city": "الرياض", "district": "النرجس"}


@pytest.fixture
def there(town: Town) -> ReportDraft:
    """Somewhere in النرجس; the landmark comes next."""
    return ReportDraft(area_id=town.narjis, **AT_NARJIS)


def _heard(
    session: Session, draft: ReportDraft, text: str, intent: str = "inform", **values: str
) -> ReportDraft:
    """The draft after an answer to the question that is next."""
    question = draft.next_question()
    assert question is not None
    heard = hear(session, draft, question, Said(text, intent, **values))
    assert heard is not None
    return heard


@pytest.mark.parametrize(
    "text", ["كل الحاره", "الحارة كلها", "كل الحارة طافية", "كلنا", "kol el 7ara"]
)
def test_the_whole_quarter_in_any_words(session: Session, there: ReportDraft, text: str) -> None:
    draft = replace(there, landmark="جنب المسجد", danger=False)
    heard = _heard(session, draft, text)
    assert heard.neighbours_out is True and heard.next_question() is None


def test_a_landmark_at_the_question_of_danger_is_kept(session: Session, there: ReportDraft) -> None:
    draft = replace(there, landmark_skipped=True)
    heard = _heard(session, draft, "جنب جامع الراجحي")
    assert heard.landmark == "جنب جامع الراجحي"
    assert heard.next_question() is Question.DANGER


def test_two_landmarks_are_both_kept(session: Session, there: ReportDraft) -> None:
    draft = replace(there, landmark="شارع العليا")
    heard = _heard(session, draft, "مقابل هايبر بنده")
    assert heard.landmark == "شارع العليا، مقابل هايبر بنده"


def test_the_same_landmark_again_is_one(session: Session, there: ReportDraft) -> None:
    draft = replace(there, landmark="جنب جامع الراجحي")
    heard = hear(session, draft, Question.DANGER, Said("جنب جامع الراجحي", "inform"))
    assert heard == draft


def test_danger_and_landmark_and_scope_in_one_answer(session: Session, there: ReportDraft) -> None:
    heard = _heard(session, there, "جنب المستوصف، ما فيه شرار والحارة كلها طافية")
    assert heard.landmark == "جنب المستوصف"
    assert (heard.danger, heard.neighbours_out) == (False, True)
    assert heard.next_question() is None


def test_scope_first_is_not_asked_again(session: Session) -> None:
    heard = _heard(session, ReportDraft(), "كل الحاره طافية")
    assert heard.neighbours_out is True and heard.next_question() is Question.WHERE
    placed = _heard(session, heard, "حي النرجس", district="النرجس")
    assert placed.neighbours_out is True


def test_the_breaker_does_not_unsay_the_neighbours(session: Session, there: ReportDraft) -> None:
    draft = replace(there, landmark_skipped=True, neighbours_out=True)
    heard = _heard(session, replace(draft, danger=False), "القاطع مرفوع")
    assert (heard.neighbours_out, heard.breaker_tripped) == (True, False)


@pytest.mark.parametrize("text", ["الرياض", "بالرياض", "في الرياض", "مدينة الرياض"])
def test_the_city_is_never_a_landmark(session: Session, there: ReportDraft, text: str) -> None:
    heard = hear(session, there, Question.LANDMARK, Said(text, "inform", city="الرياض"))
    assert heard is not None
    assert heard.landmark is None and heard.next_question() is Question.LANDMARK


def test_another_city_moves_the_report(session: Session) -> None:
    draft = ReportDraft(unlisted=True, city="الرياض", district="الغدير", landmark="جنب المسجد")
    heard = _heard(session, draft, "لا في جدة", city="جدة")
    assert (heard.city, heard.district, heard.landmark) == ("جدة", "الغدير", "جنب المسجد")


def test_a_street_that_bears_a_city(session: Session, there: ReportDraft) -> None:
    heard = _heard(session, there, "طريق مكة القديم", city="مكة المكرمة")
    assert (heard.city, heard.landmark) == ("الرياض", "طريق مكة القديم")


def test_a_landmark_before_the_place(session: Session) -> None:
    heard = _heard(session, ReportDraft(), "جنب مدرسة الامام")
    assert heard.landmark == "جنب مدرسة الامام"
    placed = _heard(session, heard, "حي النرجس", district="النرجس")
    assert placed.landmark == "جنب مدرسة الامام"
    assert placed.next_question() is Question.DANGER


def test_danger_beside_a_place_keeps_both(session: Session) -> None:
    heard = _heard(session, ReportDraft(), "بالنرجس وفيه شرار", "danger", district="النرجس")
    assert heard.danger is True and heard.district == "النرجس"


def test_danger_alone_is_answered_by_its_own_rule(session: Session, there: ReportDraft) -> None:
    said = Said("فيه شرار يطلع من العداد", "danger")
    assert hear(session, there, Question.LANDMARK, said) is None


@pytest.mark.parametrize("text", ["لا ما فيه شرار", "ما فيه دخان ولا شرار"])
def test_a_denial_that_sounds_like_danger(session: Session, there: ReportDraft, text: str) -> None:
    heard = _heard(session, replace(there, landmark_skipped=True), text, "danger")
    assert heard.danger is False


@pytest.mark.parametrize("question", [Question.LANDMARK, Question.DANGER, Question.SCOPE])
def test_another_topic_is_no_answer(
    session: Session, there: ReportDraft, question: Question
) -> None:
    said = Said("كم فاتورتي هالشهر", "ask_bill", confidence=0.98)
    assert hear(session, there, question, said) is None


def test_one_step_back(session: Session, there: ReportDraft) -> None:
    draft = replace(there, landmark_skipped=True, danger=True)
    assert _heard(session, replace(draft, danger=False), "ارجع", "go_back").danger is None


@pytest.mark.parametrize(
    ("text", "out"),
    [("بيتنا", False), ("المسجد بس", False), ("لا الملحق فقط", False), ("عمارتنا بس", True)],
)
def test_one_place_alone(session: Session, there: ReportDraft, text: str, out: bool) -> None:
    draft = replace(there, landmark_skipped=True, danger=False)
    assert _heard(session, draft, text).neighbours_out is out


@pytest.mark.parametrize("text", ["لا هذا غلط", "مو حسابي", "الحساب غلط", "لا مو هذا الرقم"])
@pytest.mark.parametrize("intent", ["deny", "inform"])
def test_the_account_read_back_is_the_wrong_one(
    session: Session, town: Town, text: str, intent: str
) -> None:
    heard = _heard(session, ReportDraft(account=town.account), text, intent)
    assert heard.account is None and heard.danger is None
    assert heard.next_question() is Question.WHERE


@pytest.mark.parametrize(
    ("text", "neighbours"),
    [
        ("ما ادري عن الجيران انا حرمة كبيرة", None),
        ("والله ما اعرف الجيران جدد", None),
        ("جيراننا عندهم نور", False),
    ],
)
def test_the_neighbours_are_heard_whatever_it_sounds_like(
    session: Session, there: ReportDraft, text: str, neighbours: bool | None
) -> None:
    draft = replace(there, landmark="جنب المسجد", danger=False)
    heard = hear(session, draft, Question.SCOPE, Said(text, "update_details", 0.95))
    assert heard is not None
    assert heard.neighbours_out is neighbours and heard.next_question() is None


@pytest.mark.parametrize("text", ["near kingdom tower", "جنب برج المملكة"])
def test_a_landmark_that_sounds_like_danger(
    session: Session, there: ReportDraft, text: str
) -> None:
    heard = hear(session, there, Question.LANDMARK, Said(text, "danger", 0.6))
    assert heard is not None and heard.landmark == text
    assert heard.next_question() is Question.DANGER


def test_a_named_danger_at_the_landmark_is_one(session: Session, there: ReportDraft) -> None:
    said = Said("جنب المسجد وفيه شرار من العمود", "danger", 0.95)
    heard = hear(session, there, Question.LANDMARK, said)
    assert heard is None or heard.danger is True


@pytest.mark.parametrize("text", ["ايه نفس الحساب", "نعم هو الحساب", "صح هذا المكان"])
def test_yes_to_the_account_is_no_yes_to_danger(
    session: Session, there: ReportDraft, text: str
) -> None:
    draft = replace(there, landmark_skipped=True)
    assert hear(session, draft, Question.DANGER, Said(text, "affirm")) == draft


def test_a_landmark_that_sounds_like_a_greeting(session: Session, there: ReportDraft) -> None:
    said = Said("عند بقالة السلام", "greet", 0.97)
    heard = hear(session, there, Question.LANDMARK, said)
    assert heard is not None and heard.landmark == "عند بقالة السلام"


def test_behind_something_goes_back_nowhere(session: Session, there: ReportDraft) -> None:
    draft = replace(there, landmark_skipped=True)
    heard = hear(session, draft, Question.DANGER, Said("ورا المستوصف", "go_back"))
    assert heard is not None
    assert heard.landmark == "ورا المستوصف" and heard.area_id == there.area_id
    back = hear(session, draft, Question.DANGER, Said("ارجع ورا للسؤال اللي قبل", "go_back"))
    assert back is not None and back.area_id is None


def test_another_quarter_stays_in_the_city_named_before(session: Session, town: Town) -> None:
    there = ReportDraft(city="الرياض", district="النرجس", area_id=town.narjis)
    heard = hear(session, there, Question.DANGER, Said("لا الروضه", "inform", district="الروضة"))
    assert heard is not None
    assert (heard.city, heard.area_id) == ("الرياض", town.rawdah_riyadh)


def test_a_short_question_is_no_landmark(session: Session) -> None:
    draft = ReportDraft(unlisted=True, city="الرياض", district="الغدير")
    for text in ("متى", "كم ياخذ", "ليش"):
        assert hear(session, draft, Question.LANDMARK, Said(text, "out_of_scope")) == draft
    heard = hear(session, draft, Question.LANDMARK, Said("جنب المسجد", "inform"))
    assert heard is not None and heard.landmark == "جنب المسجد"
