"""Every table, imported for its place in the metadata (Alembic, `create_all` in tests)."""

from bot.accounts import tables as accounts
from bot.billing import tables as billing
from bot.console import tables as console
from bot.database import Base
from bot.gateway import tables as gateway
from bot.identity import tables as identity
from bot.notices import tables as notices
from bot.outages import tables as outages
from bot.transcripts import tables as transcripts
from bot.updates import tables as updates

__all__ = [
    "Base",
    "accounts",
    "billing",
    "console",
    "gateway",
    "identity",
    "notices",
    "outages",
    "transcripts",
    "updates",
]
