from __future__ import annotations

import pytest

from bot.dialogue.nlu.account_beside import read_account

BOTH = (("link_account", 0.5), ("report_outage", 0.45), ("human", 0.05))


@pytest.mark.parametrize("ranking", [BOTH, (BOTH[1], BOTH[0], BOTH[2])])
def test_the_request_beside_a_number_is_meant(ranking) -> None:
    read = read_account(ranking, "الكهرباء طافية رقم حسابي 30012345678")
    assert read[0] == ("report_outage", pytest.approx(0.95))
    assert dict(read)["link_account"] == 0.0


def test_without_a_number_the_doubt_stays() -> None:
    assert read_account(BOTH, "الكهرباء طافية رقم حسابي") == BOTH


@pytest.mark.parametrize(
    "ranking",
    [
        (("link_account", 0.9), ("report_outage", 0.1)),
        (("link_account", 0.6), ("inform", 0.4)),
        (("link_account", 0.5), ("switch_account", 0.5)),
        (("ask_bill", 0.6), ("human", 0.4)),
    ],
)
def test_an_account_that_is_given_stays_given(ranking) -> None:
    assert read_account(ranking, "هذا حسابي 30012345678") == ranking
