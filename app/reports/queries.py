"""Reading reports."""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from app.errors import NotFound
from app.extensions import db
from app.followups.models import Followup
from app.opd.models import CustomerKind
from app.reports.models import Report
from app.results.models import Tally
from app.results.segments import ALL
from app.surveys.models import Survey
from app.surveys.queries import find_frozen
from app.surveys.states import FROZEN


def get_report(report_id: UUID) -> Report:
    """Return a report of the scope with its content."""
    report = db.session.scalar(select(Report).where(Report.id == report_id).options(undefer(Report.content)))
    if report is None:
        raise NotFound("Laporan ini tidak ada.")
    return report


def find_latest(survey_id: UUID, kind: CustomerKind) -> Report | None:
    return db.session.scalar(
        select(Report).where(Report.survey_id == survey_id, Report.kind == kind.value).order_by(Report.created_at.desc()).limit(1)
    )


def fingerprint_of(survey: Survey) -> str:
    """Return what the report depends on, as a hash: figures, state, plan and RTL. Another one: the report is out of date."""
    frozen = find_frozen(survey.id) if survey.state in FROZEN else None
    figures = frozen.verification_code if frozen else str(_running(survey.id))
    plans = db.session.execute(
        select(Followup.id, Followup.unsur, Followup.activity, Followup.state, Followup.outcome, Followup.quarter)
        .where(Followup.upp_id == survey.upp_id)
        .order_by(Followup.id)
    ).all()
    parts = (figures, survey.state.value, survey.window_from, survey.window_to, survey.executor_name, survey.target, plans)
    return sha256(repr(parts).encode()).hexdigest()


def is_current(report: Report, survey: Survey) -> bool:
    """Return whether the report says what the data say now."""
    return report.fingerprint == fingerprint_of(survey)


def _running(survey_id: UUID) -> list[tuple]:
    rows = db.session.execute(
        select(Tally.layanan_id, func.sum(Tally.n), func.sum(Tally.total), func.sum(Tally.total_squares))
        .where(Tally.survey_id == survey_id, Tally.segment == ALL)
        .group_by(Tally.layanan_id)
        .order_by(Tally.layanan_id)
    )
    return [tuple(row) for row in rows]
