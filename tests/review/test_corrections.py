from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
import yaml

from bot.clock import now
from bot.database import transaction
from bot.privacy.retention import purge
from bot.review import corrections
from bot.review import export as exporting
from bot.review.corrections import Entity
from bot.review.reviewing import ReviewError
from bot.review.tables import CorrectionState
from bot.training_data import HELD_OUT, held_out_examples, intents, training_examples
from bot.transcripts.masking import ERASED
from bot.transcripts.tables import Message
from bot.transcripts.trace import Trace
from tests.review.test_reviewing import say

TRACE = Trace("nlu_fallback", 0.6, [["nlu_fallback", 0.6], ["ask_bill", 0.3]])


def propose(message: int, intent: str, by: str, *entities: Entity) -> int:
    with transaction() as session:
        row = session.get(Message, message)
        return corrections.propose(session, row, intent, entities, "", by).id


def decide(number: int, by: str, approve: bool = True, others: int = 1) -> int:
    with transaction() as session:
        return len(corrections.decide(session, number, approve, by, "", others))


def exported() -> exporting.Export:
    with transaction() as session:
        return exporting.export(session)


@pytest.fixture
def said(database) -> int:
    """Something new to the training data, with a mobile in it."""
    return say("web:1", "الله يصلحكم وش السالفه بجوالي 0551234567 زرنخ", TRACE)[1]


def test_a_colleague_approves_and_the_same_words_go_with_it(said):
    again = say("web:2", "الله يصلحكم وش السالفة بجوالي 0551234567 زرنخ!!", TRACE)[1]
    first, second = propose(said, "ask_bill", "huda"), propose(again, "ask_bill", "huda")
    with transaction() as session:
        groups, more = corrections.queue(session, CorrectionState.PENDING)
        assert [len(group.rows) for group in groups] == [2] and not more
        assert not groups[0].disagree
    with pytest.raises(ReviewError, match="own"):
        decide(first, "huda")
    assert decide(first, "ali") == 2
    with pytest.raises(ReviewError, match="decided"):
        decide(second, "ali")
    with transaction() as session:
        assert corrections.queue(session, CorrectionState.PENDING)[0] == []
        approved, _ = corrections.queue(session, CorrectionState.APPROVED)
        assert {row.decided_by for row in approved[0].rows} == {"ali"}


def test_with_the_words_goes_what_they_meant(said):
    number = propose(said, "ask_bill", "huda", Entity("mobile", "+966551234567", 29, 39))
    decide(number, "ali")
    assert len(exported().lines) == 1
    with time_machine.travel(now() + timedelta(days=800)):
        purge(timedelta(days=400), "terminal:test", anonymise=True)
    assert exported().is_empty
    with transaction() as session:
        assert session.get(Message, said).text == ERASED
        assert corrections.queue(session, CorrectionState.APPROVED) == ([], "")


def test_who_is_alone_approves_ones_own_and_anybody_takes_ones_own_back(said):
    assert decide(propose(said, "ask_bill", "huda"), "huda", others=0) == 1
    assert decide(propose(said, "out_of_scope", "huda"), "huda", approve=False) == 1


def test_two_who_agree_need_no_third(said):
    propose(said, "ask_bill", "ali")
    assert decide(propose(said, "ask_bill", "huda"), "huda") == 2


def test_those_who_disagree_are_decided_apart(said):
    one, other = propose(said, "ask_bill", "huda"), propose(said, "complaint", "ali")
    with transaction() as session:
        group = corrections.queue(session, CorrectionState.PENDING)[0][0]
        assert group.disagree
    assert decide(one, "ali") == 1
    assert decide(other, "huda", approve=False) == 1


def test_a_second_thought_replaces_the_first(said):
    assert propose(said, "ask_bill", "huda") == propose(said, "complaint", "huda")


