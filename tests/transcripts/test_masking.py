"""Nothing personal in what staff see and search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.transcripts.masking import mask_entities, mask_text

_TO_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.mark.parametrize(
    "value",
    [
        "1023456789",
        "+966551234567",
        "055 123 4567",
        "0551-234-567",
        "300 1234 5678",
        "30012345678",
        "123456",
        "12345",
        "10/2345/6789",
        "1 0 2 3 4 5 6 7 8 9",
    ],
)
@pytest.mark.parametrize("arabic", [False, True])
def test_numbers_of_people_are_hidden(value, arabic):
    typed = value.translate(_TO_ARABIC) if arabic else value
    masked = mask_text(f"رقمي {typed} لو سمحت")
    digits = [character for character in masked if character.isdigit()]
    assert len(digits) == 2
    assert masked.startswith("رقمي ") and masked.endswith(" لو سمحت")


def test_a_number_beside_an_amount_or_a_date_is_still_hidden():
    assert "34567" not in mask_text("20.50 1234567")
    assert "34567" not in mask_text("2026-07-22 1234567")


def test_emails_keep_a_letter_and_the_domain():
    assert mask_text("ايميلي sara.q@example.com شكرا") == "ايميلي s•••@example.com شكرا"
    assert mask_text("سارة@شركة.السعودية") == "س•••@شركة.السعودية"


@pytest.mark.parametrize(
    "kept", ["2026-07-22", "1,234.50 ريال", "فاتورة 7", "1447/09/01", "220 فولت"]
)
def test_what_names_nobody_stays(kept):
    assert mask_text(kept) == kept


@given(st.text(alphabet="0123456789٠١٢٣٤٥٦٧٨٩ -.ابa@,/+", max_size=60))
def test_no_ten_digits_survive(text):
    longest = run = 0
    for character in mask_text(text):
        run = run + 1 if character.isdigit() else 0
        longest = max(longest, run)
    assert longest < 5


@given(st.text(max_size=80))
def test_masking_twice_is_masking_once(text):
    assert mask_text(mask_text(text)) == mask_text(text)


def test_entities():
    masked = mask_entities(
        [
            {"entity": "mobile", "value": "+966551234567"},
            {"entity": "name", "value": "سارة القحطاني"},
            {"entity": "month", "value": "2026-07"},
            {"entity": "city", "value": "الرياض"},
        ]
    )
    values = {one["entity"]: one["value"] for one in masked}
    assert values["mobile"].endswith("67") and "55123" not in values["mobile"]
    assert "سارة" not in values["name"]
    assert (values["month"], values["city"]) == ("2026-07", "الرياض")


def test_a_reference_stays_readable_and_a_number_beside_it_does_not():
    assert mask_text("طلبك U1234567 وبلاغك O7654321") == "طلبك U1234567 وبلاغك O7654321"
    assert "45678" not in mask_text("U12345678")
    assert "34567" not in mask_text("U1234567 1234567")
