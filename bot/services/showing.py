"""What staff read of a request: the names of its service, questions and choices."""

from __future__ import annotations

from bot.services.catalogue import catalogue
from bot.services.schema import Kind


def service_name(category: str) -> str:
    """The name of a service; of anything else the key itself."""
    service = catalogue().get(category)
    return str(service.name) if service else category


def answer_in_words(category: str, name: str, value: str) -> tuple[str, str]:
    """Label and value of an answer; as they are kept where the service no longer asks that."""
    service = catalogue().get(category)
    question = service.question(name) if service else None
    if question is None:
        return name, value
    chosen = [choice.name for choice in question.choices if choice.id == value]
    said = chosen[0] if question.kind is Kind.CHOICE and chosen else value
    return str(question.name), str(said)
