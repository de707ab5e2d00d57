"""Transcript messages as Telegram messages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.telegram_send import CAPTION_LIMIT, TEXT_LIMIT, compose, length, split
from bot.rendering.bidi import strip_isolates

_TEXTS = st.text(alphabet="ابت 1a\n😀", max_size=300)


@given(_TEXTS, st.integers(min_value=8, max_value=60))
def test_pieces_fit_and_nothing_is_lost(text, limit):
    pieces = split(text, limit)
    assert all(0 < length(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_a_cut_is_made_at_a_paragraph():
    assert split("أول كلمة\n\nثاني كلمة", 14) == ["أول كلمة", "ثاني كلمة"]


@given(st.text(alphabet="ا1 \n", min_size=1, max_size=9000))
def test_every_part_fits_into_a_telegram_message(text):
    parts = compose(1, {"text": text})
    assert all(length(part.text) <= TEXT_LIMIT for part in parts)
    said = "".join(strip_isolates(part.text) for part in parts)
    assert "".join(said.split()) == "".join(text.split())


def test_buttons_hang_below_the_last_part():
    buttons = [{"title": "نعم", "payload": "/affirm"}]
    first, *_, last = compose(7, {"text": "كلمة " * 3000, "buttons": buttons})
    assert first.markup is None
    assert last.markup.inline_keyboard[0][0].callback_data == "b7.0"


def test_short_titles_stand_two_in_a_row():
    titles = ["نعم", "لا", "عنوان طويل لا يتسع لجاره أبدا", "تخطي"]
    buttons = [{"title": title, "payload": "/x"} for title in titles]
    (part,) = compose(7, {"text": "؟", "buttons": buttons})
    rows = [[button.text for button in row] for row in part.markup.inline_keyboard]
    assert rows == [["نعم", "لا"], [titles[2]], ["تخطي"]]


def test_a_card_becomes_lines_and_edit_buttons():
    rows = [["الجوال", "0551234567", "/correct_detail"], ["الحي", "النرجس", None]]
    (part,) = compose(7, {"text": "راجع", "card": {"title": "ملخص", "rows": rows}})
    assert strip_isolates(part.text) == "راجع\n\nملخص\nالجوال: 0551234567\nالحي: النرجس"
    assert part.markup.inline_keyboard[0][0].text == "تعديل: الجوال"


def test_a_picture_carries_a_short_caption_only():
    (short,) = compose(7, {"text": "قصير", "image": "media:a.png"})
    assert (short.picture, short.text) == ("a.png", "قصير")
    picture, text = compose(7, {"text": "ا" * (CAPTION_LIMIT + 1), "image": "media:a.png"})
    assert (picture.picture, picture.text, text.picture) == ("a.png", "", None)


def test_a_request_for_the_contact_and_buttons_are_two_messages():
    buttons = [{"title": "برسالة نصية", "payload": "/x"}]
    share, choose = compose(7, {"text": "شارك", "buttons": buttons, "request_contact": True})
    assert share.markup.keyboard[0][0].request_contact
    assert choose.markup.inline_keyboard[0][0].callback_data == "b7.0"
