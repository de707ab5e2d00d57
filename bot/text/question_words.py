"""What a general question is about: words of one subject, for the search in the list of answers.

Beside `bot/text/synonyms.py`, which serves every message: these subjects only tell general
questions apart. Words are folded beginnings; clitics are taken off before they are looked up.
"""

from __future__ import annotations

from functools import lru_cache

from bot.text.tokens import split_clitics

_SUBJECTS = {
    "compensation": "تعويض عوض اعوض اتعوض يعوض نعوض تعوض حقوق حقي compensat",
    "instalment": "قسط تقسيط اقساط اقسط تقسط دفعات جدول instal",
    "part": "نص نصف نصها جزء جزئي الجزئي ٥٠",
    "delay": "مهله تمهل امهل تاجيل تاجل اجل ااجل تمديد فرصه غرامه",
    "fixed": "ثابت الثابته",
    "paper": "ورق مطبوع اطبع مختوم",
    "electronic": "الكتروني",
    "landlord": "مؤجر موجر راعي مالك صاحب مكتب",
    "tenant": "مستاجر ساكن استاجر ماجر",
    "previous": "قديم قبلي سابق",
    "someone_else": "ابوي امي والدي والدتي خالت جدت زوج اخوي جار جيران اهل نيابه بدال عن وكال",
    "dead": "متوفي توفي المرحوم ورث ورثه يرحم ميت",
    "solar": "شمسي الواح خلايا سياره شاحن تسلا",
    "scam": "نصب احتيال رابط مشبوه وهمي مزيف انخدع خدع مكالمه",
    "bank": "بنك ايبان بطاق فيزا مدي صراف ابل",
    "code": "رمز كود otp",
    "visit": "فني مندوب الباب عامل قارئ",
    "rain": "مطر امطار سيل سيول عاصف رعد برق",
    "child": "طفل اطفال عيال بزران ولدي بزارين طلاب",
    "socket": "فيش افياش توصيل مشترك تمديد",
    "breaker": "قاطع قواطع فيوز طبلون يفصل",
    "voltage": "فولت جهد تذبذب يضعف ضعيف ضعف ترمش منظم",
    "damaged": "خرب خربت احترق تلف متضرر تلفي اجهزت ثلاج",
    "ac": "مكيف تكييف سبليت اسبلت انفرتر شباك صحراوي فلتر فريون درجه",
    "clean": "تنظيف انظف فلتر غسيل اغسل صيانه وسخ غبار",
    "heater": "سخان دفاي تدفئه",
    "insulation": "عزل عازل ستاير تظليل سقف سطح زجاج",
    "label": "نجوم نجمه ملصق كفاء",
    "travel": "سفر مسافر بسافر اسافر سافرت اجاز غيب بغيب",
    "season": "صيف شتا موسم حر",
    "night": "ليل ذروه نهار",
    "shop": "محل تجاري بقال مطعم صالون مكتب ورش مشروع مشاريع",
    "farm": "مزرع مزارع زراع نخل بئر",
    "charity": "خيري جمعي مسجد ايتام اوقاف تحفيظ",
    "category": "تصنيف مصنف تحويل احول نشاط",
    "slab": "شريح شرايح ٦٠٠٠ 6000",
    "unit": "كيلو واط وات kwh",
    "reading": "قراء اقرا تقرون يقرا شاش ارقام",
    "estimate": "تقدير",
    "smart": "ذكي رقمي",
    "fast": "سريع بسرعه يعد فحص افحص مضبوط دق",
    "empty": "فاضي مقفل مهجور محد مسكون ساكن",
    "tax": "ضريب",
    "period": "يوم ايام فتره شهر هجري ميلادي",
    "twice": "مرتين زايد زياد رصيد استرجاع دبل",
    "mistake": "غلط خطا خطأ بالغلط غلطت",
    "deadline": "موعد مهل اخر ينتهي انتهت باقي",
    "free": "مجاني مجان رسوم مقابل ببلاش بفلوس تكلفه يكلف",
    "duration": "ياخذ مده يطول يستغرق كم دقايق ساع",
    "documents": "اوراق مستند وثيق وثايق مطلوب لازم",
    "deed": "صك حج تملك منح",
    "ejar": "ايجار عقد",
    "company": "شرك مؤسس منشا سجل فرع",
    "expat": "مقيم اقام وافد اجنب سعودي",
    "prefix": "100 300 ١٠٠ ٣٠٠ ميه مايه يبدا تبدا بدايه",
    "verify": "توثيق موثق وثق اوثق",
    "beneficiary": "مستفيد",
    "several": "اكثر عدادات كلها كل",
    "forced": "اجباري الزامي اختياري عقوب غرام مخالف طنش",
    "cut": "فصل تفصل يفصل قطع تقطع ينقطع انفصل فاصل ايقاف",
    "reconnect": "ترجع رجع ارجاع اعاد يرجع",
    "paid": "سدد دفع سداد",
    "posting": "ينزل يظهر يبين ينعكس",
    "planned": "مجدول مخطط صيان مبرمج",
    "notice": "اشعار تبلغ بلغت تنبيه رسال علمت",
    "connection": "ايصال توصيل جديد",
    "register": "تسجيل الغاء نقل ملكي",
    "dispute": "اعتراض معترض اعترض نزاع شكو",
    "reply": "ترد يرد رد تردون محد",
    "medical": "مريض مرض طبي اكسجين جهاز تنفس كلي صحي اعاق انساني",
    "standard": "معايير معيار حقوق دليل نظام",
    "move": "انتقل بنتقل نقلت اخلاء طلعت بطلع سكنت سكن",
    "sell": "بعت بيع مشتري افراغ افرغت",
    "shared": "مشترك نقسم نتقاسم بين واحد مستقل",
    "theft": "سرق يسرق موصلين تلاعب عابث مخالف",
    "inside": "داخل الداخلي كهربائي تمديد",
    "dig": "حفر احفر مقاول كيبل كيابل شجر بناء مسار",
    "sees": "يشوف يطلع اطلاع تبيع تشارك يعرف",
    "kept": "تسجل ينحفظ محفوظ حفظ سري محادث شات",
    "phone": "رقم ارقام اتصل تواصل هاتف",
    "hours": "دوام ساعات مداوم يفتح",
    "app": "تطبيق موقع",
    "whatsapp": "واتس تلجرام",
    "branch": "فرع فروع مكتب مكاتب عنوان",
}  # fmt: skip
_STEMS = tuple((stem, subject) for subject, stems in _SUBJECTS.items() for stem in stems.split())


@lru_cache(maxsize=8192)
def question_subjects(word: str) -> tuple[str, ...]:
    """Subjects that a folded word belongs to; most words belong to none."""
    forms = {word, split_clitics(word)[1]}
    return tuple(
        sorted({subject for stem, subject in _STEMS for form in forms if form.startswith(stem)})
    )
