"""Asking for services on a Sunday, in a small town."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from actions import (
    additions,
    danger,
    documents,
    fallback,
    general,
    other,
    services,
    services_form,
    services_status,
)
from bot.attachments import records as attachments
from bot.attachments.files import receive
from bot.database import transaction
from bot.identity.links import claim, verify
from tests.actions.talk import Talk, actions_of, rules_of
from tests.fakes.files import PDF
from tests.outages.conftest import Town

MODULES = (
    danger,
    other,
    fallback,
    general,
    services,
    services_form,
    services_status,
    documents,
    additions,
)
SUNDAY = "2026-11-22 12:00:00+03:00"
MOBILE = "+966501234567"


@pytest.fixture
def talk(town: Town) -> Iterator[Talk]:
    """A conversation that speaks of services, while the clock stands still."""
    with time_machine.travel(SUNDAY, tick=False):
        yield Talk(actions_of(*MODULES), rules_of("services", "danger", "general"))


def asked(talk: Talk) -> str:
    """The question of the catalogue that was asked last."""
    return str(talk.reply("utter_services_question")["question"])


def card(talk: Talk, key: str = "utter_services_summary") -> dict[str, str]:
    """The rows of the summary, label to value."""
    rows = talk.reply(key)["custom"]["card"]["rows"]
    return {row[0]: row[1] for row in rows}


def prove(talk: Talk, town: Town) -> None:
    """Prove the town's account in this conversation."""
    with transaction() as session:
        claim(session, talk.conversation, town.account)
        verify(session, talk.conversation, town.account)


def send_file(talk: Talk, key: str = "f1") -> list[str]:
    """Send a PDF; what answers it."""
    with transaction() as session:
        number = attachments.store(session, talk.conversation, key, receive(PDF)).id
    return talk.tell("add_document", metadata={"attachment": number}, key=key)


def up_to_summary(talk: Talk, text: str = "ابي عداد جديد لبيتي") -> None:
    """Answer everything that is asked for a new connection."""
    talk.tell("service_request", text)
    talk.tell("inform", "الرياض حي النرجس")
    talk.tell("skip", "تخطي")
    talk.tell("inform", "0501234567", mobile=MOBILE)
    talk.tell("skip", "بعدين")
