"""A file that came in: its row, its transcript line and its turn, all at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from anyio.to_thread import run_sync
from sqlalchemy.orm import Session

from bot.attachments import files, records
from bot.attachments.files import Received, TooLarge, UnknownKind
from bot.attachments.scanning import InfectedFile
from bot.attachments.tables import FileKind
from bot.gateway.inbox import Incoming, Stored, store
from bot.gateway.storage import write
from bot.gateway.words import word

Result = TypeVar("Result")

PAYLOAD = "/add_document"
"""What Rasa is told of a file without words. A typed slash never gets there (`texts.py`)."""
ATTACHMENT = "attachment"
"""In a message's metadata, which only the gateway writes: id of the file's row."""


class FileAway(Exception):
    """The file cannot be fetched right now: try again later."""


@dataclass(frozen=True)
class Refused(Exception):
    """A file is not kept; `reason` is `kind`, `size`, `count`, `unsafe` or `lost`."""

    reason: str

    def sentence(self) -> str:
        """The reason in Arabic, with what can be done."""
        megabytes = files.size_limit() // (1024 * 1024)
        return word(f"file_refused.{self.reason}", megabytes=megabytes)


async def check(content: bytes) -> Received:
    """Check, scan and keep a content.

    Raises:
        Refused: it is too large, of another kind, or infected.
    """
    try:
        return await run_sync(files.receive, content)
    except TooLarge:
        raise Refused("size") from None
    except UnknownKind:
        raise Refused("kind") from None
    except InfectedFile:
        raise Refused("unsafe") from None


async def keep(
    conversation: str, external_id: str, content: bytes, note: Callable[..., Result]
) -> Result:
    """Store a content; `note(session, conversation, external_id, received)` writes its rows.

    Raises:
        Refused: see `check`.
    """
    received = await check(content)
    try:
        return await write(note, conversation, external_id, received)
    except BaseException:
        files.erase(received.stored_as)  # nothing points to it
        raise


def note_message(
    session: Session, conversation: str, external_id: str, received: Received
) -> Stored:
    """The file together with the message that it is."""
    row = records.store(session, conversation, external_id, received)
    shown = word("shown.document" if received.kind is FileKind.PDF else "shown.photo")
    told = {ATTACHMENT: row.id}
    return store(session, Incoming(conversation, external_id, PAYLOAD, shown, told))


def note_file(session: Session, conversation: str, external_id: str, received: Received) -> int:
    """The file of a message that was stored before; gives the row's id."""
    return records.store(session, conversation, external_id, received).id
