from __future__ import annotations

import pytest

from bot.dialogue.nlu.features import GROUPS, extract, skeleton
from bot.text.normalise import fold_text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("فاتورة", "فاتوره"),
        ("كهرباء", "كهربا"),
        ("طافية", "تافيه"),
        ("مستأجر", "مستاجر"),
        ("ضغط", "دغت"),
    ],
)
def test_skeletons_agree(one: str, other: str) -> None:
    assert skeleton(fold_text(one)) == skeleton(fold_text(other))


def test_values_are_seen_as_kinds_only() -> None:
    assert extract("جوالي 0551234567") == extract("جوالي ٠٥٠ ١٢٣ ٤٥٦٧")


def test_different_kinds_differ() -> None:
    assert extract("0551234567")["words"] != extract("1234")["words"]


def test_dialects_share_meanings() -> None:
    assert "why" in extract("ليش")["meanings"]
    assert extract("ليش الفاتورة مرتفعة")["meanings"] == extract("لماذا الفاتورة غالية")["meanings"]


def test_latin_is_read_as_arabic() -> None:
    arabic, latin = extract("فاتورتي"), extract("fatorti")
    assert arabic["words"] == latin["words"]
    assert arabic["bones"] == latin["bones"]


def test_signs_tell_an_answer_and_a_name() -> None:
    assert "yes" in extract("ايه تمام")["signs"]
    assert "name" in extract("نورة بنت سعد العتيبي")["signs"]
    assert "role:old" in extract("مو 0551234567 لا 0501234567")["signs"]


def test_groups_are_told_apart_by_their_first_letter() -> None:
    assert set(extract("نعم")) == set(GROUPS)
    assert len({group[0] for group in GROUPS}) == len(GROUPS)


def test_topics_tell_what_else_is_spoken_of() -> None:
    assert set(extract("فاتورة المويه كم")["topics"]) == {"elsewhere", "water"}
    assert not extract("فاتورة الكهرب كم")["topics"]
