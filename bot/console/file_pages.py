"""A file of a conversation, for those who may open it: it can do nothing in their browser."""

from __future__ import annotations

from anyio.to_thread import run_sync
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.attachments.files import read_content
from bot.attachments.kinds import MIME_TYPES
from bot.attachments.records import is_from_staff, may_open
from bot.attachments.tables import Attachment, FileKind
from bot.audit.log import Action, record
from bot.console.rendering import message_page
from bot.console.rights import Right
from bot.console.routing import StaffRoute
from bot.console.sessions import SignedIn
from bot.gateway.storage import read, write
from bot.sealing import UnsealingError
from bot.transcripts.tables import Conversation

_POLICY = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
"""Even a file that fools the check by its content runs nothing and loads nothing."""


def _find(session: Session, conversation: int, number: int) -> Attachment | None:
    row = session.get(Conversation, conversation)
    found = session.get(Attachment, number)
    mine = row is not None and found is not None and found.conversation == row.key
    return found if mine else None


def _note(session: Session, me: SignedIn, found: Attachment) -> None:
    about = f"attachment:{found.id}"
    record(session, me.actor, Action.FILE_OPENED, about, sha256=found.sha256, kind=found.kind)


async def file(request: Request, me: SignedIn) -> Response:
    """`GET /staff/conversations/<id>/files/<file>`.

    Each opening is a row of the audit log; a clerk's own picture is shown with its conversation,
    whose reading is on record already.
    """
    number, name = request.path_params["number"], request.path_params["file"]
    found = await read(_find, number, name)
    if found is None:
        return message_page(request, me, "not_found", 404)
    if not may_open(found):
        return message_page(request, me, "file_not_scanned", 409)
    try:
        content = await run_sync(read_content, found.stored_as)
    except (FileNotFoundError, UnsealingError):
        return message_page(request, me, "not_found", 404)
    if not is_from_staff(found):
        await write(_note, me, found)
    return Response(content, headers=_headers(found))


def _headers(found: Attachment) -> dict[str, str]:
    kind = FileKind(found.kind)
    # A PDF viewer does not work in a sandbox, so a PDF is for saving.
    shown = "attachment" if kind is FileKind.PDF else "inline"
    return {
        "Content-Type": MIME_TYPES[kind],
        "Content-Disposition": f'{shown}; filename="file-{found.id}.{kind.value}"',
        "Content-Security-Policy": _POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }


ROUTES: list[BaseRoute] = [
    StaffRoute("/staff/conversations/{number:int}/files/{file:int}", file, Right.OPEN_FILES),
]
