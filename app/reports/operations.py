"""Ask for a report. A worker makes it (making.py)."""

from __future__ import annotations

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Conflict
from app.extensions import db
from app.opd.models import CustomerKind
from app.opd.queries import get_upp_by_id
from app.outbox import operations as outbox
from app.outbox.topics import Topic
from app.reports import queries
from app.reports.making import UNFINISHED
from app.reports.models import Report
from app.surveys.models import Survey
from app.surveys.queries import lock_survey
from app.surveys.states import SurveyState

QUEUED = "Menunggu giliran"


def request(survey: Survey, *, kind: CustomerKind, by: Actor) -> Report:
    """A report of what the data say now is ready, or a worker has been asked for it. Two who ask at once get the same."""
    survey = lock_survey(survey.id)
    if survey.state is SurveyState.BELUM_MULAI:
        raise Conflict("Survei ini belum dimulai, sehingga belum ada yang dapat dilaporkan.")
    latest = queries.find_latest(survey.id, kind)
    if latest is not None and _serves(latest, survey):
        return latest
    report = Report(
        upp_id=survey.upp_id,
        survey_id=survey.id,
        kind=kind.value,
        requested_by=by.name,
        progress=QUEUED,
        created_at=clock.now(),
    )
    db.session.add(report)
    db.session.flush()
    audit.record(Action.REPORT_REQUESTED, report, by=by, name=get_upp_by_id(survey.upp_id).name, survey=survey.id)
    outbox.add(Topic.REPORT_MAKE, opd_id=survey.opd_id, report_id=report.id)
    return report


def _serves(report: Report, survey: Survey) -> bool:
    """Return whether a report answers the request: it is being made, or it is ready and says what the data say now."""
    if report.state in UNFINISHED and not queries.is_lost(report):
        return True
    return queries.is_current(report, survey)
