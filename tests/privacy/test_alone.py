"""Rasa's process imports only what its actions import; every table must be known there too."""

from __future__ import annotations

import subprocess
import sys


def test_every_table_is_known_where_only_the_actions_are() -> None:
    code = (
        "import actions.privacy; from bot.privacy.holdings import holdings, table_of;"
        "[table_of(h) for h in holdings().values()]"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
