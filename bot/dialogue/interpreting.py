"""A packed model asked in this process, without a server: for measuring it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import time_machine

from bot.clock import RIYADH

Interpret = Callable[[str], dict[str, Any]]
"""A text → `{"intent": {"name", "confidence"}, "entities": […], "other_intents": […]}`."""


@contextmanager
def interpreter(model: Path, day: date) -> Iterator[Interpret]:
    """The whole NLU pipeline of a packed model, on that day in Riyadh."""
    # Rasa is slow to import and must find the lean start first; evaluating needs neither.
    from bot.dialogue import lean

    lean.install()
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.WARNING)  # else each message is a line
    loop = asyncio.new_event_loop()
    agent = Agent.load(str(model))
    noon = datetime.combine(day, time(12), RIYADH)

    def interpret(text: str) -> dict[str, Any]:
        with time_machine.travel(noon):
            parsed: dict[str, Any] = loop.run_until_complete(agent.parse_message(text))
            return parsed

    try:
        yield interpret
    finally:
        loop.close()
