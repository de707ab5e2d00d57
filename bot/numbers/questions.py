"""Every question of every form, by the names that transcripts keep."""

from __future__ import annotations

from functools import lru_cache

from bot.complaints.draft import Question as ComplaintQuestion
from bot.outages.draft import Question as OutageQuestion
from bot.services.catalogue import catalogue
from bot.services.draft import CONFIRM, DOCUMENTS, TYPE
from bot.training_data import slots_of_forms


@lru_cache(maxsize=1)
def all_questions() -> list[tuple[str, str]]:
    """The form and the question's name. Most are the form's own slots; three forms choose what
    they ask by what they heard."""
    found = [(form, slot) for form, slots in slots_of_forms().items() for slot in slots]
    found += [("complaint_form", f"complaint_{one.value}") for one in ComplaintQuestion]
    found += [("outage_form", one.value) for one in OutageQuestion]
    found += [("service_form", f"service_{one}") for one in _service_steps()]
    return found


def _service_steps() -> list[str]:
    asked = {question.id for service in catalogue().all() for question in service.questions}
    return sorted(asked | {TYPE, DOCUMENTS, CONFIRM})
