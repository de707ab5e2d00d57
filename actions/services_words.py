"""A service in words: the list to choose from, what it takes, its questions and its summary."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk.executor import CollectingDispatcher

from actions.labels import label
from actions.turn import say
from bot.rendering.words import mobile_words
from bot.services.asking import aspect_asked
from bot.services.catalogue import catalogue
from bot.services.draft import CONFIRM, DOCUMENTS, Draft
from bot.services.promise import fee_of, promise_for
from bot.services.schema import Kind, Question, ServiceType
from bot.services.showing import value_in_words

MOST_BUTTONS = 13


def names_of(group: str, key: str) -> str:
    """A word of `labels.yml` below `services`, as `<group>_<key>`."""
    return label("services", f"{group}_{key}")


def ask_type(dispatcher: CollectingDispatcher, named: Sequence[ServiceType] = ()) -> None:
    """Which service: those that the message may mean, else all."""
    buttons = [
        {"title": one.name, "payload": f'/service_request{{"service_type":"{one.id}"}}'}
        for one in (named or catalogue().all())[:MOST_BUTTONS]
    ]
    dispatcher.utter_message(response="utter_services_which", buttons=buttons)


def say_info(
    dispatcher: CollectingDispatcher, service: ServiceType, asked: str, *, begin: bool = True
) -> None:
    """Papers, fees and time of a service, or the one that is asked for; `begin`: with the offer to
    begin."""
    promise = promise_for(service)
    time = service.promise.words
    if promise is not None:
        kind = "span" if promise.least != promise.most else "days"
        time = names_of("promise", kind).format(least=promise.least, most=promise.most)
    fee = fee_of(service)
    values = {
        "service": service.name,
        "papers": "، ".join(service.documents) or names_of("papers", "none"),
        "fees": f"{fee.number()} {names_of('word', 'riyals')}" if fee else service.fees.words,
        "time": time,
    }
    aspect = aspect_asked(asked)
    key = f"utter_services_info_{aspect}" if aspect else "utter_services_info"
    if not begin:
        say(dispatcher, key if aspect else "utter_services_info_in_form", **values)
        return
    payload = f'/service_request{{"service_type":"{service.id}"}}'
    buttons = [{"title": names_of("buttons", "begin"), "payload": payload}]
    dispatcher.utter_message(response=key, buttons=buttons, **values)


def ask(dispatcher: CollectingDispatcher, service: ServiceType, draft: Draft, step: str) -> None:
    """The question of a step."""
    question = service.question(step)
    if question is not None:
        _ask_question(dispatcher, question)
    elif step == DOCUMENTS:
        _ask_documents(dispatcher, service, draft)
    elif step == CONFIRM:
        card = {"title": service.name, "rows": rows(service, draft)}
        key = "utter_services_which_answer" if draft.editing else "utter_services_summary"
        dispatcher.utter_message(response=key, json_message={"card": card})


def _ask_question(dispatcher: CollectingDispatcher, question: Question) -> None:
    buttons = [
        {"title": one.name, "payload": f'/inform{{"service_choice":"{one.id}"}}'}
        for one in question.choices
    ]
    if not question.needed:
        buttons.append({"title": names_of("buttons", "skip"), "payload": "/skip"})
    response = "utter_services_question"
    dispatcher.utter_message(response=response, question=question.ask, buttons=buttons)


def _ask_documents(dispatcher: CollectingDispatcher, service: ServiceType, draft: Draft) -> None:
    papers = "\n".join(f"• {paper}" for paper in service.documents)
    if draft.files:
        say(dispatcher, "utter_services_more_documents", count=str(len(draft.files)), papers=papers)
    else:
        say(dispatcher, "utter_services_documents", papers=papers)


def rows(service: ServiceType, draft: Draft) -> list[list[str | None]]:
    """Label, value and edit payload of each answer, and how many files come with them."""
    shown: list[list[str | None]] = [
        [question.name, shown_answer(question, draft.answers.get(question.id)), _edit(question.id)]
        for question in service.questions
        if question.kind is not Kind.FILE
    ]
    if service.documents or draft.files:
        count = str(len(draft.files)) if draft.files else names_of("papers", "later")
        shown.append([names_of("papers", "label"), count, _edit(DOCUMENTS)])
    return shown


def _edit(name: str) -> str:
    return f'/correct_detail{{"service_field":"{name}"}}'


def shown_answer(question: Question, value: str | None) -> str:
    """An answer as the subscriber reads it back."""
    if value is None:
        return label("words", "not_given")
    return mobile_words(value) if question.kind is Kind.MOBILE else value_in_words(question, value)
