"""Trouble that is no outage, and what is said right after a danger or a report."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from actions import complaints, complaints_form, identity, person, questions
from bot.complaints.tables import ComplaintDraft
from bot.database import reading
from bot.outages.tables import ReportState
from tests.actions.outages.conftest import MODULES, reported, reports
from tests.actions.talk import Talk, actions_of, rules_of
from tests.outages.conftest import Town


@pytest.fixture
def talk(town: Town) -> Talk:
    """A conversation about outages in which a complaint can be made."""
    actions = actions_of(*MODULES, complaints, complaints_form, person, questions)
    return Talk(actions, rules_of("outages", "danger", "general", "complaints", "questions"))


def category() -> str:
    """Of the complaint that is being written."""
    with reading() as session:
        return str(session.execute(select(ComplaintDraft)).scalar_one().data["category"])


@pytest.mark.parametrize(
    ("intent", "text", "reply", "kind"),
    [
        ("report_outage", "لمبات الشارع طافيه من اسبوع", "street", "street_light"),
        ("power_restored", "رجع التيار بس ضعيف", "weak", "outage"),
        ("ask_question", "اللمبات تضعف وتقوى", "weak", "outage"),
        ("outage_status", "كل يوم العصر الكهرب تقطع", "repeated", "outage"),
        ("report_outage", "كل يوم نفس الوقت تطفي ساعة وترجع", "repeated", "outage"),
    ],
)
def test_trouble_is_recorded(talk: Talk, intent: str, text: str, reply: str, kind: str) -> None:
    assert f"utter_outages_trouble_{reply}" in talk.tell(intent, text)
    assert category() == kind
    assert "utter_complaints_begin" not in [said["response"] for said in talk.said]
    assert not reports()


def test_what_broke_is_the_matter(talk: Talk) -> None:
    said = talk.tell("report_outage", "كل يوم تقطع وخربت الثلاجة والمكيف")
    assert "utter_outages_trouble_repeated" not in said
    assert category() == "damage"


def test_weak_power_leaves_the_report_open(talk: Talk, town: Town) -> None:
    reported(talk, town)
    assert "utter_outages_trouble_weak_open" in talk.tell("power_restored", "رجعت بس ضعيفه")
    assert reports()[0].state == ReportState.RECEIVED.value


def test_a_guess_closes_no_report(talk: Talk, town: Town) -> None:
    reported(talk, town)
    talk.tell("power_restored", "بعيد عنا الحمدلله")
    assert reports()[0].state == ReportState.RECEIVED.value
    talk.tell("power_restored", "ولعت الحمدلله")
    assert reports()[0].state == ReportState.CLOSED.value


@pytest.mark.parametrize("intent", ["inform", "nlu_fallback", "out_of_scope"])
def test_what_was_forgotten_is_added(talk: Talk, town: Town, intent: str) -> None:
    reported(talk, town)
    assert talk.tell(intent, "والقاطع مرفوع") == ["utter_outages_added"]
    assert reports()[0].breaker_tripped is False
    assert reports()[0].neighbours_out is True
    talk.tell("thanks", "مشكور")
    assert talk.tell(intent, "وامي على جهاز اكسجين") == ["utter_outages_added"]
    assert "جهاز" in str(reports()[0].place)


@pytest.mark.parametrize("text", ["طيب فصلت القاطع", "الحين صاحي بس خايف", "بعدنا عنه"])
def test_beside_a_danger_it_stays_safe(talk: Talk, text: str) -> None:
    talk.tell("danger", "المويه دخلت الطبلون")
    assert talk.tell("nlu_fallback", text) == ["utter_danger_stay_safe"]
    assert talk.reply("utter_danger_stay_safe")["ambulance"] == "997"


def test_all_is_well_is_no_greeting_beside_a_danger(talk: Talk) -> None:
    talk.tell("danger", "ولدي انتفض من الفيش")
    assert talk.tell("greet", "هو بخير الحين") == ["utter_danger_stay_safe"]
    assert talk.tell("cancel", "خلاص راحت الريحه") == ["utter_danger_stay_safe"]
    assert talk.tell("greet", "السلام عليكم") == ["utter_general_greet"]


def test_a_shock_names_the_ambulance(talk: Talk) -> None:
    assert "utter_danger_hurt" in talk.tell("danger", "الولد تكهرب من الثلاجة")
    assert "utter_danger_hurt" not in talk.tell("danger", "فيه شرار من العداد")


def test_when_right_after_a_report_is_about_it(talk: Talk, town: Town) -> None:
    reported(talk, town)
    assert talk.tell("out_of_scope", "طيب متى يجون") == ["utter_outages_report_received"]


def test_an_account_answers_where(talk: Talk, town: Town) -> None:
    actions = actions_of(identity)
    talk.actions |= actions
    talk.rules |= rules_of("identity")
    talk.tell("outage_status", "للحين ما رجعت")
    assert talk.tell("link_account", town.account, account_number=town.account) == [
        "utter_outages_none_account"
    ]
    talk.tell("danger", "المحول انفجر")
    talk.tell("link_account", town.account, account_number=town.account)
    assert [report.danger for report in reports()] == [True]


def test_a_place_right_after_a_danger_is_where_it_is(talk: Talk) -> None:
    talk.tell("danger", "شفت سلك مقطوع بالحديقة")
    talk.tell("out_of_scope", "في حديقة النخيل بالنرجس", district="النرجس", city="الرياض")
    assert [report.danger for report in reports()] == [True]


def test_a_reference_given_a_moment_ago_is_meant(talk: Talk, town: Town) -> None:
    reference = reported(talk, town)
    talk.conversation = "web:somebody"
    talk.events.clear()
    talk.tell("report_status", reference, reference=reference)
    assert talk.tell("report_status", "للحين ما جا احد") == ["utter_outages_report_received"]
    assert talk.reply("utter_outages_report_received")["reference"] == reference


def test_a_report_is_begun_in_few_words(talk: Talk) -> None:
    assert talk.tell("report_status", "سجل بلاغ") == ["utter_outages_ask_where"]
    assert talk.tell("report_status", "بلاغ") == ["utter_outages_ask_where"]
    assert talk.form == "outage_form"
