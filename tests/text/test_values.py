"""The entities of docs/dialogue.md, as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.digits import is_national_id
from bot.text.values import find_values
from tests.text.test_normalise import ARABIC

TODAY = date(2026, 11, 22)
Expected = list[tuple[str, str]]


def found(text: str, *kinds: str) -> Expected:
    values = find_values(text, TODAY)
    return [(v.kind, v.value) for v in values if not kinds or v.kind in kinds]


@pytest.mark.parametrize(
    "text",
    [
        "0551234567",
        "055 123 4567",
        "055-123-4567",
        "05 51 23 45 67",
        "(055) 123 4567",
        "٠٥٥١٢٣٤٥٦٧",
        "۰۵۵ ۱۲۳ ۴۵۶۷",
        "+966551234567",
        "+966 55 123 4567",
        "00966551234567",
        "00966-55-1234567",
        "966551234567",
        "551234567",
        "رقمي 0551234567.",
        "جوالي:٠٥٥١٢٣٤٥٦٧",
        "\u2066+966 55 123 4567\u2069",
        "صفر خمسة خمسة واحد اثنين ثلاثة اربعة خمسة ستة سبعة",
        "جوالي٠٥٥١٢٣٤٥٦٧",
        "+966 (0)55 123 4567",
        "055.123.4567",
    ],
)
def test_mobile_however_written(text: str) -> None:
    assert found(text, "mobile", "number") == [("mobile", "+966551234567")]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0651234567", "0651234567"),
        ("05512345", "05512345"),
        ("055123456789", "055123456789"),
        ("0112345678", "0112345678"),
        ("1012345678", "1012345678"),
        ("20012345678", "20012345678"),
        ("3001234567", "3001234567"),
        ("12 34-56", "123456"),
        ("١٢٣٤٥٦", "123456"),
        ("ريال٥٠", "50"),
        ("350.75 ريال", "350.75"),
        ("1,250 ريال", "1250"),
        ("خمسة آلاف", "5000"),
        ("ثلاثين", "30"),
        ("+15551234567", "15551234567"),
    ],
)
def test_other_digits_are_a_number(text: str, number: str) -> None:
    assert found(text) == [("number", number)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("30012345678", "account_number", "30012345678"),
        ("300 1234 5678", "account_number", "30012345678"),
        ("حسابي ٣٠٠-١٢٣٤٥-٦٧٨ لو سمحت", "account_number", "30012345678"),
        ("10012345678", "account_number", "10012345678"),
        ("1000000008", "national_id", "1000000008"),
        ("رقم الهوية ١٠٠٠٠٠٠٠٠٨", "national_id", "1000000008"),
        ("2000000006", "national_id", "2000000006"),
        ("U1234567", "reference", "U1234567"),
        ("u 123 4567", "reference", "U1234567"),
        ("رقم الطلب U-1234567؟", "reference", "U1234567"),
        ("بلاغ o1234567", "reference", "O1234567"),
        ("U١٢٣٤٥٦٧", "reference", "U1234567"),
    ],
)
def test_numbers_that_mean_something(text: str, kind: str, value: str) -> None:
    kinds = ("account_number", "national_id", "mobile", "reference", "number", "date", "month")
    assert found(text, *kinds) == [(kind, value)]


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("s@example.com", "s@example.com"),
        ("Ahmed.Ali+sec@Gmail.COM", "ahmed.ali+sec@gmail.com"),
        ("ايميلي x@gmail .com", "x@gmail.com"),
        ("x @ gmail.com", "x@gmail.com"),
        ("ahmed_99@mail.edu.sa", "ahmed_99@mail.edu.sa"),
        ("s@example.com شكرا", "s@example.com"),
        ("s@example.com.", "s@example.com"),
        ("احمد ات جيميل دوت كوم", "ahmed@gmail.com"),
        ("ahmed at gmail dot com", "ahmed@gmail.com"),
        ("ahmed99 ات هوتميل دوت كوم", "ahmed99@hotmail.com"),
        ("ahmed@جيميل دوت كوم", "ahmed@gmail.com"),
        ("احمد نقطة سالم شرطة سفلية 90 ات ياهو دوت كوم", "ahmed.salm_90@yahoo.com"),
        ("info ات najd دوت كوم", "info@najd.com"),
        ("ali dash h at gmail dot com", "ali-h@gmail.com"),
        ("٠٥٥abc@outlook.com", "055abc@outlook.com"),
        ("0551234567@gmail.com", "0551234567@gmail.com"),
        ("ahmad gmail com", "ahmad@gmail.com"),
        ("ايميلي reem1990 hotmail.com", "reem1990@hotmail.com"),
        ("ali(at)gmail.com", "ali@gmail.com"),
        ("sara.k [at] outlook (dot) com", "sara.k@outlook.com"),
        ("omar@@gmail.com", "omar@gmail.com"),
        ("khaled@gmailcom", "khaled@gmail.com"),
        ("saleh ٧٧@gmail.com", "saleh77@gmail.com"),
        ("my email is 77@gmail.com", "77@gmail.com"),
        ("info@alnoor.example.com", "info@alnoor.example.com"),
        ("444001122@student.ksu.edu.sa.", "444001122@student.ksu.edu.sa"),
    ],
)
def test_email(text: str, email: str) -> None:
    assert found(text, "email", "mobile", "number") == [("email", email)]


@pytest.mark.parametrize(
    "text",
    [
        "مالك", "المالك", "انا المالك", "أنا مالكة البيت", "صاحب البيت", "انا صاحب البيت",
        "بيتي ملك", "البيت لي", "ملك", "تمليك", "البيت ملكي", "مو مستأجر", "لست مستأجرا ولكن مالك",
        "بصفتي المالك", "اشتريت البيت", "انا شاري الشقة",
        "عندي صك البيت باسمي", "بيت العائلة ورث", "انا متملك",
        "owner", "راعي البيت", "شقتي ملك", "وأنا مالك", "الشقة حقتي", "الفلة ملكنا",
        "أنا أملك الشقة", "البيت صار باسمي", "صك البيت باسمي", "ورثت البيت من ابوي", "بيت ورثة",
        "المالك انا", "حنا اصحاب البيت", "سجلها باسمي كمالك", "عدل صفتي الى مالك", "ملكية خاصة",
        "حولوني لمالك", "i own the house", "my own house", "bayti milk", "صرت المالك",
        "انا راع البيت", "البيت لي ملك", "كنت مستأجر والحين تملكت", "تملكت الشقة هالسنة",
    ],
)  # fmt: skip
def test_owner(text: str) -> None:
    assert {value for _, value in found(text, "beneficiary")} == {"owner"}


@pytest.mark.parametrize(
    "text",
    [
        "مستأجر", "مستاجره", "أنا مستأجر", "المستأجر", "انا المستأجرة", "بالإيجار", "ايجار",
        "ساكن بالإيجار", "انا مستأجرها", "مو مالك", "لست المالك", "ماني المالك", "مب مالك البيت",
        "ساكنة ايجار", "tenant", "البيت ايجار", "انا مأجر", "شقتي بالايجار", "ساكنين بالكرا",
        "ساكن في شقة بالاجار", "المستأجر انا وابي احدث", "ما أملك البيت", "البيت مو لي", "مب بيتي",
        "عقد الايجار باسمي", "الوحدة مؤجرة لي", "ندفع ايجار", "البيت مهو ملكي", "بالأجرة",
        "مساتجر", "انا مستاجرر", "ana mestager",
        "im renting", "it's rented", "saken b ejar", "غيروها لمستأجر", "استأجرناها من سنة",
        "انا ساكن ومو مالك", "ولست مالك", "i am not the owner", "ساكنة مع اهلي بايجار",
    ],
)  # fmt: skip
def test_tenant(text: str) -> None:
    assert {value for _, value in found(text, "beneficiary")} == {"tenant"}


@pytest.mark.parametrize(
    "text",
    [
        "جوال المالك مقفل من يومين",
        "كلمت المالك وقال ما يدري",
        "اسم صاحب العمارة سعد",
        "المؤجر ما يرد علي ابدا وش اسوي",
        "رقم عقد الإيجار",
        "مالك او مستأجر",
        "اسمي مالك القحطاني",
        "ساكن في حي الملك فهد",
        "عبدالملك",
        "الإيجار غالي هالسنة",
        "صاحب البيت طردني",
        "مالك دخل فيني",
        "مالك ما ترد علي",
        "عندي مستأجر جديد",
        "مستأجر عندي طلع وجا غيره",
        "كنت مستأجر وطلعت",
        "كم ايجار الشقق",
        "ايجار سيارة",
        "انا زوجة المالك",
        "بكرا بتفصلون؟",
        "كم فاتورة الاستراحة حقتي",
        "طلع لي عنوان مو بيتنا",
        "my landlord cut off my electricity",
        "مالك فايدة",
        "ملك السعودية الله يحفظه",
        "خادم الحرمين ملك المملكة",
        "اللي قبلي مستأجر",
        "جارنا مستأجر وكهربته شغالة",
        "اخوي مالك يبي يحدث",
        "من وين ادفع ايجار الشقة",
    ],
)
def test_no_beneficiary(text: str) -> None:
    assert found(text, "beneficiary") == []


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("الجوال", "mobile"), ("غير رقمي", "mobile"), ("موبايلي تغير", "mobile"),
        ("الايميل غلط", "email"), ("البريد الإلكتروني", "email"), ("الاسم غلط", "name"),
        ("رقم الهوية", "identity"), ("الإقامة", "identity"), ("السجل المدني", "identity"),
        ("رقم الصك", "deed"), ("عقد الإيجار", "ejar"), ("منصة ايجار", "ejar"),
        ("ايجار رقم", "ejar"), ("الجوال الثاني", "second_mobile"), ("رقم احتياطي", "second_mobile"),
        ("طريقة الإشعارات", "notice_channel"), ("رقم الحساب", "account"),
        ("نهاية العقد", "ejar_end"), ("تاريخ انتهاء عقد الإيجار", "ejar_end"),
        ("مالك او مستأجر", "beneficiary"), ("صفتي", "beneficiary"), ("بالجوال", "mobile"),
        ("رقم تواصلي", "mobile"), ("رقم الاتصال", "mobile"), ("المحمول", "mobile"),
        ("رقم جوالنا", "mobile"), ("رقم هاتفي", "mobile"), ("rqm altawasol", "mobile"),
        ("ميلي غلط", "email"), ("ايميلنا", "email"), ("رقم بطاقتي", "identity"),
        ("رقم اقامتي", "identity"), ("هويتنا", "identity"), ("رقم سجلي", "identity"),
        ("نهاية عقدي", "ejar_end"), ("متى يخلص عقدي", "ejar_end"), ("تاريخ النهاية", "ejar_end"),
        ("رقم عقدي", "ejar"), ("عقدنا", "ejar"), ("contract number", "ejar"),
        ("رقم صكي", "deed"), ("سند الملكية", "deed"), ("وثيقة الملكية", "deed"),
        ("وسيلة الاشعار", "notice_channel"), ("طريقة التنبيه", "notice_channel"),
        ("اسم المشترك", "name"), ("اسم العائلة", "name"), ("نوع الاستفادة", "beneficiary"),
    ],
)  # fmt: skip
def test_field(text: str, field: str) -> None:
    assert found(text, "field") == [("field", field)]


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("رسائل نصية", "sms"), ("اس ام اس", "sms"), ("SMS", "sms"), ("رسايل جوال", "sms"),
        ("برسائل نصية لو سمحت", "sms"), ("بالايميل", "email"), ("البريد", "email"),
        ("تلجرام", "telegram"), ("بالتيليقرام", "telegram"), ("Telegram", "telegram"),
        ("على التليجرام", "telegram"),
    ],
)  # fmt: skip
def test_channel(text: str, channel: str) -> None:
    assert found(text, "notice_channel") == [("notice_channel", channel)]


def test_email_is_field_and_channel_on_the_same_words() -> None:
    values = find_values("بالايميل", TODAY)
    assert {(v.kind, v.value) for v in values} == {("field", "email"), ("notice_channel", "email")}
    assert len({(v.start, v.end) for v in values}) == 1


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("مو 0551234567 لا 0501234567", "+966551234567", "+966501234567"),
        ("مو ٠٥٥١٢٣٤٥٦٧ ٠٥٠١٢٣٤٥٦٧", "+966551234567", "+966501234567"),
        ("غلط 0551234567 الصح 0501234567", "+966551234567", "+966501234567"),
        ("0551234567 غلط والصح 0501234567", "+966551234567", "+966501234567"),
        ("بدل 0551234567 حط 0501234567", "+966551234567", "+966501234567"),
        ("بدال 0551234567 0501234567", "+966551234567", "+966501234567"),
        ("0501234567 بدل 0551234567", "+966551234567", "+966501234567"),
        ("0501234567 مو 0551234567", "+966551234567", "+966501234567"),
        ("غير الجوال من 0551234567 الى 0501234567", "+966551234567", "+966501234567"),
        ("الرقم القديم 0551234567 والجديد 0501234567", "+966551234567", "+966501234567"),
        ("الجديد 0501234567 والقديم 0551234567", "+966551234567", "+966501234567"),
        ("الرقم ليس 0551234567 بل 0501234567", "+966551234567", "+966501234567"),
        ("ايميلي مو a@x.com هو b@x.com", "a@x.com", "b@x.com"),
        ("مو 055123 لا 050123", "055123", "050123"),
    ],
)
def test_roles_of_a_correction(text: str, old: str, new: str) -> None:
    roles = {v.role: v.value for v in find_values(text, TODAY) if v.role}
    assert roles == {"old": old, "new": new}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("لا، الجوال غلط، هو 0501112223", "new"),
        ("رقمي صار 0501112223", "new"),
        ("الصح 0501112223", "new"),
        ("مو 0501112223", "old"),
        ("0501112223 غلط", "old"),
        ("0501112223", None),
        ("جوالي 0501112223", None),
        ("لا 0501112223", None),
    ],
)
def test_role_of_one_value(text: str, role: str | None) -> None:
    [value] = [v for v in find_values(text, TODAY) if v.kind == "mobile"]
    assert value.role == role


def test_two_mobiles_without_a_correction_have_no_roles() -> None:
    values = find_values("0551234567 و 0501234567", TODAY)
    assert [(v.value, v.role) for v in values] == [("+966551234567", None), ("+966501234567", None)]


def test_several_values_in_one_sentence() -> None:
    text = "أنا مستأجر وجوالي ٠٥٥١٢٣٤٥٦٧ وإيميلي S@example.com وهويتي 1000000008"
    assert found(text, "beneficiary", "mobile", "email", "national_id") == [
        ("beneficiary", "tenant"),
        ("mobile", "+966551234567"),
        ("email", "s@example.com"),
        ("national_id", "1000000008"),
    ]


def test_offsets_point_into_the_original() -> None:
    text = "وإيميلي\u200f: S@Example.com، وجوالي ٠٥٥ ١٢٣ ٤٥٦٧!"
    written = {v.kind: text[v.start : v.end] for v in find_values(text, TODAY)}
    assert written["email"] == "S@Example.com"
    assert written["mobile"] == "٠٥٥ ١٢٣ ٤٥٦٧"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("الرياض", ("city", "الرياض")),
        ("انا بالرياض", ("city", "الرياض")),
        ("في جده", ("city", "جدة")),
        ("حي النسيم", ("district", "النسيم")),
        ("في النسيم", ("district", "النسيم")),
        ("بالنسيم", ("district", "النسيم")),
        ("النسيم", ("district", "النسيم")),
        ("حي الياسمن", ("district", "الياسمين")),
        ("الكهرباء مقطوعة بحي النرجس", ("district", "النرجس")),
        ("jeddah", ("city", "جدة")),
        ("حي أحد", ("district", "أحد")),
        ("حي الملقه طافي", ("district", "الملقا")),
        ("حي العليه", ("district", "العليا")),
        ("حيالنرجس", ("district", "النرجس")),
        ("مافيه كهرب باالنسيم", ("district", "النسيم")),
        ("طفت باالدمام", ("city", "الدمام")),
        ("السويدي الغربي طافي", ("district", "السويدي")),
        ("في الصحافة طفت", ("district", "الصحافة")),
    ],
)
def test_place(text: str, place: tuple[str, str]) -> None:
    assert found(text, "city", "district") == [place]


@pytest.mark.parametrize(
    "text",
    [
        "السلام عليكم",
        "النسيم عليل اليوم",
        "عندي واحد يساعدني",
        "شارع الرياض",
        "رياض الأطفال",
        "كم فاتورتي",
        "صباح النور",
        "من عيوني",
        "في احد",
        "وقاحة",
        "shukran",
        "salam",
        "الله يسلمك والسلامة",
        "في الصحافة قالوا بتنزل الأسعار",
        "حيالله من جانا",
        "الباب الشرقي مكسور",
    ],
)
def test_no_place(text: str) -> None:
    assert found(text, "city", "district") == []


@pytest.mark.parametrize("text", ["3ndna kahraba", "السلام عليكم", "كم فاتورتي؟", "mp3", "", "؟؟"])
def test_no_value(text: str) -> None:
    assert found(text, "number", "mobile", "city", "district", "month", "date") == []


@pytest.mark.parametrize(
    "digits", ["1000000009", "3000000004", "100000000", "10000000080", "١٠٠٠٠٠٠٠٠٨"]
)
def test_not_a_national_id(digits: str) -> None:
    assert not is_national_id(digits)


MIXED = st.lists(
    st.one_of(
        ARABIC,
        st.sampled_from(
            [
                "0551234567", "30012345678", "1000000008", "مستأجر", "مالك", "الايميل", "s@x.com",
                "رمضان", "15/3/2027", "U1234567", "مو", "لا", "الجوال", "حي النسيم", "تلجرام",
                "نهاية العقد",
                "خمسة آلاف", "رقم الحساب", "اخر السنة",
            ]
        ),
    ),
    max_size=6,
).map(" ".join)  # fmt: skip


@given(MIXED)
def test_values_lie_inside_in_order_and_share_only_what_may_be_shared(text: str) -> None:
    values = find_values(text, TODAY)
    assert [v.start for v in values] == sorted(v.start for v in values)
    for value in values:
        assert 0 <= value.start < value.end <= len(text)
        assert value.value
    for i, one in enumerate(values):
        for other in values[i + 1 :]:
            if one.start < other.end and other.start < one.end:
                assert (one.start, one.end) == (other.start, other.end)
                kinds = {one.kind, other.kind}
                assert "field" in kinds
                assert kinds & {"notice_channel", "beneficiary"}


@given(st.integers(500000000, 599999999), st.sampled_from(["0", "+966", "00966", "966", ""]))
def test_any_mobile_is_found_in_any_script(number: int, prefix: str) -> None:
    written = f"{prefix}{number}"
    arabic = written.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert found(written) == found(arabic)
    [(kind, value)] = found(written)
    if kind == "mobile":
        assert value == f"+966{number}"
    else:
        assert (kind, value) == ("number", written.removeprefix("+"))
