"""Search finds what people mean, and shows it as it was said."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.transcripts import search
from bot.transcripts.listing import Filters
from bot.transcripts.record import ensure_conversation, record_bot_message
from bot.transcripts.search import find, highlight, search_words


def _say(session, said, key="web:1"):
    return record_bot_message(session, ensure_conversation(session, key), {"text": said}, None)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("فاتورتي مرتفعة", "فاتورة"),
        ("وصلتني الفاتوره أمس", "فاتورة"),
        ("فاتورة الكهرباء", "الفاتورة"),
        ("والفاتورة غالية", "بالفاتوره"),
        ("وش سالفة هالزياده", "الزيادة"),
        ("للكهرباء", "كهربا"),
        ("الكهربا طافية", "كهرباء"),
        ("كَهْرَبَاء", "كهرباء"),
        ("كهـــربـاء", "كهرباء"),
        ("كهربااااااء", "كهرباء"),
        ("إلى أحمد", "الي احمد"),
        ("مستشفى", "مستشفي"),
        ("بلاغ ٤٥ في الحي", "45"),
        ("Hello SADAD", "sadad"),
        ("طلبت موظف وما رد أحد", "موظف رد"),
        ("الرياض", "رياض"),
        ("في حي النرجس", "الحي"),
    ],
)
def test_found_however_it_is_spelled(session, said, asked):
    wanted = _say(session, said)
    _say(session, "كلام آخر تمامًا")
    assert [one.id for one in find(session, asked, Filters(), None, 9)] == [wanted.id]
    pieces = highlight(wanted.text, asked)
    assert any(hit for _, hit in pieces)
    assert "".join(piece for piece, _ in pieces) == wanted.text


@pytest.mark.parametrize(
    "asked", ["عداد", "", "  ", "•••", '"', "' OR 1", "words:", "* AND (", "\\"]
)
def test_nothing_is_found_and_nothing_breaks(session, asked):
    _say(session, "فاتورتي مرتفعة")
    assert find(session, asked, Filters(), None, 9) == []


def test_every_word_counts_and_pages_and_filters_combine(session):
    first = [_say(session, f"رسالة رقم {number} عن العداد").id for number in range(5)]
    other = _say(session, "العداد", "telegram:1").id
    assert find(session, "عداد فاتورة", Filters(), None, 9) == []
    ids = [one.id for one in find(session, "عداد", Filters(), None, 3)]
    assert ids == [other, first[4], first[3]]
    assert [one.id for one in find(session, "عداد", Filters(), ids[-1], 9)] == first[2::-1]
    narrow = Filters(channel="telegram")
    assert [one.id for one in find(session, "عداد", narrow, None, 9)] == [other]


def test_two_letters_are_a_word_and_no_beginning(session):
    here = _say(session, "كم باقي في الرصيد")
    _say(session, "كمبيوتر الفيصلية")
    for asked in ("كم", "في", "كم في"):
        assert [one.id for one in find(session, asked, Filters(), None, 9)] == [here.id]
        assert all(piece.strip() in asked for piece, hit in highlight(here.text, asked) if hit)
    assert not any(hit for _, hit in highlight("كمبيوتر الفيصلية", "كم في"))


@pytest.mark.parametrize("most", [0, 3, 9])
def test_of_few_and_of_many_conversations_the_same_is_found(session, monkeypatch, most):
    monkeypatch.setattr(search, "_FEW", most)
    monkeypatch.setattr(search, "_FEW_OLD", most)
    said = [_say(session, f"العداد {number}", f"telegram:{number}").id for number in range(5)]
    _say(session, "العداد", "web:1")
    _say(session, "كلام آخر", "telegram:2")
    for filters in (Filters(channel="telegram"), Filters(channel="telegram", until="2999-01-01")):
        found = [one.id for one in find(session, "عداد", filters, None, 2)]
        found += [one.id for one in find(session, "عداد", filters, found[-1], 9)]
        assert found == said[::-1]
    for nobody in (Filters(clerk="huda"), Filters(until="2001-01-01"), Filters(since="2999-01-01")):
        assert find(session, "عداد", nobody, None, 9) == []


def test_only_masked_text_is_indexed_and_a_deleted_message_is_forgotten(session):
    message = _say(session, "هويتي 1023456789 وبريدي sara@example.com")
    assert find(session, "1023456789", Filters(), None, 9) == []
    assert find(session, "sara", Filters(), None, 9) == []
    assert len(find(session, "هويتي", Filters(), None, 9)) == 1
    session.delete(message)
    session.flush()
    assert session.execute(text("SELECT count(*) FROM messages_search")).scalar_one() == 0


def test_a_long_text_shows_what_stands_round_the_hit():
    pieces = highlight("كلمة " * 200 + "العداد" + " بعدها" * 200, "عداد")
    shown = "".join(piece for piece, _ in pieces)
    assert ("العداد", True) in pieces and len(shown) < 260
    assert shown.startswith("… ") and shown.endswith(" …")


def test_an_endless_word_is_cut():
    assert max(map(len, search_words("و" + "م" * 100 + "w" * 10_000).split())) <= 40
