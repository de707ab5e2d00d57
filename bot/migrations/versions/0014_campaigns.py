"""Campaigns, a kind of notice more, and contacts that do not work"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)
_KINDS = "kind IN ('bill', 'due', 'planned', 'restored', 'awareness', 'usage'{more})"
_ROUTES = "route IN ('web', 'telegram', 'sms', 'email')"


def upgrade() -> None:
    """Apply."""
    _allow_kinds(_KINDS.format(more=", 'update'"))
    op.add_column("contacts", sa.Column("failed_at", _AT, nullable=True))
    op.add_column("contacts", sa.Column("failed_why", sa.String(80), nullable=True))
    _make_campaigns()
    _make_notices()
    op.create_table(
        "campaign_attempts",
        sa.Column("id", _ID, nullable=False),
        sa.Column("notice_id", _ID, nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.Column("route", sa.String(10), nullable=False),
        sa.Column("error", sa.String(300), nullable=False),
        _belongs("campaign_attempts", "notice_id", "campaign_notices"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_attempts")),
    )
    op.create_index("ix_campaign_attempts_notice_id", "campaign_attempts", ["notice_id"])
    op.create_table(
        "campaign_tallies",
        sa.Column("campaign_id", _ID, nullable=False),
        sa.Column("worker", sa.String(40), nullable=False),
        sa.Column("route", sa.String(10), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("count", _ID, nullable=False),
        _belongs("campaign_tallies", "campaign_id", "campaigns"),
        sa.PrimaryKeyConstraint(
            "campaign_id", "worker", "route", "outcome", name=op.f("pk_campaign_tallies")
        ),
    )


def _allow_kinds(check: str) -> None:
    with op.batch_alter_table("notice_choices") as table:
        table.drop_constraint(op.f("ck_notice_choices_kind"), type_="check")
        table.create_check_constraint(op.f("ck_notice_choices_kind"), check)


def _belongs(table: str, column: str, owner: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{owner}.id"], name=name, ondelete="CASCADE")


def _make_campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", _ID, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("occasion", sa.String(60), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("filled_to", _ID, nullable=False),
        sa.Column("paused_why", sa.String(300), nullable=True),
        sa.Column("made_by", sa.String(60), nullable=False),
        sa.Column("created_at", _AT, nullable=False),
        sa.Column("started_at", _AT, nullable=True),
        sa.Column("ended_at", _AT, nullable=True),
        sa.CheckConstraint(_KINDS.format(more=", 'update'"), name=op.f("ck_campaigns_kind")),
        sa.CheckConstraint(
            "state IN ('draft', 'filling', 'running', 'paused', 'stopped', 'done')",
            name=op.f("ck_campaigns_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
        sa.UniqueConstraint("kind", "occasion", name=op.f("uq_campaigns_kind_occasion")),
    )
    op.create_index("ix_campaigns_state", "campaigns", ["state"])


def _make_notices() -> None:
    op.create_table(
        "campaign_notices",
        sa.Column("id", _ID, nullable=False),
        sa.Column("campaign_id", _ID, nullable=False),
        sa.Column("subject", _ID, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("party", sa.String(80), nullable=False),
        sa.Column("wish", sa.String(10), nullable=False),
        sa.Column("route", sa.String(10), nullable=False),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("quiet", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("due_at", _AT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.String(40), nullable=True),
        sa.Column("lease_until", _AT, nullable=True),
        sa.Column("sent_at", _AT, nullable=True),
        sa.Column("last_error", sa.String(300), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'claimed', 'sent', 'failed', 'dropped')",
            name=op.f("ck_campaign_notices_state"),
        ),
        sa.CheckConstraint(_ROUTES, name=op.f("ck_campaign_notices_route")),
        _belongs("campaign_notices", "campaign_id", "campaigns"),
        _belongs("campaign_notices", "account_id", "accounts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_notices")),
        sa.UniqueConstraint(
            "campaign_id",
            "subject",
            "party",
            "wish",
            name=op.f("uq_campaign_notices_campaign_id_subject_party_wish"),
        ),
    )
    waiting, claimed = sa.text("state = 'waiting'"), sa.text("state = 'claimed'")
    op.create_index(
        "ix_campaign_notices_waiting",
        "campaign_notices",
        ["campaign_id", "route", "quiet", "due_at"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_index(
        "ix_campaign_notices_claimed",
        "campaign_notices",
        ["lease_until"],
        sqlite_where=claimed,
        postgresql_where=claimed,
    )
    op.create_index("ix_campaign_notices_account_id", "campaign_notices", ["account_id"])


def downgrade() -> None:
    """Take back."""
    for table in ("campaign_tallies", "campaign_attempts", "campaign_notices", "campaigns"):
        op.drop_table(table)
    with op.batch_alter_table("contacts") as contacts:
        contacts.drop_column("failed_why")
        contacts.drop_column("failed_at")
    op.execute("DELETE FROM notice_choices WHERE kind = 'update'")
    _allow_kinds(_KINDS.format(more=""))
