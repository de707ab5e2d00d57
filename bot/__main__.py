"""`python -m bot <command>`: every task besides Rasa's own. Each room registers its commands."""

from __future__ import annotations

import argparse
import importlib
import sys

from bot.settings import SettingsError

ROOMS = (
    "bot.starting.commands",
    "bot.migrations.commands",
    "bot.backup.commands",
    "bot.demo.commands",
    "bot.serving.commands",
    "bot.attachments.commands",
    "bot.services.commands",
    "bot.restoration.commands",
    "bot.delivery.bounce_commands",
    "bot.bulk.commands",
    "bot.updates.commands",
    "bot.cases.commands",
    "bot.usage.commands",
    "bot.exchange.commands",
    "bot.exchange.webhook_commands",
    "bot.stream.commands",
    "bot.console.commands",
    "bot.privacy.commands",
    "bot.improving.commands",
)
"""Modules with `register(subparsers)`; each subparser sets `run`, a function of the arguments
that returns an exit code or None."""


def parser() -> argparse.ArgumentParser:
    """The parser with all rooms' commands."""
    whole = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    commands = whole.add_subparsers(title="commands", metavar="<command>", required=True)
    for room in ROOMS:
        importlib.import_module(room).register(commands)
    return whole


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code is 0 only when it did what it says."""
    chosen = parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen) or 0)
    except SettingsError as error:
        print(f"Settings: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
