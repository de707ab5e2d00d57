"""Words that mean danger to life near electricity, so that no such message is ever missed.

The classifier learns danger from examples; a linear model can still be outvoted by the words
around ("كم فاتورتي، وفي شرار من العداد"). A message that plainly names a danger is therefore
never given less than `CERTAIN` for the intent `danger`. The rules ask for an electric thing
beside the damage, because people also say "فاتورتي نار" and "انصدمت من المبلغ"; and they do not
fire on a denial ("ما فيه شرار"), which is how a question about danger is answered.
"""

from __future__ import annotations

import re

from bot.text.arabizi import fold_latin
from bot.text.danger_abroad import names_danger_abroad
from bot.text.normalise import fold_text

CERTAIN = 0.95
SUSPECTED, SUSPECTED_WITHOUT_HINT = 0.2, 0.3
"""From this probability on a message counts as danger, with a word that may mean one and without:
a needless warning costs a moment, a missed one a life."""
LIKELY = 0.6
"""Least probability of `danger` when it is suspected."""

_THING = (
    r"(?:سلك|اسلاك|سلوك|واير|وايرات|كيبل|كيابل|كابل|كوابل|كبل|عامود|عمود|اعمده|عواميد|عداد|عدادات|طبلون|طبلونات|محول|"
    r"محولات|محوله|كبينه|لوحه|قاطع|قواطع|فيش|افياش|فيوز|فيوزات|مقبس|بلك|"
    r"ضغط عالي|توصيله|كهرب|كهربا\w*|برج|خط الضغط)"
)
_WIRE = (
    r"(?:سلك|اسلاك|سلوك|واير|وايرات|كيبل|كيابل|كابل|كوابل|كبل|عامود|عمود|اعمده|عواميد|برج|"
    r"ضغط عالي|محول)"
)
_CASE = r"(?:عداد|عدادات|طبلون|طبلونات|لوحه|كبينه|محول|محولات|فيوزات|سلك|اسلاك|غرفه\s+الكهرب\w*)"
_A = r"(?<![\u0621-\u064a])(?:[وفبلك]?(?:ال)?|لل)"
_Z = r"(?:[هي]?ا?ت?)?(?![\u0621-\u064a])"
_NEAR = r"(?:\W+[\u0621-\u064a]+){0,5}?\W+"
_FALLEN = (
    r"(?:طاح|طاحت|طايح|طايحه|ساقط|ساقطه|سقط|سقطت|سقوط|نازل|نازله|مقطوع\s+علي|متدلي|متدليه|مدلدل|مدلدله|"
    r"مكشوف|مكشوفه|عاري|عاريه|مايل|مايله|بيطيح|يطيح|انقطع\s+وطاح|علي\s+الارض|بالارض|في\s+الارض|مكسور)"
)
_BURNING = (
    r"(?:حريق|حريقه|يحترق|تحترق|احترق|احترقت|محترق|محترقه|ولع|ولعت|والع|والعه|يولع|يشتعل|تشتعل|اشتعل|اشتعلت|"
    r"نار|انفجر|انفجرت|انفجار|فرقع|فرقعت|دخان|دخانه|شياط|محروق|محروقه|احتراق|يذوب|ذاب|ذابت|ذايب|ذايبه|يدخن|تدخن|شعله|لهب)"
)
_WATER = r"(?:مويه|المويه|ماء|الماء|مياه|المياه|مطر|المطر|سيل|السيل|تسرب|تسريب|غرق|غرقان|غرقت)"
_PERSON = (
    r"(?:ولد\w*|بنت\w*|طفل\w*|اخوي|اخي|اخوه|اختي|ابوي|ابي|امي|زوج\w*|جار\w*|عامل\w*|العامل\w*|رجال|رجل|"
    r"الرجال|شخص|واحد|احد|صاحبي|صديقي|فني|الفني|حرمه|عيال\w*|الولد|البنت|الطفل)"
)
_LIFELESS = (
    r"(?:مغمي\s+علي\w+|مغمى\s+علي\w+|اغمي\s+علي\w+|فاقد\w*\s+(?:ال)?وعي\w*|فقد\w*\s+(?:ال)?وعي\w*|غايب\w*\s+عن\s+الوعي|"
    r"ما\s*(?:عاد\s+)?(?:ي|ت)تنفس|ما\s*(?:عاد\s+)?(?:ي|ت)تحرك|لا\s+(?:ي|ت)تحرك|لا\s+(?:ي|ت)تنفس)"
)
_STUCK = r"(?:لصق|لاصق|ملصق|لزق|لازق|ماسك|مسك|علق|عالق)\w*"
_HURTING = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_A}(?:انكهرب\w*|تكهرب\w*|يكهرب\w*|كهربني|كهربتني|مكهرب\w*|نتلني|نتلتني|ينتل\w*|تنتل\w*|"
        rf"انتلت\w*|صعق\w*|انصعق\w*|صاعقه\s+كهرب\w*){_Z}",
        rf"{_A}(?:صدمه|صعقه|ضربه|لسعه)\s+(?:ال)?كهرب\w*",
        rf"{_A}(?:ضربته|ضربتني|ضربتها|ضربه|لسعته|لسعتني|مسكته|ماسكه|ماسكته|ماسكني|مسكه)\s+(?:ال)?كهرب\w*",
        rf"{_A}{_PERSON}{_NEAR}{_LIFELESS}",
        rf"{_LIFELESS}{_NEAR}(?:[\u0621-\u064a]+\W+){{0,6}}{_A}(?:كهرب\w*|{_WIRE}{_Z})",
        rf"{_A}{_PERSON}{_NEAR}{_STUCK}{_NEAR}{_A}(?:كهرب\w*|{_WIRE}{_Z})",
    )
)
"""Somebody got a shock."""
_PATTERNS = (
    *_HURTING,
    *(
        re.compile(pattern)
        for pattern in (
            rf"{_A}(?:شرار|شراره|شرر|شرارات|شرارت|يشرر|تشرر|يشرشر){_Z}",
            rf"{_A}(?:ماس|تماس|التماس|مس)\s+(?:ال)?كهرب\w*",
            rf"{_A}التماس{_Z}{_NEAR}(?:ال)?{_BURNING}",
            r"^\W*(?:في|فيه|عندنا|صار|الحقوا|بسرعه)?\W*(?:فيه?\s+)?(?:حريق|حريقه|نار)(?:\W+نار)*\W*$",
            rf"{_A}حريق{_Z}\W+(?:ب|في\s)(?:ال)?(?:بيت|شقه|عماره|مبني|حوش|مطبخ|محول|سطح)",
            rf"{_A}{_WIRE}{_Z}{_NEAR}(?:[وفبي])?{_FALLEN}(?![\u0621-\u064a])",
            rf"{_A}{_FALLEN}{_Z}{_NEAR}{_A}(?:سلك|اسلاك|كيبل|كيابل|عمود|عامود|ضغط عالي)",
            rf"{_A}{_THING}{_Z}{_NEAR}(?:و|ب|ي)?(?:ال)?{_BURNING}(?![\u0621-\u064a])",
            rf"{_A}{_BURNING}{_Z}{_NEAR}{_A}{_THING}{_Z}",
            rf"{_A}(?:ريحه|رايحه|ريحت|اشم)\s+(?:[\u0621-\u064a]+\s+)?(?:ال)?(?:حرق|حريق|حريقه|شياط|احتراق|محروق\w*|دخان|حرقان)",
            rf"{_A}{_WATER}(?![\u0621-\u064a]){_NEAR}{_A}{_CASE}{_Z}",
        )
    ),
)
_DENIAL = re.compile(
    r"(?<![\u0621-\u064a])(?:ما\s*في|ما\s*فيه|مافيه?|لا\s+يوجد|لا\s+توجد|ماكو|بدون|ما\s+(?:ا?شوف|شفت|اشم|"
    r"شمي\w+|عندي|عندنا|صار)|من\s+غير|ولا\s+فيه?|و?لا|ما)(?:\s+(?:اي|ولا|لا|ريحه))?"
    r"(?:\s+[\u0621-\u064a]+\s+(?:او|ولا))*\s*$"
)
_HAZARD_WORD = re.compile(rf"[وبي]?(?:ال)?(?:{_BURNING}|{_FALLEN})")
_LATIN = re.compile("[a-z]{2}")
_METAPHOR = re.compile(
    r"(?:فاتور\w*|سعر\w*|اسعار\w*|مبلغ\w*|رسوم)\s+(?:\w+\s+){0,2}"
    r"(?:نار|ولعت|ولع|تكهرب|كهرب\w*|صدم\w*)"
    r"|(?:انكهرب|كهرب|صدم|صعق)\w*\s+(?:\w+\s+){0,4}?ب?(?:ال)?(?:فاتور\w*|مبلغ\w*|سعر)"
    r"|(?<!\w)(?:[بح]?تجي\w*|جتن?[يا]?|جاتن?[يا]?|جايه|جايتن[يا])\s+(?:علي\w*\s+)?نار(?!\w)(?!\s+(?:من|في|ب))"
    r"|كهربت(?:كم|نا)\s+(?:صارت\s+)?نار(?!\w)"
    r"|(?<!\w)[وف]?(?:ال)?(?:جو|حر|حراره|طقس|صيف|دنيا|شمس|رطوبه)\s+(?:\w+\s+)?(?:نار|حريقه?|مولع\w*|ولع\w*)(?!\w)"
)
"""Prices that burn, weather like fire, a bill that "comes as fire"; a fire that comes "from"
somewhere is one."""

