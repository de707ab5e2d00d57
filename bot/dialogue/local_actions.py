"""Actions inside the Rasa process: no second process, no HTTP hop.

`endpoints.yml` says `action_endpoint: {url: "local:actions"}`; the part after the colon is the
package of the actions. With `ACTION_SERVER_URL` set, the same line means an ordinary server
(`rasa run actions`).
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Any

from rasa.core.actions.action import ActionExecutionRejection
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection as SdkRejection

from bot.settings import settings

SCHEME = "local:"


class PackageActions(ActionExecutor):
    """The actions of one package; rasa_sdk alone takes every action of the process."""

    def __init__(self, package: str) -> None:
        super().__init__()
        self._package = package
        self.register_package(package)

    def register_action(self, action: Any) -> None:
        """Take the action if it is the package's own."""
        if f"{action.__module__}.".startswith(f"{self._package}."):
            super().register_action(action)


@lru_cache(maxsize=4)
def actions_of(package: str) -> PackageActions:
    """The actions of a package, imported once a process."""
    logging.getLogger("rasa_sdk.executor").setLevel(logging.WARNING)
    return PackageActions(package)


class LocalActions(EndpointConfig):
    """An action endpoint that is a Python package.

    What an action raises goes up to the processor, which fails the turn.
    """

    def __init__(self, url: str, **kwargs: Any) -> None:
        super().__init__(url, **kwargs)
        self._executor = actions_of(url.removeprefix(SCHEME))

    async def request(self, *args: Any, json: dict[str, Any], **kwargs: Any) -> Any:
        """Run the action that `json`, the call of Rasa's action protocol, names."""
        try:
            return await self._executor.run(json)
        except SdkRejection as rejection:
            raise ActionExecutionRejection(rejection.action_name, rejection.message) from None


def endpoint(config: dict[str, Any]) -> EndpointConfig:
    """The endpoint for one section of `endpoints.yml`."""
    url = str(config.get("url"))
    if not url.startswith(SCHEME):
        return EndpointConfig(**config)
    server = settings().action_server_url
    return EndpointConfig(**{**config, "url": server}) if server else LocalActions(**config)
