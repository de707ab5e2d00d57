"""Several accounts in a conversation: names, moving, all at once, sharing, taking one out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from sqlalchemy import select

from actions import (
    accounts,
    accounts_form,
    accounts_share,
    billing,
    fallback,
    general,
    identity,
)
from bot.clock import RIYADH
from bot.database import engine, reading, transaction
from bot.delivery.tables import OutboxMessage
from bot.demo.seed import seed_database
from bot.identity.links import claim, current_link, verify
from bot.identity.sharing import guests
from tests.actions.talk import Talk, actions_of, rules_of

MOMENT = datetime(2026, 11, 22, 12, tzinfo=RIYADH)
HOME, SHOP, OTHER = "30000000003", "30000000004", "30000000005"
GUEST_MOBILE = "+966551234567"


@pytest.fixture
def talk(database: None) -> Iterator[Talk]:
    with time_machine.travel(MOMENT, tick=False):
        seed_database(engine(), 12, 1, MOMENT)
        yield Talk(
            actions_of(
                accounts, accounts_form, accounts_share, billing, fallback, general, identity
            ),
            rules_of(),
        )


def _prove(talk: Talk, number: str) -> None:
    with transaction() as session:
        verify(session, talk.conversation, number)


def _two(talk: Talk) -> None:
    """The home is current; the father's house is SHOP, by name."""
    _prove(talk, SHOP)
    talk.tell("rename_account", "سمّه بيت الوالد")
    _prove(talk, HOME)


def _current(talk: Talk) -> str | None:
    with reading() as session:
        link = current_link(session, talk.conversation)
    return link.account_number if link else None


def _titles(talk: Talk) -> list[str]:
    return [m["custom"]["card"]["title"] for m in talk.said if m["custom"].get("card")]


def _codes(mobile: str) -> list[str]:
    with reading() as session:
        query = select(OutboxMessage.body).where(OutboxMessage.recipient == mobile)
        texts = [json.loads(body)["text"] for body in session.execute(query).scalars()]
    return re.findall(r"\b\d{6}\b", " ".join(texts))


def test_a_name_in_a_question_moves_there_and_says_so(talk: Talk) -> None:
    _two(talk)
    said = talk.tell("ask_bill", "كم فاتورة بيت ابوي؟")
    assert said[0] == "utter_accounts_now_on"
    assert _current(talk) == SHOP
    assert _titles(talk)[0].endswith("بيت الوالد")
    assert talk.tell("explain_bill", "ليش كذا")[0] != "utter_accounts_now_on"


def test_moving_by_a_sentence(talk: Talk) -> None:
    _two(talk)
    assert talk.tell("switch_account", "حول على بيت الوالد") == ["utter_accounts_switched"]
    assert _current(talk) == SHOP
    assert talk.tell("switch_account", "الحساب الثاني") == ["utter_accounts_switched"]
    assert _current(talk) == HOME


def test_and_the_other_one_repeats_the_answer_for_it(talk: Talk) -> None:
    _two(talk)
    talk.tell("ask_bill", "كم فاتورتي")
    said = talk.tell("switch_account", "وبيت الوالد؟")
    assert said[0] == "utter_accounts_now_on" and said[1].startswith("utter_billing_bill_")
    said = talk.tell("nlu_fallback", "وبيت الوالد؟")
    assert said[0] == "utter_accounts_now_on"


def test_an_unclear_other_account_is_asked(talk: Talk) -> None:
    _two(talk)
    assert talk.tell("switch_account", "ابي حساب غير هذا") == ["utter_accounts_which"]
    (button,) = talk.reply("utter_accounts_which")["buttons"]
    assert button["title"] == "بيت الوالد (0004)"


def test_who_looks_after_many_is_told_what_can_be_done(talk: Talk) -> None:
    said = talk.tell("all_accounts", "انا مدير مرافق وعندي 40 حساب")
    assert said == ["utter_accounts_many"] and talk.form is None
    _two(talk)
    assert talk.tell("all_accounts", "عندي حسابات كثيرة")[0].startswith("utter_accounts_all")