_SOMETHING_ELSE = re.compile(
    r"(?<![\u0621-\u064a])[وفبل]?(?:ال)?(?:"
    r"عدادا?ت?\s+(?:ال)?(?:مويه|مياه|ماء|مي)(?![\u0621-\u064a])|مويه\s+عداد(?![\u0621-\u064a])"
    r"|(?:سلك|اسلاك|كيبل|كابل|واير|عمود|برج)\s+(?:ال)?(?:نت|انترنت|اتصالات|هاتف|تلفون|جوال|ستلايت"
    r"|ستالايت|دش|فايبر|الياف|شاحن|سماعه)"
    r"|(?:لمبه|لمبات|كشاف|كشافات)\s+(?:[\u0621-\u064a]+\s+){0,2}(?:محروق\w*|احترق\w*)"
    r"|(?:ولع|ولعت|ولعوا|تولع|يولع|نولع|اولع)\s+(?:لنا\s+)?(?:ال)?(?:كهرب\w*|نور|انوار|لمب\w*|مكيف\w*)"
    r"|(?:كهرب\w*|نور|انوار|لمب\w*)\s+و?(?:ولعت|ولع|تولع|يولع)(?!\w)(?!\s+(?:نار|حريق|فيها|فيه))"
    r"|غالي\w*\s+نار|(?:شارع|حي|اسمها|اسمه)\s+(?:ال)?شراره|شراره\s+(?:ال)?(?:ثوره|حب|ابداع)"
    r"|(?:تبديل|تغيير|استبدال)\s+(?:ال)?عداد\w*\s+(?:ال)?(?:محروق|محترق)"
    r"|(?:ايسكريم|ثلج|شوكولات\w*|لحم|دجاج)\w*\s+(?:ذاب|ذابت|ذايب)"
    r")"
)
"""Other people's wires and meters, a bulb that is gone, lights that were switched on ("ولعت")."""
_PRECAUTION = re.compile(
    r"^\W*و?(?:هل|كيف|وش|ايش|شلون|what|how)(?!\w).*"
    r"(?:يضر|تضر|احمي|نحمي|اتقي|نتقي|اعلم|الفرق|ياثر|يوثر|ننتبه|انتبه|احتياط)"
)
"""Asks beforehand how to be safe."""
_CLAIM = re.compile(
    r"(?<![\u0621-\u064a])[وفبل]?(?:ال)?(?:تعويض\w*|[يتناأ]?عوض\w*|مطالبه|خساير\w*|خسرت|متضرر\w*)"
    r"|compensat|reimburs|refund"
)
_STILL = re.compile(
    r"الحين|الان|حاليا|دحين|ذلحين|دلوقتي|لسا|للحين|now|شرار|شرر|يشرر|دخان|يدخن|ريحه|طايح|مكشوف|عاري|"
    r"يكهرب|تكهرب|مكهرب|ينتل|تنتل|مغم[يى]|يحترق|تحترق|شاب|متدلي"
)
"""Signs that a danger goes on."""
_REMOVAL = re.compile(
    r"(?:نقل\w*|انقل\w*|تنقل\w*|ازاح\w*|ازال\w*|ابعاد|ابعد\w*|تبعد\w*|شيل\w*|تشيل\w*|ترحيل|تغيير\s+مكان)"
    r"\s+(?:[\u0621-\u064a]+\s+){0,2}(?:ال)?(?:عمود|عامود|اعمده|عواميد|محول|برج|كبينه|عداد|كيبل|اسلاك)"
)
"""Asking to move a pole or a transformer is a request for a service."""
_SOLD = re.compile(
    r"(?<![\u0621-\u064a])[وف]?(?:بعت(?:ه|ها|نا|ناه)?|بعنا(?:ه|ها)?|باع(?:ه|ها|وه)?|نبيع(?:ه)?|ابيع(?:ه)?)"
    r"(?![\u0621-\u064a])"
)
"""A house that is sold ("طلع من تحت ايدي وبعته")."""
_BROKE_A_WALL = re.compile(
    r"(?:كسر|هدم|خدش|ثقب|شق)\w*\s+(?:\w+\s+){0,2}?(?:ال)?(?:جدار|جدران|سور|باب|بوابه|بلاط|سيراميك|رخام|"
    r"سيار\w*|زجاج|سقف|درج)"
)
"""Damage done by a workman is claimed for; nothing burns."""
_LAMP_OUT = re.compile(r"(?:لمب|كشاف|انار|انوار|اضاء)\w*\s(?:\w+\s){0,2}?(?:محروق|خربان|محترق)\w*")
"""A burnt-out lamp is out, no more."""
_BROKE_ON_RETURN = re.compile(
    r"(?:رجع|عاد|جات|جت|ولع|اشتغل)\w*\s.{0,40}?(?:احترق|انحرق|خرب|تلف|عطل)\w*"
)
_DEVICE = re.compile(
    r"ثلاج|شاش|تلفزيون|مكيف|غسال|راوتر|مودم|فريزر|جهاز|اجهز|كمبيوتر|لابتوب|مايكرو|سخان|نشاف|بلايستيشن"
)
_NETWORK = re.compile(r"عداد|طبلون|سلك|اسلاك|كيبل|كيابل|محول|عمود|عامود|فيش|افياش|قاطع|لوح")
_ALL_WELL = re.compile(
    r"(?<![\u0621-\u064a])(?:ما\s*فيه?|مافيش|لا\s+يوجد|لا\s+توجد|ماكو|مفيش|ما\s+عند(?:ي|نا)|no)\s+(?:اي\s+)?"
    r"(?:خطر|حريق|نار|دخان|شرار|شرر|ماس|سلك|اسلاك|ريحه|رايحه)"
)
"""How people answer whether there is a danger."""
_TRIPPED = re.compile(
    r"(?<!\w)[وفب]?(?:ال)?(?:قاطع|قواطع|فيوز|فيوزات|بريكر|بريكرات)(?!\w)"
    r"(?:\s+(?!حار|سخن|ساخن|احمر)\w+){0,2}?\s+و?"
    r"(?:طايح\w*|طاح\w*|[يت]طيح|نازل\w*|نزل\w*|[يت]نزل|فاصل\w*|[يت]فصل)(?!\w)"
    r"|(?<!\w)(?:طايح\w*|طاح\w*|نازل\w*|نزل\w*)\s+(?:\w+\s+)?(?:ال)?(?:قاطع|قواطع|فيوز|فيوزات|بريكر)(?!\w)"
)
"""A breaker that "fell" has switched off, as it should."""
_HINT = re.compile(
    r"شر[اي]?ر|حري[قك]|حرق|حترق|نار|ولع|شعل|شتعل|دخان|دخن|شياط|انفج|فرقع|فرقع|نفجار|كهرب|نتل|صعق|صدم|لسع|تماس|"
    r"التماس|سلك|اسلاك|كيبل|كيابل|كابل|عمود|عامود|اعمده|محول|طبلون|عداد|لوح|كبين|فيوز|فيش|قاطع|طاح|طايح|"
    r"سقط|ساقط|مكشوف|عاري|مويه|ماء|مطر|سيل|غرق|غرف|ريح|رايح|خطر|اسعاف|دفاع|مدني|يموت|مات|مغم|وعي|"
    r"يتنفس|يتحرك|ضغط|برج|ذاب|ذايب|حار|سخن|ساخن|صوت|طق|يطق|طفل|اطفال|عيال|لمس|مسك|لصق|fire|burn|spark|"
    r"smoke|wire|shock|danger|smell|electrocut|explo|pole|water"
)


