"""The database wall: what a migration calls for each new table. Roles: deploy/postgres/roles.sql."""

from __future__ import annotations

from alembic import op

APP, READER = "potret_app", "potret_reader"
IN_SCOPE = "opd_id = NULLIF(current_setting('app.opd_id', true), '')::uuid"


def protect(table: str, rights: str = "SELECT, INSERT, UPDATE, DELETE") -> None:
    """Force row-level security on a table that has opd_id: the app role sees one OPD, the reader role reads all."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY own_opd ON {table} TO {APP} USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})")
    op.execute(f"CREATE POLICY read_all ON {table} FOR SELECT TO {READER} USING (true)")
    op.execute(f"GRANT {rights} ON {table} TO {APP}")
    op.execute(f"GRANT SELECT ON {table} TO {READER}")


def open_to_app(table: str, rights: str = "SELECT, INSERT, UPDATE, DELETE") -> None:
    """Grant a global table."""
    op.execute(f"GRANT {rights} ON {table} TO {APP}")
    op.execute(f"GRANT SELECT ON {table} TO {READER}")
