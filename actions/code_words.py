"""What is said when a code for the proof of identity was sent, or could not be."""

from __future__ import annotations

from datetime import timedelta

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import said_before, say
from bot.clock import now
from bot.identity.codes import Sending, SendResult
from bot.rendering.words import time_words

_WAIT = {"utter_identity_code_wait", "utter_identity_code_wait_more"}


def tell_sending(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    result: SendResult | None,
    again: bool = False,
    live: bool = False,
) -> None:
    """Say when a code could not be sent now, or that a new one is on its way.

    `live`: the one before can still be typed.
    """
    if result is None:
        return
    if result.sending is Sending.WAIT:
        more = "_more" if _WAIT & said_before(tracker) else ""
        say(dispatcher, f"utter_identity_code_wait{more}", seconds=str(result.seconds))
    elif result.sending is Sending.LIMIT:
        key = f"utter_identity_code_limit{'_live' if live else ''}"
        say(dispatcher, key, time=time_words(now() + timedelta(seconds=result.seconds)))
    else:
        say(dispatcher, "utter_identity_code_sent_again" if again else "utter_identity_code_sent")