def test_what_cannot_be_a_correction(said):
    with pytest.raises(ReviewError, match="no_intent"):
        propose(said, "nlu_fallback", "huda")
    with pytest.raises(ReviewError, match="no_kind"):
        propose(said, "inform", "huda", Entity("area", "1", 0, 3))
    for spans in [((0, 5), (3, 8)), ((2, 2),), ((0, 9999),), ((-1, 3),)]:
        with pytest.raises(ReviewError, match="overlap"):
            propose(said, "inform", "huda", *(Entity("city", "x", *span) for span in spans))
    for text in ("م" * 501, "؟؟؟", "\u200b\u200d", "👩‍👩‍👧‍👦"):
        with pytest.raises(ReviewError, match="no_words"):
            propose(say("web:9", text, TRACE)[1], "inform", "huda")


def test_the_queue_goes_on_where_its_page_ended(database, monkeypatch):
    monkeypatch.setattr(corrections, "GROUPS_SHOWN", 2)
    for number in range(5):
        propose(say("web:1", f"كلام رقم {number} زرنخ", TRACE)[1], "ask_bill", "huda")
    with transaction() as session:
        seen, after = [], ""
        for _ in range(3):
            groups, after = corrections.queue(session, CorrectionState.PENDING, after)
            seen += [group.rows[0].id for group in groups]
    assert seen == sorted(seen) and len(set(seen)) == 5 and after == ""


def test_the_export_trains_and_holds_nobodys_number(said, tmp_path):
    start = "الله يصلحكم وش السالفه بجوالي ".__len__()
    mobile = Entity("mobile", "+966551234567", start, start + 10)
    decide(propose(said, "change_contact", "huda", mobile), "ali")
    result = exported()
    result.write(tmp_path / "x" / "corrections.yml")
    text = (tmp_path / "x" / "corrections.yml").read_text(encoding="utf-8")
    assert "551234567" not in text and "زرنخ" in text and '{"entity": "mobile"' in text
    content = yaml.safe_load(text)
    assert [one["intent"] for one in content["nlu"]] == ["change_contact"]
    from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader

    (example,) = RasaYAMLReader().reads(text).training_examples
    (entity,) = example.get("entities")
    assert example.get("intent") == "change_contact" and entity["entity"] == "mobile"
    assert entity["value"].startswith("+966") and "551234567" not in entity["value"]


def test_what_is_trained_already_is_left_out_and_a_clash_is_told(database):
    there = training_examples()[0]
    other = next(name for name in intents() if name != there.intent)
    same = say("web:1", there.text, TRACE)[1]
    decide(propose(same, there.intent, "huda"), "ali")
    assert exported().known == 1 and exported().is_empty
    decide(propose(same, other, "huda"), "ali")
    result = exported()
    assert result.is_empty and [found for _, found in result.clashes] == [there.intent]


def test_a_held_out_message_never_trains(database):
    held = held_out_examples(HELD_OUT)[0]
    message = say("web:1", f"{held.text} !!", TRACE)[1]
    decide(propose(message, "out_of_scope", "huda"), "ali")
    result = exported()
    assert result.is_empty and result.held_out == 1


@pytest.mark.parametrize(
    ("text", "intent", "hollow"),
    [
        ("نورة الشهري", "out_of_scope", 1),
        ("0551234567", "ask_bill", 1),
        ("نورة الشهري", "inform", 0),
        ("زرنخ 0551234567", "ask_bill", 0),
    ],
)
def test_a_name_alone_teaches_only_that_values_are_told(database, text, intent, hollow):
    decide(propose(say("web:1", text, TRACE)[1], intent, "huda"), "ali")
    result = exported()
    assert result.hollow == hollow and result.is_empty is bool(hollow)


def test_the_signs_of_annotations_are_only_words(database):
    text = 'زرنخ [x](city) {"entity": "y"}\n- سطر ثاني زرنخ'
    decide(propose(say("web:1", text, TRACE)[1], "ask_bill", "huda"), "ali")
    content = yaml.safe_load(exported().yaml())
    examples = content["nlu"][0]["examples"]
    assert examples.count("\n") == 1 and "[" not in examples and "{" not in examples
