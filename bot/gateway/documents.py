"""Links to files of one conversation: encrypted, good for half an hour, nothing to guess.

A plain link cannot carry the session's token, so the link itself says for whom it was made. It is
made anew whenever the owner's page reads its messages. A document counts only while that
conversation may see the account; a clerk's picture was sent to that conversation.
"""

from __future__ import annotations

import base64
import json
from functools import lru_cache

from anyio.to_thread import run_sync
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.attachments.files import read_content
from bot.attachments.kinds import MIME_TYPES
from bot.attachments.tables import FileKind
from bot.delivery.documents import DocumentGone, Reference, account_of, make
from bot.gateway.edge import Edge, Refusal, client_address
from bot.gateway.storage import read
from bot.gateway.words import word
from bot.identity.tables import AccountLink, ChannelIdentity, LinkLevel
from bot.sealing import derive

LINK_SECONDS = 30 * 60
_HEADERS = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex",
}


@lru_cache(maxsize=2)
def _box(key: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(key))


def link(conversation: str, reference: Reference) -> str:
    """Path of the file for that conversation."""
    content = json.dumps([conversation, reference]).encode()
    token = _box(derive("document-link")).encrypt(content).decode()
    return f"/documents/{token}"


def read_link(token: str) -> tuple[str, Reference] | None:
    """Conversation and reference of a link of ours that is not too old, or None."""
    try:
        opened = _box(derive("document-link")).decrypt(token.encode(), ttl=LINK_SECONDS)
    except (InvalidToken, UnicodeEncodeError):
        return None
    conversation, reference = json.loads(opened)
    return conversation, reference


def may_see(session: Session, conversation: str, account_id: int) -> bool:
    """Whether this conversation still speaks for the account, with proof."""
    query = (
        select(AccountLink.id)
        .join(ChannelIdentity)
        .where(
            ChannelIdentity.conversation == conversation,
            AccountLink.account_id == account_id,
            AccountLink.level == LinkLevel.VERIFIED.value,
        )
    )
    return session.execute(query).first() is not None


async def document(request: Request) -> Response:
    """`GET /documents/<token>`: the file; an old link says how to get a new one."""
    edge: Edge = request.app.state.edge
    try:
        edge.allow(edge.addresses, client_address(request))
    except Refusal as refusal:
        return _sorry(refusal.status, refusal.sentence)
    opened = read_link(request.path_params["token"])
    if opened is None:
        return _sorry(410, word("old_link"))
    conversation, reference = opened
    if not await read(may_see, conversation, account_of(reference)):
        return _sorry(410, word("old_link"))
    try:
        made = await run_sync(make, reference)
    except DocumentGone:
        return _sorry(410, word("old_link"))
    headers = {**_HEADERS, "Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.data, media_type="application/pdf", headers=headers)


def _sorry(status: int, sentence: str) -> Response:
    return PlainTextResponse(sentence, status, headers=_HEADERS)


def picture_link(picture: dict[str, str]) -> str:
    """Path of a sealed picture that a clerk sent; `picture` as the message names it."""
    content = json.dumps([picture["file"], picture["kind"]]).encode()
    return f"/pictures/{_box(derive('picture-link')).encrypt(content).decode()}"


async def picture(request: Request) -> Response:
    """`GET /pictures/<token>`: a picture that a clerk sent."""
    edge: Edge = request.app.state.edge
    try:
        edge.allow(edge.addresses, client_address(request))
        token = request.path_params["token"].encode()
        opened = _box(derive("picture-link")).decrypt(token, ttl=LINK_SECONDS)
        stored_as, kind = json.loads(opened)
        content = await run_sync(read_content, stored_as)
    except Refusal as refusal:
        return _sorry(refusal.status, refusal.sentence)
    except (InvalidToken, UnicodeEncodeError, FileNotFoundError):
        return _sorry(410, word("old_link"))
    headers = {**_HEADERS, "Cross-Origin-Resource-Policy": "cross-origin"}
    return Response(content, media_type=MIME_TYPES[FileKind(kind)], headers=headers)


ROUTES = [Route("/documents/{token}", document), Route("/pictures/{token}", picture)]
