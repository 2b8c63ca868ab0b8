"""Ask for a report, and keep what became of it."""

from __future__ import annotations

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.extensions import db
from app.opd.models import CustomerKind
from app.outbox import operations as outbox
from app.outbox.topics import Topic
from app.reports import queries
from app.reports.models import Report, ReportState
from app.surveys.models import Survey
from app.surveys.queries import lock_survey


def request(survey: Survey, *, kind: CustomerKind, by: Actor) -> Report:
    """A report of the survey is ready, or a worker has been asked for one. Two who ask at once get the same."""
    lock_survey(survey.id)
    latest = queries.find_latest(survey.id, kind)
    if latest is not None and latest.state in (ReportState.MENUNGGU, ReportState.DIBUAT):
        return latest
    if latest is not None and latest.state is ReportState.SIAP and queries.is_current(latest, survey):
        return latest
    report = Report(
        upp_id=survey.upp_id, survey_id=survey.id, kind=kind.value, requested_by=by.name, progress="Menunggu giliran",
        created_at=clock.now(),
    )  # fmt: skip
    db.session.add(report)
    db.session.flush()
    audit.record(Action.REPORT_REQUESTED, report, by=by, name="Laporan SKM", survey=survey.id)
    outbox.add(Topic.REPORT_MAKE, opd_id=survey.opd_id, report_id=report.id)
    return report
