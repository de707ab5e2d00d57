"""What this project changes in Rasa, in every Rasa process, said in one place.

Rasa asks the module `rasa_plus` for extensions before it does anything else; in this environment
that name is this file (`bot/dialogue/lean.py`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import rasa.core.agent
from jsonschema import Draft7Validator
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event
from rasa.shared.nlu.training_data.message import Message
from rasa.utils.endpoints import EndpointConfig

from bot.dialogue.local_actions import endpoint
from bot.dialogue.processor import StrictProcessor


def init_hooks(_manager: Any) -> None:
    """Called by Rasa once a process."""
    EndpointConfig.from_dict = staticmethod(endpoint)  # `url: local:actions` of endpoints.yml
    rasa.core.agent.MessageProcessor = StrictProcessor  # what Agent.load_model makes
    _spare_repeated_work()


def _spare_repeated_work() -> None:
    """Three things that Rasa does anew each time. It checks the schema of an action's answer before
    it checks the answer, and looks through all classes of events for the one of each event that it
    reads: a third of a turn together. It copies all messages of the training data each time that it
    joins them to more, a seventh of a training; nobody changes one before they are all joined."""
    answers = Draft7Validator(RemoteAction.action_response_format_spec())
    RemoteAction._validate_action_result = lambda _, answer: answers.validate(answer) is None
    Message.__deepcopy__ = lambda message, _memo: message
    Event.resolve_by_type = staticmethod(lru_cache(maxsize=64)(Event.resolve_by_type))
