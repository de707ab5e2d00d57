"""The handful of accounts that show each case, with numbers that never change."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.accounts.tables import BeneficiaryKind, TariffCategory


class Payer(Enum):
    """How an account pays."""

    GOOD = "good"
    FORGETFUL = "forgetful"
    """Skips a month now and then; the rest moves to the next bill."""
    UNPAID = "unpaid"
    """Neither of the last two bills."""
    PARTLY = "partly"
    """Half of the newest bill."""
    NOT_POSTED = "not_posted"
    """Paid the newest bill some hours ago; the record does not know yet."""


class OnFile(Enum):
    """What the record knows of the person who really uses the supply."""

    KNOWN = "known"
    LANDLORD = "landlord"
    """Only an earlier landlord's name and mobile."""
    NOBODY = "nobody"


@dataclass(frozen=True)
class Case:
    """One account to try. `label` is Arabic, for the demo page."""

    number: str
    label: str
    city: str
    district: str
    kind: BeneficiaryKind = BeneficiaryKind.OWNER
    on_file: OnFile = OnFile.KNOWN
    payer: Payer = Payer.GOOD
    category: TariffCategory = TariffCategory.RESIDENTIAL
    mobile: int | None = None
    """Which demo mobile; None: the one that goes with the account."""
    size: float = 1.0
    last_month: float = 1.0
    """Factor on the newest month's use."""
    daily_readings: bool = True
    """Whether its meter sends daily readings."""


_OPEN_OUTAGE = ("الرياض", "النسيم")
_PLANNED_TOMORROW = ("أبها", "المنسك")

CASES: tuple[Case, ...] = (
    Case("30000000001", "مالك مسجل، فاتورته مدفوعة", "الرياض", "النرجس"),
    Case(
        "30000000002",
        "مستأجر غير مسجل: البيانات باسم مالك سابق",
        "جدة",
        "الصفا",
        kind=BeneficiaryKind.UNKNOWN,
        on_file=OnFile.LANDLORD,
    ),
    Case("30000000003", "حسابان بجوال واحد: البيت", "الدمام", "الشاطئ", mobile=3),
    Case(
        "30000000004",
        "حسابان بجوال واحد: المحل",
        "الدمام",
        "الفيصلية",
        mobile=3,
        category=TariffCategory.COMMERCIAL,
        daily_readings=False,
    ),
    Case(
        "30000000005", "فاتورة غير مدفوعة ورصيد سابق", "مكة المكرمة", "العوالي", payer=Payer.UNPAID
    ),
    Case("30000000006", "فاتورة مدفوعة جزئيًا", "المدينة المنورة", "قباء", payer=Payer.PARTLY),
    Case("30000000007", "سداد تم ولم يظهر بعد", "تبوك", "المروج", payer=Payer.NOT_POSTED),
    Case("30000000008", "انقطاع قائم الآن في الحي", *_OPEN_OUTAGE),
    Case("30000000009", "انقطاع مخطط له بكرة", *_PLANNED_TOMORROW),
    Case(
        "30000000010",
        "فاتورة عالية تجاوزت 6,000 كيلوواط ساعة",
        "الجبيل",
        "الفناتير",
        size=2.6,
        last_month=1.6,
    ),
    Case(
        "30000000011",
        "مستأجر مسجل بعقد إيجار",
        "الخبر",
        "العقربية",
        kind=BeneficiaryKind.TENANT,
    ),
    Case(
        "10000000012",
        "عداد غير موثق ولا بيانات مسجلة",
        "بريدة",
        "الصفراء",
        kind=BeneficiaryKind.UNKNOWN,
        on_file=OnFile.NOBODY,
    ),
)
"""The first accounts of every seed, in this order: account id = place in the list, from 1."""

OPEN_OUTAGE_AREA = _OPEN_OUTAGE
"""City and district whose unplanned outage has not ended."""
PLANNED_AREA = _PLANNED_TOMORROW
"""City and district with planned work tomorrow."""
