from __future__ import annotations

import pytest

from bot.dialogue.nlu.bare import is_bare_value


@pytest.mark.parametrize(
    "text",
    [
        "0551234567", "٠٥٥ ١٢٣ ٤٥٦٧", "هو 0551234567", "s@example.com", "1000000008", "1234",
        "انا مستأجر", "مالك", "حي النسيم", "الرياض", "في جدة حي الروضة", "15/3/2027",
        "reem@", "reem@dosari", "30012345678", "بالتلجرام", "0551234567 s@x.com", "طيب وحي الملقا",
    ],
)  # fmt: skip
def test_bare(text: str) -> None:
    assert is_bare_value(text)


@pytest.mark.parametrize(
    "text",
    [
        "مو 0551234567 لا 0501234567", "غير الجوال", "الايميل", "كم فاتورة رمضان", "رمضان",
        "الكهرباء طافية بحي النسيم", "ابي احدث بياناتي انا مستأجر", "نعم", "U1234567", "",
        "فاتورتي 500 ريال ليش", "رقم حسابي 30012345678", "مو مالك", "100%", "من عيوني",
        "في احد", "@ الايميل غلط", "shukran", "جوالي 0551234567",
    ],
)  # fmt: skip
def test_says_more(text: str) -> None:
    assert not is_bare_value(text)
