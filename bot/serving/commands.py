"""`python -m bot gateway`."""

from __future__ import annotations

import argparse
from types import FrameType

import uvicorn
from starlette.applications import Starlette

from bot.console.bootstrap import open_console
from bot.gateway.log import setup_logging
from bot.serving.app import create_app
from bot.settings import settings

_GRACE_SECONDS = 5


class _Server(uvicorn.Server):
    """Lets open event streams go at the first signal; uvicorn alone would wait for them."""

    def __init__(self, config: uvicorn.Config, app: Starlette) -> None:
        super().__init__(config)
        self._app = app

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._app.state.hub.close()
        self._app.state.live.close()
        super().handle_exit(sig, frame)


def run(_arguments: argparse.Namespace) -> int:
    """Serve until a signal comes."""
    setup_logging()
    open_console()
    app = create_app()
    config = uvicorn.Config(
        app,
        host=settings().gateway_host,
        port=settings().gateway_port,
        log_config=None,
        access_log=False,
        ws="none",  # there are none here, and Rasa pins a websockets too old for uvicorn
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    _Server(config, app).run()
    return 0


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the `gateway` command."""
    parser = subparsers.add_parser("gateway", help="serve the web channel, Telegram and /staff")
    parser.set_defaults(run=run)
