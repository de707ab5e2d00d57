"""Landlords who let: they own the building, and somebody else uses the electricity.

In Gulf speech "مأجر شقة" says who rents as well as who lets: only beside the own property does it
mean letting.
"""

from __future__ import annotations

import re

_OWNS = re.compile(
    r"(?<!\S)و?(?:(?:ال)?مالك\S*|(?:صاحب|راعي)\S*|ملكي|ملكنا|ملك|متملك|لي|لنا|حقي|حقتي|حقنا|باسمي|"
    r"بيتي|عمارتي|شقتي|شقتنا|عمارتنا|فلتي|own|landlord|my (?:house|flat|villa|building))(?!\S)"
)
_LETS = re.compile(
    r"(?<!\S)و?(?:ماجره?|ماجرها|ماجرين\S*|مءجر\S*|موجر\S*|ا?جرت(?:ه|ها)|اجرنا(?:ه|ها)?|[انب]?اجرها?|"
    r"للايجار|للاجار|تاجير|rent(?:s|ed|ing)?(?: (?:it|them))? out|renting it|"
    r"(?:rented|leased|let)(?: to)?|let (?:it|them))(?!\S)"
    r"(?!\s+(?:(?:علينا|لنا|منه|منهم)(?!\S)|(?:علي|لي)\s*(?:$|من|ب)))"
)
_TENANTS = r"(?:(?:ناس|عوايل|عزاب\S*|شخص|واحد)\s+)?(?:ال)?(?:مستاجر\S*|مستءجر\S*|tenants?)(?!\S)"
_OTHERS_USE = re.compile(
    r"(?<!\S)و?(?:ال)?(?:عندي|عندنا|فيها|فيه|فيهم|ساكن\S*|يسكن\S*|كلها|كلهم|يستخدم\S*|مسكن\S*|has|have)"
    rf"\s+(?:فيها\s+|فيه\s+)?{_TENANTS}"
)
_HAS_TENANTS = re.compile(
    r"(?<!\S)و?(?:عندي|عندنا|i have)\s+(?:\S+\s+)?(?:مستاجر\S*|tenants?)(?!\S)"
)
_LETS_TO = re.compile(
    r"(?<!\S)و?(?:ماجر\S*|مءجر\S*|ا?جرت(?:ه|ها)?|اجرنا(?:ه|ها)?)\s+(?:\S+\s+)?علي\s+"
    r"(?:ناس|سعودي\S*|عزاب\S*|عايل\S*|عوايل|عمال\S*|شخص|واحد|وافد\S*|اجانب|طلاب|مدرس\S*|موظف\S*)(?!\S)"
)
"""To whom: only who lets says that."""
_IS_LANDLORD = re.compile(
    r"^(?:ال)?(?:موجر|مءجر)ه?$|(?:(?<!\S)|^)(?:انا|احنا)\s+(?:ال)?(?:موجر|مءجر)(?!\S)"
    r"|i'?m the landlord|i am the landlord"
)
_IS_TENANT = re.compile(r"(?:^|(?<!\S)(?:انا|احنا|حنا|اني|لاني)\s+)(?:ال)?مستاجر\S*(?!\S)")
_TENANT_USES = re.compile(
    r"(?<!\S)[ول]?(?:ال)?(?:مستاجر\S*|ساكن\S*|هم|هو|هي|همه|لهم|عليهم|عليه|السكان|tenants?|them)(?!\S)"
)
_SELF_USES = re.compile(r"(?<!\S)(?:انا|احنا|حنا|نحن|نفسي|me|myself)(?!\S)")


def lets_out(folded: str) -> bool:
    """Whether somebody who owns the property says that others use it: "صاحب العمارة ومأجرها"."""
    if _IS_TENANT.search(folded):
        return False
    if any(each.search(folded) for each in (_IS_LANDLORD, _HAS_TENANTS, _LETS_TO)):
        return True
    return bool(_OWNS.search(folded) and (_LETS.search(folded) or _OTHERS_USE.search(folded)))


def tenant_uses(folded: str) -> bool | None:
    """A landlord's answer to who uses the supply: the tenant, not the tenant, or None."""
    if _SELF_USES.search(folded):
        return False
    said = _TENANT_USES.search(folded) or _LETS.search(folded)
    return True if said else None
