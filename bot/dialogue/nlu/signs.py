"""What is plain from its form: "." asks to hear it again, "نكمل بكرة" leaves it for later,
"اعدل الايميل بس" changes a contact, "انا شايب ما اعرف لهالسوالف" asks for help."""

from __future__ import annotations

import unicodedata

from bot.text.contact_wish import wants_contact_changed
from bot.text.later import leaves_for_later
from bot.text.no_account import has_no_account
from bot.text.patience import needs_patience

Ranking = tuple[tuple[str, float], ...]
REPEAT, CANCEL, CONTACT, HELP = "repeat", "cancel", "change_contact", "menu"
ACCOUNT = "link_account"
CERTAIN = 0.97
CLEAR = 0.7
"""From this probability on, a request or the wish for a person counts more than needing help."""
_CHANGES = frozenset({CONTACT, "correct_detail"})
_OF_ACCOUNTS = frozenset({"my_record", "all_accounts", "remove_account", "switch_account"})
"""What "مالي حساب عندكم" sounds like."""


def read_signs(ranking: Ranking, text: str) -> Ranking:
    """The ranking of ".", "؟؟" (say it again), of "خلاص نكمل بكرة" (stop here), of a plain wish for
    another mobile or address, of no account at all, and of who asks for help with it all."""
    meant = _meant(ranking, text)
    if meant is None or meant not in dict(ranking):
        return ranking
    others = tuple((name, p * (1 - CERTAIN)) for name, p in ranking if name != meant)
    return ((meant, CERTAIN), *others)


def _meant(ranking: Ranking, text: str) -> str | None:
    likeliest, probability = ranking[0] if ranking else ("", 0.0)
    if is_only_signs(text):
        return REPEAT
    if leaves_for_later(text):
        return CANCEL
    if likeliest not in _CHANGES and wants_contact_changed(text):
        return CONTACT
    doubtful = probability < CLEAR or likeliest in _OF_ACCOUNTS
    if doubtful and has_no_account(text):
        return ACCOUNT
    return HELP if probability < CLEAR and needs_patience(text) else None


def is_only_signs(text: str) -> bool:
    """Whether a message holds punctuation and space alone; "👍" is a symbol, not a sign."""
    bare = [c for c in text if not c.isspace()]
    return bool(bare) and all(unicodedata.category(c)[0] in "PC" or c == "ـ" for c in bare)
