"""The hour at which campaigns are sent."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine

from bot.clock import RIYADH

NOON = datetime(2026, 11, 22, 12, tzinfo=RIYADH)


@pytest.fixture
def noon(database):
    """No quiet hours, and a clock that stands still."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock
