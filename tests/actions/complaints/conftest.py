"""Complaining in a small town."""

from __future__ import annotations

import pytest

from actions import billing, complaints, complaints_form, danger, fallback, general, other
from tests.actions.conftest import cases
from tests.actions.talk import Talk, actions_of, rules_of
from tests.outages.conftest import Town

MODULES = (billing, danger, other, complaints, complaints_form, fallback, general)


@pytest.fixture
def talk(town: Town) -> Talk:
    """A conversation that speaks of complaints, bills and persons."""
    return Talk(
        actions_of(*MODULES), rules_of("complaints", "danger", "person", "general", "billing")
    )


def filed(talk: Talk, text: str = "البلاغ تقفل وما أحد جاني") -> str:
    """A recorded complaint of that sentence; its reference."""
    talk.tell("complaint", text)
    while talk.form:
        talk.tell("affirm" if talk.slots["requested_slot"].endswith("confirm") else "skip")
    return cases()[-1].reference
