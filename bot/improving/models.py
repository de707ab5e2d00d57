"""Models that were tried, each with what it learnt and how well it did: kept, listed, rolled back.

`VAR_DIR/models/<name>/` holds `model.tar.gz`, `corrections.yml` (what it learnt besides the
project's data) and `about.json`. `VAR_DIR/models/corrections.yml` is what the model in use learnt:
every later training takes it too, so that an update of the software forgets nothing.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from bot.clock import now
from bot.settings import settings
from bot.starting import model

KEPT = 10
"""Models on disk (about 10 MB each); older ones that are not in use are deleted."""


@dataclass
class Kept:
    """A model that was tried."""

    name: str
    trained_at: str
    examples: int
    """Corrections that it learnt."""
    sources: str
    """Hash of all that it was made of."""
    figures: dict[str, float] = field(default_factory=dict)
    promoted_at: list[str] = field(default_factory=list)
    """Each time that it was put to use, oldest first."""

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return folder() / self.name

    @property
    def model(self) -> Path:
        """The packed model."""
        return self.folder / "model.tar.gz"

    @property
    def corrections(self) -> Path:
        """What it learnt; missing: nothing."""
        return self.folder / "corrections.yml"

    def save(self) -> None:
        """Write it down."""
        self.folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (self.folder / "about.json").write_text(text, encoding="utf-8")


def folder() -> Path:
    """Where models are kept."""
    return settings().var_dir / "models"


def new(examples: int) -> Kept:
    """A name for a model that is about to be made: the moment, in UTC."""
    moment = now()
    return Kept(f"{moment:%Y%m%d-%H%M%S}", moment.isoformat(), examples, sources="")


def all_kept() -> list[Kept]:
    """Every model there is, newest first."""
    found = []
    for path in folder().glob("*/about.json"):
        if (path.parent / "model.tar.gz").is_file():
            found.append(Kept(**json.loads(path.read_text(encoding="utf-8"))))
    return sorted(found, key=lambda one: one.name, reverse=True)


def in_use() -> Kept | None:
    """The one that was promoted last, or None when none ever was."""
    promoted = [one for one in all_kept() if one.promoted_at]
    return max(promoted, key=lambda one: one.promoted_at[-1], default=None)


def keep_current(figures: dict[str, float]) -> Kept:
    """Keep the model in use before another takes its place; the one kept already, if it is."""
    used = in_use()
    if used is not None and used.sources == model.sources():
        return used
    kept = new(0)
    kept.name += "-before"
    kept.sources, kept.figures = model.sources(), figures
    kept.promoted_at = [kept.trained_at]
    kept.save()
    shutil.copyfile(model.MODEL, kept.model)
    if model.corrections().is_file():
        shutil.copyfile(model.corrections(), kept.corrections)
    return kept


def promote(kept: Kept) -> None:
    """Make it the model that the next start serves, and what it learnt part of all later ones."""
    if kept.corrections.is_file():
        shutil.copyfile(kept.corrections, model.corrections())
    else:
        model.corrections().unlink(missing_ok=True)
    if kept.sources == model.sources():
        model.use(kept.model)
    # Else the software changed since: the next start trains a model with what it learnt.
    kept.promoted_at.append(now().isoformat())
    kept.save()


def before(used: Kept) -> Kept | None:
    """What was in use before `used`: where rolling back leads."""
    others = [
        (moment, one)
        for one in all_kept()
        if one.name != used.name
        for moment in one.promoted_at
        if moment < used.promoted_at[-1]
    ]
    return max(others, key=lambda pair: pair[0])[1] if others else None


def discard_old() -> None:
    """Delete all but the newest and those that rolling back may need."""
    used = in_use()
    needed = {one.name for one in (used, used and before(used)) if one}
    for one in all_kept()[KEPT:]:
        if one.name not in needed:
            shutil.rmtree(one.folder)


def when(moment: str) -> datetime:
    """A kept moment."""
    return datetime.fromisoformat(moment)
