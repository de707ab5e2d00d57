"""Where: areas as people name them, and the emergency number of a region."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.tables import Account, Area
from bot.settings import ROOT

PLACES_FILE = ROOT / "data" / "lookups" / "cities.yml"


@dataclass(frozen=True)
class AreaInfo:
    """A district of a city. Names are the canonical Arabic ones of `data/lookups/cities.yml`."""

    id: int
    city: str
    district: str
    region: str

    @property
    def name(self) -> str:
        """As people say it: "النرجس، الرياض"."""
        return f"{self.district}، {self.city}"


def area_info(area: Area) -> AreaInfo:
    """The plain view of a row."""
    return AreaInfo(area.id, area.city, area.district, area.region)


def find_areas(
    session: Session, city: str | None = None, district: str | None = None
) -> tuple[AreaInfo, ...]:
    """Every area of that city and district; a name left out matches all, no name matches none."""
    if city is None and district is None:
        return ()
    query = select(Area).order_by(Area.city, Area.district)
    if city is not None:
        query = query.where(Area.city == city)
    if district is not None:
        query = query.where(Area.district == district)
    return tuple(area_info(row) for row in session.execute(query).scalars())


def area_by_id(session: Session, area_id: int) -> AreaInfo | None:
    """The area, or None when there is no such row."""
    row = session.get(Area, area_id)
    return None if row is None else area_info(row)


def area_of_account(session: Session, account_id: int) -> AreaInfo | None:
    """Where the premise of an account lies; None when the account is gone."""
    row = session.get(Account, account_id)
    return None if row is None else area_info(row.area)


@lru_cache(maxsize=1)
def _places() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(PLACES_FILE.read_text(encoding="utf-8"))
    return loaded


def region_of_city(city: str) -> str | None:
    """Key of the region that a city lies in; None for a city that the file does not name."""
    return next((c["region"] for c in _places()["cities"] if c["name"] == city), None)


def biller_of_city(city: str) -> str | None:
    """SADAD biller that serves a city; None for a city that the file does not name."""
    return next((str(c["biller"]) for c in _places()["cities"] if c["name"] == city), None)


def emergency_number(region: str) -> str | None:
    """The number to call for danger to life in a region; None for an unknown key."""
    found = _places()["regions"].get(region)
    return found and str(found["emergency"])