def test_all_at_once(talk: Talk) -> None:
    _two(talk)
    with transaction() as session:
        claim(session, talk.conversation, OTHER)
        claim(session, talk.conversation, "30099999999")
    talk.tell("all_accounts", "كم علي في كل الحسابات")
    (said,) = talk.said
    assert said["response"].startswith("utter_accounts_some")
    rows = {row[0]: row[1] for row in said["custom"]["card"]["rows"]}
    assert rows[OTHER] == rows["30099999999"] == "يحتاج رمز تحقق", "both look the same"
    assert "ريال" in rows["بيت الوالد (0004)"] and "ريال" in rows["المجموع"]


def test_only_those_that_are_named(talk: Talk) -> None:
    _two(talk)
    talk.tell("rename_account", "سمّه البيت")
    with transaction() as session:
        claim(session, talk.conversation, OTHER)
    talk.tell("all_accounts", "كم على البيت وبيت الوالد")
    (said,) = talk.said
    rows = [row[0] for row in said["custom"]["card"]["rows"]]
    assert sorted(rows[:2]) == ["البيت (0003)", "بيت الوالد (0004)"] and rows[2:] == ["المجموع"]


@pytest.mark.parametrize("text", ["ارسل الفاتورة pdf", "عطني الفاتورة"])
def test_a_wish_of_ones_own_is_no_right_of_the_guest(talk: Talk, text: str) -> None:
    assert not accounts_share.only_right(text)
    assert accounts_share.only_right("يشوف الفواتير بس")
    _prove(talk, HOME)
    talk.tell("share_account", "شارك الحساب مع 0551234567", mobile=GUEST_MOBILE)
    talk.tell("ask_bill", text)
    assert talk.slots["requested_slot"] == "accounts_right"
    assert talk.slots["accounts_draft"]["right"] is None


def test_nothing_is_listed_before_proof(talk: Talk) -> None:
    assert talk.tell("all_accounts") == []
    assert talk.followed == ["identify_form"]


def test_the_name_is_asked_for_and_heard_as_an_answer(talk: Talk) -> None:
    _prove(talk, HOME)
    talk.tell("rename_account", "ابي اسمي الحساب")
    assert talk.slots["requested_slot"] == "accounts_name"
    assert talk.tell("switch_account", "بيت الوالد") == ["utter_accounts_named"]
    assert talk.form is None


def test_two_accounts_never_share_a_name(talk: Talk) -> None:
    _two(talk)
    assert talk.tell("rename_account", "سمّه بيت الوالد") == ["utter_accounts_name_taken"]
    assert talk.tell("inform", "بيتنا") == ["utter_accounts_named"]


def test_a_question_in_the_middle_is_no_name(talk: Talk) -> None:
    _prove(talk, HOME)
    talk.tell("rename_account", "ابي اسمي الحساب")
    assert talk.tell("ask_bill", "كم فاتورتي")[0].startswith("utter_billing_bill_")
    assert talk.form == "accounts_form"


def _share(talk: Talk) -> None:
    talk.tell("share_account", "شارك الحساب مع 0551234567", mobile=GUEST_MOBILE)
    assert talk.slots["requested_slot"] == "accounts_right"
    talk.tell("inform", "يشوف الفواتير بس")
    assert talk.slots["requested_slot"] == "accounts_confirm"
    assert talk.tell("affirm", "ايه") == ["utter_accounts_share_sent"]


