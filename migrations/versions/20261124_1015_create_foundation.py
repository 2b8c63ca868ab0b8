"""Create everything that a small SKM needs: registry, people, surveys, answers, statistics, letters, trail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.walls import open_to_app, protect

revision = "20261124_1015"
down_revision = None

OWNED = {
    "upp": "SELECT, INSERT, UPDATE",
    "layanan": "SELECT, INSERT, UPDATE",
    "titik": "SELECT, INSERT, UPDATE",
    "assignments": "SELECT, INSERT, DELETE",
    "surveys": "SELECT, INSERT, UPDATE",
    "survey_layanan": "SELECT, INSERT, UPDATE, DELETE",
    "frozen_results": "SELECT, INSERT, UPDATE (certified_at, certified_by)",
    # An answer is never edited and never deleted; only the marks beside it change.
    "responses": "SELECT, INSERT, UPDATE (state, excluded_at, exclusion_reason)",
    "pending_folds": "SELECT, INSERT, DELETE, UPDATE",
    "quarantine": "SELECT, INSERT",
    "tallies": "SELECT, INSERT, UPDATE, DELETE",
    "daily_counts": "SELECT, INSERT, UPDATE, DELETE",
    "reconciliations": "SELECT, INSERT, DELETE",
    "letters": "SELECT, INSERT, UPDATE",
    "followups": "SELECT, INSERT, UPDATE, DELETE",
    "reports": "SELECT, INSERT, UPDATE, DELETE",
    "imports": "SELECT, INSERT",
    "audit_entries": "SELECT, INSERT",
}
GLOBAL = {
    "opd": "SELECT, INSERT, UPDATE",
    "users": "SELECT, INSERT, UPDATE",
    "memberships": "SELECT, INSERT, UPDATE",
    "sessions": "SELECT, INSERT, UPDATE, DELETE",
    "one_time_links": "SELECT, INSERT, UPDATE, DELETE",
    "periode": "SELECT, INSERT, UPDATE",
    "questionnaires": "SELECT, INSERT",
    "outbox": "SELECT, INSERT, UPDATE, DELETE",
    "city_letters": "SELECT, INSERT, UPDATE",
    "city_audit_entries": "SELECT, INSERT",
    "heartbeats": "SELECT, INSERT, UPDATE",
}

# The hash covers the row before it. The lock comes before the number, so that numbers stand in the order of the chain.
CHAIN = """
CREATE FUNCTION chain_audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    owner text := coalesce(to_jsonb(NEW) ->> 'opd_id', 'city');
    last text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('audit ' || owner, 0));
    NEW.id := nextval(pg_get_serial_sequence(TG_TABLE_NAME, 'id'));
    EXECUTE format(
        'SELECT hash FROM %I WHERE coalesce(to_jsonb(%I) ->> ''opd_id'', ''city'') = $1 ORDER BY id DESC LIMIT 1',
        TG_TABLE_NAME, TG_TABLE_NAME
    ) INTO last USING owner;
    NEW.previous_hash := coalesce(last, '');
    NEW.hash := audit_hash(to_jsonb(NEW));
    RETURN NEW;
END $$
"""
HASH = """
CREATE FUNCTION audit_hash(entry jsonb) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog SET timezone = 'UTC' AS $$
    SELECT encode(sha256(convert_to((entry - 'hash')::text, 'UTF8')), 'hex')
$$
"""
FROZEN = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$
"""
ADD_ARRAYS = """
CREATE FUNCTION add_arrays(a bigint[], b bigint[]) RETURNS bigint[] LANGUAGE sql IMMUTABLE AS $$
    SELECT array_agg(x + y ORDER BY i) FROM unnest(a, b) WITH ORDINALITY AS pair(x, y, i)
$$
"""


