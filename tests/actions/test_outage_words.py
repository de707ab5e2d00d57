"""Every response of these topics exists, is used, and has payloads that Rasa and Telegram take."""

from __future__ import annotations

import itertools
import json
import re

import pytest

from bot.dialogue import lean
from bot.outages.draft import Question
from bot.outages.tables import ReportState
from bot.outages.trouble import Trouble
from bot.settings import ROOT
from tests.project_files import domain

lean.install()
from rasa.core.nlg.interpolator import interpolate_text  # noqa: E402

DOMAIN = domain()
RESPONSES = {
    key: variants
    for key, variants in DOMAIN["responses"].items()
    if key.startswith(("utter_outages_", "utter_danger_", "utter_other_"))
}
SOURCES = (
    *("outages", "outages_form", "outages_known", "outages_status", "outages_trouble"),
    *("danger", "going_on", "other"),
)


def _composed() -> set[str]:
    """Keys that the code puts together."""
    known = itertools.product(("", "_account"), ("until", "open", "overdue"))
    nothing = itertools.product(("none", "planned_none"), ("", "_account", "_where"))
    asked = [question.value.removeprefix("outage_") for question in Question]
    return {
        *(f"utter_outages_known{a}_{b}" for a, b in known),
        *(f"utter_outages_{a}{b}" for a, b in nothing),
        *(f"utter_outages_ask_{question}" for question in asked),
        *(f"utter_outages_help_{question}" for question in asked),
        *(f"utter_outages_report_{state.value}" for state in ReportState),
        *(f"utter_outages_{end}" for end in ("filed", "filed_danger", "joined")),
        *(f"utter_danger_{language}" for language in ("en", "ur", "ur_latin")),
        *(f"utter_danger_{said}_both" for said in ("made_safe", "hands_off", "help_comes")),
        *(f"utter_outages_trouble_{trouble.value}" for trouble in Trouble),
        "utter_outages_planned_open",
        "utter_outages_planned_account_open",
    }


def _written() -> set[str]:
    """Keys that stand in the code."""
    code = "".join((ROOT / "actions" / f"{name}.py").read_text() for name in SOURCES)
    return set(re.findall(r'"(utter_(?:outages|danger|other)_\w+)"', code))


def test_every_key_exists() -> None:
    missing = (_composed() | _written()) - set(RESPONSES)
    # Stems of composed keys stand in the code too.
    assert missing == {"utter_outages_known", "utter_outages_known_account"}


def test_every_response_is_used() -> None:
    assert set(RESPONSES) - _composed() - _written() == set()


@pytest.mark.parametrize("key", sorted(RESPONSES))
def test_buttons(key: str) -> None:
    for variant in RESPONSES[key]:
        for button in variant.get("buttons", []):
            payload = interpolate_text(button["payload"], {})
            found = re.fullmatch(r"/(\w+)(\{.*\})?", payload)
            assert found is not None, payload
            assert len(payload.encode()) <= 64
            assert found[1] in DOMAIN["intents"]
            assert set(json.loads(found[2] or "{}")) <= {"outage_scope", "area", "question"}


@pytest.mark.parametrize("key", sorted(RESPONSES))
def test_texts(key: str) -> None:
    for variant in RESPONSES[key]:
        assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", variant["text"])
        assert not re.search("[٠-٩]", variant["text"])
