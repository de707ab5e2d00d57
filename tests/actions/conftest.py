"""What talks about several topics share: the town they are in, and the cases that come of them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.cases.tables import Case
from bot.database import reading, transaction
from tests.outages.conftest import Town, build_town


@pytest.fixture
def town(database: None) -> Town:
    """The small town, visible to the actions' own transactions."""
    with transaction() as session:
        return build_town(session)


def cases() -> list[Case]:
    """All cases with their history, oldest first."""
    with reading() as session:
        found = list(session.execute(select(Case).order_by(Case.id)).scalars())
        for case in found:
            _ = case.history
        return found
