"""Every table, imported for its place in the metadata (Alembic, `create_all` in tests)."""

from bot.accounts import tables as accounts
from bot.attachments import tables as attachments
from bot.audit import tables as audit
from bot.billing import tables as billing
from bot.campaigns import tables as campaigns
from bot.cases import tables as cases
from bot.complaints import tables as complaints
from bot.console import tables as console
from bot.counting import tables as counting
from bot.database import Base
from bot.delivery import tables as delivery
from bot.events import tables as events
from bot.exchange import tables as exchange
from bot.gateway import tables as gateway
from bot.identity import tables as identity
from bot.notices import tables as notices
from bot.outages import tables as outages
from bot.person import tables as person
from bot.privacy import tables as privacy
from bot.questions import tables as questions
from bot.review import tables as review
from bot.services import tables as services
from bot.transcripts import tables as transcripts
from bot.updates import tables as updates
from bot.usage import tables as usage

__all__ = [
    "Base",
    "accounts",
    "attachments",
    "audit",
    "billing",
    "campaigns",
    "cases",
    "complaints",
    "console",
    "counting",
    "delivery",
    "events",
    "exchange",
    "gateway",
    "identity",
    "notices",
    "outages",
    "person",
    "privacy",
    "questions",
    "review",
    "services",
    "transcripts",
    "updates",
    "usage",
]
