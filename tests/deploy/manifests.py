"""The files of deploy/, read for the tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.settings import ROOT

DEPLOY = ROOT / "deploy"
BASE = DEPLOY / "kubernetes" / "base"
PRODUCTION = DEPLOY / "kubernetes" / "production"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))
OURS = [name for name, service in COMPOSE["services"].items() if "mushtarik" in service["image"]]
"""Services of our own image."""


def documents(*folders: Path) -> list[dict[str, Any]]:
    """Every object of the Kubernetes manifests."""
    return [
        document
        for folder in folders
        for path in sorted(folder.glob("*.yml"))
        for document in yaml.safe_load_all(path.read_text(encoding="utf-8"))
        if isinstance(document, dict)
    ]


def of_kind(kind: str) -> list[dict[str, Any]]:
    """The base's objects of one kind."""
    return [document for document in documents(BASE, PRODUCTION) if document["kind"] == kind]


def named(kind: str, name: str) -> dict[str, Any]:
    """One object of the base."""
    (found,) = (one for one in of_kind(kind) if one["metadata"]["name"] == name)
    return found


def pods() -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and pod spec of whatever runs containers."""
    for document in documents(BASE, PRODUCTION):
        spec = document.get("spec") or {}
        spec = spec.get("jobTemplate", {}).get("spec", spec)
        template = spec.get("template")
        if template is not None:
            yield document["metadata"]["name"], template["spec"]


def containers() -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and spec of every container."""
    for _, spec in pods():
        for container in spec["containers"]:
            yield container["name"], container


def probes(container: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Path and port of each HTTP probe."""
    for kind in ("startupProbe", "livenessProbe", "readinessProbe"):
        probe = container.get(kind, {}).get("httpGet")
        if probe:
            yield probe["path"], probe["port"]


def image_environment() -> dict[str, str]:
    """What the image itself sets."""
    block = re.search(r"^ENV PATH=.*?(?<!\\)$", DOCKERFILE, re.MULTILINE | re.DOTALL)
    assert block
    return dict(re.findall(r"([A-Z_]+)=(\S+)", block.group()))
