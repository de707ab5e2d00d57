"""`/healthz` (alive), `/readyz` (a message would be answered) and `/metrics`."""

from __future__ import annotations

import asyncio

from anyio.to_thread import run_sync
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.gateway.metrics import exposition
from bot.gateway.storage import write
from bot.gateway.tables import InboxMessage

_NO_ROW = -1


async def alive(_request: Request) -> Response:
    """The process answers."""
    return PlainTextResponse("ok")


def _take_write_lock(session: Session) -> None:
    session.execute(update(InboxMessage).where(InboxMessage.id == _NO_ROW).values(attempts=0))


async def _database_writable() -> bool:
    try:
        await asyncio.wait_for(write(_take_write_lock), 5)
    except (SQLAlchemyError, OSError, asyncio.TimeoutError):
        return False
    return True


async def ready(request: Request) -> Response:
    """200 when the database takes writes, Rasa would answer and all workers run; else 503."""
    state = request.app.state
    database, rasa = await asyncio.gather(_database_writable(), state.rasa.ready())
    workers = {task.get_name(): not task.done() for task in state.workers}
    body = {"database": database, "rasa": rasa, "workers": workers}
    good = database and rasa and bool(workers) and all(workers.values())
    return JSONResponse({"ready": good, **body}, 200 if good else 503)


async def metrics(_request: Request) -> Response:
    """Prometheus text."""
    return Response(
        await run_sync(exposition), media_type="text/plain; version=0.0.4; charset=utf-8"
    )


ROUTES = [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", metrics)]
