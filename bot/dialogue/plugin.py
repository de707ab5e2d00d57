"""What this project changes in Rasa, in every Rasa process, said in one place.

Rasa asks the module `rasa_plus` for extensions before it does anything else; in this environment
that name is this file (`bot/dialogue/lean.py`).
"""

from __future__ import annotations

from typing import Any

import rasa.core.agent
from rasa.utils.endpoints import EndpointConfig

from bot.dialogue.local_actions import endpoint
from bot.dialogue.processor import StrictProcessor


def init_hooks(_manager: Any) -> None:
    """Called by Rasa once a process."""
    EndpointConfig.from_dict = staticmethod(endpoint)  # `url: local:actions` of endpoints.yml
    rasa.core.agent.MessageProcessor = StrictProcessor  # what Agent.load_model makes