def test_sharing_from_the_invitation_to_the_end(talk: Talk) -> None:
    _prove(talk, HOME)
    _share(talk)
    guest = Talk(talk.actions, talk.rules, conversation="web:guest")
    guest.tell("share_account", "عندي رمز دعوة")
    assert guest.slots["requested_slot"] == "accounts_guest_mobile"
    guest.tell("inform", "0551234567", mobile=GUEST_MOBILE)
    (code,) = _codes(GUEST_MOBILE)
    assert guest.tell("inform", "000000", number="000000") == ["utter_accounts_code_bad"]
    assert guest.tell("inform", code, number=code) == ["utter_accounts_accepted"]
    assert guest.tell("ask_bill", "كم الفاتورة")[0].startswith("utter_billing_bill_")
    assert guest.tell("my_record", "وش بياناتي") == ["utter_accounts_lent_no_record"]
    lent = guest.tell("share_account", "شارك الحساب مع اختي")
    assert lent == ["utter_accounts_share_not_yours"]

    assert talk.tell("share_account", "مين معه حسابي") == ["utter_accounts_share_guests"]
    payload = talk.reply("utter_accounts_share_guests")["buttons"][0]["payload"]
    share = json.loads(payload.removeprefix("/share_account"))["share"]
    assert talk.tell("share_account", share=share) == ["utter_accounts_share_ended"]
    assert guest.tell("ask_bill", "كم الفاتورة") == []
    assert guest.followed == ["identify_form"]


def test_the_end_of_somebody_elses_share_is_not_ours(talk: Talk) -> None:
    _prove(talk, HOME)
    _share(talk)
    stranger = Talk(talk.actions, talk.rules, conversation="web:stranger")
    _prove(stranger, OTHER)
    assert stranger.tell("share_account", share="1") == ["utter_accounts_share_nobody"]
    with reading() as session:
        assert len(guests(session, 3)) == 1


def test_nothing_is_shared_without_a_yes(talk: Talk) -> None:
    _prove(talk, HOME)
    talk.tell("share_account", "شارك الحساب مع 0551234567 يشوف الفواتير", mobile=GUEST_MOBILE)
    assert talk.slots["requested_slot"] == "accounts_confirm"
    assert talk.tell("deny", "لا") == ["utter_accounts_not_shared"]
    assert _codes(GUEST_MOBILE) == []


def test_taking_an_account_out(talk: Talk) -> None:
    _two(talk)
    assert talk.tell("remove_account", "شيل بيت الوالد") == ["utter_accounts_removed"]
    assert talk.tell("remove_account", "شيل الحساب") == ["utter_accounts_remove_sure"]
    assert talk.tell("affirm", "ايه") == ["utter_accounts_removed"]
    assert talk.tell("remove_account", "شيل الحساب") == ["utter_accounts_none"]


def test_to_cancel_an_account_that_is_not_here_ends_the_supply(talk: Talk) -> None:
    talk.tell("remove_account", "ابي الغي الحساب")
    assert talk.followed == ["action_service_request"]


def test_without_a_name_of_several_it_is_asked_which(talk: Talk) -> None:
    _two(talk)
    assert talk.tell("remove_account", "احذف حساب") == ["utter_accounts_remove_which"]
    assert len(talk.reply("utter_accounts_remove_which")["buttons"]) == 2


@pytest.mark.parametrize("heard_as", ["ask_bill", "update_details", "my_record"])
def test_what_the_guest_may_do_is_one_answer_whatever_it_sounds_like(
    talk: Talk, heard_as: str
) -> None:
    _prove(talk, HOME)
    talk.tell("share_account", "شارك الحساب مع 0551234567", mobile=GUEST_MOBILE)
    talk.tell(heard_as, "يشوف الفواتير ويحدث البيانات")
    assert talk.slots["requested_slot"] == "accounts_confirm"
    assert talk.slots["accounts_draft"]["right"] == "update"
    assert talk.slots["taken_whole"] == talk.last_key
    talk.tell(heard_as, "لا يشوف الفواتير بس")
    assert talk.slots["accounts_draft"]["right"] == "see"


@pytest.mark.parametrize("text", ["كم فاتورتي؟", "كيف احدث بياناتي", "ليش فاتورتي مرتفعه هالشهر"])
def test_a_question_at_that_place_is_no_answer(talk: Talk, text: str) -> None:
    _prove(talk, HOME)
    talk.tell("share_account", "شارك الحساب مع 0551234567", mobile=GUEST_MOBILE)
    talk.tell("ask_bill", text)
    assert talk.slots["requested_slot"] == "accounts_right"
    assert "taken_whole" not in talk.slots


