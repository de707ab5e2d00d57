"""One line an event: time, level, event name, `key=value` fields. Never a text or a person.

Conversations appear as a keyed hash: the same conversation is the same word, and the word leads to
nobody without SECRET_KEY.
"""

from __future__ import annotations

import logging
import sys

from bot.sealing import fingerprint

_logger = logging.getLogger("mushtarik.gateway")


def setup_logging() -> None:
    """Send the gateway's lines to standard error, and quiet libraries that log addresses."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for noisy in ("httpx", "httpcore", "telegram", "uvicorn.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)  # their lines hold tokens and chat ids
    # Every 429 with a traceback, although the sender obeys it and says so in a line.
    logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)


def who(conversation: str) -> str:
    """A conversation's name in the log: its channel and a keyed hash."""
    return f"{conversation.partition(':')[0]}:{fingerprint('log', conversation)[:10]}"


def _line(event: str, fields: dict[str, object]) -> str:
    return " ".join(
        [event, *(f"{key}={value!s}".replace("\n", " ") for key, value in fields.items())]
    )


def info(event: str, **fields: object) -> None:
    """Note something that went as it should."""
    _logger.info(_line(event, fields))


def warn(event: str, **fields: object) -> None:
    """Note something that an operator may want to look at."""
    _logger.warning(_line(event, fields))


def failed(event: str, error: BaseException, **fields: object) -> None:
    """Note an error that nobody foresaw, with where it came from but without its text.

    The text of a database error holds the values of the statement.
    """
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else "?"
    _logger.error(_line(event, {**fields, "error": type(error).__name__, "at": place}))
