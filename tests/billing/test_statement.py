"""What a bill prints is what the chat says."""

from __future__ import annotations

from datetime import date

import pytest

from bot.billing.bills import BillNotFound, bill_of_month, current_bill
from bot.billing.explain import month_before
from bot.billing.statement import statement


def test_it_is_the_bill_that_the_chat_shows(session, account, add_bill):
    for back in range(14, -1, -1):
        add_bill(month_before(date(2026, 10, 1), back), 1000 + back)
    printed = statement(session, account.id)
    assert printed.bill == current_bill(session, account.id)
    assert printed.account_number == account.number
    assert printed.months[0] == (date(2025, 11, 1), 1011)
    assert printed.months[-1] == (date(2026, 10, 1), 1000)
    assert len(printed.months) == 12
    assert printed.payment_reference.startswith("biller=002;account=30000000099;bill=")


def test_an_older_month_has_the_months_before_it(session, account, add_bill):
    for back in range(14, -1, -1):
        add_bill(month_before(date(2026, 10, 1), back), 1000 + back)
    printed = statement(session, account.id, date(2026, 7, 1))
    assert printed.bill == bill_of_month(session, account.id, date(2026, 7, 1))
    assert printed.months[-1] == (date(2026, 7, 1), 1003)


def test_a_month_that_is_not_on_record(session, account, add_bill):
    add_bill(date(2026, 10, 1), 1000)
    with pytest.raises(BillNotFound):
        statement(session, account.id, date(2026, 11, 1))
