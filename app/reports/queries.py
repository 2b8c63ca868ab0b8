"""Reading documents: which there are, and whether they still say what the data say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import undefer

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.opd.models import CustomerKind
from app.outbox import operations as outbox
from app.outbox.topics import Topic
from app.reports.documents import DOCUMENTS, Today
from app.reports.making import UNFINISHED
from app.reports.models import CityReport, DocumentKind, Report, ReportState
from app.surveys.models import Survey

SLOW = timedelta(minutes=2)  # a document takes a second; longer means that the worker has much to do, or stands still
LOST = "Berkas ini belum berhasil dibuat. Data survei tidak berubah."


@dataclass(frozen=True)
class Standing:
    """The latest of one document, as pages show it. `current`: it says what the data say now."""

    id: UUID
    state: ReportState
    progress: str
    error: str
    current: bool
    slow: bool
    pages: int | None
    requested_by: str
    ready_at: datetime | None

    @property
    def waiting(self) -> bool:
        return self.state in UNFINISHED


def get_report(survey_id: UUID, report_id: UUID) -> Report:
    """Return a document of the survey that can be read, with its content."""
    report = db.session.scalar(
        select(Report).where(Report.id == report_id, Report.survey_id == survey_id).options(undefer(Report.content))
    )
    if report is None or report.content is None:
        raise NotFound("Laporan ini tidak ada.")
    return report


def find_latest(
    survey_id: UUID, kind: CustomerKind, document: DocumentKind = DocumentKind.LAPORAN_PDF
) -> Report | None:
    return db.session.scalar(
        select(Report)
        .where(Report.survey_id == survey_id, Report.kind == kind.value, Report.document == document)
        .order_by(Report.created_at.desc())
        .limit(1)
    )


def find_standing(survey: Survey, kind: CustomerKind) -> Standing | None:
    """Return how the latest Laporan SKM stands, or None where nobody has asked for one."""
    report = find_latest(survey.id, kind)
    return standing_of(report, is_current(report, Today(survey, kind))) if report else None


def list_standings(surveys: Sequence[Survey]) -> dict[tuple[UUID, CustomerKind], Standing]:
    """Return the same for many surveys, by survey and kind of customer."""
    by_id = {survey.id: survey for survey in surveys}
    latest = _latest(Report.survey_id.in_(list(by_id)), Report.document == DocumentKind.LAPORAN_PDF)
    return {
        (report.survey_id, kind): standing_of(report, is_current(report, Today(by_id[report.survey_id], kind)))
        for report in latest
        for kind in [CustomerKind(report.kind)]
    }


def list_document_standings(today: Today) -> dict[DocumentKind, Standing]:
    """Return how each document of a survey and kind of customer stands, of those that somebody has asked for."""
    latest = _latest(Report.survey_id == today.survey.id, Report.kind == today.customer.value)
    return {report.document: standing_of(report, is_current(report, today)) for report in latest}


def is_current(report: Report, today: Today) -> bool:
    """Return whether a document is ready and prints what would be printed now."""
    if report.state is not ReportState.SIAP:
        return False
    return report.fingerprint == DOCUMENTS[report.document].stamp(today)


def is_lost(report: Report | CityReport) -> bool:
    """Return whether nobody will finish an unfinished document: its workers died until the outbox gave up.

    The outbox is asked before the row is read again, so that one that becomes ready meanwhile is not taken for lost.
    """
    if report.state not in UNFINISHED or outbox.is_waiting(Topic.REPORT_MAKE, report_id=report.id):
        return False
    db.session.refresh(report)
    return report.state in UNFINISHED


def standing_of(report: Report | CityReport, current: bool) -> Standing:
    lost = is_lost(report)
    return Standing(
        id=report.id,
        state=ReportState.GAGAL if lost else report.state,
        progress=report.progress,
        error=LOST if lost else report.error,
        current=current,
        slow=report.state in UNFINISHED and clock.now() - report.created_at > SLOW,
        pages=report.pages,
        requested_by=report.requested_by,
        ready_at=report.ready_at,
    )


def _latest(*conditions: ColumnElement[bool]) -> Iterable[Report]:
    key = (Report.survey_id, Report.kind, Report.document)
    return db.session.scalars(
        select(Report).where(*conditions).ext(distinct_on(*key)).order_by(*key, Report.created_at.desc())
    ).all()
