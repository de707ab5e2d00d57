"""Talking about outages in a small town."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from actions import danger, fallback, general, other, outages, outages_form, outages_status
from bot.database import reading, transaction
from bot.identity.links import claim
from bot.outages.outages import OutageInfo, announce
from bot.outages.tables import OutageReport
from tests.actions.talk import Talk, actions_of, rules_of
from tests.outages.conftest import Town

MODULES = (danger, fallback, general, other, outages, outages_form, outages_status)


@pytest.fixture
def talk(town: Town) -> Talk:
    """A conversation that speaks of outages and dangers."""
    return Talk(actions_of(*MODULES), rules_of("outages", "danger", "general"))


def announced(area_id: int, **values: Any) -> OutageInfo:
    """An outage that staff announced."""
    with transaction() as session:
        return announce(session, area_id, "عطل في محول", **values)


def reports() -> list[OutageReport]:
    """All reports that were filed."""
    with reading() as session:
        return list(session.execute(select(OutageReport)).scalars())


def claimed(talk: Talk, number: str) -> None:
    """Claim an account in this conversation."""
    with transaction() as session:
        claim(session, talk.conversation, number)


def reported(talk: Talk, town: Town) -> str:
    """Report an outage of the town's account; its reference."""
    claimed(talk, town.account)
    talk.tell("report_outage", "طافية")
    talk.tell("deny", "لا")
    talk.tell("inform", outage_scope="district")
    return str(reports()[0].reference)
