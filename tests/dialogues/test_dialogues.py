"""Every conversation of `conversations/`, end to end."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.dialogues.people import close_reports, copy_household
from tests.dialogues.script import Play
from tests.dialogues.system import System
from tests.dialogues.telegram import TelegramSubscriber
from tests.dialogues.web import WebSubscriber
from tests.fakes.telegram_server import TelegramServer

FOLDER = Path(__file__).with_name("conversations")
DEFAULT_ACCOUNT = "30000000001"


def conversations() -> list[Any]:
    """All conversations, named by file and title."""
    return [
        pytest.param(conversation, id=f"{path.stem}: {conversation['name']}")
        for path in sorted(FOLDER.glob("*.yml"))
        for conversation in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("conversation", conversations())
def test_dialogue(
    conversation: dict[str, Any], system: System, records: Engine, telegram: TelegramServer
) -> None:
    with Session(records, future=True) as session, session.begin():
        number = conversation.get("account", DEFAULT_ACCOUNT)
        close_reports(session)
        copy = copy_household(session, number, conversation.get("second"))
    if conversation.get("channel") == "telegram":
        caller = TelegramSubscriber(telegram, records, system.var_dir)
        Play(caller, copy, records, system.environment).run(conversation)
        return
    visitor = WebSubscriber(system.address, records)
    with closing(visitor.client):
        Play(visitor, copy, records, system.environment).run(conversation)
