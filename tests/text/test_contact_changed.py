"""What takes up that a contact on file does not work."""

from __future__ import annotations

import pytest

from bot.text.contact_changed import speaks_of_other_contact


@pytest.mark.parametrize(
    "words",
    [
        "هذا قديم",
        "غيرته من زمان",
        "ايه والله تغير",
        "عادي حدثه",
        "يلا نحدثه",
        "حدثوه لو سمحتوا",
        "ما عاد استخدمه",
        "بطلت استخدمه",
        "مقفل من زمان",
        "الجوال ضاع",
        "هذا رقمي القديم",
        "مو شغال",
        "ماعاد معي",
        "غيرت الشريحة",
        "نسيت كلمة السر حقه",
        "عندي ايميل ثاني",
        "خذ الجديد",
        "its old",
    ],
)
def test_it_is_taken_up(words: str) -> None:
    assert speaks_of_other_contact(words)


@pytest.mark.parametrize(
    "words",
    [
        "الكهرباء ما عاد شغالة",
        "العداد قديم",
        "فاتورتي القديمة كم",
        "غيروا العداد",
        "ما يشتغل التطبيق",
        "كم تغير استهلاكي",
        "ايه",
        "عندي حساب ثاني",
        "الايميل صحيح",
        "وقف الاشعارات",
        "ضاعت الفاتورة",
    ],
)
def test_other_matters_are_not(words: str) -> None:
    assert not speaks_of_other_contact(words)
