"""Watches the statements of a request, and asks PostgreSQL how each of them is answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import event

from app.extensions import db

# They grow with answers, days and acts. Everything else is as large as the city is, and may be read through.
BIG = frozenset(
    {
        "responses",
        "tallies",
        "extra_tallies",
        "daily_counts",
        "saran_entries",
        "saran_tallies",
        "audit_entries",
        "letters",
    }
)


@dataclass
class Watched:
    statements: list[str] = field(default_factory=list)
    scans: list[str] = field(default_factory=list)  # of big tables, each with its statement

    @property
    def count(self) -> int:
        return len(self.statements)


@contextmanager
def watching(app: Flask, *, plans: bool = False) -> Iterator[Watched]:
    """Collect every statement of the block; with `plans` also the big tables that are read from end to end."""
    found = Watched()
    with app.app_context():
        engines = set(db.engines.values())

    def note(connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        found.statements.append(statement)
        if plans and not many and statement.lstrip().upper().startswith(("SELECT", "WITH")):
            cursor = connection.connection.cursor()
            cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
            (plan,) = cursor.fetchone()
            whole = json.loads(plan) if isinstance(plan, str) else plan
            found.scans += [f"{table}: {statement}" for table in _scanned(whole[0]["Plan"]) if table in BIG]

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


def _scanned(node: dict[str, Any]) -> Iterator[str]:
    if node["Node Type"] == "Seq Scan":
        yield node["Relation Name"]
    for child in node.get("Plans", ()):
        yield from _scanned(child)
