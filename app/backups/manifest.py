"""What a database held at one moment: the rows of each table and a sum over them that any change moves."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from psycopg import Connection, sql

# The text of a row depends on these, and two servers may differ in them.
PLAIN_TEXT = ("SET LOCAL timezone = 'UTC'", "SET LOCAL datestyle = 'ISO'", "SET LOCAL bytea_output = 'hex'")
TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1
"""
# Whose rows belong to an OPD, and whether the database still keeps OPDs apart there.
WALLS = """
    SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (
        SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'own_opd')
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND a.attname = 'opd_id' AND NOT a.attisdropped
    ORDER BY 1
"""


@dataclass(frozen=True)
class Manifest:
    """`tables`: name → [rows, sum of the rows' hashes]. `walls`: tables with forced row-level security."""

    tables: dict[str, list[Any]]
    walls: list[str]

    @property
    def rows(self) -> int:
        return sum(int(rows) for rows, _ in self.tables.values())

    def write(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self), indent=1) + "\n", "utf-8")

    @classmethod
    def read(cls, file: Path) -> Manifest:
        """Raises OSError without the file, ValueError or TypeError where it is none of ours."""
        return cls(**json.loads(file.read_text("utf-8")))

    def differences(self, other: Manifest) -> list[str]:
        """Return the tables that differ, and those that have lost their wall."""
        names = sorted(set(self.tables) | set(other.tables))
        changed = [name for name in names if self.tables.get(name) != other.tables.get(name)]
        return changed + [f"{name} (tanpa dinding antar-OPD)" for name in self.walls if name not in other.walls]


def take(connection: Connection[Any]) -> Manifest:
    """Read the manifest in the connection's transaction; the role must see all rows (BYPASSRLS)."""
    for setting in PLAIN_TEXT:
        connection.execute(setting)
    names = [str(name) for (name,) in connection.execute(TABLES)]
    walls = [str(name) for name, kept in connection.execute(WALLS) if kept]
    return Manifest({name: _sum(connection, name) for name in names}, walls)


def _sum(connection: Connection[Any], table: str) -> list[Any]:
    """Return rows and hash sum. The order of rows does not matter; the sum is text, since JSON's numbers end at 2**53."""
    statement = sql.SQL("SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM {} t")
    rows, total = connection.execute(statement.format(sql.Identifier(table))).fetchone() or (0, "0")
    return [rows, total]
