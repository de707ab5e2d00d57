from __future__ import annotations

import pytest

from bot.text.normalise import normalise
from bot.text.numbers import find_number_words
from bot.text.values import find_values


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("خمسة آلاف", "5000"),
        ("ثلاثين", "30"),
        ("ألف ومئتين وخمسين", "1250"),
        ("الفين وخمسمية", "2500"),
        ("ثلاثمية وخمسة وعشرين", "325"),
        ("مليون", "1000000"),
        ("خمسطعش", "15"),
        ("خمستاشر", "15"),
        ("اتنين", "2"),
        ("ربعميه وخمسين", "450"),
        ("صفر خمسة خمسة واحد اثنين ثلاثة اربعة خمسة ستة سبعة", "0551234567"),
        ("واحد، واحد، صفر، صفر", "1100"),
    ],
)
def test_reads(text: str, digits: str) -> None:
    assert [n.digits for n in find_number_words(normalise(text).text)] == [digits]


def test_words_between_part_numbers() -> None:
    found = find_number_words(normalise("عشرين كيلو او ثلاثين").text)
    assert [n.digits for n in found] == ["20", "30"]


@pytest.mark.parametrize("text", ["وين الفاتورة", "فاتورتي", "ستار", ""])
def test_other_words_are_no_numbers(text: str) -> None:
    assert find_number_words(normalise(text).text) == []


@pytest.mark.parametrize(
    "text",
    [
        "مية مية", "ميه بالميه", "مية في المية", "الف شكر", "الف الف مبروك", "قلت لكم مليون مره",
        "ta7 3alay el selk", "tetla3 3aleh shararah", "3ndna enqeta3", "ga63een el kahraba",
        "ya36ek al3afya",
    ],
)  # fmt: skip
def test_sayings_and_letters_written_as_digits_are_no_numbers(text: str) -> None:
    assert [v for v in find_values(text) if v.kind in ("number", "mobile")] == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("دفعت الف ريال", "1000"), ("الف ومية", "1100"), ("50sar", "50"), ("25sr", "25"),
        ("sha7r 7 sa3a", "7"), ("دفعت مية وعشرين والف شكر", "120"),
    ],
)  # fmt: skip
def test_numbers_beside_such_words_stay(text: str, number: str) -> None:
    assert [v.value for v in find_values(text) if v.kind == "number"] == [number]


def test_a_mobile_glued_to_a_latin_word() -> None:
    assert [v.value for v in find_values("jawali0551234567")] == ["mobile", "+966551234567"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("جتني بخمسة آلاف", "5000"), ("فاتورتي وصلت لثلاث الاف ريال", "3000"),
        ("طالعة بعشرين الف", "20000"), ("سددت بخمسمية", "500"),
    ],
)  # fmt: skip
def test_a_preposition_does_not_cut_an_amount(text: str, number: str) -> None:
    assert [v.value for v in find_values(text) if v.kind == "number"] == [number]


@pytest.mark.parametrize("text", ["لست مقتنع", "جيتكم بعشر شكاوي"])
def test_such_words_alone_are_no_numbers(text: str) -> None:
    numbers = [v.value for v in find_values(text) if v.kind == "number"]
    assert not {"6", "10"} & set(numbers)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("فاتورتي ٣ آلاف", ["3000"]), ("3 الاف ريال", ["3000"]), ("٢٤ الف", ["24000"]),
        ("1.5 الف", ["1500"]), ("الف ومتين", ["1200"]), ("من مية لثلاثمية", ["100", "300"]),
        ("جتني بخمسمية", ["500"]), ("باقي خمسة ريال", ["5"]),
        ("الف عافية عليك", []), ("لست متأكد", []),
        ("الف ونص", ["1500"]), ("سددت الفين ونص", ["2500"]), ("٣ آلاف ونصف ريال", ["3500"]),
        ("خمسمية ونص الشهر ما خلص", ["500"]),
        ("4 الاف و200 دفعتها", ["4200"]), ("ريال 742,35 المبلغ", ["742.35"]),
        ("٣٥٠,٧٥ ريال", ["350.75"]), ("1,350.75", ["1350.75"]), ("1,350 ريال", ["1350"]),
    ],
)  # fmt: skip
def test_amounts_in_figures_and_words(text: str, numbers: list[str]) -> None:
    assert [v.value for v in find_values(text) if v.kind == "number"] == numbers
