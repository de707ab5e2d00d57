"""The districts of `data/lookups/cities.yml` that the demo utility supplies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.settings import ROOT

CITIES_FILE = ROOT / "data" / "lookups" / "cities.yml"


@dataclass(frozen=True)
class District:
    """One row of the areas table to be."""

    id: int
    city: str
    name: str
    region: str
    feeder: str
    biller: str


def districts(path: Path = CITIES_FILE) -> list[District]:
    """Every district in the file's order, numbered from 1."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows = [(city, district) for city in content["cities"] for district in city["districts"]]
    return [
        District(
            id=number,
            city=city["name"],
            name=district["name"],
            region=city["region"],
            feeder=district["feeder"],
            biller=city["biller"],
        )
        for number, (city, district) in enumerate(rows, start=1)
    ]
