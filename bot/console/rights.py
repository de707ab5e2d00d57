"""Who may do what in the console: the one table of rights."""

from __future__ import annotations

from enum import Enum

from bot.console.tables import Role


class Right(str, Enum):
    """Something that a route, or a part of a page, asks for."""

    OWN_SESSIONS = "own_sessions"
    """See and end one's own sign-ins."""
    READ_CONVERSATIONS = "read_conversations"
    """Masked transcripts and how they were understood."""
    OWN_LISTS = "own_lists"
    """Keep conversations and filters for oneself, read the notes that name one."""
    REVIEW = "review"
    """Review conversations: done, flags, labels, notes, corrected meanings."""
    APPROVE_CORRECTIONS = "approve_corrections"
    """Decide on a colleague's corrected meaning."""
    SET_UP_REVIEW = "set_up_review"
    """Make labels, share filters with everybody."""
    OPEN_FILES = "open_files"
    """Pictures and documents that subscribers sent."""
    TAKE_OVER = "take_over"
    """Answer a subscriber in the bot's place."""
    READ_REQUESTS = "read_requests"
    """Update requests beside the record, masked."""
    DECIDE_REQUESTS = "decide_requests"
    READ_CASES = "read_cases"
    """Complaints, suggestions and service requests, masked."""
    WORK_CASES = "work_cases"
    """Take, ask, answer and close them."""
    READ_ACCOUNTS = "read_accounts"
    """Find an account and read its page."""
    SEE_NAMES = "see_names"
    """Names, addresses and account numbers in clear, without asking each time."""
    REVEAL_VALUES = "reveal_values"
    """One contact or one message in clear, with a reason that is written down."""
    REVEAL_SEALED = "reveal_sealed"
    """The same for identity, deed and contract numbers."""
    FINISH_PRIVACY = "finish_privacy"
    """Decide on what is left of a request to be forgotten."""
    READ_QUESTIONS = "read_questions"
    """The list of answers with its drafts and history."""
    EDIT_QUESTIONS = "edit_questions"
    """Write drafts of answers."""
    PUBLISH_QUESTIONS = "publish_questions"
    """Make a draft, or an older edition, what the bot says."""
    READ_STAFF = "read_staff"
    END_SESSIONS = "end_sessions"
    """End other people's sign-ins."""
    READ_AUDIT = "read_audit"
    RUN_CAMPAIGNS = "run_campaigns"
    """Tell many people of one occasion: describe, start, pause and stop campaigns."""
    READ_NUMBERS = "read_numbers"
    """Counts over all conversations, and what was not understood, masked."""


_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
_SUPERVISOR = _ADMINISTRATOR | {Role.SUPERVISOR}
_AGENT = _SUPERVISOR | {Role.AGENT}
_VIEWER = _AGENT | {Role.VIEWER}

HOLDERS: dict[Right, frozenset[Role]] = {
    Right.OWN_SESSIONS: _VIEWER,
    Right.READ_CONVERSATIONS: _VIEWER,
    Right.OWN_LISTS: _VIEWER,
    Right.REVIEW: _AGENT,
    Right.APPROVE_CORRECTIONS: _AGENT,
    Right.SET_UP_REVIEW: _SUPERVISOR,
    Right.OPEN_FILES: _AGENT,
    Right.TAKE_OVER: _AGENT,
    Right.READ_REQUESTS: _VIEWER,
    Right.DECIDE_REQUESTS: _AGENT,
    Right.READ_CASES: _VIEWER,
    Right.WORK_CASES: _AGENT,
    Right.READ_ACCOUNTS: _AGENT,
    Right.SEE_NAMES: _AGENT,
    Right.REVEAL_VALUES: _AGENT,
    Right.REVEAL_SEALED: _SUPERVISOR,
    Right.FINISH_PRIVACY: _SUPERVISOR,
    Right.READ_QUESTIONS: _VIEWER,
    Right.EDIT_QUESTIONS: _AGENT,
    Right.PUBLISH_QUESTIONS: _SUPERVISOR,
    Right.READ_STAFF: _ADMINISTRATOR,
    Right.END_SESSIONS: _ADMINISTRATOR,
    Right.READ_AUDIT: _ADMINISTRATOR,
    Right.RUN_CAMPAIGNS: _SUPERVISOR,
    Right.READ_NUMBERS: _SUPERVISOR,
}
"""The roles that hold each right."""


def holds(role: Role, right: Right) -> bool:
    """Whether people of that role have that right."""
    return role in HOLDERS[right]
