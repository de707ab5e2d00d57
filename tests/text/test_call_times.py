from __future__ import annotations

from datetime import datetime

import pytest

from bot.clock import RIYADH
from bot.text.call_times import is_only_time, read_call_time

NOW = datetime(2026, 11, 22, 10, tzinfo=RIYADH)  # a Sunday


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("كلموني بكرة العصر", "23T15:00"),
        ("اتصلوا علي الساعة ٥", "22T17:00"),
        ("الساعة خمس ونص", "22T17:30"),
        ("كلموني الساعة 11 الصبح", "22T11:00"),
        ("الساعة 9", "23T09:00"),
        ("بكرة الساعة 9", "23T09:00"),
        ("بكره الضحى", "23T10:00"),
        ("اليوم بعد الظهر", "22T13:00"),
        ("بعد بكرة الساعة ١ الظهر", "24T13:00"),
        ("يوم الثلاثاء الصبح", "24T09:00"),
        ("بعد ساعتين", "22T12:00"),
        ("بعد نص ساعة كلموني", "22T10:30"),
        ("بعد 3 ساعات", "22T13:00"),
        ("اتصلوا الحين", "22T10:00"),
        ("الساعة ثنتين الا ربع", "22T13:45"),
        ("10:30 ص", "22T10:30"),
        ("2 pm", "22T14:00"),
        ("call me tomorrow at 10", "23T10:00"),
        ("at 3:30 pm", "22T15:30"),
        ("tomorrow at 2", "23T14:00"),
        ("بكرة", "23T09:00"),
        ("بكرة المغرب", "23T18:00"),
    ],
)
def test_when_to_ring(said: str, at: str) -> None:
    found = read_call_time(said, NOW)
    assert found is not None
    assert f"{found:%dT%H:%M}" == at


@pytest.mark.parametrize("said", ["كلموني", "اتصلوا على 0551234567", "ابي موظف", "عندي 3 حسابات"])
def test_no_time_in_it(said: str) -> None:
    assert read_call_time(said, NOW) is None


def test_a_number_alone_is_an_hour_when_it_was_asked_for() -> None:
    found = read_call_time("١٠ ونص", NOW, bare=True)
    assert found and (found.hour, found.minute) == (10, 30)
    assert read_call_time("3", NOW, bare=True).hour == 15  # type: ignore[union-attr]
    assert read_call_time("35", NOW, bare=True) is None


AGREED = datetime(2026, 11, 23, 15, tzinfo=RIYADH)


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("لا خليها المغرب", "23T18:00"),
        ("بس مو اليوم بكره", "23T15:00"),
        ("مو بكره اليوم", "22T15:00"),
        ("مو العصر الظهر", "23T12:00"),
        ("طيب بعد بكره الساعة 9", "24T09:00"),
        ("خلوها الثلاثاء", "24T15:00"),
    ],
)
def test_another_time_keeps_what_it_leaves_open(said: str, at: str) -> None:
    assert is_only_time(said, NOW)
    wanted = read_call_time(said, NOW, changed=AGREED)
    assert wanted is not None
    assert f"{wanted:%dT%H:%M}" == at


@pytest.mark.parametrize(
    "said", ["كم فاتورتي اليوم", "انقطعت اليوم الصبح", "متى الفصل بكره", "طيب", "لا"]
)
def test_a_day_beside_another_matter_is_no_time_for_a_call(said: str) -> None:
    assert not is_only_time(said, NOW)
