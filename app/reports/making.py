"""Make a requested report: called by a worker, the making itself in the transaction that holds its outbox row."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from app import clock
from app.extensions import db
from app.opd.models import CustomerKind
from app.reports.assembly import assemble, fingerprint
from app.reports.models import Report, ReportState
from app.reports.rendering.skm import render
from app.surveys.queries import get_survey

UNFINISHED = (ReportState.MENUNGGU, ReportState.DIBUAT)
AT_WORK = "Menyusun angka, tabel, dan grafik"
READY = "Siap diunduh"
GAVE_UP = "Laporan belum berhasil dibuat setelah {attempts} percobaan. Data survei tidak berubah."
PAGE = re.compile(rb"/Type /Page\b")


def begin(report_id: UUID) -> None:
    """It is shown that a worker is at the report. Committed by itself, so that the page sees it while it is made."""
    _set(report_id, state=ReportState.DIBUAT, progress=AT_WORK, attempts=Report.attempts + 1)


def make(report_id: UUID) -> None:
    """The report is ready, with the figures of this moment; one that is ready already is left alone."""
    report = db.session.scalar(
        select(Report).where(Report.id == report_id, Report.state.in_(UNFINISHED)).with_for_update()
    )
    if report is None:
        return
    document = assemble(get_survey(report.survey_id), CustomerKind(report.kind))
    report.content = render(document)
    report.pages = len(PAGE.findall(report.content))
    report.fingerprint = fingerprint(document)
    report.state, report.progress, report.ready_at = ReportState.SIAP, READY, clock.now()


def note_failure(report_id: UUID, *, attempts: int, final: bool) -> None:
    """It stands on the report that making it failed; after the last try it has failed, and may be asked for again."""
    if final:
        _set(report_id, state=ReportState.GAGAL, progress="", error=GAVE_UP.format(attempts=attempts))
    else:
        _set(
            report_id,
            state=ReportState.MENUNGGU,
            progress=f"Percobaan ke-{max(attempts, 1)} belum berhasil, segera dicoba lagi",
        )


def _set(report_id: UUID, **values: Any) -> None:
    """Change a report that is not ready yet."""
    db.session.execute(update(Report).where(Report.id == report_id, Report.state.in_(UNFINISHED)).values(**values))
