"""Actions of the example bot. `ran` counts how often each really ran."""

from __future__ import annotations

from collections import Counter
from typing import Any

from rasa_sdk import Action
from rasa_sdk.events import SlotSet
from rasa_sdk.interfaces import ActionExecutionRejection

ran: Counter[str] = Counter()
read_to_the_end: set[str] = set()
"""Texts that the form takes whole."""
put_off: list[dict[str, Any]] = []
"""Requests that the next bill keeps for later instead of being shown."""


class Bill(Action):
    def name(self) -> str:
        return "action_bill"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[dict[str, Any]]:
        if put_off:
            dispatcher.utter_message(text="بعدين")
            return [SlotSet("also_asked", [put_off.pop()])]
        ran["bill"] += 1
        dispatcher.utter_message(text=f"فاتورتك {ran['bill']}00 ريال")
        dispatcher.utter_message(image="media:chart.png")
        dispatcher.utter_message(json_message={"card": {"title": "الفاتورة", "rows": []}})
        return [SlotSet("colour", f"blue {ran['bill']}")]


class BreakDown(Action):
    def name(self) -> str:
        return "action_break_down"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[dict[str, Any]]:
        raise ZeroDivisionError("رقم الهوية 1012345672")


class GiveUp(Action):
    def name(self) -> str:
        return "action_give_up"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[dict[str, Any]]:
        raise ActionExecutionRejection(self.name())


class SayNothing(Action):
    def name(self) -> str:
        return "action_say_nothing"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[dict[str, Any]]:
        return []


class ValidateReport(Action):
    """A form driven as docs/dialogue.md says: no events when the message is not an answer."""

    def name(self) -> str:
        return "validate_report_form"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[dict[str, Any]]:
        message = tracker.latest_message
        if tracker.get_slot("requested_slot") is None:
            return [SlotSet("requested_slot", "answer")]
        if message["intent"]["name"] == "inform":
            whole = message["message_id"] if message["text"] in read_to_the_end else None
            return [
                SlotSet("answer", message["text"]),
                SlotSet("requested_slot", None),
                SlotSet("taken_whole", whole),
            ]
        return []


class Submit(Action):
    def name(self) -> str:
        return "action_submit"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[dict[str, Any]]:
        ran["submit"] += 1
        dispatcher.utter_message(text=f"سجلنا: {tracker.get_slot('answer')}")
        return [SlotSet("answer", None)]
