"""Ranks the questions of the list for each message: any request may have meant one of them.

Trained on the examples that name their question in `metadata` (`data/questions`). What staff
publish takes part from the next message on: the index is fitted anew, nothing is trained. The
sentence vector is the one that the classifier has just computed.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sqlalchemy.exc import SQLAlchemyError

from bot.database import reading
from bot.dialogue.nlu.classifier import OTHER_INTENTS
from bot.dialogue.nlu.encoder import SentenceEncoder, pruned
from bot.dialogue.nlu.question_index import Floats, QuestionIndex, fit
from bot.dialogue.nlu.question_parts import questions_asked
from bot.dialogue.nlu.sources import sources_fingerprint
from bot.questions import book
from bot.questions.files import INTENT as ASK
from bot.text.normalise import fold_text

logger = logging.getLogger(__name__)

QUESTIONS = "questions"
"""Attribute of a parsed message: `[[key, score], …]`, the likeliest first."""
FURTHER_QUESTIONS = "further_questions"
"""Attribute of a message that asks several: `[{"text", "question"}]`, those after the first, which
then is the one in `questions`."""
_KEPT = 3
_LOOK_SECONDS = 1.0
"""How often staff's editions are looked for."""
_SWAYED = 0.8
"""Up to this probability of another intent a certain question is believed instead …"""
_THOUGHT_OF = 0.05
"""… if the classifier gave `ask_question` so much, and the search …"""
_CERTAIN = 0.5
"""… this score …"""
_AHEAD = 0.25
"""… so far ahead of the next question. On a seventh of `data/nlu` and `data/questions`, trained on
the rest (387 questions, 2,167 other messages), 32 more are heard as questions, 15 of them rightly;
9 of the other 17 had been heard right before."""
_DOUBTED = 0.3
"""Below this score of the nearest question the classifier's `ask_question` is doubted …"""
_CONCEIVABLE = 0.1
"""… if the next intent is at least so likely beside it. On the same seventh 31 of 77 wrong
questions are given up, 22 of them for the right intent, and 13 of 311 right ones."""
_KEEP = frozenset({"danger", "report_outage", "inform", "affirm", "deny"})
"""Never taken for a question: they are urgent, or answer one of ours."""
_VECTORS = "vectors.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class QuestionSearch(IntentClassifier, GraphComponent):  # type: ignore[misc]
    """Sets `questions`; raises `ask_question` only for a phrasing that staff have just added."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        index: QuestionIndex | None = None,
        vectors: dict[str, Floats] | None = None,
        trained: dict[str, tuple[str, ...]] | None = None,
    ) -> None:
        """Without an index it does nothing until it is trained."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._base = self._index = index
        self._vectors = vectors or {}
        self._trained = trained or {}
        self._added: dict[str, str] = {}
        """Folded phrasing that the classifier has not learnt → its question."""
        self._stamp: book.Stamp = (0, "None")
        self._looked = float("-inf")

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`encoder: false` does without sentence vectors."""
        return {"encoder": True}

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
    ) -> QuestionSearch:
        """An untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the index to all examples that name their question, and store it."""
        self._trained = _phrasings(training_data)
        if not self._trained:
            return self._resource
        texts = list(dict.fromkeys(text for each in self._trained.values() for text in each))
        if self._config["encoder"]:
            self._vectors = dict(zip(texts, pruned().encode(texts), strict=True))
        self._base = self._index = fit(self._trained, self._vectors or None)
        with self._model_storage.write_to(self._resource) as folder:
            self._base.save(folder)
            _save_trained(folder, self._trained, self._vectors)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> QuestionSearch:
        """The component as it was trained; without a stored index it does nothing."""
        try:
            with model_storage.read_from(resource) as folder:
                trained, vectors = _load_trained(folder)
                index = QuestionIndex.load(folder)
                return cls(config, model_storage, resource, index, vectors, trained)
        except (ValueError, OSError):
            return cls(config, model_storage, resource)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the questions that each message may ask."""
        for message in messages:
            text = message.get(TEXT)
            if self._base is None or not text:
                continue
            self._look_for_editions()
            added = self._added.get(fold_text(text))
            if added:
                _raise_question(message)
                message.set(QUESTIONS, [[added, 1.0]], add_to_output=True)
            else:
                self._search(message, text)
        return messages

    def _search(self, message: Message, text: str) -> None:
        """Set the questions that the message is like, and correct its intent by them."""
        whole = self.rank(text)
        ranked = whole[:_KEPT]
        if _is_certain(message, ranked):
            _raise_question(message)
        elif _is_doubtful(message, ranked):
            _prefer_the_next(message)
        parts = questions_asked(text, whole, self.rank) if _asks(message) else []
        if parts:
            _raise_question(message)
            ranked = parts[0].ranked[:_KEPT]
            further = [{"text": part.text, "question": part.key} for part in parts[1:]]
            message.set(FURTHER_QUESTIONS, further, add_to_output=True)
        message.set(QUESTIONS, [list(each) for each in ranked], add_to_output=True)

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Every question in force with its score."""
        assert self._index is not None
        encoder = SentenceEncoder.latest()
        vector = encoder.vector(text) if encoder and self._vectors else None
        return self._index.rank(text, vector)

    def _look_for_editions(self) -> None:
        """Take in what staff published since the last look."""
        if time.monotonic() - self._looked < _LOOK_SECONDS:
            return
        try:
            with reading() as session:
                stamp = book.stamp(session)
                editions = book.published(session) if stamp != self._stamp else {}
        except SQLAlchemyError as error:
            logger.warning("The answers that staff published could not be read: %s", error)
        else:
            if stamp != self._stamp:
                self._take_in(editions)
                self._stamp = stamp
        self._looked = time.monotonic()

    def _take_in(self, editions: dict[str, Any]) -> None:
        """Fit the index to the trained phrasings with those of the editions over them."""
        asked = {key: q.phrasings for key, q in editions.items() if not q.hidden}
        kept = {key: each for key, each in self._trained.items() if key not in editions}
        now = {**kept, **asked}
        texts = {text for each in now.values() for text in each}
        if self._vectors and (new := sorted(texts - self._vectors.keys())):
            encoder = SentenceEncoder.latest() or pruned()
            self._vectors |= dict(zip(new, encoder.encode(new), strict=True))
        self._index = fit(now, self._vectors or None) if editions else self._base
        known = {fold_text(text) for each in self._trained.values() for text in each}
        self._added = {
            folded: key
            for key, each in asked.items()
            for text in each
            if (folded := fold_text(text)) not in known
        }


def _phrasings(training_data: TrainingData) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for example in training_data.intent_examples:
        named = (example.get("metadata") or {}).get("intent") or {}
        if isinstance(named, dict) and "question" in named:
            found.setdefault(named["question"], []).append(example.get(TEXT))
    return {key: tuple(each) for key, each in found.items()}


def _asks(message: Message) -> bool:
    """Whether the message or a part of it was heard as a general question, and nothing urgent."""
    intent = (message.get(INTENT) or {}).get("name")
    return intent == ASK or (intent not in _KEEP and ASK in (message.get(OTHER_INTENTS) or []))


def _is_certain(message: Message, ranked: list[tuple[str, float]]) -> bool:
    """Whether the search knows better than a hesitant classifier."""
    ranking = message.get(INTENT_RANKING_KEY) or []
    if not ranking or ranking[0]["name"] in _KEEP or ranking[0]["confidence"] > _SWAYED:
        return False
    thought = any(r["name"] == ASK and r["confidence"] >= _THOUGHT_OF for r in ranking)
    ahead = len(ranked) < 2 or ranked[0][1] - ranked[1][1] >= _AHEAD
    return thought and ahead and ranked[0][1] >= _CERTAIN


def _is_doubtful(message: Message, ranked: list[tuple[str, float]]) -> bool:
    """Whether a message taken for a question is like none of the list, and another intent is
    conceivable."""
    ranking = message.get(INTENT_RANKING_KEY) or []
    if len(ranking) < 2 or ranking[0]["name"] != ASK:
        return False
    near = ranked[0][1] if ranked else 0.0
    asked, following = ranking[0]["confidence"], ranking[1]["confidence"]
    return near < _DOUBTED and following >= _CONCEIVABLE * float(asked)


def _prefer_the_next(message: Message) -> None:
    """Let the second intent and `ask_question` change places."""
    first, second, *rest = message.get(INTENT_RANKING_KEY)
    ahead = {"name": second["name"], "confidence": first["confidence"]}
    behind = {"name": first["name"], "confidence": second["confidence"]}
    message.set(INTENT, dict(ahead), add_to_output=True)
    message.set(INTENT_RANKING_KEY, [ahead, behind, *rest], add_to_output=True)


def _raise_question(message: Message) -> None:
    """Make `ask_question` the intent: staff added the phrasing after the classifier was trained,
    or the search is certain."""
    if (message.get(INTENT) or {}).get("name") == "danger":
        return
    rest = [each for each in message.get(INTENT_RANKING_KEY) or [] if each["name"] != ASK]
    asked = {"name": ASK, "confidence": 1.0}
    message.set(INTENT, dict(asked), add_to_output=True)
    message.set(INTENT_RANKING_KEY, [asked, *({**r, "confidence": 0.0} for r in rest)], True)


def _save_trained(
    folder: Path, trained: dict[str, tuple[str, ...]], vectors: dict[str, Floats]
) -> None:
    owners = [key for key, each in trained.items() for _ in each]
    texts = [text for each in trained.values() for text in each]
    rows = np.stack([vectors[text] for text in texts]) if vectors else np.zeros((0, 0))
    np.savez(
        folder / _VECTORS,
        owners=np.array(owners),
        texts=np.array(texts),
        vectors=rows.astype(np.float16),
    )


def _load_trained(folder: Path) -> tuple[dict[str, tuple[str, ...]], dict[str, Floats]]:
    with np.load(folder / _VECTORS, allow_pickle=False) as arrays:
        owners, texts = arrays["owners"].tolist(), arrays["texts"].tolist()
        rows = arrays["vectors"].astype(np.float32)
    trained: dict[str, list[str]] = {}
    for owner, text in zip(owners, texts, strict=True):
        trained.setdefault(owner, []).append(text)
    vectors = dict(zip(texts, rows, strict=True)) if len(rows) else {}
    return {key: tuple(each) for key, each in trained.items()}, vectors