def names_danger(text: str) -> bool:
    """Whether a message plainly tells of a danger that is there now, and does not deny it."""
    if names_danger_abroad(text):
        return True
    folded = _folded(text)
    told = any(not denied for denied in _named(folded))
    over = _is_past(folded) or _is_precaution(folded) or _broke_on_return(folded)
    return told and not over


def someone_is_hurt(text: str) -> bool:
    """Whether a message tells that somebody got a shock: "الولد تكهرب من الثلاجة"."""
    literal = _METAPHOR.sub(" ", _folded(text))
    return any(
        not _is_denied(literal, match)
        for pattern in _HURTING
        for match in pattern.finditer(literal)
    )


def may_mean_danger(text: str) -> bool:
    """Whether a word of the message is one that people in danger use."""
    return bool(_HINT.search(_folded(text)))


def only_sounds_like_danger(text: str) -> bool:
    """Whether a message has a price that burns or a breaker that fell, and beside that no word that
    may mean danger."""
    rest, prices = _METAPHOR.subn(" ", _folded(text))
    rest, breakers = _TRIPPED.subn(" ", rest)
    return bool(prices or breakers) and not _HINT.search(rest)


def is_harmless(text: str) -> bool:
    """Whether words of danger tell of none.

    A metaphor ("كهربتني الفاتورة"), a denial ("ما فيه حريق"), a claim ("احترق جهازي ابي تعويض"), a
    pole to be moved ("انقلوا العمود"), a breaker that fell ("الفيوز طايح").
    """
    if names_danger(text):
        return False
    folded = _folded(text)
    signs = (_METAPHOR, _REMOVAL, _ALL_WELL, _LAMP_OUT)
    told = (_SOLD, _BROKE_A_WALL)
    said = any(s.search(folded) for s in signs) or bool(_named(folded))
    said = said or (any(s.search(folded) for s in told) and not _STILL.search(folded))
    said = said or only_sounds_like_danger(text)
    return said or _is_past(folded) or _is_precaution(folded) or _broke_on_return(folded)


