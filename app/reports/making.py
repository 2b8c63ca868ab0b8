"""Make a requested document: called by a worker, the making itself in the transaction that holds its outbox row."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from psycopg.errors import DiskFull
from sqlalchemy import select, update

from app import clock
from app.extensions import db
from app.opd.models import CustomerKind
from app.reports.documents import DOCUMENTS, Today
from app.reports.models import CityReport, Report, ReportState
from app.reports.recap.documents import CITY_DOCUMENTS
from app.surveys.queries import get_survey

UNFINISHED = (ReportState.MENUNGGU, ReportState.DIBUAT)
AT_WORK = "Menyusun angka, tabel, dan grafik"
READY = "Siap diunduh"
GAVE_UP = "Berkas ini belum berhasil dibuat setelah {attempts} percobaan{because}. Data survei tidak berubah."
AGAIN = "Percobaan ke-{attempts} belum berhasil{because}, segera dicoba lagi"
NO_ROOM = " karena ruang penyimpanan server penuh"
PAGE = re.compile(rb"/Type /Page\b")


def begin(report_id: UUID, *, city: bool = False) -> None:
    """It is shown that a worker is at the document. Committed by itself, so that the page sees it while it is made."""
    model = _model(city)
    _set(report_id, city, state=ReportState.DIBUAT, progress=AT_WORK, attempts=model.attempts + 1)


def make(report_id: UUID, *, city: bool = False) -> None:
    """The document is ready, with the figures of this moment; one that is ready already is left alone."""
    if city:
        _make_city(report_id)
    else:
        _make(report_id)


def note_failure(report_id: UUID, error: str = "", *, attempts: int, final: bool, city: bool = False) -> None:
    """It stands on the document that making it failed; after the last try it has failed, and may be asked for again.

    Of the reasons people are told one: that there is no room left, which somebody has to make.
    """
    because = NO_ROOM if DiskFull.__name__ in error else ""
    if final:
        _set(
            report_id,
            city,
            state=ReportState.GAGAL,
            progress="",
            error=GAVE_UP.format(attempts=attempts, because=because),
        )
    else:
        progress = AGAIN.format(attempts=max(attempts, 1), because=because)
        _set(report_id, city, state=ReportState.MENUNGGU, progress=progress)


def _make(report_id: UUID) -> None:
    report = db.session.scalar(
        select(Report).where(Report.id == report_id, Report.state.in_(UNFINISHED)).with_for_update()
    )
    if report is None:
        return
    document, survey, customer = DOCUMENTS[report.document], get_survey(report.survey_id), CustomerKind(report.kind)
    # The fingerprint first: what changes in between makes the document count as out of date, never as current.
    report.fingerprint = document.stamp(Today(survey, customer))
    _finish(report, document.make(survey, customer))


def _make_city(report_id: UUID) -> None:
    report = db.session.scalar(
        select(CityReport).where(CityReport.id == report_id, CityReport.state.in_(UNFINISHED)).with_for_update()
    )
    if report is None:
        return
    document = CITY_DOCUMENTS[report.document]
    report.fingerprint, content = document.make(report.periode_id)
    _finish(report, content)


def _finish(report: Report | CityReport, content: bytes) -> None:
    report.content = content
    report.pages = len(PAGE.findall(content)) if content.startswith(b"%PDF") else None
    report.state, report.progress, report.ready_at = ReportState.SIAP, READY, clock.now()


def _model(city: bool) -> type[Report] | type[CityReport]:
    return CityReport if city else Report


def _set(report_id: UUID, city: bool, **values: Any) -> None:
    """Change a document that is not ready yet."""
    model = _model(city)
    db.session.execute(update(model).where(model.id == report_id, model.state.in_(UNFINISHED)).values(**values))
