"""Folding answers into statistics, and proving that the statistics equal the answers.

Claimed are `pending_folds` rows, never an id or a time: a response that commits late is never missed. A fold and its claim
are one transaction, so a killed worker leaves nothing half done. One fold at a time works on an OPD.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from app import clock
from app.extensions import db
from app.results.fold.statements import CHUNK, DIFFERENCES, FOLD, REBUILD
from app.tenancy.scope import current_opd_id

BATCH = CHUNK
TABLES = ("tallies", "extra_tallies", "daily_counts", "saran_tallies", "saran_entries")


@dataclass(frozen=True)
class Comparison:
    surveys: int
    differences: int


def fold_pending() -> int:
    """Fold what waits in the OPD in scope; return how many answers were taken. Flushes, never commits.

    At most BATCH at once: call again while it returns BATCH.
    """
    parameters = _prepare()
    return int(db.session.execute(FOLD, parameters | {"batch": BATCH}).scalar_one())


def fold_all() -> None:
    """Fold until nothing waits in the OPD in scope."""
    while fold_pending() == BATCH:
        pass


def rebuild() -> None:
    """Make the statistics of the OPD in scope anew from its answers."""
    parameters = _prepare()
    for table in TABLES:
        db.session.execute(text(f"DELETE FROM {table} WHERE opd_id = CAST(:opd_id AS uuid)"), parameters)  # noqa: S608
    db.session.execute(REBUILD, parameters)


def compare() -> Comparison:
    """Compare the statistics of the OPD in scope with its answers, to the bit."""
    row = db.session.execute(DIFFERENCES, _prepare()).one()
    return Comparison(surveys=row.surveys, differences=row.differences)


def _prepare() -> dict[str, str]:
    opd_id: UUID = current_opd_id()
    db.session.flush()
    db.session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended('fold ' || :opd_id, 0))"), {"opd_id": str(opd_id)}
    )
    return {"opd_id": str(opd_id), "zone": str(clock.zone())}
