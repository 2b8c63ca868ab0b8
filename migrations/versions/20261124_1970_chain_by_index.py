"""The trigger finds the last entry of a chain by an index: an OPD that was quiet for years costs what a busy one does."""

from __future__ import annotations

from alembic import op

revision = "20261124_1970"
down_revision = "20261124_1960"

CHAIN = """
CREATE OR REPLACE FUNCTION chain_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    owner text := coalesce(to_jsonb(NEW) ->> 'opd_id', 'city');
    last text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('audit ' || owner, 0));
    NEW.id := nextval(pg_get_serial_sequence(TG_TABLE_NAME, 'id'));
    {look}
    NEW.previous_hash := coalesce(last, '');
    NEW.hash := audit_hash(to_jsonb(NEW));
    RETURN NEW;
END $$
"""
BY_INDEX = """
    IF owner = 'city' THEN
        SELECT hash INTO last FROM city_audit_entries ORDER BY id DESC LIMIT 1;
    ELSE
        SELECT hash INTO last FROM audit_entries WHERE opd_id = owner::uuid ORDER BY id DESC LIMIT 1;
    END IF;
"""
BY_LOOKING_BACK = """
    EXECUTE format(
        'SELECT hash FROM %I WHERE coalesce(to_jsonb(%I) ->> ''opd_id'', ''city'') = $1 ORDER BY id DESC LIMIT 1',
        TG_TABLE_NAME, TG_TABLE_NAME
    ) INTO last USING owner;
"""


def upgrade() -> None:
    op.create_index("ix_audit_entries_opd_id_id", "audit_entries", ["opd_id", "id"])
    op.execute(CHAIN.replace("{look}", BY_INDEX))


def downgrade() -> None:
    op.execute(CHAIN.replace("{look}", BY_LOOKING_BACK))
    op.drop_index("ix_audit_entries_opd_id_id", "audit_entries")
