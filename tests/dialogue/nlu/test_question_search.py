"""The search in the list of answers: new editions take part at once, danger is never overruled."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from bot.database import transaction
from bot.dialogue.nlu import question_search
from bot.dialogue.nlu.question_index import fit, left_out_scores
from bot.dialogue.nlu.question_search import QUESTIONS, QuestionSearch
from bot.questions import editing
from bot.questions.files import shipped

PHRASINGS = {key: q.phrasings for key, q in list(shipped().items())[:20]}
INDEX = fit(PHRASINGS, None)


def _search() -> QuestionSearch:
    return QuestionSearch({"encoder": False}, None, None, INDEX, {}, dict(PHRASINGS))


def _message(text: str, intent: str = "nlu_fallback", confidence: float = 0.3) -> Message:
    ranking = [
        {"name": intent, "confidence": confidence},
        {"name": "ask_question", "confidence": 0},
    ]
    return Message(
        {"text": text, "intent": dict(ranking[0]), "intent_ranking": ranking, "metadata": {}}
    )


def _process(search: QuestionSearch, message: Message) -> Message:
    search._looked = float("-inf")
    return search.process([message])[0]


def _publish(question, by="huda"):
    with transaction() as session:
        row = editing.save_draft(session, question, 0, by)
        editing.publish(session, question.key, row.revision, by)


def test_finds_what_it_was_fitted_with() -> None:
    asked = [(key, text) for key, texts in PHRASINGS.items() for text in texts]
    missed = [text for key, text in asked if INDEX.rank(text, None)[0][0] != key]
    assert len(missed) <= len(asked) / 50, missed


def test_left_out_scores_are_those_of_an_index_without_the_phrasing() -> None:
    some = {key: texts[:4] for key, texts in list(PHRASINGS.items())[:5]}
    scores = left_out_scores(some, None)
    first = next(iter(some))
    assert scores.shape == (20, 5)
    without = {**some, first: some[first][1:]}
    refitted = dict(fit(without, None).rank(some[first][0], None))
    assert scores[0][0] == pytest.approx(refitted[first], abs=0.25)


@settings(max_examples=50)
@given(st.text(max_size=120))
def test_any_text_can_be_ranked(text: str) -> None:
    ranked = INDEX.rank(text, None)
    assert {key for key, _ in ranked} == set(PHRASINGS)
    assert ranked == sorted(ranked, key=lambda pair: -pair[1])


def test_saved_and_loaded(tmp_path) -> None:
    INDEX.save(tmp_path)
    loaded = type(INDEX).load(tmp_path)
    text = PHRASINGS["ebill_paper"][0]
    assert loaded.rank(text, None) == INDEX.rank(text, None)


def test_ranks_questions_beside_a_sure_request_and_leaves_it_alone(database) -> None:
    sure = _process(_search(), _message(PHRASINGS["ebill_paper"][0], "bill_pdf", 0.99))
    assert sure.get("intent")["name"] == "bill_pdf"
    assert sure.get(QUESTIONS)[0][0] == "ebill_paper"


def test_a_new_question_takes_part_at_once(database) -> None:
    search = _search()
    text = "كهرباء مخيم البر كيف"
    assert _process(search, _message(text, "out_of_scope", 0.9)).get("intent")["name"] != (
        "ask_question"
    )
    camp = replace(
        shipped()["ebill_paper"],
        key="staff_1",
        title="المخيمات",
        phrasings=("كهرباء مخيم البر كيف", "توصيل كهرب لمخيم شتوي", "ابي تيار للمخيم"),
        next=(),
    )
    _publish(camp)
    asked = _process(search, _message(text, "out_of_scope", 0.9))
    assert asked.get("intent")["name"] == "ask_question"
    assert asked.get(QUESTIONS) == [["staff_1", 1.0]]
    near = _process(search, _message("ابي كهرب لمخيمنا الشتوي", "out_of_scope", 0.9))
    assert near.get(QUESTIONS)[0][0] == "staff_1"


def test_a_hidden_question_is_not_found(database) -> None:
    search = _search()
    _publish(replace(shipped()["ebill_paper"], hidden=True))
    found = _process(search, _message(PHRASINGS["ebill_paper"][0])).get(QUESTIONS)
    assert "ebill_paper" not in [key for key, _ in found]


def test_danger_is_never_overruled(database) -> None:
    search = _search()
    sparks = replace(
        shipped()["ebill_paper"],
        key="staff_1",
        title="ش",
        next=(),
        phrasings=("فيه شرار", "ب", "ج"),
    )
    _publish(sparks)
    told = _process(search, _message("فيه شرار", "danger", 0.95))
    assert told.get("intent")["name"] == "danger"


def test_without_a_database_the_trained_questions_are_found(monkeypatch) -> None:
    def unreachable():
        raise question_search.SQLAlchemyError("gone")

    monkeypatch.setattr(question_search, "reading", unreachable)
    found = _process(_search(), _message(PHRASINGS["ebill_paper"][0]))
    assert found.get(QUESTIONS)[0][0] == "ebill_paper"


@pytest.mark.parametrize(
    ("intent", "confidence", "thought", "asked"),
    [
        ("ask_bill", 0.6, 0.2, True),
        ("ask_bill", 0.9, 0.08, False),
        ("ask_bill", 0.6, 0.01, False),
        ("report_outage", 0.4, 0.3, False),
    ],
)
def test_a_hesitant_classifier_is_swayed(
    database, intent: str, confidence: float, thought: float, asked: bool
) -> None:
    message = _message(PHRASINGS["ebill_paper"][0], intent, confidence)
    message.get("intent_ranking")[1]["confidence"] = thought
    _process(_search(), message)
    assert (message.get("intent")["name"] == "ask_question") is asked


@pytest.mark.parametrize(
    ("score", "following", "believed"),
    [
        (0.1, 0.2, "report_outage"),  # like no question, and something else may be meant
        (0.1, 0.001, "ask_question"),  # nothing else is conceivable
        (0.6, 0.2, "ask_question"),
    ],
)
def test_a_question_that_is_like_none_of_the_list_is_doubted(
    database, monkeypatch, score: float, following: float, believed: str
) -> None:
    ranking = [
        {"name": "ask_question", "confidence": 0.6},
        {"name": "report_outage", "confidence": following},
    ]
    message = Message({"text": "وش السالفة", "intent": ranking[0], "intent_ranking": ranking})
    search = _search()
    monkeypatch.setattr(search, "rank", lambda text: [("ebill_paper", score)])
    _process(search, message)
    assert message.get("intent")["name"] == believed
