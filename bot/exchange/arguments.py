"""Values of commands' arguments, read as those of files are."""

from __future__ import annotations

import argparse
from datetime import datetime, timezone

from bot.exchange import values
from bot.exchange.values import BadValue, Form


def moment(written: str) -> datetime:
    """A day or a moment in Riyadh's time unless a zone follows, for `argparse`'s `type`.

    Raises:
        argparse.ArgumentTypeError: it is neither.
    """
    try:
        found = values.moment(written, Form())
    except BadValue as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return datetime.fromisoformat(found).replace(tzinfo=timezone.utc)
