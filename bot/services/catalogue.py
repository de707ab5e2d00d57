"""The services of `data/services/*.yml`: staff add one by adding a file, without any code."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from bot.facts import FactsError, facts
from bot.services.phrases import fit
from bot.services.schema import ServiceType
from bot.settings import ROOT
from bot.text.normalise import fold_text

_PRICE_OF = re.compile(r"((?<!\S)(?:تاخذ|تحسب|تبون|رسوم|فلوس|ادفع|بدفع)\S*)\s+علي(?!\S)")
"""In "كم تاخذون على نقل العداد" no word means "on me", as in "انقل العداد علي"."""
_AND = re.compile(r"[,.،؛\n]+|\s+(?:كمان|ايضا|برضو|برضه|ثم|بعدين|و)\s+|\s+(?=و(?!لا)\S{3,})")
"""Where another request may begin."""
_SURE_FIT = 2
"""A word of a service's phrases that is not weak."""
FOLDER = ROOT / "data" / "services"


class CatalogueError(Exception):
    """A file of the catalogue is wrong; the message says which, where and what to mend."""


class Catalogue:
    """All services, in the order in which they are listed."""

    def __init__(self, types: list[ServiceType]) -> None:
        self._types = {one.id: one for one in sorted(types, key=lambda one: one.order)}

    def get(self, name: str | None) -> ServiceType | None:
        """The service of that id, or None."""
        return self._types.get(name or "")

    def all(self) -> list[ServiceType]:
        """Every service."""
        return list(self._types.values())

    def named_in(self, text: str) -> list[ServiceType]:
        """The services that a message names: those whose phrases fit it best, at most a few."""
        asked = _PRICE_OF.sub(r"\1", fold_text(text))
        fits = {one.id: fit(one.words, asked) for one in self._types.values()}
        best = max(fits.values(), default=0)
        return [one for one in self._types.values() if best and fits[one.id] == best]

    def both_named_in(self, text: str) -> list[ServiceType]:
        """Two different services that a message asks for with "and" between them, in its order:
        "ابغى عداد جديد وابغى انقل القديم"; none unless each part names exactly one."""
        parts = [self._surely_named(part) for part in _AND.split(fold_text(text))]
        found = list(dict.fromkeys(one.id for one in parts if one))
        return [self._types[name] for name in found] if len(found) == 2 else []

    def _surely_named(self, part: str) -> ServiceType | None:
        named = self.named_in(part)
        sure = len(named) == 1 and fit(named[0].words, part) >= _SURE_FIT
        return named[0] if sure else None


def load(folder: Path) -> Catalogue:
    """Read and check every file of a folder.

    Raises:
        CatalogueError: a file is not as `bot/services/schema.py` describes it, or refers to a
            fact that does not exist.
    """
    types = [_read(path) for path in sorted(folder.glob("*.yml"))]
    if not types:
        raise CatalogueError(f"no services in {folder}")
    return Catalogue(types)


def _read(path: Path) -> ServiceType:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise CatalogueError(f"{path.name} is not valid YAML: {error}") from error
    if not isinstance(content, dict):
        raise CatalogueError(f"{path.name} must hold one service")
    try:
        service = ServiceType(id=path.stem, **content)
    except ValidationError as error:
        raise CatalogueError(_explain(path.name, error)) from error
    for key in filter(None, (service.fees.fact, service.promise.fact)):
        try:
            facts().get(key)
        except FactsError as error:
            raise CatalogueError(f"{path.name}: {error}") from error
    return service


def _explain(name: str, error: ValidationError) -> str:
    """One line a mistake: where it stands and what is wrong."""
    lines = (
        f"  {' → '.join(str(part) for part in one['loc'] if part != '__root__')}: {one['msg']}"
        for one in error.errors()
    )
    return "\n".join([f"{name} has mistakes:", *lines])


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The services of this process, read and checked at the first call."""
    return load(FOLDER)
