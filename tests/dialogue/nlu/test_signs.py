"""Signs alone, and leaving for later, are plain whatever the classifier says."""

from __future__ import annotations

import pytest

from bot.dialogue.nlu.signs import read_signs

RANKING = (("thanks", 0.6), ("skip", 0.2), ("repeat", 0.1), ("cancel", 0.1))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        (".", "repeat"),
        ("؟؟", "repeat"),
        ("....", "repeat"),
        ("،", "repeat"),
        ("خلاص نكمل بكرة", "cancel"),
        ("👍", "thanks"),
        ("شكرا.", "thanks"),
        ("5", "thanks"),
    ],
)
def test_the_likeliest_meaning(text: str, intent: str) -> None:
    ranking = read_signs(RANKING, text)
    assert ranking[0][0] == intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("ابغى اعدل الايميل بس", "change_contact"),
        ("غيروا لي رقم الجوال لو سمحتوا", "change_contact"),
        ("ابي تعديل البريد الالكتروني فقط", "change_contact"),
        ("ابي اغير رقم الحساب", "all_accounts"),
        ("ما عندي حساب كهرباء", "link_account"),
        ("ما عندي حساب ثاني", "all_accounts"),
        ("انا عجوز وما اعرف للجوالات", "menu"),
        ("ما اعرف رقم حسابي", "all_accounts"),
    ],
)
def test_plain_wishes_where_the_classifier_doubts(text: str, intent: str) -> None:
    names = ("all_accounts", "change_contact", "link_account", "menu")
    ranking = tuple((name, p) for name, p in zip(names, (0.6, 0.2, 0.1, 0.1), strict=True))
    assert read_signs(ranking, text)[0][0] == intent


def test_a_sure_request_counts_more_than_the_need_for_help() -> None:
    ranking = (("human", 0.9), ("menu", 0.1))
    assert read_signs(ranking, "انا شايب وصلوني بموظف")[0][0] == "human"
