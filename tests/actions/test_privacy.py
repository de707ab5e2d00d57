"""My data in a conversation: proof first, plain words, a yes before anything is erased."""

from __future__ import annotations

import pytest
from rasa_sdk import Action
from sqlalchemy import select

from actions import general, privacy
from bot.database import reading, transaction
from bot.identity.links import current_link
from bot.notices.choices import choices_of
from bot.notices.people import person_of
from bot.notices.tables import NoticeKind
from bot.privacy.tables import PrivacyRequest
from tests.actions.talk import Talk, rules_of
from tests.privacy.conftest import WHO, accounts  # noqa: F401

ACTIONS: tuple[type[Action], ...] = (
    privacy.ActionMyData,
    privacy.ActionDataCopy,
    privacy.ActionForgetMe,
    privacy.ActionWithdrawConsent,
    general.ActionAffirm,
    general.ActionInform,
)


def _talk(conversation: str) -> Talk:
    made = {one.name(): one for one in (each() for each in ACTIONS)}
    return Talk(made, rules_of(), conversation=conversation)


@pytest.fixture
def talk(accounts: dict[str, int]) -> Talk:  # noqa: F811
    return _talk(WHO)


def _requests() -> list[tuple[str, str]]:
    with reading() as session:
        rows = session.execute(select(PrivacyRequest).order_by(PrivacyRequest.id)).scalars()
        return [(row.kind, row.state) for row in rows]


@pytest.mark.parametrize("intent", ["my_data", "forget_me", "withdraw_consent"])
def test_nothing_before_proof(talk: Talk, intent: str) -> None:
    stranger = _talk("web:stranger")
    assert stranger.tell(intent, "امسحوا بياناتي") == []
    assert stranger.followed == ["identify_form"] and _requests() == []


def test_what_is_kept_in_plain_words(talk: Talk) -> None:
    assert talk.tell("my_data", "وش تحتفظون به عني") == ["utter_privacy_my_data"]
    rows = talk.reply("utter_privacy_my_data")["custom"]["card"]["rows"]
    assert [row[0] for row in rows if "التواصل (" in row[0]] == ["بيانات الحساب والتواصل (3)"]
    assert all(" " in row[1] for row in rows)


@pytest.mark.parametrize(
    ("text", "entities"), [("ابي نسخة من بياناتي", {}), ("", {"privacy": "copy"})]
)
def test_a_copy_by_a_link(talk: Talk, text: str, entities: dict[str, str]) -> None:
    assert talk.tell("my_data", text, **entities) == ["utter_privacy_copy"]
    assert "/privacy/P" in talk.reply("utter_privacy_copy")["url"]
    assert _requests() == [("copy", "done")]


def test_forgetting_needs_a_yes(talk: Talk) -> None:
    assert talk.tell("forget_me", "امسحوا كل بياناتي") == ["utter_privacy_forget_sure"]
    assert _requests() == []
    assert talk.tell("affirm", "ايه") == ["utter_privacy_forgotten"]
    assert _requests() == [("erase", "open")]
    with reading() as session:
        assert current_link(session, WHO) is None
    reference = talk.reply("utter_privacy_forgotten")["reference"]
    assert talk.tell("inform", reference, reference=reference) == ["utter_privacy_status_open"]
    assert _talk("web:theirs").tell("my_data", reference, reference=reference) == [
        "utter_privacy_unknown_request"
    ]


def test_a_no_keeps_everything(talk: Talk) -> None:
    talk.tell("forget_me", "امسحوا بياناتي")
    talk.rules["deny"] = "action_inform"
    talk.tell("deny", "لا")
    assert _requests() == []


def test_consent_stops_awareness_only(talk: Talk, accounts: dict[str, int]) -> None:  # noqa: F811
    assert talk.tell("withdraw_consent", "اسحب موافقتي") == ["utter_privacy_consent_withdrawn"]
    with transaction() as session:
        choices = choices_of(session, person_of(session, accounts[WHO], WHO))
    assert not choices[NoticeKind.AWARENESS].wanted and choices[NoticeKind.BILL].wanted
    assert _requests() == [("consent", "done")]
