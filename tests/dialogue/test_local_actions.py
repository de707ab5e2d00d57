from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from rasa.core.actions.action import ActionExecutionRejection
from rasa.plugin import plugin_manager
from rasa.utils.endpoints import EndpointConfig, read_endpoint_config
from rasa_sdk import Action

from bot.dialogue.local_actions import LocalActions, PackageActions, actions_of
from bot.settings import ROOT
from tests.conftest import forget_settings
from tests.project_files import domain


@pytest.fixture
def endpoint(tmp_path: Path) -> EndpointConfig:
    """What Rasa makes of this project's `action_endpoint`, for the example's actions."""
    plugin_manager()
    config = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))
    assert config["action_endpoint"] == {"url": "local:actions"}
    config["action_endpoint"]["url"] = "local:tests.dialogue.example.actions"
    path = tmp_path / "endpoints.yml"
    path.write_text(yaml.safe_dump(config))
    found = read_endpoint_config(str(path), "action_endpoint")
    assert found is not None
    return found


def _call(action: str) -> dict[str, object]:
    tracker = {"sender_id": "web:1", "slots": {}, "events": [], "latest_message": {}}
    return {"next_action": action, "tracker": tracker, "domain": {}}


async def test_an_action_runs_in_this_process(endpoint: EndpointConfig) -> None:
    assert isinstance(endpoint, LocalActions)
    answer = await endpoint.request(json=_call("action_bill"), method="post", timeout=300)
    assert [event["name"] for event in answer["events"]] == ["colour"]
    assert len(answer["responses"]) == 3


async def test_a_rejection_is_rasas_own(endpoint: EndpointConfig) -> None:
    with pytest.raises(ActionExecutionRejection):
        await endpoint.request(json=_call("action_give_up"))


async def test_what_an_action_raises_comes_through(endpoint: EndpointConfig) -> None:
    with pytest.raises(ZeroDivisionError):
        await endpoint.request(json=_call("action_break_down"))


def test_with_a_server_set_the_same_file_means_the_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plugin_manager()
    monkeypatch.setenv("ACTION_SERVER_URL", "http://127.0.0.1:5055/webhook")
    forget_settings()
    found = read_endpoint_config(str(ROOT / "endpoints.yml"), "action_endpoint")
    monkeypatch.undo()
    forget_settings()
    assert type(found) is EndpointConfig
    assert found.url == "http://127.0.0.1:5055/webhook"


def test_other_endpoints_are_untouched() -> None:
    plugin_manager()
    found = EndpointConfig.from_dict({"url": "http://nlg.example", "token": "t"})
    assert (type(found), found.url, found.token) == (EndpointConfig, "http://nlg.example", "t")


def test_every_action_of_the_domain_has_code() -> None:
    assert set(domain()["actions"]) <= set(actions_of("actions").actions)


def test_only_the_packages_own_actions_are_taken() -> None:
    class Other(Action):
        def __init__(self, needed: str) -> None:
            self.needed = needed

    assert "action_bill" in PackageActions("tests.dialogue.example.actions").actions
    assert "action_break_down" not in PackageActions("actions").actions
