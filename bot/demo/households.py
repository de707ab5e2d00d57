"""Who lives where: one made-up account with its beneficiary and contacts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.accounts.tables import (
    BeneficiaryKind,
    ContactKind,
    NoticeChannel,
    TariffCategory,
)
from bot.demo import people
from bot.demo.cases import CASES, Case, OnFile, Payer
from bot.demo.places import District
from bot.sealing import fingerprint

Row = dict[str, Any]

_CATEGORIES = (
    (TariffCategory.RESIDENTIAL, 82),
    (TariffCategory.COMMERCIAL, 11),
    (TariffCategory.AGRICULTURAL, 2),
    (TariffCategory.CHARITY, 2),
    (TariffCategory.PRIVATE_HEALTH_EDUCATION, 1),
    (TariffCategory.INDUSTRIAL, 1),
    (TariffCategory.GOVERNMENT, 1),
)
_ON_FILE = ((OnFile.KNOWN, 50), (OnFile.LANDLORD, 30), (OnFile.NOBODY, 20))
_PAYERS = ((Payer.GOOD, 72), (Payer.FORGETFUL, 14), (Payer.UNPAID, 6), (Payer.PARTLY, 4),
           (Payer.NOT_POSTED, 4))  # fmt: skip
_CITY_WEIGHTS = {"الرياض": 5, "جدة": 4, "الدمام": 2, "مكة المكرمة": 2, "المدينة المنورة": 2}


@dataclass(frozen=True)
class Household:
    """One account to be, and how it lives."""

    id: int
    number: str
    district: District
    category: TariffCategory
    kind: BeneficiaryKind
    on_file: OnFile
    payer: Payer
    mobile: str
    size: float
    """Use against a middling place of its category."""
    last_month: float
    breaker_amperes: int
    citizen: bool


def _pick(rng: Random, weighted: tuple[tuple[Any, int], ...]) -> Any:
    values, weights = zip(*weighted, strict=True)
    return rng.choices(values, weights)[0]


def _breaker(category: TariffCategory, size: float) -> int:
    """Amperes; a bigger place has a bigger breaker."""
    if category is not TariffCategory.RESIDENTIAL:
        return 200 if size < 1 else 300 if size < 2 else 400
    return 60 if size < 0.6 else 100 if size < 1.5 else 200


class Town:
    """The utility's districts, ready to settle accounts in."""

    def __init__(self, districts: list[District]) -> None:
        self.districts = districts
        self._weights = [_CITY_WEIGHTS.get(district.city, 1) for district in districts]
        self._by_name = {(district.city, district.name): district for district in districts}

    def district(self, city: str, name: str) -> District:
        """The district of that name.

        Raises:
            KeyError: not in the file of cities.
        """
        return self._by_name[city, name]

    def settle(self, number: int, rng: Random) -> Household:
        """The account with id `number`: one of the handful, or one at random."""
        if number <= len(CASES):
            return self._case(number, CASES[number - 1])
        category = _pick(rng, _CATEGORIES)
        size = min(max(rng.lognormvariate(0, 0.45), 0.25), 4.0)
        on_file = _pick(rng, _ON_FILE)
        known = rng.choices((BeneficiaryKind.OWNER, BeneficiaryKind.TENANT), (6, 4))[0]
        verified = on_file is OnFile.KNOWN or rng.random() < 0.4
        return Household(
            id=number,
            number=f"{300 if verified else 100}{number:08d}",
            district=rng.choices(self.districts, self._weights)[0],
            category=category,
            kind=known if on_file is OnFile.KNOWN else BeneficiaryKind.UNKNOWN,
            on_file=on_file,
            payer=_pick(rng, _PAYERS),
            mobile=people.mobile(number),
            size=size,
            last_month=1.0,
            breaker_amperes=_breaker(category, size),
            citizen=rng.random() < 0.7,
        )

    def _case(self, number: int, case: Case) -> Household:
        return Household(
            id=number,
            number=case.number,
            district=self.district(case.city, case.district),
            category=case.category,
            kind=case.kind,
            on_file=case.on_file,
            payer=case.payer,
            mobile=people.mobile(case.mobile or number),
            size=case.size,
            last_month=case.last_month,
            breaker_amperes=_breaker(case.category, case.size),
            citizen=True,
        )


def account_row(house: Household, rng: Random, moment: datetime) -> Row:
    """The row of the accounts table."""
    known = house.on_file is OnFile.KNOWN
    identity = people.identity(house.id, house.citizen) if known else None
    tenant = house.kind is BeneficiaryKind.TENANT
    return {
        "id": house.id,
        "number": house.number,
        "verified": house.number.startswith("300"),
        "premise": f"40{house.id:08d}",
        "street": f"شارع {rng.randint(1, 90)}، مبنى {rng.randint(1000, 9999)}",
        "area_id": house.district.id,
        "meter": f"DEMO{house.id:08d}",
        "breaker_amperes": house.breaker_amperes,
        "tariff_category": house.category.value,
        "beneficiary_kind": house.kind.value,
        "beneficiary_name": None if house.on_file is OnFile.NOBODY else people.name(rng),
        "identity_number": identity,
        "identity_fingerprint": fingerprint("identity", identity) if identity else None,
        "deed_number": f"{310_000_000_000 + house.id}" if known and not tenant else None,
        "ejar_number": f"{20_000_000_000 + house.id}" if tenant else None,
        "ejar_end": (moment + timedelta(days=rng.randint(30, 330))).date() if tenant else None,
        "notice_channel": NoticeChannel.SMS.value,
        "updated_at": moment - timedelta(days=rng.randint(40, 700)) if known else None,
    }


def contact_rows(house: Household, rng: Random, moment: datetime) -> list[Row]:
    """Mobile and perhaps e-mail; an old landlord's mobile was never proved."""
    if house.on_file is OnFile.NOBODY:
        return []
    known = house.on_file is OnFile.KNOWN
    proved = moment - timedelta(days=rng.randint(40, 700)) if known else None
    values = [(ContactKind.MOBILE, house.mobile)]
    if known and (house.id <= len(CASES) or rng.random() < 0.6):
        values.append((ContactKind.EMAIL, people.email(house.id)))
    return [
        {
            "account_id": house.id,
            "kind": kind.value,
            "value": value,
            "is_primary": True,
            "verified_at": proved,
        }
        for kind, value in values
    ]
