"""Reading surveys."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from app.errors import NotFound
from app.extensions import db
from app.periods.models import Periode
from app.surveys.models import FrozenResult, Survey, SurveyLayanan, VerifierNote


def get_survey(survey_id: UUID) -> Survey:
    """Return a survey of the scope; another OPD's (or UPP's) does not exist."""
    survey = db.session.scalar(select(Survey).where(Survey.id == survey_id))
    if survey is None:
        raise NotFound("Survei ini tidak ada.")
    return survey


def lock_survey(survey_id: UUID) -> Survey:
    """Return the survey as it is now, locked: answers on their way are in, and later ones wait."""
    survey = db.session.scalar(
        select(Survey).where(Survey.id == survey_id).with_for_update().execution_options(populate_existing=True)
    )
    if survey is None:
        raise NotFound("Survei ini tidak ada.")
    return survey


def find_survey(upp_id: UUID, periode_id: UUID, part: int = 1) -> Survey | None:
    return db.session.scalar(
        select(Survey).where(Survey.upp_id == upp_id, Survey.periode_id == periode_id, Survey.part == part)
    )


def list_surveys(periode_id: UUID | None = None, upp_id: UUID | None = None) -> list[Survey]:
    """Return the surveys in scope, the latest periode first."""
    statement = (
        select(Survey)
        .join(Periode, Periode.id == Survey.periode_id)
        .order_by(Periode.deadline.desc(), Survey.upp_id, Survey.part)
    )
    if periode_id is not None:
        statement = statement.where(Survey.periode_id == periode_id)
    if upp_id is not None:
        statement = statement.where(Survey.upp_id == upp_id)
    return list(db.session.scalars(statement))


def list_survey_layanan(survey_id: UUID) -> dict[UUID, SurveyLayanan]:
    """Return users and target of each layanan in the survey, by layanan."""
    rows = db.session.scalars(select(SurveyLayanan).where(SurveyLayanan.survey_id == survey_id))
    return {row.layanan_id: row for row in rows}


def find_frozen(survey_id: UUID) -> FrozenResult | None:
    """Return the latest frozen result."""
    return db.session.scalar(
        select(FrozenResult).where(FrozenResult.survey_id == survey_id).order_by(FrozenResult.version.desc()).limit(1)
    )


def list_frozen(survey_id: UUID) -> list[FrozenResult]:
    """Return every frozen version, the latest first."""
    statement = select(FrozenResult).where(FrozenResult.survey_id == survey_id)
    return list(db.session.scalars(statement.order_by(FrozenResult.version.desc())))


def get_version(survey_id: UUID, version: int) -> FrozenResult:
    """Return one frozen version; earlier ones stay for good."""
    found = db.session.scalar(
        select(FrozenResult).where(FrozenResult.survey_id == survey_id, FrozenResult.version == version)
    )
    if found is None:
        raise NotFound("Versi beku ini tidak ada.")
    return found


def list_notes(survey_id: UUID) -> list[VerifierNote]:
    """Return what verifiers wrote, the latest first."""
    statement = select(VerifierNote).where(VerifierNote.survey_id == survey_id)
    return list(db.session.scalars(statement.order_by(VerifierNote.written_at.desc(), VerifierNote.title)))


def list_open_notes(survey_id: UUID) -> list[VerifierNote]:
    """Return the notes of a returned result about which nobody has said yet what was done."""
    return [each for each in list_notes(survey_id) if each.returned and each.open]


def get_note(survey_id: UUID, note_id: UUID) -> VerifierNote:
    note = db.session.scalar(
        select(VerifierNote).where(VerifierNote.id == note_id, VerifierNote.survey_id == survey_id)
    )
    if note is None:
        raise NotFound("Catatan ini tidak ada.")
    return note
