import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.outages.answers import (
    Scope,
    has_no_account,
    is_unsure,
    mentions_danger,
    named_district,
    named_landmark,
    names_a_place,
    read_danger,
    read_scope,
)


@pytest.mark.parametrize(
    "text",
    [
        "لا",
        "لأ",
        "لا لا",
        "لا الحمد لله",
        "لا ما فيه شرار",
        "ما فيه شي",
        "مافي ريحة حريق",
        "لا يوجد",
        "ما فيه شرار ولا ريحة حريق",
        "لا شرار ولا سلك",
        "الحمدلله مافيه خطر",
        "ما نشم ريحة ولا شي",
        "بدون شرار",
        "كلا",
    ],
)
def test_no_danger(text: str) -> None:
    assert read_danger(text) is False


@pytest.mark.parametrize(
    "text",
    [
        "نعم",
        "ايه فيه",
        "إيه والله",
        "فيه شرار",
        "شرار من العداد",
        "لا بس فيه ريحة حريق",
        "لا، فيه حريق",
        "لا والله فيه دخان",
        "سلك طايح بالشارع",
        "ما فيه شرار بس فيه ريحة حريق",
        "ريحة حريق",
    ],
)
def test_danger_and_doubtful_negations_are_danger(text: str) -> None:
    assert read_danger(text) is True


@pytest.mark.parametrize("text", ["شوي", "كم فاتورتي", "بيتي بس", "في حي المنار", "تمام", ""])
def test_neither(text: str) -> None:
    assert read_danger(text) is None


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("الحي كله طافي", Scope(neighbours_out=True)),
        ("الحارة كلها", Scope(neighbours_out=True)),
        ("الجيران بعد طافي عندهم", Scope(neighbours_out=True)),
        ("جيراننا نفس الشي", Scope(neighbours_out=True)),
        ("كلنا", Scope(neighbours_out=True)),
        ("مو بس بيتنا، الشارع كله", Scope(neighbours_out=True)),
        ("بيتي بس", Scope(neighbours_out=False)),
        ("بس بيتنا", Scope(neighbours_out=False)),
        ("فقط عندي", Scope(neighbours_out=False)),
        ("شقتنا بس", Scope(neighbours_out=False)),
        ("الجيران شغالين", Scope(neighbours_out=False)),
        ("الجيران عندهم كهرباء", Scope(neighbours_out=False)),
        ("القاطع نازل", Scope(breaker_tripped=True)),
        ("نزل الفيوز", Scope(breaker_tripped=True)),
        ("البريكر كل شوي ينزل", Scope(breaker_tripped=True)),
        ("بيتي بس والقاطع مرفوع", Scope(neighbours_out=False, breaker_tripped=False)),
        ("بيتنا بس والقاطع نازل", Scope(neighbours_out=False, breaker_tripped=True)),
        ("القاطع سليم", Scope(breaker_tripped=False)),
        ("ما ادري", Scope()),
        ("والله مدري عن الجيران", Scope()),
    ],
)
def test_scope(text: str, scope: Scope) -> None:
    assert read_scope(text) == scope


@pytest.mark.parametrize("text", ["نعم", "كم فاتورتي", "لا", "300", ""])
def test_words_that_say_nothing_of_the_scope(text: str) -> None:
    assert read_scope(text) is None


@pytest.mark.parametrize(
    "text",
    ["ما اعرف رقم الحساب", "ماعندي رقم", "نسيت الرقم", "مدري", "مو حافظه", "بدون رقم حساب"],
)
def test_no_account_number(text: str) -> None:
    assert has_no_account(text)


def test_a_number_is_not_the_lack_of_one() -> None:
    assert not has_no_account("رقم حسابي 30012345678")


def test_places_without_a_list() -> None:
    assert names_a_place("مخطط الخير جنب مسجد النور")
    assert names_a_place("في شارع الستين")
    assert not names_a_place("وش تقول")
    assert not names_a_place("ارجع ورا")


def test_a_district_that_no_list_knows() -> None:
    assert named_district("الكهرباء طافية بحي الغدير الجديد بالرياض") == "الغدير الجديد"
    assert named_district("في حي الغدير") == "الغدير"
    assert named_district("حيّاكم الله") is None


@pytest.mark.parametrize(
    ("text", "landmark"),
    [
        ("طافية في حي الملقا جنب هايبر بنده من ساعة والجيران كلهم", "جنب هايبر بنده"),
        ("الكهرباء مقطوعة بالنرجس قريب من جامع الراجحي", "قريب من جامع الراجحي"),
        ("حي الصفا، مقابل مدرسة الإمام، ما عندنا كهرب", "مقابل مدرسة الإمام"),
        ("بحي العليا شارع التحلية", "شارع التحلية"),
        ("وورا المستوصف", "ورا المستوصف"),
        ("الشارع كله طافي", None),
        ("الجيران اللي جنبنا طافي عندهم", None),
        ("جنب", None),
    ],
)
def test_a_landmark_in_passing(text: str, landmark: str | None) -> None:
    assert named_landmark(text) == landmark


def test_a_hazard_in_passing() -> None:
    assert mentions_danger("حي النرجس وفيه دخان") is True
    assert mentions_danger("حي النرجس وما فيه شرار") is False
    assert mentions_danger("في حي المنار") is None
    assert mentions_danger("لا") is None


def test_answers_in_latin_letters() -> None:
    assert read_danger("la mafi sharar") is False


def test_unsure() -> None:
    assert is_unsure("والله ما أدري")
    assert not is_unsure("نعم")


@given(st.text(max_size=60))
def test_anything_typed_is_read_without_an_error(text: str) -> None:
    assert read_danger(text) in (True, False, None)
    read_scope(text)
    assert (named_landmark(text) or text) in text


@given(st.sampled_from(["شرار", "حريق", "دخان", "سلك طايح"]), st.text("ابتثجح ", max_size=10))
def test_a_hazard_alone_is_never_read_as_safe(hazard: str, before: str) -> None:
    assert read_danger(f"فيه {hazard}") is True
    assert read_danger(f"{before} فيه {hazard}") is not False or " ما" in f" {before}"