def test_no_thanks_to_what_was_offered_needs_nothing_to_cancel(talk: Talk) -> None:
    _prove(talk, HOME)
    assert talk.tell("remove_account", "شيل الحساب") == ["utter_accounts_remove_sure"]
    assert talk.tell("cancel", "خلاص هونت") == ["utter_general_cancelled"]
    assert talk.tell("cancel", "هونت") == ["utter_general_nothing_to_cancel"]
    assert _current(talk) == HOME


def test_an_amount_asked_of_a_named_account_is_its_bill(talk: Talk) -> None:
    _two(talk)
    said = talk.tell("switch_account", "كم علي في بيت الوالد")
    assert said[0] == "utter_accounts_now_on" and said[1].startswith("utter_billing_bill_")


def test_it_is_said_which_account_got_the_name(talk: Talk) -> None:
    _two(talk)
    talk.tell("rename_account", "سم الثاني الاستراحة")
    said = talk.reply("utter_accounts_named")
    assert (said["number"], said["name"]) == (SHOP, "الاستراحة")


def test_a_kind_of_supply_right_after_prices_is_priced(talk: Talk) -> None:
    talk.tell("explain_bill", "كم سعر الكيلو")
    assert talk.tell("explain_bill", "والمحل؟") == ["utter_billing_price_of"]
    assert "20 هللة" in talk.reply("utter_billing_price_of")["price"]


def test_the_shop_is_meant_by_its_kind_once_both_accounts_are_proved(talk: Talk) -> None:
    _prove(talk, HOME)
    _prove(talk, SHOP)
    talk.tell("ask_bill", "كم فاتورة المحل")
    with reading() as session:
        assert current_link(session, talk.conversation).account_number == SHOP


@pytest.mark.parametrize("intent", ["inform", "repeat", "nlu_fallback"])
def test_the_other_account_right_after_a_bill(talk: Talk, intent: str) -> None:
    _prove(talk, SHOP)
    _prove(talk, HOME)
    talk.tell("ask_bill", "كم فاتورتي")
    talk.tell(intent, "والثانية؟")
    with reading() as session:
        assert current_link(session, talk.conversation).account_number == SHOP


def test_the_own_name_is_no_name_for_the_account(talk: Talk) -> None:
    _prove(talk, HOME)
    talk.tell("rename_account", "ابغى احط اسمي عليه")
    assert talk.followed == ["action_start_update"]


@pytest.fixture
def clerk(talk: Talk) -> Talk:
    """Somebody with 40 accounts; only the last one has a name."""
    with transaction() as session:
        for n in range(1, 41):
            claim(session, talk.conversation, f"3000001{n:04}")
    talk.tell("rename_account", "سمه الفرع الجديد")
    _prove(talk, HOME)
    return talk


def test_of_forty_accounts_a_few_are_listed_and_the_rest_counted(clerk: Talk) -> None:
    clerk.tell("all_accounts", "كم علي في كل حساباتي")
    rows = [m["custom"]["card"]["rows"] for m in clerk.said if m["custom"].get("card")][-1]
    assert len(rows) == accounts.MOST_ROWS + 2
    assert rows[-2][0] == "باقي الحسابات (29)"


def test_of_forty_accounts_one_is_chosen_by_the_end_of_its_number(clerk: Talk) -> None:
    said = clerk.tell("switch_account", "ابي ابدل الحساب")
    assert said == ["utter_accounts_which_many"]
    titles = [b["title"] for m in clerk.said if m.get("buttons") for b in m["buttons"]]
    assert len(titles) == accounts.MOST_BUTTONS and titles[0].startswith("الفرع الجديد")
    clerk.tell("switch_account", "اللي اخره 0017")
    assert _current(clerk) == "30000010017"
