"""The story that somebody told just before saying "ابي اشتكي"."""

from __future__ import annotations

from collections.abc import Iterable

from bot.complaints.catalogue import SUGGESTION, category_of, tells_matter
from bot.complaints.draft import Draft
from bot.complaints.said import Said, keep_values, with_trouble

_LOOKED_AT = 6
"""Messages before the wish to complain in which its story may stand."""
_BILL = frozenset("ask_bill explain_bill compare_usage my_usage".split())
_POWER = frozenset("report_outage outage_status power_restored".split())
_OF_INTENT = {
    "payment_missing": "payment",
    **dict.fromkeys(_BILL, "bill"),
    **dict.fromkeys(_POWER, "outage"),
}
"""Category of what is told under an intent, where its words name none."""
_TELLING = frozenset({*_OF_INTENT, "report_status", "service_status", "upset"})
"""What a story that is not called a complaint yet is taken for."""
_BETWEEN = frozenset(
    """affirm deny inform link_account resend_code skip repeat greet thanks consumption_chart
    ask_bill_history bill_pdf""".split()
)
"""What may stand between the story and the wish: values, a code, a look at the same bill."""


def take_story_before(draft: Draft, earlier: Iterable[Said]) -> bool:
    """Give the draft the story that was told before it, if the wish itself told none.

    A wish that names another matter ("ابي اشتكي على الفني" after a bill) begins anew.

    Args:
        earlier: the messages before, the newest first.

    Returns:
        Whether there was one.
    """
    if draft.told or draft.adds_to:
        return False
    for said in _stories(earlier):
        category = _category(said)
        if not category or draft.category not in ("", category):
            break
        draft.category = category
        draft.text = "\n".join(filter(None, (str(said.words), draft.text)))
        draft.told = True
        keep_values(draft, said)
    return draft.told


def _stories(earlier: Iterable[Said]) -> list[Said]:
    found: list[Said] = []
    for said, _ in zip(earlier, range(_LOOKED_AT), strict=False):
        if said.words is not None and _tells(said):
            found.append(said)
        elif said.words is not None and said.intent not in _BETWEEN | _TELLING:
            break
    return found


def _tells(said: Said) -> bool:
    return said.intent in _TELLING and not said.asks and tells_matter(str(said.words))


def _category(said: Said) -> str:
    """Key of the category, "" where neither words nor intent tell one."""
    named = with_trouble(said).category
    if named:
        return named
    found = category_of(said.text)
    if found is not None and found.key != SUGGESTION:
        return found.key
    return _OF_INTENT.get(said.intent, "")
