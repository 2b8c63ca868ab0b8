"""Turn the rows of a file into responses: all or nothing, and never twice."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid5

from sqlalchemy import select

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Conflict, Rejected
from app.extensions import db
from app.imports.models import Import
from app.imports.reading import read_scores
from app.opd.models import Layanan, Titik
from app.responses import intake
from app.responses.intake import Answer
from app.responses.models import Collection
from app.surveys import queries as surveys
from app.surveys.states import SurveyState

ROWS = UUID("6f0d3c1e-5a1b-4f0e-9a52-1f2d5c7b8e90")  # namespace of the ids of imported rows


def import_scores(
    survey_id: UUID,
    *,
    file_name: str,
    content: bytes,
    layanan: Layanan,
    titik: Titik,
    collected_at: datetime,
    by: Actor,
) -> Import:
    """Every row of the file is a response of the survey; the file is known and will be refused a second time.

    A row's id follows from survey, file and row number, so that even a repeated statement adds nothing.
    Raises FileRejected with every wrong cell, Conflict for a known file, Rejected where the survey takes no answers.
    """
    scores = read_scores(file_name, content)
    survey = surveys.lock_survey(survey_id)
    if survey.state is not SurveyState.BERJALAN:
        raise Rejected("Survei ini tidak sedang berjalan, sehingga jawaban tidak dapat diimpor.")
    if {layanan.upp_id, titik.upp_id} != {survey.upp_id}:
        raise Rejected("Layanan dan titik harus milik UPP survei ini.", field="layanan")
    digest = sha256(content).hexdigest()
    if db.session.scalar(select(Import.id).where(Import.survey_id == survey.id, Import.sha256 == digest)):
        raise Conflict("Berkas yang sama sudah diimpor ke survei ini.", field="file")
    row = Import(
        upp_id=survey.upp_id, survey_id=survey.id, file_name=file_name[:200], sha256=digest, rows=len(scores.rows), imported_by=by.name,
        created_at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    answers = [
        Answer(
            id=uuid5(ROWS, f"{survey.id}/{digest}/{number}"),
            survey_id=survey.id,
            upp_id=survey.upp_id,
            layanan_id=layanan.id,
            titik_id=titik.id,
            questionnaire_id=survey.questionnaire_id,
            collection=Collection.IMPOR,
            scores=values,
            finished_at=collected_at,
            import_id=row.id,
        )
        for number, values in enumerate(scores.rows, start=1)
    ]
    intake.record_many(survey.opd_id, answers, connection=db.session.connection())
    audit.record(
        Action.RESPONSES_IMPORTED, row, by=by, name=row.file_name, file_name=row.file_name, rows=row.rows, sha256=digest
    )
    return row
