"""The update as a conversation: one message in, what it changed and what is asked next out.

Pure rules but for the database session (draft, codes, links): no Rasa, no prose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from bot.accounts.tables import NoticeChannel
from bot.text.answers import yes_no
from bot.text.normalise import fold_text
from bot.updates import draft as drafts
from bot.updates.adding import adds_mobile
from bot.updates.after_sending import correct_known, draft_of_sent
from bot.updates.announcing import only_leads_in, with_family_name
from bot.updates.correcting import (
    correct,
    correct_later,
    is_plain_yes,
    speaks_of_change,
)
from bot.updates.draft import CONTACT_FIELDS, Draft, next_step
from bot.updates.explaining import aside, beside_beginning, explanation
from bot.updates.filling import keep_account, put_right, take_told, take_values
from bot.updates.heard import Heard, Outcome
from bot.updates.hearing import (
    has_old_mobile,
    is_code_step,
    is_for_update,
    lacks_identity,
    old_mobile_is_with_another,
    refuses,
    wants_restart,
)
from bot.updates.keeping import keep_recorded, leaves_as_it_is
from bot.updates.known import take_linked_account, take_what_is_known
from bot.updates.leaving_out import leave_out_named, take_out
from bot.updates.moving import go_back, is_same_as_before, keep_set_aside, mend_last, skip_question
from bot.updates.proof import answer_code, needs_code, send_for
from bot.updates.requests import submit
from bot.updates.steering import (
    given_before,
    is_not_so,
    lost_old_mobile,
    moves_on,
    says_old_mobile_gone,
    submits,
    takes_any_way,
    with_earlier_piece,
)

_BOTH = ("كلهم", "كلها", "كلاهما", "الثنين", "الاثنين", "both")
_CONTACT_CODES = ("mobile_code", "email_code")
_WRONG = re.compile(r"\b(?:غلط\w*|خطا|wrong|ghalat)\b")
"""At the question for a code: the number or address was mistyped."""
_SURE = 0.6
_BARE = ("inform", "nlu_fallback")
_CORRECTIONS = ("correct_detail", "change_contact", "link_account")


def begin(
    session: Session,
    heard: Heard,
    kind: str,
    told: Sequence[Heard] = (),
    put_off: Sequence[Heard] = (),
) -> Outcome:
    """Start an update, or go on with the one that was left.

    `told`: messages to a clerk before; `put_off`: what was given while a code was awaited.
    """
    left = drafts.unfinished(session, heard.conversation)
    if left is None and (kept := leaves_as_it_is(heard)):
        outcome = Outcome(Draft(kind=kind), kept=kept, pauses=True)
        outcome.say("utter_general_what_next")
        return outcome
    return _begin(session, heard, kind, left, told, put_off)


def _begin(
    session: Session,
    heard: Heard,
    kind: str,
    left: Draft | None,
    told: Sequence[Heard],
    put_off: Sequence[Heard],
) -> Outcome:
    sent = draft_of_sent(session, heard) if left is None else None
    outcome = Outcome(left or sent or Draft(kind=kind))
    if left is None and sent is None:
        take_what_is_known(session, heard.conversation, outcome.draft)
    elif left is not None:
        outcome.say("utter_update_resumed")
        if kind == "full" and heard.intent == "update_details":
            outcome.draft.kind = "full"
        if heard.step is None and heard.intent in _BARE:  # "طلع 1234" answers what waits
            heard = replace(heard, step=next_step(left))
    given = take_values(session, heard, outcome)
    given = take_out(session, heard, outcome) or given
    if (words := beside_beginning(heard, outcome.draft)) is not None:
        outcome.say(words)
    if left is not None and heard.intent == "correct_detail" and heard.all("field") and not given:
        correct(heard, outcome)
    elif left is None and not given:
        correct_known(heard, outcome)
    if outcome.draft.kind == "contact":
        _want_mentioned_contacts(heard, outcome.draft)
        if says_old_mobile_gone(heard.text):
            outcome.draft.values["old_mobile"] = "no"
    take_told(session, put_off, outcome)
    outcome.noted, outcome.told = [*outcome.noted, *outcome.told], []
    take_told(session, told, outcome)
    return _ask_next(session, heard, outcome)


def hear(session: Session, heard: Heard, told: Sequence[Heard] = ()) -> Outcome:
    """One message while the update is open; `told`: messages to a clerk since the one before."""
    draft = drafts.load(session, heard.conversation) or Draft()
    outcome = Outcome(draft)
    if draft.reference:
        return _already_done(session, heard, outcome)
    if only_leads_in(heard, draft):
        return _ask_next(session, heard, outcome)
    heard = with_family_name(with_earlier_piece(heard, draft), draft)
    if put_right(session, heard, outcome):
        draft.editing = False
        return _ask_next(session, heard, outcome)
    if _hears_beside(session, heard, outcome):
        return _ask_next(session, heard, outcome)
    if not is_for_update(heard, draft):
        return _leave_to_its_topic(session, heard, outcome)
    if wants_restart(heard):
        return _restart(session, heard, draft.kind)
    take_told(session, told, outcome)
    if outcome.told and heard.step == "confirm":
        return _ask_next(session, heard, outcome)  # the summary that is confirmed holds them
    draft.editing = False
    if not _answer_or_keep(session, heard, outcome):
        _miss(heard, outcome)
    return _ask_next(session, heard, outcome)


def _leave_to_its_topic(session: Session, heard: Heard, outcome: Outcome) -> Outcome:
    """Another topic answers; an account that it names is kept."""
    if keep_account(session, heard, outcome.draft):
        drafts.save(session, heard.conversation, outcome.draft)
    outcome.taken = False
    return outcome


def _hears_beside(session: Session, heard: Heard, outcome: Outcome) -> bool:
    """Words about the update rather than an answer: leave it as it was, why, wait, help me.

    What is given beside them is kept.
    """
    if keep_recorded(session, heard, outcome):
        return True
    if lacks_identity(heard):
        outcome.pauses = True
        outcome.say("utter_update_other_identity")
    elif key := explanation(heard):
        outcome.say(key)
    elif (words := aside(heard, outcome.draft)) is not None:
        outcome.say(words[0], **words[1])
    else:
        return False
    if any(heard.first(kind) for kind in ("mobile", "email", "national_id", "beneficiary")):
        take_values(session, heard, outcome)
    return True


def keep(session: Session, heard: Heard) -> Outcome:
    """Take what is given for the update while another question is open (`step` is None)."""
    outcome = Outcome(drafts.unfinished(session, heard.conversation) or Draft())
    outcome.taken = take_values(session, heard, outcome)
    if not outcome.taken and speaks_of_change(heard.text):
        outcome.taken = correct_later(heard, outcome)
    if outcome.taken:
        drafts.save(session, heard.conversation, outcome.draft)
    return outcome


def _restart(session: Session, heard: Heard, kind: str) -> Outcome:
    """Forget what was given; the account stays, it is asked again only to be changed."""
    drafts.discard(session, heard.conversation)
    outcome = Outcome(Draft(kind=kind))
    outcome.say("utter_update_restarted")
    take_what_is_known(session, heard.conversation, outcome.draft)
    return _ask_next(session, heard, outcome)


def ask_again(session: Session, heard: Heard, told: Sequence[Heard] = ()) -> Outcome:
    """The pending question once more, after something else was answered in between."""
    outcome = Outcome(drafts.load(session, heard.conversation) or Draft())
    if heard.intent == "danger":
        outcome.say("utter_update_when_safe")
    told_account = take_linked_account(session, heard.conversation, outcome.draft)
    take_told(session, told, outcome)
    if outcome.told or told_account:
        return _ask_next(session, heard, outcome)
    outcome.step = next_step(outcome.draft)
    return outcome


def _answer_or_keep(session: Session, heard: Heard, outcome: Outcome) -> bool:
    """Whether the message was good for something; what "go back" asked again stays unless another
    answer is given."""
    stays = is_same_as_before(heard, outcome.draft)
    answered = stays or _answer(session, heard, outcome)
    if answered and heard.intent != "go_back" and keep_set_aside(heard, outcome.draft):
        take_linked_account(session, heard.conversation, outcome.draft)
    return answered


def _answer(session: Session, heard: Heard, outcome: Outcome) -> bool:
    """Whether the message was good for something."""
    if is_code_step(heard.step):
        taken = answer_code(session, heard, outcome)
        if taken is not None:
            return taken
    if heard.intent == "go_back" and not moves_on(heard):
        return go_back(heard, outcome)
    left_out = take_out(session, heard, outcome) or leave_out_named(heard, outcome)
    if take_values(session, heard, outcome) or left_out:
        return True
    if lost_old_mobile(heard) and heard.step not in ("old_mobile", "old_code"):
        if outcome.draft.kind == "contact":
            outcome.draft.values["old_mobile"] = "no"
        outcome.say("utter_update_old_mobile_gone")
        return True
    if outcome.says:  # a value was there but bad; it has been explained
        return False
    if is_not_so(heard) and heard.step not in ("confirm", "old_mobile"):
        return _was_refused(heard, outcome.draft) or mend_last(heard, outcome)
    return _answer_in_words(session, heard, outcome)


def _answer_in_words(session: Session, heard: Heard, outcome: Outcome) -> bool:
    given = [] if speaks_of_change(heard.text) else given_before(heard, outcome.draft)
    if given:
        outcome.known.extend(given)
        return True
    if heard.step == "confirm":
        return _answer_summary(session, heard, outcome)
    if heard.step == "old_mobile" and _answer_old_mobile(heard, outcome):
        return True
    if heard.step == "contact_choice":
        return _want_mentioned_contacts(heard, outcome.draft)
    if _is_correction(heard):
        if _was_refused(heard, outcome.draft):
            return False
        correct(heard, outcome)
        return True
    hurries = takes_any_way(heard) or refuses(heard) or submits(heard)
    if heard.step == "notice_channel" and hurries:
        outcome.draft.put("notice_channel", NoticeChannel.SMS.value)
        outcome.say("utter_update_notice_by_sms")
        return True
    any_way = takes_any_way(heard) and heard.step in drafts.OPTIONAL
    if refuses(heard) or any_way:
        return skip_question(heard, outcome)
    if moves_on(heard) or submits(heard):
        return heard.step not in drafts.OPTIONAL or skip_question(heard, outcome)
    return heard.intent in ("update_details", "resume_update") or _only_agrees(heard, outcome)


def _was_refused(heard: Heard, draft: Draft) -> bool:
    """Whether "wrong" is said of the answer that was just not taken, and of none before it."""
    return draft.misses > 0 and heard.step not in draft.values and not heard.all("field")


def _only_agrees(heard: Heard, outcome: Outcome) -> bool:
    """Whether it says no more than "yes, I want to add one" or "all right": the question comes once
    more; the next such word is helped with."""
    draft, which = outcome.draft, heard.step == "beneficiary" or is_code_step(heard.step)
    if which or draft.misses or yes_no(heard.text) is not True:
        return False
    draft.misses, draft.last_miss = 1, heard.message_key
    if heard.step in drafts.OPTIONAL:
        outcome.say("utter_update_go_ahead")
    return True


def _is_correction(heard: Heard) -> bool:
    """Whether something given before is wrong; an unsure classifier needs words that say so."""
    sure = heard.confidence >= _SURE or speaks_of_change(heard.text)
    if heard.text.rstrip().endswith(("؟", "?")) and not speaks_of_change(heard.text):
        return False  # "الاسم صح؟"
    pending = heard.step == "account" or heard.step in heard.all("field")
    mistyped = heard.step in _CONTACT_CODES and bool(_WRONG.search(fold_text(heard.text)))
    return mistyped or (heard.intent in _CORRECTIONS and sure and not pending)


def _answer_summary(session: Session, heard: Heard, outcome: Outcome) -> bool:
    if is_plain_yes(heard):
        result = submit(session, heard.conversation, outcome.draft)
        outcome.reference, outcome.applied = result.reference, result.applied
        if result.again:
            outcome.say("utter_update_same_request")
        return True
    wants_change = _is_correction(heard) or speaks_of_change(heard.text) or refuses(heard)
    if wants_change or heard.all("field"):
        correct(heard, outcome)
        return True
    return heard.intent in ("update_details", "resume_update")


def _answer_old_mobile(heard: Heard, outcome: Outcome) -> bool:
    answer = has_old_mobile(heard)
    if answer is not None:
        outcome.draft.values["old_mobile"] = "yes" if answer else "no"
    elif old_mobile_is_with_another(heard):
        outcome.say("utter_update_old_mobile_with_another")
    return answer is not None or bool(outcome.says)


def _want_mentioned_contacts(heard: Heard, draft: Draft) -> bool:
    named = [f for f in heard.all("field") if f in CONTACT_FIELDS and f not in draft.wanted]
    if adds_mobile(heard.text):
        named = ["second_mobile"]
    elif heard.step == "contact_choice" and any(word in heard.text for word in _BOTH):
        named = ["mobile", "email"]
    draft.wanted.extend(dict.fromkeys(f for f in named if f not in draft.removed))
    return bool(named)


def _miss(heard: Heard, outcome: Outcome) -> None:
    """Explain once more; after three misses in a row a person is offered, nothing is lost."""
    draft = outcome.draft
    draft.said = fold_text(heard.text) if heard.step == "name" else ""
    if draft.last_miss != heard.message_key:
        draft.misses += 1
        draft.last_miss = heard.message_key
    if not outcome.says:
        outcome.say(f"utter_update_help_{heard.step}")
    if draft.misses >= 3:
        outcome.say("utter_update_offer_person")
        draft.misses = 0


def _ask_next(session: Session, heard: Heard, outcome: Outcome) -> Outcome:
    """Decide the next question, send the code that it needs, store the draft."""
    if outcome.reference is None:
        outcome.step = None if outcome.pauses else next_step(outcome.draft)
        if needs_code(session, heard.conversation, outcome):
            send_for(session, heard, outcome)
    drafts.save(session, heard.conversation, outcome.draft)
    return outcome


def _already_done(session: Session, heard: Heard, outcome: Outcome) -> Outcome:
    """The confirmation asked again after a crash: the same reference, nothing new."""
    result = submit(session, heard.conversation, outcome.draft)
    outcome.reference, outcome.applied = result.reference, result.applied
    return outcome
