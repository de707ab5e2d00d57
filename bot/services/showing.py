"""A request as people read it: the names of its service, questions and choices, days in words."""

from __future__ import annotations

from datetime import date

from bot.rendering.words import date_words
from bot.services.catalogue import catalogue
from bot.services.period import period_words
from bot.services.schema import Kind, Question


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
    return str(question.name), value_in_words(question, value)


def value_in_words(question: Question, value: str) -> str:
    """A choice by its name, a day and a period in words; anything else as it is kept."""
    if question.kind is Kind.CHOICE:
        return next((str(one.name) for one in question.choices if one.id == value), value)
    if question.kind is Kind.DATE:
        return date_words(date.fromisoformat(value))
    return period_words(value) if question.kind is Kind.PERIOD else value
