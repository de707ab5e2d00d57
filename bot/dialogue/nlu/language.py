"""Marks messages that are not Arabic, so that their writers hear something they can read."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.text.languages import Language, language_of

LANGUAGE = "language"
"""Attribute of a parsed message: a `Language`, absent for Arabic."""
STRAY = "out_of_scope"
_CERTAIN = 0.9
_UNDERSTOOD = 0.7
"""From this probability on, what the classifier hears in Urdu is believed: plain requests in it are
trained, in its own letters and in Latin ones (data/nlu/urdu.yml, roman_urdu.yml)."""
_TRAINED = frozenset({Language.URDU, Language.ROMAN_URDU})
_NEVER_LOST = frozenset({"danger", "inform"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class LanguageMark(GraphComponent, IntentClassifier):  # type: ignore[misc]
    """Sets `language`. English is understood well enough to be answered, and so are plain requests
    in Urdu; what the classifier makes of any other language is chance, so it
    counts as a stray, whose answer is in that language."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageMark:
        """A component has no state."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Mark each message that is not Arabic."""
        for message in messages:
            language = language_of(message.get(TEXT) or "")
            if language is None:
                continue
            message.set(LANGUAGE, language.value, add_to_output=True)
            if not _is_understood(language, message.get(INTENT) or {}):
                _count_as_stray(message)
        return messages


def _is_understood(language: Language, intent: dict[str, Any]) -> bool:
    if language is Language.ENGLISH or intent.get("name") in _NEVER_LOST:
        return True
    return language in _TRAINED and intent.get("confidence", 0.0) >= _UNDERSTOOD


def _count_as_stray(message: Message) -> None:
    rest = [each for each in message.get(INTENT_RANKING_KEY) or [] if each["name"] != STRAY]
    stray = {"name": STRAY, "confidence": _CERTAIN}
    ranking = [
        stray,
        *({**each, "confidence": each["confidence"] * (1 - _CERTAIN)} for each in rest),
    ]
    message.set(INTENT, dict(stray), add_to_output=True)
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
    message.set("other_intents", [], add_to_output=True)
    message.set("other_requests", [], add_to_output=True)
