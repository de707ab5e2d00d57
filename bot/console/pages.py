"""Every route of the console. A room of its own for each subject; this is where they meet."""

from __future__ import annotations

from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from bot.console import (
    account_pages,
    admin_pages,
    call_pages,
    campaign_pages,
    case_pages,
    chat_pages,
    conversation_pages,
    correction_pages,
    desk_pages,
    file_pages,
    filter_pages,
    live,
    login_pages,
    numbers_pages,
    privacy_pages,
    question_pages,
    request_pages,
    reveal_pages,
    review_pages,
    session_pages,
)
from bot.console.rendering import HERE

ROUTES: list[BaseRoute] = [
    *login_pages.ROUTES,
    *session_pages.ROUTES,
    *conversation_pages.ROUTES,
    *chat_pages.ROUTES,
    *desk_pages.ROUTES,
    *file_pages.ROUTES,
    *live.ROUTES,
    *review_pages.ROUTES,
    *filter_pages.ROUTES,
    *correction_pages.ROUTES,
    *call_pages.ROUTES,
    *campaign_pages.ROUTES,
    *request_pages.ROUTES,
    *privacy_pages.ROUTES,
    *case_pages.ROUTES,
    *question_pages.ROUTES,
    *account_pages.ROUTES,
    *reveal_pages.ROUTES,
    *numbers_pages.ROUTES,
    *admin_pages.ROUTES,
    Mount("/staff/static", StaticFiles(directory=HERE / "static")),
]
