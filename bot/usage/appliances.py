"""What a device uses and costs, from `data/appliances.yml` and the dated tariff."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.facts import Confidence
from bot.text.appliances import APPLIANCES_FILE

DAYS_A_MONTH = 30
_HORSEPOWER_WATTS = Decimal("745.7")
_HORSE_BTU = 9000
"""What shops mean by a horse of an air conditioner."""


class AppliancesError(Exception):
    """The file of appliances is wrong; the message says where."""


@dataclass(frozen=True)
class Appliance:
    """One kind of device. `size` and `sizes` are BTU an hour where `eer` is given, else watts."""

    key: str
    title: str
    """Arabic."""
    size: int
    sizes: tuple[int, ...]
    """Usual sizes to choose from; empty: one fits all."""
    eer: int | None
    """BTU an hour carried away by one watt."""
    hours: int
    """A usual use a day; 24 for what is always on."""
    always_on: bool
    thermostat: bool
    """It switches itself off and on: full power all the time is the most it can use."""
    source: str
    confidence: Confidence

    @property
    def cools(self) -> bool:
        """Whether its size is given in BTU an hour."""
        return self.eer is not None

    def watts(self, size: int) -> Decimal:
        """Power drawn by one of this size."""
        return Decimal(size) / self.eer if self.eer else Decimal(size)


@dataclass(frozen=True)
class Use:
    """A device and how long it runs each day of a month."""

    appliance: Appliance | None
    """None: only its power is known."""
    size: int
    """BTU an hour of what cools, else watts."""
    minutes: int
    """A day."""
    count: int = 1

    @property
    def watts(self) -> Decimal:
        """Power of one of them."""
        return self.appliance.watts(self.size) if self.appliance else Decimal(self.size)

    @property
    def month_kwh(self) -> Decimal:
        """kWh of 30 days at full power."""
        return self.watts * self.count * self.minutes * DAYS_A_MONTH / 60 / 1000


def read_power(power: str, appliance: Appliance | None) -> tuple[int, bool]:
    """A `power` entity (`18000btu`, `1500w`, `2hp`) as (size, whether it is BTU an hour).

    A horse of what cools is the size that shops call so, of anything else its power.
    """
    if power.endswith("btu"):
        return int(power.removesuffix("btu")), True
    if power.endswith("hp"):
        horses = Decimal(power.removesuffix("hp"))
        if appliance is not None and appliance.cools:
            return int(horses * _HORSE_BTU), True
        return int(horses * _HORSEPOWER_WATTS), False
    return int(power.removesuffix("w")), False


def read_minutes(duration: str) -> int:
    """Minutes of a `duration` entity (`480m`), at most those of a day."""
    return min(int(duration.removesuffix("m")), 24 * 60)


@lru_cache(maxsize=1)
def appliances() -> dict[str, Appliance]:
    """The devices of this process by key, in the file's order, read and checked once."""
    return load_appliances(APPLIANCES_FILE)


def load_appliances(path: Path) -> dict[str, Appliance]:
    """Read and check a file of appliances.

    Raises:
        AppliancesError: it is not as its head describes.
    """
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    sources = content["sources"]
    return {
        str(key): _appliance(str(key), body, sources) for key, body in content["appliances"].items()
    }


def _appliance(key: str, body: dict[str, Any], sources: dict[str, str]) -> Appliance:
    try:
        size = body["btu"] if "eer" in body else body["watts"]
        always_on = bool(body.get("always_on"))
        found = Appliance(
            key=key,
            title=body["title"],
            size=size,
            sizes=tuple(body.get("sizes", ())),
            eer=body.get("eer"),
            hours=24 if always_on else body["hours"],
            always_on=always_on,
            thermostat=bool(body.get("thermostat")),
            source=" ".join(sources[body["source"]].split()),
            confidence=Confidence(body["confidence"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise AppliancesError(f"appliance {key}: missing or wrong: {error}") from error
    if not 0 < found.hours <= 24 or found.size <= 0 or found.watts(found.size) > 50_000:
        raise AppliancesError(f"appliance {key}: hours or power cannot be")
    if found.confidence is Confidence.UNCERTAIN:
        raise AppliancesError(f"appliance {key}: an uncertain figure must not be said")
    return found
