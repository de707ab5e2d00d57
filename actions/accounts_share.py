"""Sharing an account: who has it, inviting somebody, ending it, an invitation of one's own."""

from __future__ import annotations

import re

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.accounts import FORM
from actions.gate import verified_account
from actions.labels import label
from actions.turn import Event, Turn, read_turn, say
from bot.database import reading, transaction
from bot.identity.links import current_link
from bot.identity.login import proved_mobile
from bot.identity.sharing import Guest, end, guests
from bot.identity.tables import ShareRight
from bot.rendering.words import mobile_words
from bot.text.normalise import fold_text

_INVITED = re.compile(
    r"دعوه|دعوتي|دعاني|دعتني|شاركني|شاركتني|شارك معي|شاركوني|وصلني|وصلتني|جاني|جتني"
    r"|invit|i got|received"
)
_END = re.compile(
    r"وقف|اوقف|ايقاف|الغ|انهاء|انهي|شيل|شيلي|احذف|امسح|ازل|ازاله|اسحب|افصل|اطرد|ما عاد|ما ابي"
    r"|ما ابغ|بطل|لا (?:عاد )?(?:تخل|ي?شوف|ي?دخل)|امنع|stop|end|remove|revoke|unshare"
)
_WHO = re.compile(r"مين|من (?:معه|معي|يشوف|عنده|يقدر|اللي)|منهم|منو|who|كم شخص|قائمه|اعرض")
_UPDATE = re.compile(r"يحدث|تحدث|يعدل|تعدل|يغير|تغير|تحديث|تعديل|كل شي|update|edit")
_SEE = re.compile(r"يشوف|تشوف|يتابع|تتابع|يطلع|تطلع|يعرف|فواتير|فاتور|يسدد|تسدد|يدفع|see|view|bill")
_FOR_ME = re.compile(
    r"(?<!\S)و?(?:[اني]?رسل\S*|عطن\S*|وريني|ور\S*|نزل\S*|حمل\S*|صور\S*|اطبع\S*|ابي|ابغ\S|ودي|اعرض\S*|"
    r"طلع\S*|send|show|pdf|بي\s?دي\s?اف|ملف)(?!\S)"
)
"""Begins a wish of one's own, "ارسل الفاتورة pdf", unless it says what the guest does."""
_GUEST_DOES = re.compile(r"(?<!\S)ب?(?:ي|ت)(?:شوف|تابع|طلع|عرف|سدد|دفع|حدث|عدل|غير)")
_ONLY = re.compile(r"بس|فقط|only|ما يعدل|ما يغير|بدون")
_ASKS = re.compile(r"(?<!\S)و?(?:كم|متي|ليش|ليه|كيف|وين|وش|ايش|هل|how|when|why|what)(?!\S)")
_LONGEST_RIGHT = 7
"""Words of a message that says what the guest may do, and nothing else."""


def read_right(text: str) -> ShareRight | None:
    """The right that words give: "يشوف الفواتير بس", "يحدّث البيانات بعد"."""
    folded = fold_text(text)
    if _UPDATE.search(folded) and not _ONLY.search(folded):
        return ShareRight.UPDATE
    return ShareRight.SEE if _SEE.search(folded) or _ONLY.search(folded) else None


def only_right(text: str) -> bool:
    """Whether a message says what the guest may do and nothing besides: no question, no story."""
    folded = fold_text(text)
    asks = _ASKS.search(folded) or "؟" in text or "?" in text
    asks = asks or (_FOR_ME.search(folded) and not _GUEST_DOES.search(folded))
    return not asks and len(text.split()) <= _LONGEST_RIGHT and read_right(text) is not None


class ActionShareAccount(Action):  # type: ignore[misc]
    """Share, end a share, list who has it, or use an invitation: as the message says."""

    def name(self) -> str:
        return "action_share_account"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        if turn.intent == "share_account" and _INVITED.search(fold_text(turn.text)):
            return _use_invitation(turn)
        account_id, proof = verified_account(turn, then=self.name(), dispatcher=dispatcher)
        # What was asked before the proof stands in the draft: the text is a code by now.
        asked_now = turn.intent == "share_account"
        waiting = {} if asked_now else turn.slots.get("accounts_draft") or {}
        text = turn.text if asked_now else str(waiting.get("text", ""))
        mobile = turn.entity("mobile") or waiting.get("mobile")
        if account_id is None:
            draft = {"mode": "invite", "text": text, "mobile": mobile}
            return [SlotSet("accounts_draft", draft), *proof]
        return _of_my_account(dispatcher, turn, account_id, text, mobile)


def _use_invitation(turn: Turn) -> list[Event]:
    with reading() as session:
        proved = proved_mobile(session, turn.conversation)
    code = turn.entity("number")
    draft = {
        "mode": "accept",
        "mobile": turn.entity("mobile") or proved,
        "code": code if code and len(code) == 6 else None,
    }
    return [SlotSet("accounts_draft", draft), FollowupAction(FORM)]


def _of_my_account(
    dispatcher: CollectingDispatcher, turn: Turn, account_id: int, text: str, mobile: str | None
) -> list[Event]:
    with transaction() as session:
        link = current_link(session, turn.conversation)
        if link is None or not link.is_own:
            say(dispatcher, "utter_accounts_share_not_yours")
            return [SlotSet("accounts_draft", None)]
        now = guests(session, account_id)
        ended = _ended(session, turn, account_id, now, text, mobile)
        if ended is not None:
            say(dispatcher, "utter_accounts_share_ended", mobile=mobile_words(ended.mobile))
            return [SlotSet("accounts_draft", None)]
    folded = fold_text(text)
    asks = turn.entity("share") or _END.search(folded) or _WHO.search(folded)
    if asks and not (mobile and not _END.search(folded)):
        _say_guests(dispatcher, now, link.called)
        return [SlotSet("accounts_draft", None)]
    right = read_right(text)
    draft = {
        "mode": "invite",
        "account_id": account_id,
        "called": link.called,
        "mobile": mobile,
        "right": right.value if right else None,
    }
    return [SlotSet("accounts_draft", draft), FollowupAction(FORM)]


def _ended(
    session: Session,
    turn: Turn,
    account_id: int,
    now: list[Guest],
    text: str,
    mobile: str | None,
) -> Guest | None:
    """The share that this message ends: by its button, or by the guest's mobile."""
    chosen = turn.entity("share") or ""
    if chosen.isdigit():
        return end(session, int(chosen), account_id, actor=turn.conversation)
    if mobile and _END.search(fold_text(text)):
        found = next((guest for guest in now if guest.mobile == mobile), None)
        return found and end(session, found.share_id, account_id, actor=turn.conversation)
    return None


def _say_guests(dispatcher: CollectingDispatcher, now: list[Guest], account: str) -> None:
    if not now:
        say(dispatcher, "utter_accounts_share_nobody", account=account)
        return
    rows = [[mobile_words(g.mobile), guest_words(g), None] for g in now]
    stop = label("accounts", "stop")
    buttons = [
        {
            "title": stop.format(mobile=mobile_words(g.mobile)),
            "payload": f'/share_account{{"share":"{g.share_id}"}}',
        }
        for g in now
    ]
    dispatcher.utter_message(
        response="utter_accounts_share_guests",
        buttons=buttons,
        json_message={"card": {"title": label("accounts", "guests"), "rows": rows}},
        account=account,
    )


def guest_words(guest: Guest) -> str:
    """What a guest may do, and whether the invitation was taken up."""
    words = label("share_right", guest.right.value)
    return words if guest.accepted else f"{words} · {label('accounts', 'invited')}"
