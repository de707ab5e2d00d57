"""A new type of service needs no code."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.services import catalogue as catalogues
from tests.actions.conftest import cases
from tests.actions.services.conftest import asked, card
from tests.actions.talk import Talk

INSPECTION = """
name: فحص العداد
about: فني يفحص العداد في موقعه.
order: 1
access: none
words: [فحص/افحص عداد, كشف عداد]
questions:
  - id: urgent
    name: الاستعجال
    ask: مستعجل؟
    kind: choice
    choices:
      - {id: yes, name: مستعجل, words: [اليوم, ضروري]}
      - {id: no, name: عادي}
  - {id: day, name: الموعد, ask: أي يوم؟, kind: date}
  - {id: floors, name: الأدوار, ask: كم دور؟, kind: number, needed: false, units: [دور, ادوار]}
fees: {words: مجاني حاليا.}
promise: {fact: standards.meter_registration, words: قريبا.}
next: يمرك الفني.
states: {received: عند مكتب الفحص.}
"""


@pytest.fixture
def own_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    catalogues.catalogue.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    catalogues.catalogue.cache_clear()


def test_staff_add_a_service_without_code(talk: Talk, own_catalogue: Path) -> None:
    inspection = INSPECTION.replace("id: yes", 'id: "yes"').replace("id: no", 'id: "no"')
    (own_catalogue / "inspection.yml").write_text(inspection, encoding="utf-8")
    said = talk.tell("service_request", "ابي افحص العداد عندي دورين", number="2")
    assert said == ["utter_services_welcome", "utter_services_question"]
    assert asked(talk) == "مستعجل؟"
    talk.tell("affirm", "ايه")
    assert asked(talk) == "أي يوم؟"
    talk.tell("inform", "الخميس")
    talk.tell("skip", "تخطي")
    assert card(talk) == {"الاستعجال": "مستعجل", "الموعد": "26 نوفمبر 2026", "الأدوار": "ما أضفته"}
    talk.tell("affirm", "ارسل")
    (case,) = cases()
    assert (case.category, str(case.promised_on)) == ("inspection", "2026-11-25")
    talk.tell("service_status", "وين طلبي")
    assert talk.reply("utter_services_status")["state"] == "عند مكتب الفحص."
