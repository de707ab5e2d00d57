"""The intent of a message: one component that reads, featurises and classifies."""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.dialogue.nlu import understanding
from bot.dialogue.nlu.account_beside import read_account
from bot.dialogue.nlu.captions import read_caption
from bot.dialogue.nlu.model import IntentModel
from bot.dialogue.nlu.references import read_reference
from bot.dialogue.nlu.signs import read_signs
from bot.dialogue.nlu.sources import sources_fingerprint
from bot.dialogue.nlu.training import Options

logger = logging.getLogger(__name__)
OTHER_INTENTS = "other_intents"
"""Attribute of a parsed message: further intents of a message that says several things."""
OTHER_REQUESTS = "other_requests"
"""The same with the words that ask each: `[{"intent", "text", "confidence"}]`."""
ANSWER_PARTS = "answer_parts"
"""Parts that may answer an open question, beside a request; of the same form."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ArabicIntentClassifier(IntentClassifier, GraphComponent):
    """Wraps `bot.dialogue.nlu.understanding`; sets the whole ranking of intents."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: IntentModel | None = None,
    ) -> None:
        """A component without a model gives no intent until it is trained."""
        self.config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See `bot.dialogue.nlu.training.Options`."""
        defaults = Options()
        names = ("cost", "rarest", "folds", "encoder")
        return {name: getattr(defaults, name) for name in names}

    @staticmethod
    def required_packages() -> list[str]:
        """Packages whose version is part of the fingerprint."""
        return ["sklearn", "scipy"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Stale when any code that reads text changes."""
        return sources_fingerprint()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ArabicIntentClassifier:
        """An untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Train on all examples that have a text and an intent, and store the model."""
        examples = [
            (str(e.get(TEXT)), str(e.get(INTENT)))
            for e in training_data.intent_examples
            if e.get(TEXT)
        ]
        if len({intent for _, intent in examples}) < 2:
            logger.warning("Fewer than two intents have examples: no intent classifier is trained.")
            return self._resource
        options = Options(**{name: self.config[name] for name in self.get_default_config()})
        self._model = understanding.train_model(examples, options)
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ArabicIntentClassifier:
        """The component as it was trained; without a stored model it gives no intent."""
        try:
            with model_storage.read_from(resource) as folder:
                return cls(config, model_storage, resource, IntentModel.load(folder))
        except (ValueError, OSError) as error:
            logger.warning("No intent model could be loaded: %s", error)
            return cls(config, model_storage, resource)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent, the whole ranking, and further intents of each message."""
        for message in messages:
            text = message.get(TEXT)
            if self._model is None or not text:
                message.set(INTENT, {"name": None, "confidence": 0.0}, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [], add_to_output=True)
                continue
            understood = understanding.understand(self._model, text)
            ranked = read_signs(understood.ranking, text)
            ranked = read_reference(ranked, text)
            ranked = read_account(ranked, text)
            ranked = read_caption(ranked, message.get("metadata"))
            ranking = [{"name": n, "confidence": c} for n, c in ranked]
            message.set(INTENT, dict(ranking[0]), add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            others = [each for each in understood.others if each.intent != ranked[0][0]]
            message.set(OTHER_INTENTS, [each.intent for each in others], add_to_output=True)
            message.set(OTHER_REQUESTS, [asdict(each) for each in others], add_to_output=True)
            answers = [asdict(each) for each in understood.answers]
            message.set(ANSWER_PARTS, answers, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Classify the training data too, for components after this one."""
        self.process([e for e in training_data.training_examples if e.get(TEXT)])
        return training_data
