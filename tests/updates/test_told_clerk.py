"""What was told a clerk while the bot was silent is read back, not asked again."""

from __future__ import annotations

from dataclasses import replace

from bot.updates import conversation as update
from bot.updates.draft import steps
from bot.updates.heard import Heard
from tests.updates.conftest import NUMBER, TENANT, Person


def _told(person: Person, *texts: str) -> list[Heard]:
    return [person.heard(text) for text in texts]


def test_values_told_before_it_began_are_in_it(session, person: Person) -> None:
    told = _told(
        person, f"حسابي {NUMBER} انا المستأجر", "اسمي نورة فهد العتيبي", "جوالي 0500000002"
    )
    outcome = person.starts(told=told)
    assert outcome.told == ["account", "beneficiary", "name", "mobile"]
    values = outcome.draft.values
    assert (values["account"], values["beneficiary"]) == (NUMBER, "tenant")
    assert (values["name"], values["mobile"]) == ("نورة فهد العتيبي", TENANT)
    assert outcome.step == "identity", "the first that nobody was told"


def test_the_last_word_counts_and_the_message_itself_more(session, person: Person) -> None:
    told = _told(person, "جوالي 0500000003", "لا جوالي 0500000002", "ايميلي a@example.com")
    outcome = person.starts("حدث بياناتي ايميلي b@example.com", told=told)
    assert outcome.draft.values["mobile"] == TENANT
    assert outcome.draft.values["email"] == "b@example.com"
    assert outcome.told == ["mobile"] and outcome.noted == ["email"]


def test_a_short_update_takes_what_it_is_about(session, person: Person) -> None:
    told = _told(person, "انا مستأجر جوالي 0500000002 وايميلي a@example.com")
    outcome = person.starts("ايميلي الجديد c@example.com", kind="contact", told=told)
    assert outcome.told == [] and "mobile" not in steps(outcome.draft)
    assert "beneficiary" not in outcome.draft.values


def test_another_account_is_another_update(session, person: Person) -> None:
    outcome = person.starts(f"حسابي {NUMBER}", told=_told(person, "حسابي 30000000009"))
    assert outcome.draft.values["account"] == NUMBER and outcome.told == []


def test_in_an_open_update_it_joins_what_was_given(session, person: Person) -> None:
    person.starts(f"حسابي {NUMBER} انا مستأجر اسمي نورة فهد العتيبي")
    assert person.step == "identity"
    outcome = person.says("1012345672", told=_told(person, "جوالي 0500000002"))
    assert outcome.told == ["mobile"] and outcome.draft.values["mobile"] == TENANT
    assert outcome.draft.values["identity"] == "1012345672"


def test_a_summary_is_shown_anew_before_it_is_confirmed(session, person: Person) -> None:
    person.starts(f"حسابي {NUMBER} انا مالك اسمي نورة فهد العتيبي هويتي 1012345672")
    person.says("جوالي 0500000002")
    while person.step != "confirm":
        asks_code = person.step == "mobile_code"
        person.says(person.code() if asks_code else "تخطي", "inform" if asks_code else "skip")
    told = _told(person, "رقم الصك 310112345678")
    outcome = person.says("ايه صح", "affirm", told=told)
    assert outcome.told == ["deed"] and outcome.reference is None and outcome.step == "confirm"
    assert person.says("ايه صح", "affirm").reference


def test_after_another_topic_it_is_not_forgotten(session, person: Person) -> None:
    person.starts(f"حسابي {NUMBER} انا مستأجر اسمي نورة فهد العتيبي")
    told = _told(person, "هويتي 1012345672")
    outcome = update.ask_again(session, person.heard("كم فاتورتي", "ask_bill"), told)
    assert outcome.told == ["identity"] and outcome.step == "ejar"


def test_what_was_put_off_beside_a_code_is_noted_and_not_asked(session, person):
    said = [person.heard("انا المستأجر"), replace(person.heard("سارة محمد الغامدي"), step="name")]
    outcome = update.begin(
        session, person.heard(f"حسابي {NUMBER} جوالي 0500000002"), "full", put_off=said
    )
    assert outcome.step == "identity"
    assert outcome.told == [] and {"beneficiary", "name", "mobile"} <= set(outcome.noted)
