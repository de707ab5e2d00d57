from sqlalchemy.orm import Session

from bot.facts import facts
from bot.outages.areas import (
    area_of_account,
    emergency_number,
    find_areas,
    region_of_city,
)
from tests.outages.conftest import Town


def test_district_alone_may_lie_in_two_cities(session: Session, town: Town) -> None:
    assert [a.city for a in find_areas(session, district="الروضة")] == ["الرياض", "جدة"]
    assert [a.id for a in find_areas(session, "جدة", "الروضة")] == [town.rawdah_jeddah]


def test_city_alone_gives_its_districts_and_nothing_gives_nothing(
    session: Session, town: Town
) -> None:
    assert {a.id for a in find_areas(session, city="الرياض")} == {town.narjis, town.rawdah_riyadh}
    assert find_areas(session) == ()
    assert find_areas(session, "أبها", "الروضة") == ()


def test_area_of_an_account_that_is_gone(session: Session, town: Town) -> None:
    assert area_of_account(session, 999_999) is None


def test_emergency_numbers_agree_with_the_dated_facts() -> None:
    unified = facts().get("safety.emergency_unified").text()
    elsewhere = facts().get("safety.emergency_elsewhere").text()
    for city, number in (
        ("الرياض", unified),
        ("جدة", unified),
        ("المدينة المنورة", unified),
        ("الدمام", unified),
        ("أبها", elsewhere),
        ("نجران", elsewhere),
        ("عرعر", elsewhere),
    ):
        region = region_of_city(city)
        assert region is not None
        assert emergency_number(region) == number, city
    assert region_of_city("دبي") is None
    assert emergency_number("nowhere") is None
