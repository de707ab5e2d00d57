"""Words around places, and places whose names are words of every day.

The weight of a place word before a name tells how much may be taken for a place; which names need
how much was judged on every sentence of the training data.
"""

from __future__ import annotations

NONE, TOWARDS, INSIDE, HOME, WHOLE, DISTRICT = range(6)
"""Evidence: nothing, "من/الى", "في/ب", "مدينة/ساكن", the name is the whole message, "حي"."""


def _weighed(level: int, words: str) -> dict[str, int]:
    return dict.fromkeys(words.split(), level)


LEADS = {
    **_weighed(TOWARDS, "من الي علي عن ل عندنا from to"),
    **_weighed(INSIDE, "في فى ب وفي in fi fe fil fel bel bil near"),
    **_weighed(
        HOME, "مدينه بمدينه لمدينه منطقه بمنطقه محافظه بمحافظه سكان ساكن ساكنه ساكنين نسكن اسكن "
        "saken sakin sakna madinat city"
    ),
    **_weighed(
        DISTRICT, "حي بحي الحي لحي وحي فحي حاره بحاره لحاره district hay hai 7ay 7ai 7y hayy"
    ),
}  # fmt: skip
"""The word before a name → the evidence it gives."""
CLITICS = {
    "": NONE,
    "و": NONE,
    "ل": TOWARDS,
    "لل": TOWARDS,
    "ب": INSIDE,
    "في": INSIDE,
    "وب": INSIDE,
    "باال": INSIDE,
    "حيال": DISTRICT,
}
"""What is written together with the name that follows."""
LATIN_ARTICLES = frozenset("al el il ar an as ad".split())
PLACE_WORDS_AFTER = frozenset("district neighborhood neighbourhood".split())
"""English puts them after the name: "Al Olaya district"."""
COMPASS = frozenset("الشرقي الغربي الشمالي الجنوبي".split())
"""Parts of a district, after its name: "السويدي الغربي"."""
ROADS = frozenset(
    "شارع طريق جامعه مستشفي مدرسه مسجد سوق مول مطار حديقه مطعم بنك شركه محطه بشارع طريق يوم "
    "ليله لعيون".split()
)
"""Before a name they name something else: "شارع الرياض", "يوم الخميس"."""
OTHERWISE = frozenset(
    "كلها كلهم كله كامله الجاي الجايه القادم المقبل الماضي الاطفال اطفال المدني اللي الي "
    "الطبيه عليكم العامه وبعد قالوا قالت يقولون كتبوا نشروا ذكروا".split()
)
"""After a name that is a word too, they say that it is the word: "المدينة كلها", "الخميس الجاي"."""
SHORT_CITIES = frozenset("جده مكه ابها".split())
"""Taken after a glued preposition although short: "بجدة"."""
BARE_CITIES = frozenset("رياض دمام جبيل قطيف هفوف ظهران طايف احساء باحه خفجي دوادمي".split())
"""Cities that are also called without their article."""

_CITY_NEEDS = {
    **_weighed(TOWARDS, "المدينه"),
    **_weighed(
        INSIDE,
        "ابها طيبه العاصمه رياض خميس الخميس محايل شقراء شقرا العلا خيبر الليث الرس فرسان ضباء "
        "ضبا صفوي بقعاء بقعا الحوطه الافلاج عفيف طريف املج البدايع البدائع الشنان المندق"
    ),
    **_weighed(HOME, "الحفر الدرب الوجه بدر المذنب بيش حقل"),
    **_weighed(INSIDE, "hail hasa lith wajh badr ula duba baha rass arar afif madina medina haql"),
}  # fmt: skip
_DISTRICT_NEEDS = {
    **_weighed(
        INSIDE,
        "النسيم الورود الروضه الصفا النعيم النزهه الخليج الياسمين النرجس العليا الحمراء الحمرا "
        "النخيل الواحه الشفا الشفاء الخالديه الريان السويدي شمسان النميص السميري الفاروق "
        "صلاحالدين صلاح الزاهر برزان الرحاب الربوه المروه السامر الشاطي الشاطئ الصحافه المنتزه "
        "الكورنيش الضيافه الخزامي الخزامى المروج العوالي البوادي الاندلس المحمديه الفيصليه "
        "الشوقيه النورس الفيروز البندر الروابي الراقي تندحه قباء قبا حطين قرطبه شوران لبن "
        "الملز السليمانيه الصالحيه الشاميه السويس الحمدانيه العزيزيه الهجره اليرموك الصفراء "
        "النقره المفتاحه التحليه الجلويه الباديه الصقور الموسي البديع الاسكان عريجاء عريجا "
        "لبده"
    ),
    **_weighed(
        WHOLE, "السلامه المطار الموظفين طيبه شكر البلد السد العيون الدفاع سلطانه الحره الافق العرق "
        "الضباب النقع المشهد بدر اجا الدفي الصريف ابحر"
    ),
    **_weighed(DISTRICT, "احد"),
}  # fmt: skip
_STAND_ALONE = frozenset(
    "قرطبه السليمانيه العزيزيه الفيصليه الحمدانيه المروج الملز الشوقيه المحمديه الجلويه "
    "الصالحيه تندحه العوالي حطين شوران الشاميه عريجاء".split()
)
"""Districts of `_DISTRICT_NEEDS` that are names of nothing else people write about here."""
NEVER_BESIDE = frozenset("احد".split())
NOT_MISSPELT = frozenset(
    "الدفع الصرف حطيت المره المتاحه النور المطر الصيف البدايه العالي البيع الورد الفارق "
    "حاطين الدافع الصور الواح سلطان الخالدي الصالحه العيوب "
    "السلام البديعه الصلاحيه العربيه المفتاح البايع الحساب الرصيف الفيوز الحاره الخدمات "
    "الرياضه رياضه الجديده البطاقه الشركه المجموعه الظهر النخل الحمر المروحه الصفات الطيف "
    "الربط الوردي الشارع الشايع الخارج الحفره الهاتف التحويله التحليل الحماديه الاحساس الباحث "
    "الفيصل العزيز العزيزه الخالد الفواتير الامكان البلديه المنار المدينه جديده بديده بريديه "
    "بريدها بريدي عنيده".split()
)
"""Words, and districts not in the list, that are one letter away from a place."""


def city_needs(name: str) -> int:
    """How much evidence a city's folded spelling needs."""
    return _CITY_NEEDS.get(name, NONE)


def district_needs(name: str) -> int:
    """How much evidence a district's folded spelling needs; Latin ones always some."""
    if name in _STAND_ALONE:
        return NONE
    return _DISTRICT_NEEDS.get(name, INSIDE if name.isascii() else NONE)
