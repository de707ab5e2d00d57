"""A small town: two districts of one name in two cities, three accounts."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from bot.accounts.tables import Account, Area
from bot.database import transaction


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
        Area(city=city, district=district, region=region, feeder=feeder, biller="002")
        for city, district, region, feeder in (
            ("الرياض", "النرجس", "riyadh", "RUH-01"),
            ("الرياض", "الروضة", "riyadh", "RUH-04"),
            ("جدة", "الروضة", "makkah", "JED-01"),
        )
    ]
    session.add_all(areas)
    session.flush()
    accounts = [
        Account(
            number=number,
            verified=True,
            premise=f"P-{number[-4:]}",
            street="شارع الأمل",
            area_id=area.id,
            meter=f"M-{number[-4:]}",
            breaker_amperes=100,
            tariff_category="residential",
        )
        for number, area in (("30010000001", areas[0]), ("30010000002", areas[0]))
    ]
    session.add_all(accounts)
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
