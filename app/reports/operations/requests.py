"""Ask for a document. A worker makes it (making.py)."""

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
from app.periods.models import Periode
from app.reports import queries
from app.reports.documents import DOCUMENTS, Today, refusal_of
from app.reports.making import UNFINISHED
from app.reports.models import CityDocumentKind, CityReport, DocumentKind, Report
from app.reports.recap import queries as recap
from app.surveys.models import Survey
from app.surveys.queries import lock_survey
from app.surveys.states import SurveyState

QUEUED = "Menunggu giliran"


def request(
    survey: Survey, *, kind: CustomerKind, by: Actor, document: DocumentKind = DocumentKind.LAPORAN_PDF
) -> Report:
    """A document of what the data say now is ready, or a worker has been asked for it. Two who ask at once get the same."""
    survey = lock_survey(survey.id)
    if survey.state is SurveyState.BELUM_MULAI:
        raise Conflict("Survei ini belum dimulai, sehingga belum ada yang dapat dilaporkan.")
    today = Today(survey, kind)
    refusal = refusal_of(DOCUMENTS[document], today)
    if refusal:
        raise Conflict(f"{DOCUMENTS[document].title}: {refusal[0].lower()}{refusal[1:]}")
    latest = queries.find_latest(survey.id, kind, document)
    if latest is not None and (_is_coming(latest) or queries.is_current(latest, today)):
        return latest
    report = Report(
        upp_id=survey.upp_id,
        survey_id=survey.id,
        document=document,
        kind=kind.value,
        requested_by=by.name,
        progress=QUEUED,
        created_at=clock.now(),
    )
    db.session.add(report)
    db.session.flush()
    name = get_upp_by_id(survey.upp_id).name
    audit.record(Action.REPORT_REQUESTED, report, by=by, name=name, survey=survey.id, document=document.value)
    outbox.add(Topic.REPORT_MAKE, opd_id=survey.opd_id, report_id=report.id)
    return report


def request_city(periode: Periode, *, document: CityDocumentKind, by: Actor) -> CityReport:
    """The same for a document of the whole city."""
    recap.lock_periode(periode.id)
    latest = recap.find_latest(periode.id, document)
    if latest is not None and (_is_coming(latest) or recap.is_current(latest)):
        return latest
    report = CityReport(
        periode_id=periode.id,
        document=document,
        requested_by=by.name,
        progress=QUEUED,
        created_at=clock.now(),
    )
    db.session.add(report)
    db.session.flush()
    audit.record_city(Action.RECAP_REQUESTED, report, by=by, name=periode.name, document=document.value)
    outbox.add(Topic.REPORT_MAKE, report_id=report.id, city=True)
    return report


def _is_coming(report: Report | CityReport) -> bool:
    """Return whether a document is being made."""
    return report.state in UNFINISHED and not queries.is_lost(report)
