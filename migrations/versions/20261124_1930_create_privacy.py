"""Create the log of retention and the inbox of data requests; let the app forget, and no earlier than it should.

What the app may never change (answers, quarantine) is forgotten by two functions of the owner, which look at the database's
own clock: nobody who gets hold of the app's role can make a young saran disappear.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.walls import open_to_app

revision = "20261124_1930"
down_revision = "20261124_1900"

KINDS = (
    "'undangan', 'atur_ulang', 'pengingat', 'pengingat_manual', 'tembusan', 'eskalasi', 'ringkasan', 'undangan_survei', 'percobaan'"
)
NEW = "'perubahan_akun', 'permintaan_data', 'jawaban_data'"
# Of these the city's readings ask for nothing: a hole in one of them must not lead to what opens accounts.
SECRETS = "second_factors, recovery_codes, known_browsers, sessions"

FORGET_SARAN = """
CREATE FUNCTION forget_saran(the_survey uuid) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    own uuid := NULLIF(current_setting('app.opd_id', true), '')::uuid;
    young timestamptz := now() - interval '2 years';
    forgotten integer;
BEGIN
    IF EXISTS (SELECT FROM responses WHERE opd_id = own AND survey_id = the_survey AND received_at >= young) THEN
        RETURN 0;
    END IF;
    UPDATE responses SET saran = '', occupation_other = NULL
     WHERE opd_id = own AND survey_id = the_survey AND (saran <> '' OR occupation_other IS NOT NULL);
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    RETURN forgotten;
END
$$
"""
FORGET_QUARANTINE = """
CREATE FUNCTION forget_quarantine() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    forgotten integer;
BEGIN
    DELETE FROM quarantine
     WHERE opd_id = NULLIF(current_setting('app.opd_id', true), '')::uuid AND received_at < now() - interval '1 year';
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    RETURN forgotten;
END
$$
"""


def upgrade() -> None:
    op.create_table(
        "retention_runs",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("at", "rule", name=op.f("pk_retention_runs")),
    )
    open_to_app("retention_runs")
    op.create_table(
        "data_requests",
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("handled_by", sa.String(), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint(
            "kind IN ('akses', 'perbaikan', 'penghapusan', 'penghentian', 'keberatan', 'lainnya')",
            name=op.f("ck_data_requests_kind_known"),
        ),
        sa.CheckConstraint("way IN ('formulir', 'surat', 'email', 'lisan')", name=op.f("ck_data_requests_way_known")),
        sa.CheckConstraint(
            "state IN ('diterima', 'diproses', 'dipenuhi', 'tidak_dapat')", name=op.f("ck_data_requests_state_known")
        ),
        sa.CheckConstraint(
            "(state IN ('dipenuhi', 'tidak_dapat')) = (answered_at IS NOT NULL)",
            name=op.f("ck_data_requests_answered_whole"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_requests")),
        sa.UniqueConstraint("token", name=op.f("uq_data_requests_token")),
    )
    open_to_app("data_requests", "SELECT, INSERT, UPDATE")
    for table in ("letters", "city_letters"):
        _know(table, f"{KINDS}, {NEW}")
    op.execute("GRANT DELETE ON city_letters, device_setups TO potret_app")
    for function, called in ((FORGET_SARAN, "forget_saran(uuid)"), (FORGET_QUARANTINE, "forget_quarantine()")):
        op.execute(function)
        op.execute(f"REVOKE ALL ON FUNCTION {called} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {called} TO potret_app")
    op.execute(f"REVOKE SELECT ON {SECRETS}, data_requests FROM potret_reader")


def downgrade() -> None:
    op.execute(f"GRANT SELECT ON {SECRETS} TO potret_reader")
    op.execute("DROP FUNCTION forget_quarantine()")
    op.execute("DROP FUNCTION forget_saran(uuid)")
    op.execute("REVOKE DELETE ON city_letters, device_setups FROM potret_app")
    op.execute(f"DELETE FROM city_letters WHERE kind IN ({NEW})")
    for table in ("letters", "city_letters"):
        _know(table, KINDS)
    op.drop_table("data_requests")
    op.drop_table("retention_runs")


def _know(table: str, kinds: str) -> None:
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_kind_known")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_kind_known CHECK (kind IN ({kinds}))")
