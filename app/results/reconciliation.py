"""The nightly proof, and the alarm when it fails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import select

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
    """Return the OPDs whose latest proof failed."""
    with all_opds("board: statistics that differ from the answers"):
        rows = db.session.execute(
            select(Opd.name, Reconciliation.at, Reconciliation.differences)
            .join(Opd, Opd.id == Reconciliation.opd_id)
            .distinct(Reconciliation.opd_id)
            .order_by(Reconciliation.opd_id, Reconciliation.at.desc())
        ).all()
    return [Alarm(*row) for row in rows if row.differences]
