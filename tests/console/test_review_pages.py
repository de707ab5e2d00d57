"""Reviewing in the console, over HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.audit.tables import AuditEntry
from bot.console.rendering import LANGUAGES, words
from bot.console.tables import Role
from bot.database import reading, transaction
from bot.review import reviewing
from bot.review.tables import Correction, Note, SavedFilter
from bot.training_data import forms, intents
from bot.transcripts.record import ensure_conversation, record_subscriber_message
from bot.transcripts.tables import Message
from bot.transcripts.trace import Trace
from tests.console.conftest import csrf_of, post
from tests.review.test_reviewing import say

TRACE = Trace("nlu_fallback", 0.6, [["nlu_fallback", 0.6], ["ask_bill", 0.3], ["thanks", 0.05]])
HOSTILE = '"><script>alert(1)</script> \u202e {{ 7*7 }} [x](y) 0551234567'


@pytest.fixture
def talk(database: None) -> int:
    """A conversation of one message that was not understood; its id."""
    return say("web:1", "وش السالفة بجوالي 055 123 4567 زرنخ", TRACE)[0]


def _audited() -> list[str]:
    with reading() as session:
        rows = session.execute(select(AuditEntry).order_by(AuditEntry.seq)).scalars()
        return [row.action for row in rows]


def _at(number: int, path: str) -> str:
    return f"/staff/conversations/{number}/{path}"


def test_reviewed_and_kept_for_later(sign_in, talk):
    client = sign_in(Role.AGENT)
    answer = post(client, _at(talk, "reviewed"), done="1")
    assert answer.headers["location"] == f"/staff/conversations/{talk}#review"
    page = client.get(f"/staff/conversations/{talk}").text
    assert re.search(r'aria-pressed="true" data-shortcut="e"', page)
    assert f'id="c{talk}"' in client.get("/staff?reviewed=yes").text
    post(client, _at(talk, "saved"), keep="1")
    assert f'id="c{talk}"' in client.get("/staff?saved=1").text
    post(client, _at(talk, "reviewed"), done="0")
    assert f'id="c{talk}"' in client.get("/staff?reviewed=no&saved=1").text
    assert _audited().count("conversation.reviewed") == 1
    assert _audited().count("conversation.unreviewed") == 1


def test_htmx_gets_the_part_that_changed(sign_in, talk):
    client = sign_in(Role.AGENT)
    token = csrf_of(client.get("/staff/sessions").text)
    head = {"HX-Request": "true", "X-CSRF-Token": token}
    part = client.post(_at(talk, "reviewed"), data={"done": "1"}, headers=head)
    assert part.status_code == 200 and part.text.lstrip().startswith('<section id="review"')
    empty = client.post(_at(talk, "notes"), data={"note": " "}, headers=head)
    assert empty.status_code == 422 and "الملاحظة فارغة" in empty.text
    turn = client.post(_at(talk, "flag/1"), data={"reason": "tone"}, headers=head)
    assert turn.text.lstrip().startswith('<li class="subscriber') and "أسلوب غير مناسب" in turn.text
    assert client.post(_at(talk, "flag/1"), data={"reason": "x"}, headers=head).status_code == 404


def test_labels_are_set_up_by_a_supervisor_and_put_on_by_agents(sign_in, talk):
    supervisor, agent = sign_in(Role.SUPERVISOR), sign_in(Role.AGENT)
    assert post(agent, "/staff/labels", name="عاجل", colour="sky").status_code == 403
    assert post(supervisor, "/staff/labels", name="عاجل", colour="sky").status_code == 303
    assert "يوجد وسم" in post(supervisor, "/staff/labels", name="عاجل", colour="sky").text
    post(agent, _at(talk, "labels"), label="1", on="1")
    listed = agent.get("/staff?label=1").text
    assert f'id="c{talk}"' in listed and 'class="label label-sky"' in listed
    post(agent, _at(talk, "labels"), label="1", on="0")
    assert f'id="c{talk}"' not in agent.get("/staff?label=1").text
    assert post(agent, _at(talk, "labels"), label="99", on="1").status_code == 422
    assert {"label.made", "conversation.labelled", "conversation.unlabelled"} <= set(_audited())


def test_a_mention_counts_until_the_conversation_is_opened(sign_in, talk):
    writer, named = sign_in(Role.AGENT), sign_in(Role.VIEWER)
    assert 'class="count"' not in named.get("/staff").text
    post(writer, _at(talk, "notes"), note="@viewer شوف هذا، جواله 0551234567")
    assert '<strong class="count">1' in named.get("/staff").text
    mentions = named.get("/staff/mentions").text
    assert "شوف هذا" in mentions and "055123" not in mentions and "جديدة" in mentions
    named.get(f"/staff/conversations/{talk}")
    assert 'class="count"' not in named.get("/staff").text
    assert "شوف هذا" in named.get("/staff/mentions").text
    assert f'id="c{talk}"' in named.get("/staff?mentioned=1").text


def test_a_filtered_list_is_kept_and_shared(sign_in, talk):
    supervisor, agent = sign_in(Role.SUPERVISOR), sign_in(Role.AGENT)
    query = "channel=web&reviewed=no&q=0551234567&nonsense=1"
    answer = post(supervisor, "/staff/filters", name="للفريق", query=query, shared="1")
    assert answer.status_code == 303
    post(agent, "/staff/filters", name="لي", query="channel=web", shared="1")
    html = agent.get("/staff").text
    assert "للفريق" in html and "channel=web&amp;reviewed=no" in html and "<bdi>لي</bdi>" in html
    assert "<bdi>لي</bdi>" not in supervisor.get("/staff").text, "no right: not shared"
    with reading() as session:
        rows = session.execute(select(SavedFilter).order_by(SavedFilter.id)).scalars().all()
    assert [row.shared for row in rows] == [True, False]
    assert "055" not in rows[0].query and "nonsense" not in rows[0].query
    assert post(agent, f"/staff/filters/{rows[0].id}/forget").status_code == 404
    assert post(agent, f"/staff/filters/{rows[1].id}/forget").status_code == 303
    assert post(agent, "/staff/filters", name="", query="channel=web").status_code == 422


def test_the_runner_up_is_one_click_away_and_a_colleague_approves(sign_in, talk):
    agent, supervisor = sign_in(Role.AGENT), sign_in(Role.SUPERVISOR)
    page = agent.get(f"/staff/conversations/{talk}").text
    assert re.search(r'name="intent" value="ask_bill"', page)
    post(agent, _at(talk, "correct/1"), intent="ask_bill", found="1")
    queue = agent.get("/staff/corrections").text
    assert "هذا تصحيحك" not in queue and "تصحيحك، ويعتمده زميل" in queue
    assert 'value="approve"' not in queue and "0551234567" not in queue and "123 4567" not in queue
    with reading() as session:
        number = session.execute(select(Correction.id)).scalar_one()
    decide = f"/staff/corrections/{number}/decide"
    assert post(agent, decide, decision="approve").status_code == 422
    assert 'value="approve"' in supervisor.get("/staff/corrections").text
    assert post(supervisor, decide, decision="approve").status_code == 303
    assert post(supervisor, decide, decision="approve").status_code == 422
    assert "زرنخ" in supervisor.get("/staff/corrections?state=approved").text
    assert {"correction.made", "correction.approved"} <= set(_audited())


def test_values_are_chosen_by_their_words_and_never_shown(sign_in, talk):
    agent = sign_in(Role.AGENT)
    form = agent.get(_at(talk, "correct/1")).text
    words = re.findall(r'<option value="(\d+)">(\d+)\. (.*?)</option>', form)
    assert "123" not in form.replace("123%", "") or "•" in form
    hidden = next(value for value, _, word in words if "•" in word)
    fields = {"kind0": "mobile", "first0": hidden, "last0": hidden}
    answer = post(agent, _at(talk, "correct/1"), intent="change_contact", comment="x", **fields)
    assert answer.status_code == 303
    with reading() as session:
        row = session.execute(select(Correction)).scalar_one()
    assert '"value": "+966551234567"' in row.entities
    wrong = {"kind0": "mobile", "first0": "2", "last0": "1"}
    assert post(agent, _at(talk, "correct/1"), intent="ask_bill", **wrong).status_code == 422
    assert post(agent, _at(talk, "correct/1"), intent="nonsense").status_code == 422
    assert agent.get(_at(talk, "correct/99")).status_code == 404


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT])
def test_who_only_reads_sees_the_review_without_its_buttons(sign_in, talk, role):
    with transaction() as session:
        label = reviewing.make_label(session, "عاجل", "sky", "huda")
        reviewing.put_label(session, talk, label, "huda")
    page = sign_in(role).get(f"/staff/conversations/{talk}").text
    assert "عاجل" in page
    for path in ("reviewed", "notes", "labels", "flag/1", "correct/1"):
        assert (_at(talk, path) in page) is (role is Role.AGENT), path
    assert _at(talk, "saved") in page


def test_hostile_words_are_only_words(sign_in, add_person: Callable[..., None]):
    number, message = say("web:1", HOSTILE, TRACE)
    client = sign_in(Role.SUPERVISOR)
    post(client, _at(number, "notes"), note=HOSTILE)
    post(client, _at(number, "flag/1"), reason="other", comment=HOSTILE)
    post(client, "/staff/labels", name=HOSTILE, colour="sky")
    post(client, _at(number, "labels"), label="1", on="1")
    post(client, "/staff/filters", name=HOSTILE, query=f"topic={HOSTILE}")
    post(client, _at(number, "correct/1"), intent="ask_bill", comment=HOSTILE, found="1")
    paths = ["/staff", f"/staff/conversations/{number}", "/staff/labels", "/staff/corrections"]
    for path in [*paths, _at(number, "correct/1"), "/staff/mentions", "/staff?label=1"]:
        html = client.get(path).text
        assert "<script>alert" not in html, path
        assert "49" not in re.findall(r"\{\{.*?\}\}|>\s*49\s*<", html), path
        assert "055123" not in html, path
    with reading() as session:
        assert session.execute(select(Note)).scalar_one().text.count("•") > 3
        assert session.get(Message, message) is not None


def test_filters_of_what_happened_combine(sign_in, database):
    traces = {
        "web:bill": Trace("ask_bill", 1, actions=["action_bill"]),
        "web:town": Trace(
            "outage_status",
            1,
            entities=[{"entity": "city", "value": "الرياض"}],
            actions=["action_outage_status"],
        ),
        "web:both": Trace(
            "complaint",
            1,
            entities=[{"entity": "city", "value": "الرياض"}],
            actions=["action_complaint", "action_bill"],
        ),
    }
    ids = {key: say(key, "كلام", trace)[0] for key, trace in traces.items()}
    with transaction() as session:
        quiet = ensure_conversation(session, "web:quiet")
        record_subscriber_message(session, quiet, {"text": "هلا"}, "q")
    client = sign_in(Role.VIEWER)

    def listed(query: str) -> set[str]:
        html = client.get(f"/staff?{query}").text
        found = {int(number) for number in re.findall(r'id="c(\d+)"', html)}
        return {key for key, number in ids.items() if number in found}

    assert listed("action=action_bill") == {"web:bill", "web:both"}
    assert listed("city=الرياض") == {"web:town", "web:both"}
    assert listed("city=الرياض&action=action_bill") == {"web:both"}
    assert listed("complaint=1") == {"web:both"}
    assert listed("handoff=1") == set() and listed("form=any") == set()
    assert listed("reviewed=no") == set(ids) and listed("reviewed=yes") == set()
    assert listed("city=الرياض' OR 1=1--") == set()
    assert client.get("/staff?q=كلام&city=الرياض").text.count("<mark>") == 2


def test_every_meaning_and_form_has_words():
    for language in LANGUAGES:
        known = words(language)
        assert [name for name in intents() if name not in known["intents"]] == []
        assert [name for name in forms() if name not in known["forms"]] == []
