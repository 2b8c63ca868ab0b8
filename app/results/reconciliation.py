"""The nightly proof, and the alarm when it fails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import select, true

from app import clock
from app.extensions import db
from app.opd.models import Opd
from app.results import fold
from app.results.models import Reconciliation
from app.tenancy.scope import all_opds, current_opd_id

log = structlog.get_logger()


@dataclass(frozen=True)
class Alarm:
    opd_name: str
    at: datetime
    differences: int


def reconcile() -> Reconciliation:
    """It is written down whether the statistics of the OPD in scope equal its answers, to the bit."""
    found = fold.compare()
    row = Reconciliation(at=clock.now(), surveys=found.surveys, differences=found.differences)
    db.session.add(row)
    if found.differences:
        log.error("reconciliation.differs", opd_id=str(current_opd_id()), differences=found.differences)
    return row


def list_alarms() -> list[Alarm]:
    """Return the OPDs whose latest proof failed; the index finds that one, however many nights there have been."""
    latest = (
        select(Reconciliation.at, Reconciliation.differences)
        .where(Reconciliation.opd_id == Opd.id)
        .order_by(Reconciliation.at.desc())
        .limit(1)
        .lateral("latest")
    )
    with all_opds("board: statistics that differ from the answers"):
        rows = db.session.execute(
            select(Opd.name, latest.c.at, latest.c.differences)
            .select_from(Opd)
            .join(latest, true())
            .where(latest.c.differences > 0)
            .order_by(Opd.name)
        )
        return [Alarm(*row) for row in rows]
