import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.outages.answers import (
    gives_up_report,
    has_no_account,
    is_cut_for_debt,
    mentions_danger,
    named_district,
    named_landmark,
    names_a_place,
    read_danger,
    wants_to_report,
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
        "كلهم",
        "كلها فيه",
        "الثلاثة",
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
        ("دوار الكتاب، وكل الحاره طافيه", "دوار الكتاب"),
        ("عند جامع البابطين والحارة كلها", "عند جامع البابطين"),
        ("لا ما فيه شرار، جنب محطة ساسكو", "جنب محطة ساسكو"),
        ("قبال ثانوية الملك فهد والجيران طافين", "قبال ثانوية الملك فهد"),
        ("الشارع كله طافي", None),
        ("الجيران اللي جنبنا طافي عندهم", None),
        ("جنب", None),
        ("الرياض", None),
        ("عند الجيران شغال", None),
    ],
)
def test_a_landmark_in_passing(text: str, landmark: str | None) -> None:
    assert named_landmark(text) == landmark


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("الكهرباء مقطوعه عشان ما سددت", True),
        ("قطعتوا عني الكهرب بسبب الفاتورة", True),
        ("انقطعت لعدم السداد", True),
        ("فصلوها لاني تاخرت بالسداد", True),
        ("فصلتوا عني الكهرب وانا مسدد", False),
        ("الكهرباء طافية من الصبح", False),
        ("طفت من ساعة", False),
        ("طافية وانا دافع الفاتورة", False),
    ],
)
def test_cut_for_debt(text: str, expected: bool) -> None:
    assert is_cut_for_debt(text) is expected


@pytest.mark.parametrize("text", ["الغ البلاغ", "كنسل البلاغ", "خلاص هونت", "ما ابي ابلغ"])
def test_a_report_that_is_not_wanted_any_more(text: str) -> None:
    assert gives_up_report(text)


@pytest.mark.parametrize("text", ["وين بلاغي", "في حي الغدير", "البلاغ وصل؟"])
def test_a_report_that_is_still_wanted(text: str) -> None:
    assert not gives_up_report(text)


def test_a_hazard_in_passing() -> None:
    assert mentions_danger("حي النرجس وفيه دخان") is True
    assert mentions_danger("حي النرجس وما فيه شرار") is False
    assert mentions_danger("في حي المنار") is None
    assert mentions_danger("لا") is None


def test_answers_in_latin_letters() -> None:
    assert read_danger("la mafi sharar") is False


@given(st.text(max_size=60))
def test_anything_typed_is_read_without_an_error(text: str) -> None:
    assert read_danger(text) in (True, False, None)
    assert (named_landmark(text) or text) in text


@given(st.sampled_from(["شرار", "حريق", "دخان", "سلك طايح"]), st.text("ابتثجح ", max_size=10))
def test_a_hazard_alone_is_never_read_as_safe(hazard: str, before: str) -> None:
    assert read_danger(f"فيه {hazard}") is True
    assert read_danger(f"{before} فيه {hazard}") is not False or " ما" in f" {before}"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("سجل بلاغ", True),
        ("بلاغ", True),
        ("ابي ابلغ", True),
        ("ابغى اسجل بلاغ لو سمحت", True),
        ("ارفع لي بلاغ", True),
        ("فتح بلاغ انقطاع", True),
        ("بلاغي", False),
        ("وين وصل البلاغ", False),
        ("وش صار على البلاغ", False),
        ("الغ البلاغ", False),
    ],
)
def test_a_report_is_to_be_made(text: str, wanted: bool) -> None:
    assert wants_to_report(text) is wanted
