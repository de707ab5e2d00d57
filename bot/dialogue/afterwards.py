"""A policy for the moment when an action is done and no rule goes on.

Actions may hand over to another action (`FollowupAction`): "show my bill" → prove who you are →
show the bill. No rule can name every such chain, and RulePolicy alone would fall back after it ("I
did not understand"). Here the answer is: the form that was suspended for the proof comes back,
else listen.
"""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

CONFIDENCE = 0.5
"""Above RulePolicy's fallback (0.3 in config.yml), below a rule (1.0)."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, True)
class AfterwardsPolicy(Policy):  # type: ignore[misc]
    """Predicts the suspended form or `action_listen` after any action; nothing after a message."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Lowest priority: it only speaks when nobody else has something to say."""
        return {"priority": 0, "max_history": 1}

    def train(
        self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any
    ) -> Resource:
        """Nothing is learnt."""
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> AfterwardsPolicy:
        """Nothing is stored."""
        return cls(config, model_storage, resource, execution_context)

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """`CONFIDENCE` for what comes afterwards, nothing directly after a message."""
        probabilities = self._default_predictions(domain)
        if tracker.latest_action_name != ACTION_LISTEN_NAME:
            following = self._following(tracker)
            probabilities[domain.index_for_action(following)] = CONFIDENCE
        return self._prediction(probabilities)

    @staticmethod
    def _following(tracker: DialogueStateTracker) -> str:
        suspended: str | None = tracker.get_slot("suspended_form")
        if suspended and tracker.active_loop_name is None:
            return suspended
        return ACTION_LISTEN_NAME
