"""Recording where a result was published."""

from __future__ import annotations

from datetime import date

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Conflict, Rejected
from app.extensions import db
from app.opd.queries import get_upp_by_id
from app.publication.models import Medium, Publication
from app.reports.operations import files
from app.surveys.models import Survey
from app.surveys.states import SurveyState

VERIFIED = (SurveyState.DIVERIFIKASI, SurveyState.DIPUBLIKASIKAN)


def record(
    survey: Survey, *, medium: Medium, place: str, published_on: date, evidence: tuple[str, bytes] | None, by: Actor
) -> Publication:
    """It is written down that the result was published in this medium; `evidence` is a picture with its file's name."""
    if survey.state not in VERIFIED:
        raise Conflict("Publikasi dicatat setelah hasilnya terverifikasi.")
    if published_on > clock.today():
        raise Rejected("Tanggal ini belum tiba.", field="published_on")
    if survey.closed_at and published_on < survey.closed_at.astimezone(clock.zone()).date():
        raise Rejected("Tanggal ini sebelum survei ditutup.", field="published_on")
    file = None
    if evidence is not None:
        name, content = evidence
        caption = f"{medium.label}: {place}"
        file = files.add_evidence(survey, caption=caption, file_name=name, content=content, by=by)
    row = Publication(
        upp_id=survey.upp_id,
        survey_id=survey.id,
        medium=medium,
        place=place,
        published_on=published_on,
        evidence_id=file.id if file else None,
        recorded_by=by.name,
        recorded_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    _tell(Action.PUBLICATION_RECORDED, row, by)
    return row


def remove(row: Publication, *, by: Actor) -> None:
    """The medium is not counted any more; its evidence goes with it."""
    _tell(Action.PUBLICATION_REMOVED, row, by)
    survey_id, evidence_id = row.survey_id, row.evidence_id
    db.session.delete(row)
    db.session.flush()
    if evidence_id is not None:
        files.remove_evidence(survey_id, evidence_id, by=by)


def _tell(action: Action, row: Publication, by: Actor) -> None:
    name = get_upp_by_id(row.upp_id).name
    audit.record(action, row, by=by, name=name, survey=row.survey_id, medium=row.medium.value, place=row.place)
