"""Reading reports: which there are, and whether they still say what the data say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import undefer

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.opd.models import CustomerKind
from app.outbox import operations as outbox
from app.outbox.topics import Topic
from app.reports.assembly import assemble, fingerprint
from app.reports.making import UNFINISHED
from app.reports.models import Report, ReportState
from app.reports.rendering.data import SkmReport
from app.surveys.models import Survey

SLOW = timedelta(minutes=2)  # a report takes a second; longer means that the worker has much to do, or stands still
LOST = "Laporan belum berhasil dibuat. Data survei tidak berubah."


@dataclass(frozen=True)
class Standing:
    """The latest report of one kind of customer, as pages show it. `current`: it says what the data say now."""

    id: UUID
    kind: CustomerKind
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
    """Return a report of the survey that can be read, with its content."""
    report = db.session.scalar(
        select(Report).where(Report.id == report_id, Report.survey_id == survey_id).options(undefer(Report.content))
    )
    if report is None or report.content is None:
        raise NotFound("Laporan ini tidak ada.")
    return report


def find_latest(survey_id: UUID, kind: CustomerKind) -> Report | None:
    return db.session.scalar(
        select(Report)
        .where(Report.survey_id == survey_id, Report.kind == kind.value)
        .order_by(Report.created_at.desc())
        .limit(1)
    )


def find_standing(survey: Survey, kind: CustomerKind, today: SkmReport | None = None) -> Standing | None:
    """Return how the latest report stands, or None where nobody has asked for one.

    `today`: what a report would print now, where the caller has assembled it.
    """
    report = find_latest(survey.id, kind)
    return _standing(report, survey, today) if report else None


def list_standings(surveys: Sequence[Survey]) -> dict[tuple[UUID, CustomerKind], Standing]:
    """Return the same for many surveys, by survey and kind of customer."""
    by_id = {survey.id: survey for survey in surveys}
    return {
        (report.survey_id, CustomerKind(report.kind)): _standing(report, by_id[report.survey_id])
        for report in _latest(by_id)
    }


def is_current(report: Report, survey: Survey, today: SkmReport | None = None) -> bool:
    """Return whether a report is ready and prints what would be printed now."""
    if report.state is not ReportState.SIAP:
        return False
    return report.fingerprint == fingerprint(today or assemble(survey, CustomerKind(report.kind)))


def is_lost(report: Report) -> bool:
    """Return whether nobody will finish an unfinished report: its workers died until the outbox gave up.

    The outbox is asked before the report is read again, so that one that becomes ready meanwhile is not taken for lost.
    """
    if report.state not in UNFINISHED or outbox.is_waiting(Topic.REPORT_MAKE, report_id=report.id):
        return False
    db.session.refresh(report)
    return report.state in UNFINISHED


def _latest(survey_ids: Iterable[UUID]) -> Iterable[Report]:
    return db.session.scalars(
        select(Report)
        .where(Report.survey_id.in_(list(survey_ids)))
        .ext(distinct_on(Report.survey_id, Report.kind))
        .order_by(Report.survey_id, Report.kind, Report.created_at.desc())
    ).all()


def _standing(report: Report, survey: Survey, today: SkmReport | None = None) -> Standing:
    lost = is_lost(report)
    return Standing(
        id=report.id,
        kind=CustomerKind(report.kind),
        state=ReportState.GAGAL if lost else report.state,
        progress=report.progress,
        error=LOST if lost else report.error,
        current=is_current(report, survey, today),
        slow=report.state in UNFINISHED and clock.now() - report.created_at > SLOW,
        pages=report.pages,
        requested_by=report.requested_by,
        ready_at=report.ready_at,
    )