def _broke_on_return(folded: str) -> bool:
    """Power is back, and a device broke by it: damage, unless something goes on or a part of the
    network burnt."""
    broke = _BROKE_ON_RETURN.search(folded) and _DEVICE.search(folded)
    return bool(broke) and not (_STILL.search(folded) or _NETWORK.search(folded))


def _named(folded: str) -> list[bool]:
    """For each danger that is named, whether it is denied."""
    literal = _SOMETHING_ELSE.sub(" ", _METAPHOR.sub(" ", folded))
    return [
        _is_denied(literal, match) for pattern in _PATTERNS for match in pattern.finditer(literal)
    ]


def _is_denied(literal: str, named: re.Match[str]) -> bool:
    """Denied before the words, or right before the hazard: "القاطع شغال وما فيه دخان"."""
    *_, last = re.finditer(r"\S+", named.group())
    hazard = _HAZARD_WORD.fullmatch(last.group()) is not None
    places = (named.start(), named.start() + last.start() if hazard else named.start())
    return any(_DENIAL.search(literal[:place]) for place in places)


def _is_past(folded: str) -> bool:
    """Whether damage is only claimed for: it is over, unless something goes on."""
    return bool(_CLAIM.search(folded)) and not _STILL.search(folded)


def _is_precaution(folded: str) -> bool:
    """Whether it is asked how to be safe, while nothing is wrong yet."""
    return bool(_PRECAUTION.search(folded)) and not _STILL.search(folded)


def _folded(text: str) -> str:
    """The message folded, its Latin words as Arabic ("متى ترجع وفيه dokhan")."""
    folded = fold_text(text)
    return fold_latin(folded) if _LATIN.search(folded) else folded
