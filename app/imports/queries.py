"""Reading imports and what was taken from them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.errors import NotFound
from app.extensions import db
from app.imports.models import Import, ImportedRow, PastResult
from app.imports.states import PREPARED, ImportState
from app.surveys.models import Survey
from app.surveys.states import SurveyState

TAKEN = (ImportState.BERJALAN, ImportState.SELESAI)
BATCH = 5000


def get_import(survey_id: UUID, import_id: UUID) -> Import:
    """Return an import of the survey; another survey's does not exist there."""
    row = db.session.scalar(select(Import).where(Import.id == import_id, Import.survey_id == survey_id))
    if row is None:
        raise NotFound("Impor ini tidak ada.")
    return row


def lock_import(import_id: UUID) -> Import:
    """Return the import as it is now with its file, locked until the transaction ends."""
    statement = select(Import).where(Import.id == import_id).with_for_update().execution_options(populate_existing=True)
    row = db.session.scalar(statement.options(*_whole()))
    if row is None:
        raise NotFound("Impor ini tidak ada.")
    return row


def get_whole(import_id: UUID) -> Import:
    """Return the import with its file, not locked."""
    row = db.session.scalar(select(Import).where(Import.id == import_id).options(*_whole()))
    if row is None:
        raise NotFound("Impor ini tidak ada.")
    return row


def list_imports(survey_id: UUID) -> list[Import]:
    """Return the imports of a survey, the latest first; cancelled ones are left out."""
    statement = select(Import).where(Import.survey_id == survey_id, Import.state != ImportState.DIBATALKAN)
    return list(db.session.scalars(statement.order_by(Import.created_at.desc())))


def find_taken(survey_id: UUID, sha256: str) -> Import | None:
    """Return the import by which this very file became answers of the survey."""
    return db.session.scalar(
        select(Import).where(Import.survey_id == survey_id, Import.sha256 == sha256, Import.state.in_(TAKEN))
    )


def find_prepared(survey_id: UUID, sha256: str) -> Import | None:
    """Return the import of this very file that somebody has begun to prepare."""
    wanted = select(Import).where(Import.survey_id == survey_id, Import.sha256 == sha256, Import.state.in_(PREPARED))
    return db.session.scalar(wanted.order_by(Import.created_at.desc()).limit(1))


def takes_answers(survey_id: UUID) -> bool:
    """Return whether the survey runs, and keep it running until the transaction ends; live answers go on meanwhile."""
    state = db.session.scalar(select(Survey.state).where(Survey.id == survey_id).with_for_update(read=True))
    return state is SurveyState.BERJALAN


def find_rows(survey_id: UUID, fingerprints: Iterable[str]) -> dict[str, list[tuple[str, int]]]:
    """Return where each of these rows was taken from before: file name and number, by fingerprint."""
    found: dict[str, list[tuple[str, int]]] = {}
    wanted = sorted(set(fingerprints))
    for begin in range(0, len(wanted), BATCH):
        statement = (
            select(ImportedRow.fingerprint, Import.file_name, ImportedRow.number)
            .join(Import, Import.id == ImportedRow.import_id)
            .where(ImportedRow.survey_id == survey_id, ImportedRow.fingerprint.in_(wanted[begin : begin + BATCH]))
            .order_by(Import.created_at, ImportedRow.number)
        )
        for fingerprint, name, number in db.session.execute(statement):
            found.setdefault(fingerprint, []).append((name, number))
    return found


def list_past_results(upp_id: UUID | None = None) -> list[PastResult]:
    """Return results from before Potret, the latest year first."""
    statement = select(PastResult).order_by(PastResult.year.desc(), PastResult.kind)
    return list(db.session.scalars(statement if upp_id is None else statement.where(PastResult.upp_id == upp_id)))


def list_opd_with_past(year: int) -> frozenset[UUID]:
    """Return the OPD, of those in scope, of which there is a result of a year before Potret."""
    return frozenset(db.session.scalars(select(PastResult.opd_id).where(PastResult.year == year).distinct()))


def _whole() -> tuple:
    return undefer(Import.content), undefer(Import.plan), undefer(Import.findings)
