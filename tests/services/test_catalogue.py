"""The catalogue's files: what staff may write, and what they are told when it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.services.catalogue import FOLDER, CatalogueError, load
from bot.services.phrases import fit
from bot.services.schema import Access

GOOD = """
name: فحص العداد
about: فني يفحص العداد.
order: 1
access: none
words: [فحص عداد]
questions:
  - {id: day, name: الموعد, ask: أي يوم؟, kind: date}
fees: {words: مجاني.}
promise: {words: قريبا.}
next: يمرك الفني.
"""


def _load(folder: Path, content: str) -> None:
    (folder / "inspection.yml").write_text(content, encoding="utf-8")
    load(folder)


def test_a_good_file_loads(tmp_path: Path) -> None:
    _load(tmp_path, GOOD)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("kind: date", "kind: dates", "questions → 0 → kind: "),
        ("order: 1", "ordre: 1", "ordre: extra fields not permitted"),
        ("next: يمرك الفني.", "", "next: field required"),
        ("id: day", "id: Day!", "questions → 0 → id: string does not match"),
        ("id: day", "id: confirm", "confirm is a name of our own"),
        ("kind: date", "kind: choice", "choices (two or more) belong to questions of kind choice"),
        ("kind: date", "kind: date, least: 3", "units, least and most belong"),
        ("words: [فحص عداد]", "words: []", "words: there must be at least one"),
        ("words: قريبا.", "words: قريبا., fact: standards.nothing", "no fact standards.nothing"),
        ("words: قريبا.", "words: قريبا., since: when", "counts from when, which is no question"),
        ("name: فحص العداد", "name: [", "is not valid YAML"),
    ],
)
def test_mistakes_are_told_with_their_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(CatalogueError) as error:
        _load(tmp_path, GOOD.replace(old, new, 1))
    assert "inspection.yml" in str(error.value)
    assert told in str(error.value)


def test_the_command_lists_or_tells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["services", "check"]) == 0
    assert "new_connection" in capsys.readouterr().out
    (tmp_path / "x.yml").write_text("name: x", encoding="utf-8")
    assert main(["services", "check", str(tmp_path)]) == 1
    assert "x.yml has mistakes" in capsys.readouterr().err


def test_twins_and_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no services"):
        load(tmp_path)
    twice = GOOD.replace("fees:", "  - {id: day, name: آخر, ask: متى؟, kind: date}\nfees:")
    with pytest.raises(CatalogueError, match="question day stands there twice"):
        _load(tmp_path, twice)


def test_the_company_names_all_its_services() -> None:
    names = {one.id for one in load(FOLDER).all()}
    assert names == {
        "new_connection",
        "load_increase",
        "load_reduction",
        "relocation",
        "replacement",
        "split",
        "merge",
        "temporary",
        "transfer",
        "moving_out",
        "cancellation",
        "other_service",
    }


def test_what_touches_an_account_of_ones_own_asks_for_proof() -> None:
    free = {one.id for one in load(FOLDER).all() if one.access is Access.NONE}
    assert free == {"new_connection", "temporary", "transfer", "other_service"}


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("ابغى عداد لبيتي اللي توني مخلصه", "new_connection"),
        ("القاطع ما يتحمل المكيفات وابي اقوي", "load_increase"),
        ("اخفض القدرة من 200 الى 100 امبير", "load_reduction"),
        ("ابي العداد ينتقل، ابي انقله برا السور", "relocation"),
        ("شاشة عدادي مطفية وابي تبدلونها", "replacement"),
        ("افصل كهرب الملحق عن البيت", "split"),
        ("عندي عدادين ودي ادمجهم", "merge"),
        ("نبي كهربا مؤقتة لخيمة العزاء", "temporary"),
        ("شريت شقة وعدادها باسم المالك السابق", "transfer"),
        ("بطلع من الشقة نهاية الشهر وابي اصفي", "moving_out"),
        ("الغوا اشتراكي وشيلوا العداد", "cancellation"),
        ("العمود معترض على كراجي ابي تنقلونه", "other_service"),
        ("i am moving out of my apartment", "moving_out"),
        ("abi anaqel melkyat al3addad", "transfer"),
    ],
)
def test_how_people_name_a_service(text: str, service: str) -> None:
    assert [one.id for one in load(FOLDER).named_in(text)] == [service]


@pytest.mark.parametrize("text", ["كم فاتورتي", "الكهرباء مقطوعة", "هلا", ""])
def test_what_names_none(text: str) -> None:
    named = {one.id for one in load(FOLDER).named_in(text)}
    assert named <= {"new_connection"}  # electricity alone is the weakest of its phrases


def test_a_longer_phrase_fits_better_and_a_weak_one_least() -> None:
    assert fit(["نقل/انقل عداد"], "ابي انقل عدادي") == 4
    assert fit(["نقل/انقل عداد اسم/باسمي"], "انقلوا العداد") == 0
    assert fit(["~عداد"], "العداد خربان") == 1
    assert fit(["عداد"], "والعداد") == 2
