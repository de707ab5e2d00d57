"""A small bot, trained once a test run, behind the gateway channel of a real Sanic server."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.dialogue import lean

lean.install()

import rasa.api  # noqa: E402
from rasa.core.agent import Agent  # noqa: E402
from rasa.core.run import configure_app  # noqa: E402
from rasa.plugin import plugin_manager  # noqa: E402
from rasa.utils.log_utils import configure_structlog  # noqa: E402
from sanic import Sanic  # noqa: E402

from bot.dialogue.channel import GatewayChannel, secret  # noqa: E402
from bot.dialogue.local_actions import LocalActions  # noqa: E402
from bot.dialogue.tracker_store import SealedTrackerStore  # noqa: E402
from tests.dialogue.example import actions  # noqa: E402

EXAMPLE = Path(__file__).parent / "example"


@pytest.fixture(scope="session")
def example_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Path of the trained model."""
    result = rasa.api.train(
        domain=str(EXAMPLE / "domain.yml"),
        config=str(EXAMPLE / "config.yml"),
        training_files=[str(EXAMPLE / "data")],
        output=str(tmp_path_factory.mktemp("models")),
        fixed_model_name="example",
    )
    return str(result.model)


def load_agent(model: str) -> Agent:
    """An agent as `rasa run` makes it from this project's endpoints.yml."""
    configure_structlog(logging.WARNING)
    plugin_manager()
    return Agent.load(
        model,
        tracker_store=SealedTrackerStore(),
        action_endpoint=LocalActions("local:tests.dialogue.example.actions"),
    )


@dataclass
class Bot:
    """The example bot, spoken to as the gateway does."""

    http: httpx.AsyncClient
    app: Sanic
    messages: int = 0

    async def post(self, body: dict[str, Any]) -> httpx.Response:
        """A message as given; what is missing gets a default."""
        self.messages += 1
        whole = {"sender": "web:1", "message_id": f"m{self.messages}", "channel": "web", **body}
        return await self.http.post("/webhooks/gateway/webhook", json=whole)

    async def say(self, text: str, **more: Any) -> dict[str, Any]:
        """The answer to a text; fails unless there is one."""
        response = await self.post({"text": text, **more})
        assert response.status_code == 200, response.text
        return dict(response.json())


@pytest.fixture
async def bot(database: None, example_model: str) -> AsyncIterator[Bot]:
    """The example bot on an empty database."""
    actions.ran.clear()
    Sanic.test_mode = True
    Sanic._app_registry.clear()
    app = configure_app([GatewayChannel()], enable_api=False)
    app.ctx.agent = load_agent(example_model)
    listening = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listening, return_asyncio_server=True)
    await server.startup()
    headers = {"X-Gateway-Secret": secret()}
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with httpx.AsyncClient(base_url=url, headers=headers) as http:
        yield Bot(http, app)
    server.close()
    await asyncio.sleep(0)