def upgrade() -> None:
    op.create_table(
        "city_audit_entries",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("actor_role", sa.String(), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("subject_name", sa.String(), nullable=False),
        sa.Column("details", postgresql.JSONB(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_audit_entries")),
    )
    op.create_table(
        "city_letters",
        sa.Column("step", sa.String(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("to_name", sa.String(), nullable=False),
        sa.Column("to_email", sa.String(), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('undangan', 'atur_ulang', 'pengingat', 'pengingat_manual', 'tembusan', 'eskalasi', 'ringkasan')",
            name=op.f("ck_city_letters_kind_known"),
        ),
        sa.CheckConstraint(
            "state IN ('menunggu', 'terkirim', 'alamat_salah', 'gagal', 'dibatalkan')", name=op.f("ck_city_letters_state_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_letters")),
    )
    op.create_index(
        "uq_city_letters_step",
        "city_letters",
        ["kind", "step", "user_id"],
        unique=True,
        postgresql_where=sa.text("step IS NOT NULL"),
    )
    op.create_index(
        "uq_city_letters_address",
        "city_letters",
        ["kind", "step", "to_email"],
        unique=True,
        postgresql_where=sa.text("step IS NOT NULL AND user_id IS NULL"),
    )
    op.create_table(
        "heartbeats",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeats")),
    )
    op.create_table(
        "opd",
        sa.Column("kode", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("kewajiban", sa.String(40), nullable=False),
        sa.Column("exemption_reason", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("successor_id", sa.Uuid(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kewajiban IN ('wajib', 'diharapkan', 'dikecualikan')", name=op.f("ck_opd_kewajiban_known")),
        sa.CheckConstraint("kode ~ '^[a-z0-9][a-z0-9-]{0,39}$'", name=op.f("ck_opd_kode_shape")),
        sa.ForeignKeyConstraint(["successor_id"], ["opd.id"], name=op.f("fk_opd_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opd")),
        sa.UniqueConstraint("kode", name=op.f("uq_opd_kode")),
    )
    op.create_table(
        "periode",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("policy", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state IN ('berjalan', 'selesai')", name=op.f("ck_periode_state_known")),
        sa.CheckConstraint("opens_on <= deadline", name=op.f("ck_periode_opens_before_deadline")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_periode")),
        sa.UniqueConstraint("year", "name", name=op.f("uq_periode_year_name")),
    )
    op.create_table(
        "questionnaires",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("questions", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaires")),
        sa.UniqueConstraint("code", name=op.f("uq_questionnaires_code")),
    )
    op.create_table(
        "users",
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("failed_sign_ins", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_sign_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("email_trouble", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_users_email_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("actor_role", sa.String(), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("subject_name", sa.String(), nullable=False),
        sa.Column("details", postgresql.JSONB(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_audit_entries_opd_id")),
        sa.PrimaryKeyConstraint("opd_id", "id", name=op.f("pk_audit_entries")),
    )
    op.create_index("ix_audit_entries_opd_id_at", "audit_entries", ["opd_id", "at"], unique=False)
    op.create_table(
        "letters",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("periode_id", sa.Uuid(), nullable=True),
        sa.Column("upp_id", sa.Uuid(), nullable=True),
        sa.Column("step", sa.String(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("to_name", sa.String(), nullable=False),
        sa.Column("to_email", sa.String(), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('undangan', 'atur_ulang', 'pengingat', 'pengingat_manual', 'tembusan', 'eskalasi', 'ringkasan')",
            name=op.f("ck_letters_kind_known"),
        ),
        sa.CheckConstraint(
            "state IN ('menunggu', 'terkirim', 'alamat_salah', 'gagal', 'dibatalkan')", name=op.f("ck_letters_state_known")
        ),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_letters_opd_id")),
        sa.ForeignKeyConstraint(["periode_id"], ["periode.id"], name=op.f("fk_letters_periode_id")),
        sa.PrimaryKeyConstraint("opd_id", "id", name=op.f("pk_letters")),
    )
    op.create_index("ix_letters_opd_id_created_at", "letters", ["opd_id", "periode_id", "created_at"], unique=False)
    op.create_index(
        "uq_letters_reminder",
        "letters",
        ["opd_id", "periode_id", "step", "kind", "user_id", "upp_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("kind IN ('pengingat', 'pengingat_manual', 'tembusan', 'eskalasi')"),
    )
    op.create_table(
        "memberships",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("opd_id", sa.Uuid(), nullable=True),
        sa.Column("upp_id", sa.Uuid(), nullable=True),
        sa.Column("petugas_code", sa.String(), nullable=True),
        sa.Column("acting", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(role IN ('organisasi', 'pemantau')) = (opd_id IS NULL)", name=op.f("ck_memberships_city_role_has_no_opd")
        ),
        sa.CheckConstraint(
            "NOT (role IN ('admin_upp', 'kepala_upp')) OR upp_id IS NOT NULL", name=op.f("ck_memberships_upp_role_has_upp")
        ),
        sa.CheckConstraint(
            "role IN ('organisasi', 'pemantau', 'kepala', 'admin_opd', 'kepala_upp', 'admin_upp', 'petugas')",
            name=op.f("ck_memberships_role_known"),
        ),
        sa.CheckConstraint("upp_id IS NULL OR opd_id IS NOT NULL", name=op.f("ck_memberships_upp_inside_opd")),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_memberships_opd_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_memberships_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint(
            "user_id",
            "role",
            "opd_id",
            "upp_id",
            name=op.f("uq_memberships_user_id_role_opd_id_upp_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index("ix_memberships_opd_id_petugas_code", "memberships", ["opd_id", "petugas_code"], unique=True)
    op.create_index(op.f("ix_memberships_user_id"), "memberships", ["user_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("opd_id", sa.Uuid(), nullable=True),
        sa.Column("payload", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'done', 'parked')", name=op.f("ck_outbox_state_known")),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_outbox_opd_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_due", "outbox", ["due_at"], unique=False, postgresql_where=sa.text("state = 'waiting'"))
    op.create_table(
        "pending_folds",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("sign", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_pending_folds_opd_id")),
        sa.PrimaryKeyConstraint("opd_id", "id", name=op.f("pk_pending_folds")),
    )
    op.create_index("ix_pending_folds_opd_id_response_id", "pending_folds", ["opd_id", "response_id"], unique=False)
    op.create_table(
        "reconciliations",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("surveys", sa.Integer(), nullable=False),
        sa.Column("differences", sa.Integer(), nullable=False),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_reconciliations_opd_id")),
        sa.PrimaryKeyConstraint("opd_id", "id", name=op.f("pk_reconciliations")),
    )
    op.create_index("ix_reconciliations_opd_id_at", "reconciliations", ["opd_id", "at"], unique=False)
    op.create_table(
        "upp",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("kode", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kewajiban", sa.String(40), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kewajiban IN ('wajib', 'diharapkan', 'dikecualikan')", name=op.f("ck_upp_kewajiban_known")),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_upp_opd_id")),
        sa.PrimaryKeyConstraint("opd_id", "id", name=op.f("pk_upp")),
        sa.UniqueConstraint("opd_id", "kode", name=op.f("uq_upp_opd_id_kode")),
    )
    op.create_table(
        "layanan",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("upp_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("customer_kind", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("free_by_law", sa.Boolean(), nullable=False),
        sa.Column("users", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("channel IN ('tatap_muka', 'daring')", name=op.f("ck_layanan_channel_known")),
        sa.CheckConstraint("customer_kind IN ('masyarakat', 'internal')", name=op.f("ck_layanan_customer_kind_known")),
        sa.CheckConstraint("users >= 0", name=op.f("ck_layanan_users_positive")),
        sa.ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_layanan_opd_id")),
        sa.PrimaryKeyConstraint("opd_id", "id", name=op.f("pk_layanan")),
        sa.UniqueConstraint("opd_id", "upp_id", "name", name=op.f("uq_layanan_opd_id_upp_id_name")),
    )
    op.create_table(
        "one_time_links",
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("purpose IN ('invitation', 'reset')", name=op.f("ck_one_time_links_purpose_known")),
        sa.ForeignKeyConstraint(["membership_id"], ["memberships.id"], name=op.f("fk_one_time_links_membership_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_one_time_links_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_links")),
    )
    op.create_index(
        "ix_one_time_links_user_id", "one_time_links", ["user_id"], unique=False, postgresql_where=sa.text("used_at IS NULL")
    )
    op.create_table(
        "quarantine",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("upp_id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_quarantine_opd_id")),
        sa.PrimaryKeyConstraint("opd_id", "id", name=op.f("pk_quarantine")),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ip_prefix", sa.String(), nullable=False),
        sa.Column("user_agent", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["membership_id"], ["memberships.id"], name=op.f("fk_sessions_membership_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sessions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
    )
    op.create_index(op.f("ix_sessions_user_id"), "sessions", ["user_id"], unique=False)
    op.create_table(
        "surveys",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("upp_id", sa.Uuid(), nullable=False),
        sa.Column("periode_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("questionnaire_id", sa.Uuid(), nullable=False),
        sa.Column("window_from", sa.Date(), nullable=True),
        sa.Column("window_to", sa.Date(), nullable=True),
        sa.Column("executor", sa.String(40), nullable=False),
        sa.Column("executor_name", sa.String(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("executor IN ('mandiri', 'pihak_ketiga')", name=op.f("ck_surveys_executor_known")),
        sa.CheckConstraint(
            "state IN ('belum_mulai', 'berjalan', 'ditutup', 'diajukan', 'dikembalikan', 'diverifikasi', 'dipublikasikan')",
            name=op.f("ck_surveys_state_known"),
        ),
        sa.CheckConstraint(
            "(window_from IS NULL) = (window_to IS NULL) AND window_from <= window_to", name=op.f("ck_surveys_window_whole")
        ),
        sa.ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_surveys_opd_id")),
        sa.ForeignKeyConstraint(["periode_id"], ["periode.id"], name=op.f("fk_surveys_periode_id")),
        sa.ForeignKeyConstraint(["questionnaire_id"], ["questionnaires.id"], name=op.f("fk_surveys_questionnaire_id")),
        sa.PrimaryKeyConstraint("opd_id", "id", name=op.f("pk_surveys")),
        sa.UniqueConstraint("opd_id", "upp_id", "periode_id", "part", name=op.f("uq_surveys_opd_id_upp_id_periode_id_part")),
    )
    op.create_index("ix_surveys_periode_id_state", "surveys", ["periode_id", "state"], unique=False)
    op.create_table(
        "titik",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("upp_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("opens_at", sa.Time(), nullable=True),
        sa.Column("closes_at", sa.Time(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_titik_opd_id")),
        sa.PrimaryKeyConstraint("opd_id", "id", name=op.f("pk_titik")),
        sa.UniqueConstraint("opd_id", "upp_id", "name", name=op.f("uq_titik_opd_id_upp_id_name")),
    )
    op.create_table(
        "assignments",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("upp_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("layanan_id", sa.Uuid(), nullable=False),
        sa.Column("titik_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["membership_id"], ["memberships.id"], name=op.f("fk_assignments_membership_id")),
        sa.ForeignKeyConstraint(["opd_id", "layanan_id"], ["layanan.opd_id", "layanan.id"], name="fk_own_layanan_id"),
        sa.ForeignKeyConstraint(["opd_id", "titik_id"], ["titik.opd_id", "titik.id"], name="fk_own_titik_id"),
        sa.ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_assignments_opd_id")),
        sa.PrimaryKeyConstraint("opd_id", "membership_id", "layanan_id", "titik_id", name=op.f("pk_assignments")),
    )
    op.create_table(
        "daily_counts",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("upp_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("layanan_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["opd_id", "layanan_id"], ["layanan.opd_id", "layanan.id"], name="fk_own_layanan_id"),
        sa.ForeignKeyConstraint(["opd_id", "survey_id"], ["surveys.opd_id", "surveys.id"], name="fk_own_survey_id"),
        sa.ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_daily_counts_opd_id")),
        sa.PrimaryKeyConstraint("opd_id", "survey_id", "layanan_id", "day", name=op.f("pk_daily_counts")),
    )
    op.create_table(
        "followups",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("upp_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("unsur", sa.String(), nullable=False),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("due_year", sa.Integer(), nullable=False),
        sa.Column("responsible", sa.String(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("obstacle", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state IN ('rencana', 'berjalan', 'selesai')", name=op.f("ck_followups_state_known")),
        sa.CheckConstraint("quarter BETWEEN 1 AND 4", name=op.f("ck_followups_quarter_1_to_4")),
        sa.ForeignKeyConstraint(["opd_id", "survey_id"], ["surveys.opd_id", "surveys.id"], name="fk_own_survey_id"),
        sa.ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_followups_opd_id")),
        sa.PrimaryKeyConstraint("opd_id", "id", name=op.f("pk_followups")),
    )
    op.create_table(
        "frozen_results",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("upp_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("formula_version", sa.String(), nullable=False),
        sa.Column("respondents", sa.Integer(), nullable=False),
        sa.Column("ikm", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("mutu", sa.String(), nullable=True),
        sa.Column("figures", postgresql.JSONB(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("verification_code", sa.String(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("certified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("certified_by", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["opd_id", "survey_id"], ["surveys.opd_id", "surveys.id"], name="fk_own_survey_id"),
        sa.ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_frozen_results_opd_id")),
        sa.PrimaryKeyConstraint("opd_id", "id", name=op.f("pk_frozen_results")),
        sa.UniqueConstraint("opd_id", "survey_id", "version", name=op.f("uq_frozen_results_opd_id_survey_id_version")),
        sa.UniqueConstraint("verification_code", name=op.f("uq_frozen_results_verification_code")),
    )
    op.create_table(
        "imports",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("upp_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("imported_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["opd_id", "survey_id"], ["surveys.opd_id", "surveys.id"], name="fk_own_survey_id"),
        sa.ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_imports_opd_id")),
        sa.PrimaryKeyConstraint("opd_id", "id", name=op.f("pk_imports")),
        sa.UniqueConstraint("opd_id", "survey_id", "sha256", name=op.f("uq_imports_opd_id_survey_id_sha256")),
    )
    op.create_table(
        "reports",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("upp_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), server_default="masyarakat", nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("progress", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("requested_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state IN ('menunggu', 'dibuat', 'siap', 'gagal')", name=op.f("ck_reports_state_known")),
        sa.ForeignKeyConstraint(["opd_id", "survey_id"], ["surveys.opd_id", "surveys.id"], name="fk_own_survey_id"),
        sa.ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_reports_opd_id")),
        sa.PrimaryKeyConstraint("opd_id", "id", name=op.f("pk_reports")),
    )
    op.create_index("ix_reports_opd_id_survey_id", "reports", ["opd_id", "survey_id", "created_at"], unique=False)
    op.create_table(
        "responses",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("upp_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("layanan_id", sa.Uuid(), nullable=False),
        sa.Column("titik_id", sa.Uuid(), nullable=False),
        sa.Column("questionnaire_id", sa.Uuid(), nullable=False),
        sa.Column("collection", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("petugas_id", sa.Uuid(), nullable=True),
        sa.Column("scores", sa.ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("age_band", sa.String(), nullable=True),
        sa.Column("education", sa.String(), nullable=True),
        sa.Column("occupation", sa.String(), nullable=True),
        sa.Column("occupation_other", sa.String(), nullable=True),
        sa.Column("office_kind", sa.String(), nullable=True),
        sa.Column("position", sa.String(), nullable=True),
        sa.Column("saran", sa.String(), server_default="", nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload_hash", sa.String(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.Column("excluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("exclusion_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "collection IN ('petugas', 'serah_ponsel', 'tautan', 'kios', 'undangan', 'kertas', 'impor')",
            name=op.f("ck_responses_collection_known"),
        ),
        sa.CheckConstraint("state IN ('diterima', 'susulan')", name=op.f("ck_responses_state_known")),
        sa.CheckConstraint(
            "cardinality(scores) = 9 AND 1 <= ALL(array_remove(scores, NULL)) AND 4 >= ALL(array_remove(scores, NULL))",
            name=op.f("ck_responses_scores_1_to_4"),
        ),
        sa.CheckConstraint("char_length(saran) <= 500", name=op.f("ck_responses_saran_short")),
        sa.ForeignKeyConstraint(["opd_id", "layanan_id"], ["layanan.opd_id", "layanan.id"], name="fk_own_layanan_id"),
        sa.ForeignKeyConstraint(["opd_id", "survey_id"], ["surveys.opd_id", "surveys.id"], name="fk_own_survey_id"),
        sa.ForeignKeyConstraint(["opd_id", "titik_id"], ["titik.opd_id", "titik.id"], name="fk_own_titik_id"),
        sa.ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_responses_opd_id")),
        sa.ForeignKeyConstraint(["petugas_id"], ["memberships.id"], name=op.f("fk_responses_petugas_id")),
        sa.ForeignKeyConstraint(["questionnaire_id"], ["questionnaires.id"], name=op.f("fk_responses_questionnaire_id")),
        sa.PrimaryKeyConstraint("opd_id", "id", name=op.f("pk_responses")),
    )
    op.create_index("ix_responses_opd_id_survey_id", "responses", ["opd_id", "survey_id", "received_at"], unique=False)
    op.create_table(
        "survey_layanan",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("upp_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("layanan_id", sa.Uuid(), nullable=False),
        sa.Column("users", sa.Integer(), nullable=True),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["opd_id", "layanan_id"], ["layanan.opd_id", "layanan.id"], name="fk_own_layanan_id"),
        sa.ForeignKeyConstraint(["opd_id", "survey_id"], ["surveys.opd_id", "surveys.id"], name="fk_own_survey_id"),
        sa.ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_survey_layanan_opd_id")),
        sa.PrimaryKeyConstraint("opd_id", "survey_id", "layanan_id", name=op.f("pk_survey_layanan")),
    )
    op.create_table(
        "tallies",
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("upp_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("layanan_id", sa.Uuid(), nullable=False),
        sa.Column("titik_id", sa.Uuid(), nullable=False),
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("histogram", sa.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("complete", sa.Integer(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("total_squares", sa.BigInteger(), nullable=False),
        sa.Column("products", sa.ARRAY(sa.BigInteger()), nullable=False),
        sa.ForeignKeyConstraint(["opd_id", "layanan_id"], ["layanan.opd_id", "layanan.id"], name="fk_own_layanan_id"),
        sa.ForeignKeyConstraint(["opd_id", "survey_id"], ["surveys.opd_id", "surveys.id"], name="fk_own_survey_id"),
        sa.ForeignKeyConstraint(["opd_id", "titik_id"], ["titik.opd_id", "titik.id"], name="fk_own_titik_id"),
        sa.ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_tallies_opd_id")),
        sa.PrimaryKeyConstraint("opd_id", "survey_id", "layanan_id", "titik_id", "segment", "value", name=op.f("pk_tallies")),
    )

    op.create_foreign_key("fk_own_upp_id", "memberships", "upp", ["opd_id", "upp_id"], ["opd_id", "id"])
    for table, rights in OWNED.items():
        protect(table, rights)
    for table, rights in GLOBAL.items():
        open_to_app(table, rights)
    op.execute("GRANT SELECT ON alembic_version TO potret_app, potret_reader")
    for function in (HASH, CHAIN, FROZEN, ADD_ARRAYS):
        op.execute(function)
    for table in ("audit_entries", "city_audit_entries"):
        op.execute(f"CREATE TRIGGER chain BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION chain_audit()")
        op.execute(f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()")
        op.execute(f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} EXECUTE FUNCTION refuse_change()")


def downgrade() -> None:
    op.drop_constraint("fk_own_upp_id", "memberships", type_="foreignkey")
    op.drop_table("tallies")
    op.drop_table("survey_layanan")
    op.drop_index("ix_responses_opd_id_survey_id", table_name="responses")
    op.drop_table("responses")
    op.drop_index("ix_reports_opd_id_survey_id", table_name="reports")
    op.drop_table("reports")
    op.drop_table("imports")
    op.drop_table("frozen_results")
    op.drop_table("followups")
    op.drop_table("daily_counts")
    op.drop_table("assignments")
    op.drop_table("titik")
    op.drop_index("ix_surveys_periode_id_state", table_name="surveys")
    op.drop_table("surveys")
    op.drop_index(op.f("ix_sessions_user_id"), table_name="sessions")
    op.drop_table("sessions")
    op.drop_table("quarantine")
    op.drop_index("ix_one_time_links_user_id", table_name="one_time_links", postgresql_where=sa.text("used_at IS NULL"))
    op.drop_table("one_time_links")
    op.drop_table("layanan")
    op.drop_table("upp")
    op.drop_index("ix_reconciliations_opd_id_at", table_name="reconciliations")
    op.drop_table("reconciliations")
    op.drop_index("ix_pending_folds_opd_id_response_id", table_name="pending_folds")
    op.drop_table("pending_folds")
    op.drop_index("ix_outbox_due", table_name="outbox", postgresql_where=sa.text("state = 'waiting'"))
    op.drop_table("outbox")
    op.drop_index(op.f("ix_memberships_user_id"), table_name="memberships")
    op.drop_index("ix_memberships_opd_id_petugas_code", table_name="memberships")
    op.drop_table("memberships")
    op.drop_index(
        "uq_letters_reminder",
        table_name="letters",
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("kind IN ('pengingat', 'pengingat_manual', 'tembusan', 'eskalasi')"),
    )
    op.drop_index("ix_letters_opd_id_created_at", table_name="letters")
    op.drop_table("letters")
    op.drop_index("ix_audit_entries_opd_id_at", table_name="audit_entries")
    op.drop_table("audit_entries")
    op.drop_table("users")
    op.drop_table("questionnaires")
    op.drop_table("periode")
    op.drop_table("opd")
    op.drop_table("heartbeats")
    op.drop_index(
        "uq_city_letters_address", table_name="city_letters", postgresql_where=sa.text("step IS NOT NULL AND user_id IS NULL")
    )
    op.drop_index("uq_city_letters_step", table_name="city_letters", postgresql_where=sa.text("step IS NOT NULL"))
    op.drop_table("city_letters")
    op.drop_table("city_audit_entries")
    for function in ("add_arrays(bigint[], bigint[])", "refuse_change()", "chain_audit()", "audit_hash(jsonb)"):
        op.execute(f"DROP FUNCTION {function}")
