"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "areas",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("city", sa.String(length=60), nullable=False),
        sa.Column("district", sa.String(length=80), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("feeder", sa.String(length=20), nullable=False),
        sa.Column("biller", sa.String(length=3), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_areas")),
        sa.UniqueConstraint("city", "district", name=op.f("uq_areas_city_district")),
    )
    op.create_index(op.f("ix_areas_feeder"), "areas", ["feeder"], unique=False)
    op.create_table(
        "channel_identities",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("conversation", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("proved_mobile", sa.String(length=20), nullable=True),
        sa.Column("proved_mobile_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_identities")),
        sa.UniqueConstraint("conversation", name=op.f("uq_channel_identities_conversation")),
    )
    op.create_index(
        op.f("ix_channel_identities_proved_mobile"),
        "channel_identities",
        ["proved_mobile"],
        unique=False,
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_reason", sa.String(length=40), nullable=True),
        sa.Column("waiting_summary", sa.Text(), nullable=True),
        sa.Column("unreachable", sa.Boolean(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("last_activity", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('bot', 'waiting', 'clerk', 'closed')", name=op.f("ck_conversations_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
        sa.UniqueConstraint("key", name=op.f("uq_conversations_key")),
    )
    op.create_index(
        "ix_conversations_last_activity_id", "conversations", ["last_activity", "id"], unique=False
    )
    op.create_table(
        "inbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("external_id", sa.String(length=120), nullable=False),
        sa.Column("conversation", sa.String(length=80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_to_wait", sa.Boolean(), nullable=False),
        sa.Column("last_error", sa.String(length=300), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'answered', 'given_up')", name=op.f("ck_inbox_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("channel", "external_id", name=op.f("uq_inbox_channel_external_id")),
    )
    op.create_index(
        "ix_inbox_conversation_state_id", "inbox", ["conversation", "state", "id"], unique=False
    )
    op.create_index("ix_inbox_state_due_at", "inbox", ["state", "due_at"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("route", sa.String(length=10), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column(
            "message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=300), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.CheckConstraint(
            "route IN ('web', 'telegram', 'sms', 'email')", name=op.f("ck_outbox_route")
        ),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'failed')", name=op.f("ck_outbox_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    op.create_index("ix_outbox_recipient_id", "outbox", ["recipient", "id"], unique=False)
    op.create_index(
        "ix_outbox_state_route_due_at", "outbox", ["state", "route", "due_at"], unique=False
    )
    op.create_table(
        "update_drafts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("conversation", sa.String(length=80), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_update_drafts")),
        sa.UniqueConstraint("conversation", name=op.f("uq_update_drafts_conversation")),
    )
    op.create_index(
        op.f("ix_update_drafts_updated_at"), "update_drafts", ["updated_at"], unique=False
    )
    op.create_table(
        "verification_codes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("conversation", sa.String(length=80), nullable=False),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("target", sa.String(length=254), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.String(length=120), nullable=True),
        sa.Column("replaced", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_codes")),
        sa.UniqueConstraint("key", name=op.f("uq_verification_codes_key")),
    )
    op.create_index(
        "ix_verification_codes_conversation_purpose",
        "verification_codes",
        ["conversation", "purpose", "sent_at"],
        unique=False,
    )
    op.create_index(
        "ix_verification_codes_target_sent_at",
        "verification_codes",
        ["target", "sent_at"],
        unique=False,
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("premise", sa.String(length=20), nullable=False),
        sa.Column("street", sa.String(length=120), nullable=False),
        sa.Column("area_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("meter", sa.String(length=20), nullable=False),
        sa.Column(
            "breaker_amperes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("tariff_category", sa.String(length=30), nullable=False),
        sa.Column("beneficiary_kind", sa.String(length=10), nullable=False),
        sa.Column("beneficiary_name", sa.String(length=120), nullable=True),
        sa.Column("identity_number", sa.Text(), nullable=True),
        sa.Column("identity_fingerprint", sa.String(length=64), nullable=True),
        sa.Column("deed_number", sa.Text(), nullable=True),
        sa.Column("ejar_number", sa.Text(), nullable=True),
        sa.Column("ejar_end", sa.Date(), nullable=True),
        sa.Column("notice_channel", sa.String(length=10), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "beneficiary_kind IN ('owner', 'tenant', 'unknown')",
            name=op.f("ck_accounts_beneficiary_kind"),
        ),
        sa.CheckConstraint(
            "notice_channel IN ('sms', 'email', 'telegram')",
            name=op.f("ck_accounts_notice_channel"),
        ),
        sa.CheckConstraint(
            "tariff_category IN ('residential', 'commercial', 'agricultural', 'charity', 'private_health_education', 'industrial', 'government')",
            name=op.f("ck_accounts_tariff_category"),
        ),
        sa.CheckConstraint("breaker_amperes > 0", name=op.f("ck_accounts_breaker")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_accounts_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("meter", name=op.f("uq_accounts_meter")),
        sa.UniqueConstraint("number", name=op.f("uq_accounts_number")),
    )
    op.create_index("ix_accounts_area_id", "accounts", ["area_id"], unique=False)
    op.create_index(
        op.f("ix_accounts_identity_fingerprint"), "accounts", ["identity_fingerprint"], unique=False
    )
    op.create_index(op.f("ix_accounts_premise"), "accounts", ["premise"], unique=False)
    op.create_table(
        "messages",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "conversation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("external_id", sa.String(length=120), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("intent", sa.String(length=60), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("ranking", sa.JSON(), nullable=True),
        sa.Column("entities", sa.JSON(), nullable=True),
        sa.Column("actions", sa.JSON(), nullable=True),
        sa.Column("slots", sa.JSON(), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "author IN ('subscriber', 'bot', 'clerk')", name=op.f("ck_messages_author")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_messages_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint(
            "conversation_id", "external_id", name=op.f("uq_messages_conversation_id_external_id")
        ),
        sa.UniqueConstraint("conversation_id", "seq", name=op.f("uq_messages_conversation_id_seq")),
    )
    op.create_index("ix_messages_at", "messages", ["at"], unique=False)
    op.create_table(
        "outages",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("area_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("cause", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expected_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('planned', 'unplanned')", name=op.f("ck_outages_kind")),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= starts_at", name=op.f("ck_outages_times")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_outages_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outages")),
        sa.UniqueConstraint("reference", name=op.f("uq_outages_reference")),
    )
    op.create_index("ix_outages_area_id_ended_at", "outages", ["area_id", "ended_at"], unique=False)
    op.create_index("ix_outages_starts_at", "outages", ["starts_at"], unique=False)
    op.create_table(
        "account_changes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("request_reference", sa.String(length=20), nullable=True),
        sa.Column("field", sa.String(length=30), nullable=False),
        sa.Column("before", sa.String(length=254), nullable=True),
        sa.Column("after", sa.String(length=254), nullable=True),
        sa.Column("details", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_account_changes_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_changes")),
    )
    op.create_index(
        "ix_account_changes_account_id_at", "account_changes", ["account_id", "at"], unique=False
    )
    op.create_table(
        "account_links",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "identity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("account_number", sa.String(length=20), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level IN ('claimed', 'verified')", name=op.f("ck_account_links_level")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_account_links_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["identity_id"],
            ["channel_identities.id"],
            name=op.f("fk_account_links_identity_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_links")),
        sa.UniqueConstraint(
            "identity_id",
            "account_number",
            name=op.f("uq_account_links_identity_id_account_number"),
        ),
    )
    op.create_index("ix_account_links_account_id", "account_links", ["account_id"], unique=False)
    op.create_table(
        "bills",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("reading_from", sa.Integer(), nullable=False),
        sa.Column("reading_to", sa.Integer(), nullable=False),
        sa.Column("kwh", sa.Integer(), nullable=False),
        sa.Column("subtotal", sa.BigInteger(), nullable=False),
        sa.Column("vat", sa.BigInteger(), nullable=False),
        sa.Column("previous_balance", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("issue_date", sa.Date(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("tariff_from", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "state IN ('unpaid', 'partly_paid', 'paid')", name=op.f("ck_bills_state")
        ),
        sa.CheckConstraint("period_end > period_start", name=op.f("ck_bills_period")),
        sa.CheckConstraint("reading_to >= reading_from", name=op.f("ck_bills_readings")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_bills_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bills")),
        sa.UniqueConstraint("account_id", "period", name=op.f("uq_bills_account_id_period")),
        sa.UniqueConstraint("number", name=op.f("uq_bills_number")),
    )
    op.create_index("ix_bills_period", "bills", ["period"], unique=False)
    op.create_table(
        "contacts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=254), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('mobile', 'email')", name=op.f("ck_contacts_kind")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_contacts_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
        sa.UniqueConstraint(
            "account_id", "kind", "value", name=op.f("uq_contacts_account_id_kind_value")
        ),
    )
    op.create_index("ix_contacts_kind_value", "contacts", ["kind", "value"], unique=False)
    op.create_table(
        "outage_reports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=True),
        sa.Column("premise", sa.String(length=40), nullable=True),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("area_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=True),
        sa.Column("outage_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("danger", sa.Boolean(), nullable=False),
        sa.Column("neighbours_out", sa.Boolean(), nullable=True),
        sa.Column("breaker_tripped", sa.Boolean(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('received', 'assigned', 'restored', 'closed')",
            name=op.f("ck_outage_reports_state"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_outage_reports_account_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_outage_reports_area_id")),
        sa.ForeignKeyConstraint(
            ["outage_id"], ["outages.id"], name=op.f("fk_outage_reports_outage_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage_reports")),
        sa.UniqueConstraint("key", name=op.f("uq_outage_reports_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_outage_reports_reference")),
    )
    op.create_index(
        "ix_outage_reports_area_id_state", "outage_reports", ["area_id", "state"], unique=False
    )
    op.create_index(
        op.f("ix_outage_reports_outage_id"), "outage_reports", ["outage_id"], unique=False
    )
    op.create_index(
        "ix_outage_reports_premise_state", "outage_reports", ["premise", "state"], unique=False
    )
    op.create_index(
        "uq_outage_reports_open_premise",
        "outage_reports",
        ["premise"],
        unique=True,
        sqlite_where=sa.text("state IN ('received', 'assigned')"),
        postgresql_where=sa.text("state IN ('received', 'assigned')"),
    )
    op.create_table(
        "update_requests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("conversation", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("account_number", sa.String(length=20), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("proof", sa.String(length=40), nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=True),
        sa.Column("decision_reason", sa.String(length=500), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('pending', 'approved', 'rejected', 'applied', 'withdrawn')",
            name=op.f("ck_update_requests_state"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_update_requests_account_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_update_requests")),
        sa.UniqueConstraint("key", name=op.f("uq_update_requests_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_update_requests_reference")),
    )
    op.create_index(
        "ix_update_requests_account_id", "update_requests", ["account_id"], unique=False
    )
    op.create_index(
        "ix_update_requests_conversation",
        "update_requests",
        ["conversation", "created_at"],
        unique=False,
    )
    op.create_index(
        "ix_update_requests_state_created_at",
        "update_requests",
        ["state", "created_at"],
        unique=False,
    )
    op.create_table(
        "bill_lines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("bill_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("kwh", sa.Integer(), nullable=True),
        sa.Column("rate_halalas", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('energy', 'meter_fee', 'vat')", name=op.f("ck_bill_lines_kind")
        ),
        sa.ForeignKeyConstraint(
            ["bill_id"], ["bills.id"], name=op.f("fk_bill_lines_bill_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill_lines")),
        sa.UniqueConstraint("bill_id", "position", name=op.f("uq_bill_lines_bill_id_position")),
    )
    op.create_table(
        "outage_watchers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("conversation", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("outage_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["outage_id"],
            ["outages.id"],
            name=op.f("fk_outage_watchers_outage_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["outage_reports.id"],
            name=op.f("fk_outage_watchers_report_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage_watchers")),
        sa.UniqueConstraint(
            "conversation", "key", name=op.f("uq_outage_watchers_conversation_key")
        ),
    )
    op.create_index("ix_outage_watchers_outage_id", "outage_watchers", ["outage_id"], unique=False)
    op.create_index("ix_outage_watchers_report_id", "outage_watchers", ["report_id"], unique=False)
    op.create_table(
        "payments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("bill_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sadad_reference", sa.String(length=30), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payments_amount")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_payments_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["bill_id"], ["bills.id"], name=op.f("fk_payments_bill_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("sadad_reference", name=op.f("uq_payments_sadad_reference")),
    )
    op.create_index(
        "ix_payments_account_id_paid_at", "payments", ["account_id", "paid_at"], unique=False
    )
    op.create_index(op.f("ix_payments_bill_id"), "payments", ["bill_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_index(op.f("ix_payments_bill_id"), table_name="payments")
    op.drop_index("ix_payments_account_id_paid_at", table_name="payments")
    op.drop_table("payments")
    op.drop_index("ix_outage_watchers_report_id", table_name="outage_watchers")
    op.drop_index("ix_outage_watchers_outage_id", table_name="outage_watchers")
    op.drop_table("outage_watchers")
    op.drop_table("bill_lines")
    op.drop_index("ix_update_requests_state_created_at", table_name="update_requests")
    op.drop_index("ix_update_requests_conversation", table_name="update_requests")
    op.drop_index("ix_update_requests_account_id", table_name="update_requests")
    op.drop_table("update_requests")
    op.drop_index(
        "uq_outage_reports_open_premise",
        table_name="outage_reports",
        sqlite_where=sa.text("state IN ('received', 'assigned')"),
        postgresql_where=sa.text("state IN ('received', 'assigned')"),
    )
    op.drop_index("ix_outage_reports_premise_state", table_name="outage_reports")
    op.drop_index(op.f("ix_outage_reports_outage_id"), table_name="outage_reports")
    op.drop_index("ix_outage_reports_area_id_state", table_name="outage_reports")
    op.drop_table("outage_reports")
    op.drop_index("ix_contacts_kind_value", table_name="contacts")
    op.drop_table("contacts")
    op.drop_index("ix_bills_period", table_name="bills")
    op.drop_table("bills")
    op.drop_index("ix_account_links_account_id", table_name="account_links")
    op.drop_table("account_links")
    op.drop_index("ix_account_changes_account_id_at", table_name="account_changes")
    op.drop_table("account_changes")
    op.drop_index("ix_outages_starts_at", table_name="outages")
    op.drop_index("ix_outages_area_id_ended_at", table_name="outages")
    op.drop_table("outages")
    op.drop_index("ix_messages_at", table_name="messages")
    op.drop_table("messages")
    op.drop_index(op.f("ix_accounts_premise"), table_name="accounts")
    op.drop_index(op.f("ix_accounts_identity_fingerprint"), table_name="accounts")
    op.drop_index("ix_accounts_area_id", table_name="accounts")
    op.drop_table("accounts")
    op.drop_index("ix_verification_codes_target_sent_at", table_name="verification_codes")
    op.drop_index("ix_verification_codes_conversation_purpose", table_name="verification_codes")
    op.drop_table("verification_codes")
    op.drop_index(op.f("ix_update_drafts_updated_at"), table_name="update_drafts")
    op.drop_table("update_drafts")
    op.drop_index("ix_outbox_state_route_due_at", table_name="outbox")
    op.drop_index("ix_outbox_recipient_id", table_name="outbox")
    op.drop_table("outbox")
    op.drop_index("ix_inbox_state_due_at", table_name="inbox")
    op.drop_index("ix_inbox_conversation_state_id", table_name="inbox")
    op.drop_table("inbox")
    op.drop_index("ix_conversations_last_activity_id", table_name="conversations")
    op.drop_table("conversations")
    op.drop_index(op.f("ix_channel_identities_proved_mobile"), table_name="channel_identities")
    op.drop_table("channel_identities")
    op.drop_index(op.f("ix_areas_feeder"), table_name="areas")
    op.drop_table("areas")
