"""What alerts and dashboard ask for is what `/metrics` says."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.delivery.outbox import send_sms
from bot.gateway import metrics
from bot.settings import ROOT
from tests.deploy.manifests import DEPLOY

FOLDER = DEPLOY / "monitoring"
RULES = yaml.safe_load((FOLDER / "alerts.yml").read_text(encoding="utf-8"))["groups"][0]["rules"]
DASHBOARD: dict[str, Any] = json.loads((FOLDER / "dashboard.json").read_text(encoding="utf-8"))
_NAME = re.compile(r"\b(gateway_[a-z_]+)(?:\{([^}]*)\})?")


def _expressions() -> list[str]:
    shown = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
    return [rule["expr"] for rule in RULES] + shown


@pytest.fixture
def exposed(session) -> dict[str, set[str]]:
    """Every series that `/metrics` has once each thing happened once, and its labels."""
    send_sms(session, "+966551234567", "تم", "k")
    session.commit()
    metrics.MESSAGES.labels("web", "in").inc()
    metrics.TURN_SECONDS.labels("web").observe(0.1)
    metrics.RASA_FAILURES.labels("failed").inc()
    metrics.SENT.labels("sms", "sent").inc()
    found: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(metrics.exposition().decode()):
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    return found


def test_every_metric_and_label_exists(exposed: dict[str, set[str]]) -> None:
    named = 0
    for expression in _expressions():
        for name, labels in _NAME.findall(expression):
            assert name in exposed, expression
            assert set(re.findall(r"(\w+)!?=", labels)) <= exposed[name], expression
            named += 1
    assert named >= 18


def test_every_value_of_a_label_is_said_somewhere() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot/gateway").glob("*.py"))
    for expression in _expressions():
        for value in re.findall(r'\b(?:kind|result)="(\w+)"', expression):
            assert f'"{value}"' in code, expression


def test_every_alert_says_what_to_do() -> None:
    for rule in RULES:
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["action"]


def test_the_pictures_do_not_lie_over_each_other() -> None:
    taken = set()
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken
        assert place["x"] + place["w"] <= 24
        taken |= cells


@pytest.mark.skipif(shutil.which("promtool") is None, reason="no promtool here")
def test_the_rules_do_what_they_should() -> None:
    for command in (["check", "rules", "alerts.yml"], ["test", "rules", "alerts_test.yml"]):
        done = subprocess.run(["promtool", *command], cwd=FOLDER, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
