"""Pictures and documents of Telegram: fetched in the message's own turn, and those to send.

The update that names a file is stored and acknowledged at once; a slow download holds back no
other conversation, and one that fails is tried again like a turn that waits for Rasa.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.attachments import files, records
from bot.delivery.documents import DocumentGone
from bot.gateway.file_intake import ATTACHMENT, FileAway, Refused, keep, note_file
from bot.gateway.inbox import Waiting
from bot.gateway.storage import read
from bot.gateway.telegram_send import Part
from bot.gateway.telegram_updates import FILE
from bot.settings import settings


def photo_of(part: Part) -> bytes | None:
    """The picture of a message to send; None when it has none, or ours is gone.

    Raises:
        DocumentGone: a clerk's picture was erased.
    """
    if part.sealed is not None:
        try:
            return files.read_content(part.sealed)
        except FileNotFoundError:
            raise DocumentGone from None
    path = settings().var_dir / "media" / part.picture if part.picture else None
    return path.read_bytes() if path is not None and path.is_file() else None


async def fetch_file(bot: ExtBot[Any], waiting: Waiting) -> dict[str, Any]:
    """The message's metadata with the id of its kept file; as it is without one.

    Raises:
        Refused: the file is not kept, and why.
        FileAway: Telegram does not answer.
    """
    if FILE not in waiting.metadata:
        return waiting.metadata
    known = await read(_known, waiting.conversation, waiting.external_id)
    if known is None:
        content = await _download(bot, waiting.metadata[FILE])
        known = await keep(waiting.conversation, waiting.external_id, content, note_file)
    others = {name: value for name, value in waiting.metadata.items() if name != FILE}
    return {**others, ATTACHMENT: known}


def _known(session: Session, conversation: str, external_id: str) -> int | None:
    row = records.of_message(session, conversation, external_id)
    if row is not None:
        return row.id
    if not records.may_send(session, conversation):
        raise Refused("count")
    return None


async def _download(bot: ExtBot[Any], file_id: str) -> bytes:
    try:
        file = await bot.get_file(file_id)
        if (file.file_size or 0) > files.size_limit():
            raise Refused("size")
        return bytes(await file.download_as_bytearray())
    except (BadRequest, Forbidden, InvalidToken):
        raise Refused("lost") from None
    except TelegramError as error:
        raise FileAway(f"Telegram's file: {type(error).__name__}") from None
