"""Entities of docs/dialogue.md, found by rule; annotations in the training data are not needed."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.dialogue.nlu.sources import sources_fingerprint
from bot.text.values import Value, find_values


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ArabicEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Wraps `bot.text.values.find_values`; relative months are anchored to today in Riyadh."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ArabicEntityExtractor:
        """A component has no state."""
        return cls()

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Stale when any code that reads text changes."""
        return sources_fingerprint()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the values of each message's text to its entities."""
        for message in messages:
            text = message.get(TEXT)
            if text:
                found = [_entity(value) for value in find_values(text)]
                entities = message.get(ENTITIES, []) + self.add_extractor_name(found)
                message.set(ENTITIES, entities, add_to_output=True)
        return messages


def _entity(value: Value) -> dict[str, Any]:
    entity = {
        "entity": value.kind,
        "value": value.value,
        "start": value.start,
        "end": value.end,
        "confidence_entity": 1.0,
    }
    return entity | ({"role": value.role} if value.role else {})
