from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.outages.scope import UNKNOWN_SCOPE, Scope, is_unsure, read_scope


@pytest.mark.parametrize(
    "text",
    """كل الحاره
كل الحارة
الحارة كلها
كلها الحارة
كل الحي
الحي كله طافي
الحي كامل
كل الشارع طافي
الفريج كله
العمارة كلها
كل عمارتنا
المنطقه كامله
الحاره كلها ظلام
حارتنا كلها
الجيران بعد طافي عندهم
جيراننا نفس الشي
جيراني طافين
الجيران ما عندهم
الجيران ماعندهم كهربا
الجيران مثلنا
حتى الجيران
انا وجيراني
بيتنا والجيران
الناس حولنا كلهم طافين
كل البيوت اللي جنبنا
كلنا
كلهم
الكل
الحي
الجيران
مو بس بيتنا، الشارع كله
مو بس حنا
kol el 7ara
kul al7ay
aljeeran kolohom
the whole neighborhood""".splitlines(),
)
def test_the_neighbours_too(text: str) -> None:
    assert read_scope(text) == Scope(neighbours_out=True)


@pytest.mark.parametrize(
    "text",
    """بيتي بس
بس بيتنا
بس انا
لا بس حنا
حنا فقط
فقط عندي
شقتنا بس
محلي بس
ما غير بيتنا
محد غيرنا
الجيران شغالين
الجيران عندهم
الجيران عندهم كهرباء
لا الجيران شغالة عندهم
عند الجيران شغال
الحارة كلها منورة الا بيتنا
الشارع اللي ورانا شغال
عمارتنا بس والباقي شغالين
نص البيت
غرفة وحدة بس
bs bayti
بيتهم بس
only my house""".splitlines(),
)
def test_only_the_own_home(text: str) -> None:
    assert read_scope(text) == Scope(neighbours_out=False)


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("القاطع نازل", Scope(breaker_tripped=True)),
        ("نزل الفيوز", Scope(breaker_tripped=True)),
        ("البريكر كل شوي ينزل", Scope(breaker_tripped=True)),
        ("الفيوز طايح", Scope(breaker_tripped=True)),
        ("القاطع سليم", Scope(breaker_tripped=False)),
        ("القاطع مو نازل", Scope(breaker_tripped=False)),
        ("القاطع ما نزل", Scope(breaker_tripped=False)),
        ("الطبلون كله سليم", Scope(breaker_tripped=False)),
        ("ما ادري عن الجيران القاطع مرفوع", Scope(breaker_tripped=False)),
        ("بيتي بس والقاطع مرفوع", Scope(neighbours_out=False, breaker_tripped=False)),
        ("بيتنا بس والقاطع نازل", Scope(neighbours_out=False, breaker_tripped=True)),
        ("كل الحي والقاطع مرفوع", Scope(neighbours_out=True, breaker_tripped=False)),
        ("الجيران طافين والقاطع فوق", Scope(neighbours_out=True, breaker_tripped=False)),
        ("ما ادري", UNKNOWN_SCOPE),
        ("والله مدري عن الجيران", UNKNOWN_SCOPE),
    ],
)
def test_breaker_and_doubt(text: str, scope: Scope) -> None:
    assert read_scope(text) == scope


@pytest.mark.parametrize(
    "text",
    [
        "نعم",
        "كم فاتورتي",
        "لا",
        "300",
        "كل شي تمام",
        "كل شهر",
        "يا جماعة طافية",
        "يا ناس طفت",
        "انا بالرياض بس البيت في ابها",
        "",
    ],
)
def test_words_that_say_nothing_of_the_scope(text: str) -> None:
    assert read_scope(text) is None


def test_unsure() -> None:
    assert is_unsure("والله ما أدري")
    assert not is_unsure("نعم")


@given(st.text(max_size=80))
def test_anything_typed_is_read_without_an_error(text: str) -> None:
    assert read_scope(text) is None or isinstance(read_scope(text), Scope)
