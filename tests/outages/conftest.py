"""A small town: three districts, two of them of one name, and two accounts."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from bot.database import transaction
from tests.records import new_account, new_area


@dataclass(frozen=True)
class Town:
    """Ids of the rows, and numbers of the accounts."""

    narjis: int
    rawdah_riyadh: int
    rawdah_jeddah: int
    account: str
    neighbour: str


def build_town(session: Session) -> Town:
    """Write the rows."""
    areas = [
        new_area(district, city=city, region=region, feeder=feeder)
        for city, district, region, feeder in (
            ("الرياض", "النرجس", "riyadh", "RUH-01"),
            ("الرياض", "الروضة", "riyadh", "RUH-04"),
            ("جدة", "الروضة", "makkah", "JED-01"),
        )
    ]
    accounts = [new_account(number, areas[0]) for number in ("30010000001", "30010000002")]
    session.add_all([*areas, *accounts])
    session.flush()
    return Town(*(area.id for area in areas), *(account.number for account in accounts))


@pytest.fixture
def town(session: Session) -> Town:
    """The town, in the test's own transaction."""
    return build_town(session)


@pytest.fixture
def committed_town(database: None) -> Town:
    """The town, visible to every process."""
    with transaction() as session:
        return build_town(session)
