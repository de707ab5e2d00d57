"""Two services in one message: the second is kept, and offered after the first."""

from __future__ import annotations

import pytest

from bot.services.catalogue import catalogue
from tests.actions.conftest import cases
from tests.actions.services.conftest import up_to_summary
from tests.actions.talk import Talk

BOTH = "ابغى اقدم على عداد جديد وابغى بعد انقل عدادي الثاني لمكان ثاني"


@pytest.mark.parametrize(
    ("text", "both"),
    [
        (BOTH, ["new_connection", "relocation"]),
        ("ابي عداد مؤقت وتقوية العداد", ["temporary", "load_increase"]),
        ("ابغى افصل العداد لشقتين وانقل ملكيته لاخوي", ["split", "transfer"]),
        ("تصفية الحساب والغاء العداد", ["moving_out", "cancellation"]),
        ("عداد جديد، وبعدين عداد مؤقت للبناء", ["new_connection", "temporary"]),
        ("ابي عداد جديد للبيت واخلص بسرعه", []),
        ("ابي عداد جديد لبيتي الجديد وعنواني حي النرجس", []),
        ("نقل العداد من الجدار للسور", []),
    ],
)
def test_two_services_are_told_apart(text: str, both: list[str]) -> None:
    assert [service.id for service in catalogue().both_named_in(text)] == both


def test_the_second_is_offered_once_the_first_is_sent(talk: Talk) -> None:
    up_to_summary(talk, "ابغى عداد جديد لبيتي وابغى بعد انقل عدادي الثاني لمكان ثاني")
    assert talk.tell("affirm", "ايه")[-1] == "utter_services_next_one"
    assert [case.category for case in cases()] == ["new_connection"]
    assert talk.slots["offered_action"] == "action_service_request"
    talk.tell("affirm", "ايه")
    welcomed = [said for said in talk.said if said["response"] == "utter_services_welcome"]
    relocation = catalogue().get("relocation")
    assert relocation is not None
    told = [said.get("service") for said in welcomed]
    assert told == [relocation.name] or talk.form == "identify_form"


def test_both_are_announced(talk: Talk) -> None:
    assert "utter_services_two" in talk.tell("service_request", BOTH)
    assert talk.reply("utter_services_two")["second"] == catalogue().all()[3].name


def test_what_two_services_take_is_asked_of_each(talk: Talk) -> None:
    assert "utter_services_two" not in talk.tell("service_request", f"كم رسوم {BOTH}")


def test_later_leaves_the_list_of_services(talk: Talk) -> None:
    talk.tell("service_request", "ابي خدمة")
    assert talk.tell("skip", "بعدين") == ["utter_general_cancelled"]
    assert talk.form is None


def test_it_means_the_request_that_was_just_sent(talk: Talk) -> None:
    up_to_summary(talk)
    talk.tell("affirm", "ايه")
    talk.tell("cancel", "ابي الغيه خلاص")
    assert "action_withdraw_service" in talk.followed
