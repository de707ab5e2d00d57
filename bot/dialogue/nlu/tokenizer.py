"""Rasa's tokens, cut by the shared Arabic tokenizer."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.dialogue.nlu.sources import sources_fingerprint
from bot.text.tokens import words


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class ArabicTokenizer(Tokenizer):
    """Folded words with their offsets in the original text."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Intents are never split."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_"}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Stale when any code that reads text changes."""
        return sources_fingerprint()

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Words, numbers and signs of the attribute's text."""
        text = message.get(attribute)
        return [Token(text[w.start : w.end], w.start, w.end, lemma=w.text) for w in words(text)]
