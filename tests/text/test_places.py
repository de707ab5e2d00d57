"""Cities and districts in a message."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from bot.text.gazetteer import gazetteer
from bot.text.normalise import fold_text
from bot.text.places import find_places


@pytest.mark.parametrize(
    ("text", "value"),
    [("بجده", "جدة"), ("الكهرب طافيه بجدة", "جدة"), ("انا بمكة", "مكة المكرمة")],
)
def test_a_short_city_after_a_glued_preposition(text: str, value: str) -> None:
    assert [(p.kind, p.value) for p in find_places(fold_text(text))] == [("city", value)]


@pytest.mark.parametrize("text", ["ابي اكلم احد", "فيه احد يرد علي", "اتصلت بالدفاع المدني"])
def test_ordinary_words_are_no_districts(text: str) -> None:
    assert find_places(fold_text(text)) == []


def places(text: str) -> list[tuple[str, str]]:
    return [(p.kind, p.value) for p in find_places(fold_text(text))]


@pytest.mark.parametrize(
    "text",
    [
        "سجلوا الرقم على الحساب", "موعدنا الخميس", "عندهم فصل يوم الخميس", "وقفوا الحفر عند بابنا",
        "طاح العمود على الرصيف", "ردوا علينا الموظفين", "شكر خاص لكم", "مساء طيبة", "العربية خربت",
        "مفتاح الفيوز طق", "ولدي في روضة اطفال", "وصلنا بالسلامة", "الحمدلله على السلامة",
        "فهد السويدي", "انا المذنب", "اجا الفني", "كشف بالفواتير", "هل بالإمكان", "في الرياضة",
        "في احد عندكم", "المدينة كلها ظلام", "الباب بابها مكسور", "من البايع", "حي السلام",
        "حي البديعة", "حي المنار", "الزامي", "وش خبر التيار", "شارع العليا",
    ],
)  # fmt: skip
def test_words_of_every_day_and_other_districts_are_no_places(text: str) -> None:
    assert places(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("الكهرب فاصله بالبلد", ["البلد"]),
        ("حي شمسان ابها", ["شمسان", "أبها"]),
        ("ابها شمسان", ["أبها", "شمسان"]),
        ("المنسك ابها", ["المنسك", "أبها"]),
        ("خميس مشيط شكر", ["خميس مشيط", "شكر"]),
        ("المدينة حي قباء", ["المدينة المنورة", "قباء"]),
        ("jeddah alsafa", ["جدة", "الصفا"]),
        ("jubail fanateer", ["الجبيل", "الفناتير"]),
        ("7ay el narges riyadh", ["النرجس", "الرياض"]),
        ("fi 7ay al5aldiya", ["الخالدية"]),
        ("tafya 7ay el nozha", ["النزهة"]),
        ("no power in al nozha", ["النزهة"]),
        ("al olaya district", ["العليا"]),
        ("7ay elsafa jeddah", ["الصفا", "جدة"]),
        ("حي النرحس", ["النرجس"]),
        ("حي النرجص", ["النرجس"]),
        ("حي الياسمبن", ["الياسمين"]),
        ("الرياض النرحس", ["الرياض", "النرجس"]),
        ("جدة حي الروظة", ["جدة", "الروضة"]),
        ("الرياظ حي الملقا", ["الرياض", "الملقا"]),
        ("طافية بالسليمنية", ["السليمانية"]),
        ("من سكان الخميس", ["خميس مشيط"]),
        ("انقطاع للرياض", ["الرياض"]),
        ("الرياض كلها طافية", ["الرياض"]),
        ("من المدينة المنورة", ["المدينة المنورة"]),
        ("بابها", ["أبها"]),
    ],
)
def test_places_with_enough_around_them(text: str, expected: list[str]) -> None:
    assert [value for _, value in places(text)] == expected


def test_the_place_words_are_not_a_part_of_the_place() -> None:
    folded = fold_text("من المدينة المنورة حي السليمانية")
    assert [folded[p.start : p.end] for p in find_places(folded)] == [
        "المدينه المنوره",
        "السليمانيه",
    ]


def test_no_frequent_word_of_the_training_data_is_taken_for_a_misspelt_place() -> None:
    folder = Path(__file__).resolve().parents[2] / "data" / "nlu"
    text = "\n".join(file.read_text(encoding="utf-8") for file in folder.glob("*.yml"))
    counts = Counter(re.findall(r"[\u0621-\u064a]+", fold_text(text)))
    known = {*gazetteer().cities.full, *gazetteer().districts.full, *gazetteer().districts.bare}
    frequent = [word for word, count in counts.items() if count >= 5 and len(word) > 3]
    assert len(frequent) > 500
    taken = [w for w in frequent for lead in ("في ", "حي ") if _misread(lead + w, known)]
    assert taken == []


def _misread(text: str, known: set[str]) -> bool:
    return any(text[p.start : p.end] not in known for p in find_places(text))


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("الكهرب طافيه بالدماام", "الدمام"),
        ("في تبووك كل شوي يطفى", "تبوك"),
        ("سكني القطييف", "القطيف"),
        ("الكهرب طافيه بالرياظ", "الرياض"),
        ("ساكن في ابهى", "أبها"),
        ("طافيه في بريدا", "بريدة"),
    ],
)
def test_letters_typed_twice_or_as_they_sound(text: str, city: str) -> None:
    assert [f.value for f in find_places(fold_text(text)) if f.kind == "city"] == [city]
