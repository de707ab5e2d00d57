"""Demo mode only: the phone beside the chat, and the accounts to try."""

from __future__ import annotations

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.delivery.demo_phone import messages_of
from bot.gateway.edge import refuse
from bot.gateway.storage import read
from bot.gateway.web import bearer


@refuse
async def phone(request: Request) -> Response:
    """`GET /api/demo/phone`: SMS and e-mails that this conversation caused, newest last."""
    conversation = bearer(request).conversation
    return JSONResponse({"messages": await run_sync(messages_of, conversation)})


async def accounts(_request: Request) -> Response:
    """`GET /api/demo/accounts`: a handful that show each case."""
    from bot.demo.accounts import demo_accounts  # the demo's code is loaded in demo mode only

    return JSONResponse({"accounts": await read(demo_accounts)})


ROUTES = [Route("/api/demo/phone", phone), Route("/api/demo/accounts", accounts)]
