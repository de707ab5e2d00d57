"""The list of answers in the console: drafts, previews, publication, history, the way back."""

from __future__ import annotations

from sqlalchemy import select

from bot.audit.tables import AuditEntry
from bot.console.tables import Role
from bot.database import reading
from bot.questions import book
from tests.console.conftest import csrf_of, post

KEY = "reconnect_time"
PAGE = f"/staff/questions/{KEY}"
FORM = {
    "title": "متى ترجع بعد السداد",
    "answer": "ترجع خلال {standards.reconnection.hours:hours} من وصول السداد.",
    "unsure": "ترجع خلال المدة المحددة.",
    "phrasings": "سددت متى ترجعون الكهرباء\nدفعت ومتى ترجع\nمتى ترجع بعد ما ادفع",
    "next1": "payment_missing",
    "source": "معايير الخدمة",
    "dated": "2025-01-01",
    "confidence": "good",
    "revision": "0",
}


def _audit() -> list[tuple[str, str]]:
    with reading() as session:
        rows = session.execute(select(AuditEntry).order_by(AuditEntry.seq)).scalars()
        return [(r.actor, r.action) for r in rows if r.action.startswith("question.")]


def _said(key: str = KEY) -> str | None:
    with reading() as session:
        question = book.in_force(session, key)
        return question.answer if question else None


def test_the_list_is_searched_without_hamza(sign_in):
    client = sign_in(Role.VIEWER)
    everything = client.get("/staff/questions").text
    assert everything.count("/staff/questions/") > 80
    found = client.get("/staff/questions", params={"q": "الفاتوره الثابته"}).text
    assert "/staff/questions/fixed_bill" in found and KEY not in found
    nothing = client.get("/staff/questions", params={"q": "زرافة"})
    assert nothing.status_code == 200 and "/staff/questions/fixed" not in nothing.text


def test_a_viewer_reads_and_changes_nothing(sign_in):
    client = sign_in(Role.VIEWER)
    page = client.get(PAGE).text
    assert "ساعتين" in page, "the answer is shown with its figures"
    assert "/draft" not in page and "/publish" not in page
    assert post(client, f"{PAGE}/draft", **FORM).status_code == 403


def test_a_draft_is_previewed_and_said_only_once_published(sign_in):
    before = _said()
    agent, supervisor = sign_in(Role.AGENT), sign_in(Role.SUPERVISOR)
    assert post(agent, f"{PAGE}/draft", PAGE, **FORM).status_code == 303
    page = agent.get(PAGE).text
    assert "ترجع خلال \u2068ساعتين" in page or "ترجع خلال ساعتين" in page
    assert "/publish" not in page, "an agent does not publish"
    assert _said() == before
    assert post(agent, f"{PAGE}/publish", PAGE, revision="1").status_code == 403
    assert post(supervisor, f"{PAGE}/publish", PAGE, revision="1").status_code == 303
    assert _said() == FORM["answer"]
    assert _audit() == [
        ("staff:agent", "question.drafted"),
        ("staff:supervisor", "question.published"),
    ]


def test_going_back_keeps_the_history(sign_in):
    shipped = _said()
    client = sign_in(Role.SUPERVISOR)
    for number, answer in enumerate(("جواب أول.", "جواب ثاني."), start=1):
        assert post(client, f"{PAGE}/draft", PAGE, **FORM | {"answer": answer}).status_code == 303
        assert post(client, f"{PAGE}/publish", PAGE, revision="1").status_code == 303
        assert _said() == answer
        assert f'value="{number - 1}"' in client.get(PAGE).text, "the one before is offered"
    assert post(client, f"{PAGE}/restore", PAGE, number="1").status_code == 303
    assert _said() == "جواب أول."
    assert post(client, f"{PAGE}/restore", PAGE, number="0").status_code == 303
    assert _said() == shipped
    page = client.get(PAGE).text
    assert all(f"النسخة {n}" in page for n in (1, 2, 3, 4))
    assert post(client, f"{PAGE}/restore", PAGE, number="9").status_code == 422


def test_two_people_do_not_overwrite_each_other(sign_in):
    one, other = sign_in(Role.AGENT), sign_in(Role.SUPERVISOR)
    assert post(one, f"{PAGE}/draft", PAGE, **FORM).status_code == 303
    late = post(other, f"{PAGE}/draft", PAGE, **FORM | {"answer": "كلام ثاني."})
    assert late.status_code == 422 and "كلام ثاني." in late.text, "what was typed stays"
    assert post(other, f"{PAGE}/publish", PAGE, revision="7").status_code == 422
    assert post(other, f"{PAGE}/draft", PAGE, discard="1").status_code == 303
    assert post(other, f"{PAGE}/publish", PAGE, revision="1").status_code == 422


def test_what_cannot_be_said_is_not_saved(sign_in):
    client = sign_in(Role.AGENT)
    for wrong in (
        {"answer": "ترجع خلال 2 ساعة."},
        {"answer": "{standards.nothing}"},
        {"answer": ""},
        {"title": "ط" * 41},
        {"phrasings": "صيغة واحدة"},
        {"phrasings": "وش هي الفاتورة الثابتة\nب\nج"},
        {"next1": "no_such_intent"},
        {"source": " "},
    ):
        answer = post(client, f"{PAGE}/draft", PAGE, **FORM | wrong)
        assert answer.status_code == 422 and 'role="alert"' in answer.text, wrong
    assert _audit() == []


def test_staff_add_a_question_of_their_own_and_hide_it(sign_in):
    client = sign_in(Role.SUPERVISOR)
    new = FORM | {
        "title": "كهرباء المخيمات <b>",
        "phrasings": "كهرباء للمخيم\nابي كهرب لمخيم البر\nتوصيل مخيم شتوي",
    }
    made = post(client, "/staff/questions/new", "/staff/questions/new", **new)
    assert made.status_code == 303
    where = made.headers["location"].partition("#")[0]
    key = where.rpartition("/")[2]
    page = client.get(where)
    assert page.status_code == 200 and "المخيمات <b>" not in page.text
    assert _said(key) is None
    assert post(client, f"{where}/publish", where, revision="1").status_code == 303
    assert _said(key) == FORM["answer"]
    assert "المخيمات" in client.get("/staff/questions").text
    hidden = new | {"hidden": "1"}
    assert post(client, f"{where}/draft", where, **hidden).status_code == 303
    assert post(client, f"{where}/publish", where, revision="1").status_code == 303
    assert _said(key) is None
    assert client.get(where).status_code == 200


def test_an_unknown_question_is_not_found(sign_in):
    client = sign_in(Role.SUPERVISOR)
    assert client.get("/staff/questions/nothing").status_code == 404
    token = csrf_of(client.get("/staff/sessions").text)
    for deed in ("draft", "publish", "restore"):
        answer = client.post(f"/staff/questions/nothing/{deed}", data={"csrf": token})
        assert answer.status_code == 404
