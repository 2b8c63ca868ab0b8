"""Reading the city's documents."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.errors import NotFound
from app.extensions import db
from app.periods.models import Periode
from app.periods.queries import get_periode
from app.reports import queries
from app.reports.models import CityDocumentKind, CityReport, ReportState
from app.reports.queries import Standing
from app.reports.recap.assembly import assemble, fingerprint
from app.reports.rendering.recap.data import CityRecap


def lock_periode(periode_id: UUID) -> None:
    """Let whoever asks for the same document at the same time wait until this transaction ends."""
    db.session.execute(select(Periode.id).where(Periode.id == periode_id).with_for_update())


def find_latest(periode_id: UUID, document: CityDocumentKind) -> CityReport | None:
    return db.session.scalar(
        select(CityReport)
        .where(CityReport.periode_id == periode_id, CityReport.document == document)
        .order_by(CityReport.created_at.desc())
        .limit(1)
    )


def get_city_report(report_id: UUID) -> CityReport:
    """Return a document of the city that can be read, with its content."""
    report = db.session.scalar(
        select(CityReport).where(CityReport.id == report_id).options(undefer(CityReport.content))
    )
    if report is None or report.content is None:
        raise NotFound("Rekap ini tidak ada.")
    return report


def is_current(report: CityReport, today: CityRecap | None = None) -> bool:
    """Return whether a document is ready and prints what would be printed now."""
    if report.state is not ReportState.SIAP:
        return False
    return report.fingerprint == fingerprint(today or assemble(get_periode(report.periode_id)))


def list_standings(periode_id: UUID, today: CityRecap) -> dict[CityDocumentKind, Standing]:
    """Return how each document of a periode stands, of those that somebody has asked for."""
    latest = (find_latest(periode_id, document) for document in CityDocumentKind)
    return {each.document: queries.standing_of(each, is_current(each, today)) for each in latest if each is not None}
