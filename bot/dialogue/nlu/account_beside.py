"""An account number beside a request says for which account: "الكهرباء طافية، رقم حسابي 300…".

The classifier hears the request and the giving of an account about alike, and two likely intents
are a doubt that is asked about. The number is taken as a value anyway, so the request is meant.
"""

from __future__ import annotations

from bot.dialogue.nlu.reading import values_of
from bot.dialogue.nlu.references import Ranking

GIVES_ACCOUNT = "link_account"
LEAST = 0.2
"""From this probability on the other intent is a request of its own."""
_NO_REQUESTS = frozenset(
    {"greet", "thanks", "goodbye", "affirm", "deny", "inform", "out_of_scope", "switch_account"}
)


def read_account(ranking: Ranking, text: str) -> Ranking:
    """The ranking with the request first, where giving an account is one of the first two."""
    if len(ranking) < 2 or GIVES_ACCOUNT not in (ranking[0][0], ranking[1][0]):
        return ranking
    (request, probability), (_, given) = sorted(
        ranking[:2], key=lambda pair: pair[0] == GIVES_ACCOUNT
    )
    if request in _NO_REQUESTS or probability < LEAST:
        return ranking
    if not any(value.kind == "account_number" for value in values_of(text)):
        return ranking
    return ((request, probability + given), (GIVES_ACCOUNT, 0.0), *ranking[2:])
