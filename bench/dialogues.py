"""What is said in the benchmarks, and how one knows that it was understood."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bench.talkers import Talker
from bot.identity.links import claim, verify

KNOWN_ACCOUNT = "30000000001"
"""An owner on file; conversations about bills have proved it."""
STRANGER_ACCOUNT = "30000000002"
"""A tenant who is not on file: an update asks everything."""


@dataclass(frozen=True)
class Turn:
    """A kind of turn: what leads to it, what is said, a word that only the right answer has."""

    name: str
    before: tuple[str, ...]
    text: str
    right: str
    proved: bool = False


GREETING = Turn("greeting", (), "السلام عليكم", "مشترك")
BILL = Turn("bill", ("السلام عليكم",), "كم فاتورتي", "ريال", proved=True)
FORM_ANSWER = Turn(
    "form answer",
    ("/update_details", '/inform{"beneficiary":"tenant"}'),
    "سارة محمد الغامدي",
    "الهوية",
)
KINDS = (GREETING, FORM_ANSWER, BILL)
FILLERS = ("السلام عليكم", "كم فاتورتي", "شكرا", "وش تقدر تسوي؟")
"""A conversation is made long with these, over and over."""

SPOKEN = frozenset({*FILLERS, *(kind.text for kind in KINDS)})
"""Every message that is timed."""


def link(engine: Engine, conversation: str, proved: bool) -> None:
    """The account that the conversation speaks for, as if it had been named and proved before."""
    with Session(engine, future=True) as session, session.begin():
        if proved:
            verify(session, conversation, KNOWN_ACCOUNT)
        else:
            claim(session, conversation, STRANGER_ACCOUNT)


def lengthen(talker: Talker, conversation: str, turns: int) -> None:
    """Say so many messages."""
    for index in range(turns):
        talker.say(conversation, FILLERS[index % len(FILLERS)])
