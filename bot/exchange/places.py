"""Areas by the names that a utility's files have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.tables import Area
from bot.outages.areas import biller_of_city, emergency_number, region_of_city
from bot.text.normalise import fold_text


class Areas:
    """The areas on file, by city and district however they are spelled."""

    UNKNOWN = "no such district of that city; with feeder, region and biller it would be added"

    def __init__(self, session: Session) -> None:
        self._session = session
        rows = session.execute(select(Area.city, Area.district, Area.id))
        self._ids = {(fold_text(city), fold_text(district)): at for city, district, at in rows}

    def find(self, city: str, district: str) -> int | None:
        """Id of an area that is there."""
        return self._ids.get((fold_text(city), fold_text(district)))

    def find_or_add(self, row: Mapping[str, Any]) -> int | None:
        """Id of the area of a row; a new one where the row tells all of it, else None."""
        city, district, feeder = row["city"], row["district"], row["feeder"]
        found = self.find(city, district)
        if found is not None:
            return found
        region = row["region"] or region_of_city(city)
        biller = row["biller"] or biller_of_city(city)
        if not (region and biller and feeder and emergency_number(region)):
            return None
        area = Area(city=city, district=district, region=region, feeder=feeder, biller=biller)
        self._session.add(area)
        self._session.flush()
        self._ids[fold_text(city), fold_text(district)] = area.id
        return int(area.id)
