"""Answers of a request: corrections, steps back, numbers, days and periods."""

from __future__ import annotations

from tests.actions.services.conftest import MOBILE, asked, card, up_to_summary
from tests.actions.talk import Talk


def test_corrections_in_plain_words(talk: Talk) -> None:
    up_to_summary(talk)
    said = talk.tell("correct_detail", "لا مو بيت، شقة")
    assert said == ["utter_services_changed", "utter_services_summary"]
    assert card(talk)["نوع العقار"] == "شقة"
    assert talk.tell("correct_detail", "عدل الموقع") == ["utter_services_question"]
    talk.tell("inform", "جدة حي الصفا")
    assert card(talk)["الموقع"] == "جدة حي الصفا"
    assert talk.tell("deny", "لا") == ["utter_services_which_answer"]
    said = talk.tell("correct_detail", service_field="mobile")
    assert said == ["utter_services_question"]
    talk.tell("inform", "0559876543", mobile="+966559876543")
    assert card(talk)["جوال التواصل"] == "0559876543"


def test_another_service_keeps_what_fits_it(talk: Talk) -> None:
    talk.tell("service_request", "ابي عداد جديد في الرياض", city="الرياض")
    said = talk.tell("service_request", "لا اقصد عداد مؤقت للبناء")
    assert said == ["utter_services_retyped", "utter_services_noted", "utter_services_question"]
    assert asked(talk) == "متى تحتاجه؟"  # the place was told, the purpose too


def test_back_and_needed_answers(talk: Talk) -> None:
    talk.tell("service_request", "ابي عداد جديد لشقتي")
    talk.tell("inform", "الرياض")
    talk.tell("skip", "تخطي")
    assert asked(talk).startswith("على أي جوال")
    assert talk.tell("skip", "تخطي") == ["utter_services_hint", "utter_services_question"]
    talk.tell("go_back", "ارجع")
    assert "أمبير" in asked(talk)


def test_numbers_that_cannot_be_and_days_that_are_past(talk: Talk) -> None:
    talk.tell("service_request", "ابي عداد جديد لشقتي")
    talk.tell("inform", "الرياض")
    said = talk.tell("inform", "99999", number="99999")
    assert said == ["utter_services_help", "utter_services_question"]
    said = talk.tell("inform", "99999", number="99999")
    assert talk.tell("inform", "99999", number="99999")[0] == "utter_services_offer_person"


def test_days_of_a_temporary_supply_are_days(talk: Talk) -> None:
    talk.tell("service_request", "ابي كهرب مؤقت لعرس 3 ايام في جدة", city="جدة", number="3")
    assert asked(talk) == "متى تحتاجه؟"  # the purpose, the place and the period were told
    talk.tell("inform", "بكرة")
    talk.tell("inform", "0501234567", mobile=MOBILE)
    talk.tell("skip", "بعدين")
    assert card(talk)["المدة"] == "3 أيام"
    said = talk.tell("correct_detail", "لا اسبوع", number="1")
    assert said[0] == "utter_services_changed" and card(talk)["المدة"] == "أسبوع واحد"


def test_a_bare_number_is_no_period(talk: Talk) -> None:
    talk.tell("service_request", "ابي عداد مؤقت للبناء في جدة بكرة", city="جدة")
    said = talk.tell("inform", "3", number="3")
    assert said == ["utter_services_hint", "utter_services_question"]
    assert "أيام أو أشهر" in talk.reply("utter_services_hint")["hint"]
    talk.tell("inform", "3 شهور", number="3")
    assert asked(talk).startswith("على أي جوال")


def test_cancelled_is_kept_and_can_be_wiped(talk: Talk) -> None:
    talk.tell("service_request", "ابي عداد جديد لشقتي")
    assert talk.tell("cancel", "خلاص بطلت") == ["utter_services_cancelled_kept"]
    assert talk.form is None
    said = talk.tell("service_request", "ابي اكمل طلب العداد الجديد")
    assert said == ["utter_services_resumed", "utter_services_question"]
    talk.tell("cancel", "كنسل")
    assert talk.tell("withdraw_service", service_field="draft") == ["utter_services_discarded"]
    assert talk.tell("service_request", "ابي طلب خدمة") == ["utter_services_which"]
