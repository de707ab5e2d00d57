"""Talking to actions without Rasa: rules, form and slots as Rasa would drive them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.settings import ROOT
from tests.project_files import read_yaml

Event = dict[str, Any]
FORM = "outage_form"
FORMS = {
    FORM: ("validate_outage_form", "action_outage_filed"),
    "complaint_form": ("validate_complaint_form", "action_complaint_recorded"),
    "addition_form": ("validate_addition_form", "action_addition_done"),
    "service_form": ("validate_service_form", "action_service_filed"),
    "accounts_form": ("validate_accounts_form", "action_accounts_done"),
    "call_form": ("validate_call_form", "action_call_done"),
}
"""Form → the action that drives it, and the one that comes after it."""


def rules_of(*topics: str) -> dict[str, str]:
    """From intent to action name, as the rules of these topics say; of all topics without any."""
    rules: dict[str, str] = {}
    for topic in topics or ("*",):
        for path in (ROOT / "data" / "rules").glob(f"{topic}.yml"):
            for rule in read_yaml(str(path.relative_to(ROOT)))["rules"]:
                first, then = rule["steps"][:2]
                if "intent" in first:
                    rules[first["intent"]] = then["action"]
    return rules


def actions_of(*modules: ModuleType) -> dict[str, Action]:
    """The actions that these modules define, by name."""
    classes = {
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == module.__name__ and hasattr(value, "run")
    }
    return {action.name(): action for action in (each() for each in classes)}


@dataclass
class Talk:
    """One conversation. `actions` by name, `rules` from intent to action name."""

    actions: dict[str, Action]
    rules: dict[str, str]
    conversation: str = "web:test"
    slots: dict[str, Any] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    form: str | None = None
    said: list[dict[str, Any]] = field(default_factory=list)
    """What the bot uttered in the last turn."""
    messages: int = 0
    last_key: str | None = None
    followed: list[str] = field(default_factory=list)
    """Actions that the last turn went on with."""

    def tell(
        self,
        intent: str,
        text: str = "",
        *,
        key: str | None = None,
        confidence: float = 0.95,
        metadata: dict[str, Any] | None = None,
        **entities: str,
    ) -> list[str]:
        """One message; returns the response keys that answer it."""
        self.messages += 1
        self.last_key = key or f"{self.conversation}:{self.messages}"
        self.said, self.followed = [], []
        parsed = {
            "intent": {"name": intent, "confidence": confidence},
            "entities": [{"entity": name, "value": value} for name, value in entities.items()],
        }
        self.latest = {"text": text or f"/{intent}", "message_id": self.last_key, **parsed}
        self.latest["metadata"] = metadata or {}
        self.events.append({"event": "user", "parse_data": parsed, "text": text})
        self._turn(intent)
        self.events.append({"event": "action", "name": "action_listen"})
        return [reply["response"] for reply in self.said]

    def _turn(self, intent: str) -> None:
        if self.form in FORMS:
            if self._run_form():
                return
            self._follow(self.rules[intent])
            if self.form in FORMS:
                self._run_form()
            return
        self._follow(self.rules[intent])

    def _follow(self, name: str | None) -> None:
        while name is not None:
            if name in FORMS:
                self.form = name
                self._run_form()
                return
            following = [e["name"] for e in self._run(name) if e["event"] == "followup"]
            self.events.append({"event": "action", "name": name})
            self.followed += following
            name = following[-1] if following and following[-1] in (*self.actions, *FORMS) else None

    def _run_form(self) -> bool:
        """False: the form rejected the message, as Rasa's FormAction does."""
        assert self.form is not None
        drives, after = FORMS[self.form]
        events = self._run(drives)
        slots = [e for e in events if e["event"] == "slot"]
        if not any(e["name"] != "requested_slot" for e in slots):
            assert not events, "a form took a message without setting any slot"
            return False
        requested = [e["value"] for e in slots if e["name"] == "requested_slot"]
        assert len(requested) == 1, "exactly one requested_slot"
        self.events.append({"event": "action", "name": self.form})
        if requested[0] is None:
            self.form = None
            self._follow(after)
        return True

    def _run(self, name: str) -> list[Event]:
        tracker = Tracker(
            self.conversation,
            dict(self.slots),
            self.latest,
            list(self.events),
            False,
            None,
            {"name": self.form} if self.form else {},
            "action_listen",
        )
        dispatcher = CollectingDispatcher()
        result = self.actions[name].run(dispatcher, tracker, {})
        events = asyncio.run(result) if asyncio.iscoroutine(result) else result
        for event in events:
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
                self.events.append(event)
            elif event["event"] == "active_loop":
                self.form = event["name"]
        self.said += dispatcher.messages
        return list(events)

    def reply(self, key: str) -> dict[str, Any]:
        """The values of one uttered response."""
        return next(reply for reply in self.said if reply["response"] == key)
