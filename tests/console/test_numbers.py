"""The supervisors' figures: a page for those who may, and tables to take along."""

from __future__ import annotations

import csv
import io
import re

import pytest

from bot.console import numbers_charts as charts
from bot.console.numbers_pages import REPORTS
from bot.console.rendering import LANGUAGES, translator
from bot.console.tables import Role
from bot.numbers.questions import all_questions
from bot.numbers.report import Report
from tests.numbers.test_reports import hear


@pytest.fixture
def talked(database: None) -> None:
    hear("web:1", '=HYPERLINK("http://bad")', "nlu_fallback", ("action_fallback",))
    hear("web:2", "<script>alert(1)</script>", "nlu_fallback", ("action_fallback",))
    hear("web:3", "كم فاتورتي", "ask_bill", ("action_bill",))


def test_a_supervisor_sees_every_table(sign_in, talked):
    page = sign_in(Role.SUPERVISOR).get("/staff/numbers").text
    assert page.count("<section") == len(REPORTS)
    assert '<svg viewBox="0 0 720 240" aria-hidden="true"' in page
    assert "<script>alert" not in page and "style=" not in page


def test_an_agent_does_not(sign_in, talked):
    client = sign_in(Role.AGENT)
    assert client.get("/staff/numbers").status_code == 403
    assert client.get("/staff/numbers/intents.csv").status_code == 403
    assert "/staff/numbers" not in client.get("/staff").text


def test_every_table_can_be_taken_along(sign_in, talked):
    client = sign_in(Role.SUPERVISOR)
    for name in REPORTS:
        answer = client.get(f"/staff/numbers/{name}.csv?step=week")
        assert answer.status_code == 200 and "attachment" in answer.headers["content-disposition"]
        assert list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert client.get("/staff/numbers/nothing.csv").status_code == 404


def test_a_phrase_is_no_formula_in_a_spreadsheet(sign_in, talked):
    text = sign_in(Role.SUPERVISOR).get("/staff/numbers/phrases.csv").text
    assert "'=HYPERLINK" in text and ",=HYPERLINK" not in text and "\n=HYPERLINK" not in text


@pytest.mark.parametrize("query", ["first=x&last=2026-13-40&step=year", "first=2030-01-01"])
def test_a_period_that_cannot_be_read_is_the_usual_one(sign_in, talked, query):
    assert sign_in(Role.SUPERVISOR).get(f"/staff/numbers?{query}").status_code == 200


def test_a_year_of_days_is_shown_by_week_and_taken_along_by_day(sign_in, talked):
    client = sign_in(Role.SUPERVISOR)
    days = "first=2026-01-01&last=2026-06-30&step=day"
    page = client.get(f"/staff/numbers?{days}").text
    assert page.count('class="date"') == 27 and "بالأسابيع" in page
    link = f"conversations.csv?{days}"
    assert link.replace("&", "&amp;") in page
    assert len(client.get(f"/staff/numbers/{link}").text.splitlines()) == 1 + 181


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_and_question_has_words(language):
    t = translator(language)
    names = {name for pair in all_questions() for name in pair}
    assert {"complaint_when", "service_reason", "outage_danger", "update_name"} <= names
    assert [name for name in names if t(f"numbers.names.{name}", "") == ""] == []


@pytest.mark.parametrize("most", [1, 2, 3, 7, 10, 11, 13, 100, 2_345])
def test_a_scale_has_no_half_of_a_conversation(most):
    report = Report("x", ("from", "n"), [("2026-11-01", most), ("2026-11-02", 0)])
    for drawn in (charts.columns(report, "n"), charts.bars(report, "n")):
        marks = [float(one.replace(",", "")) for one in re.findall(r">([\d.,]+)</text>", drawn)]
        assert len(marks) > 1 and all(mark.is_integer() for mark in marks), marks
        assert max(marks) >= most
