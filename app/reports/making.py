"""Make a requested report: called by a worker in the transaction that holds its outbox row."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update

from app import clock
from app.extensions import db
from app.opd.models import CustomerKind
from app.reports import queries
from app.reports.assembly import assemble
from app.reports.models import Report, ReportState
from app.reports.rendering.skm import render
from app.surveys.queries import get_survey


def begin(report_id: UUID) -> None:
    """It is shown that a worker is at the report. Committed by itself, so that the page sees it."""
    db.session.execute(
        update(Report)
        .where(Report.id == report_id, Report.state.in_([ReportState.MENUNGGU, ReportState.DIBUAT]))
        .values(state=ReportState.DIBUAT, progress="Menyusun tabel dan grafik", attempts=Report.attempts + 1)
    )


def make(report_id: UUID) -> None:
    """The report is ready, with the figures of this moment; one that is ready already is left alone."""
    report = db.session.scalar(select(Report).where(Report.id == report_id).with_for_update())
    if report is None or report.state is ReportState.SIAP:
        return
    survey = get_survey(report.survey_id)
    report.fingerprint = queries.fingerprint_of(survey)
    report.content = render(assemble(survey, CustomerKind(report.kind)))
    report.pages = report.content.count(b"/Type /Page\n") or None
    report.state, report.progress, report.error, report.ready_at = ReportState.SIAP, "Siap diunduh", "", clock.now()


def note_failure(report_id: UUID, *, final: bool) -> None:
    """It is on the report that making it failed, and whether it will be tried again."""
    values = {"progress": "Belum berhasil, dicoba lagi sebentar", "state": ReportState.MENUNGGU}
    if final:
        values = {"progress": "", "state": ReportState.GAGAL, "error": "Laporan belum dapat dibuat. Coba lagi."}
    db.session.execute(update(Report).where(Report.id == report_id, Report.state != ReportState.SIAP).values(**values))


