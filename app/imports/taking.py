"""Take the answers of an import: called by a worker, inside the transaction that holds its outbox row.

All rows are one transaction, so that a killed worker leaves nothing, and the next one begins anew. A row's id follows
from survey, file and number, so that not even a repeated statement adds anything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID, uuid5

from sqlalchemy import insert, update

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.db import transaction
from app.errors import Refusal
from app.extensions import db
from app.imports import checking, queries
from app.imports.models import Import, ImportedRow
from app.imports.reading.rows import ReadRow
from app.imports.states import ImportState
from app.responses import intake
from app.responses.intake import Answer
from app.responses.models import Collection
from app.surveys.queries import get_survey
from app.tenancy.scope import opd_scope

ROWS = UUID("6f0d3c1e-5a1b-4f0e-9a52-1f2d5c7b8e90")  # namespace of the ids of imported rows
BATCH = 1000
NOT_RUNNING = "Survei sudah tidak berjalan. Tidak ada jawaban yang diimpor."
CHANGED = "Data layanan atau berkas lain berubah sejak diperiksa. Periksa lagi, lalu impor."
GAVE_UP = "Impor belum berhasil setelah {attempts} percobaan. Tidak ada jawaban yang diimpor."
Progress = Callable[[int], None]


def run(import_id: UUID) -> None:
    """The import has become answers, or it says why not; one that is finished already is left alone."""
    row = queries.get_whole(import_id)
    if row.state is ImportState.BERJALAN:
        _note(row, done=0, attempts=row.attempts + 1)
        take(row, lambda done: _note(row, done=done))


def take(row: Import, progress: Progress = lambda _done: None) -> None:
    """Every row of the file is an answer, and the file is gone; or the import has failed, and none is."""
    if not queries.takes_answers(row.survey_id):
        return _fail(row, NOT_RUNNING)
    try:
        found = checking.dry_run(row)
    except Refusal as refusal:
        return _fail(row, refusal.message)
    left_out = found.rows.left_out(again=found.plan.again)
    rows = [each for each in found.reading.rows if each.number not in left_out]
    if found.reading.problems or not rows:
        return _fail(row, CHANGED)
    for begin in range(0, len(rows), BATCH):
        batch = rows[begin : begin + BATCH]
        _store(row, batch, found.rows.fingerprints)
        progress(begin + len(batch))
    return _finish(row, len(rows))


def note_failure(import_id: UUID, *, attempts: int, final: bool) -> None:
    """After the last try the import has failed, and may be started again."""
    if final:
        row = queries.lock_import(import_id)
        if row.state is ImportState.BERJALAN:
            _fail(row, GAVE_UP.format(attempts=attempts))


def _store(row: Import, batch: Sequence[ReadRow], fingerprints: dict[int, str]) -> None:
    survey = get_survey(row.survey_id)
    answers = [
        Answer(
            id=uuid5(ROWS, f"{survey.id}/{row.sha256}/{each.number}"),
            survey_id=survey.id,
            upp_id=survey.upp_id,
            layanan_id=each.layanan_id,
            titik_id=each.titik_id,
            questionnaire_id=survey.questionnaire_id,
            collection=Collection.IMPOR,
            scores=each.scores,
            extra_scores=each.extra_scores,
            finished_at=each.finished_at,
            sex=each.sex,
            age_band=each.age_band,
            education=each.education,
            occupation=each.occupation,
            occupation_other=each.occupation_other,
            office_kind=each.office_kind,
            position=each.position,
            saran=each.saran,
            import_id=row.id,
        )
        for each in batch
    ]
    intake.record_many(row.opd_id, answers, connection=db.session.connection())
    marks = [
        {"opd_id": row.opd_id, "upp_id": row.upp_id, "import_id": row.id, "survey_id": row.survey_id, "number": each.number,
         "fingerprint": fingerprints[each.number]}
        for each in batch
    ]  # fmt: skip
    db.session.execute(insert(ImportedRow), marks)


def _finish(row: Import, count: int) -> None:
    row.move_to(ImportState.SELESAI)
    row.rows = row.done = count
    row.content = row.plan = None  # the file, and the first rows of it in the findings
    row.findings = {name: (row.findings or {}).get(name, count) for name in ("count", "taken")}
    row.finished_at = clock.now()
    by = Actor(row.actor_id, row.imported_by, row.actor_role)
    audit.record(
        Action.RESPONSES_IMPORTED,
        row,
        by=by,
        name=row.file_name,
        file_name=row.file_name,
        rows=count,
        sha256=row.sha256,
    )


def _fail(row: Import, message: str) -> None:
    row.move_to(ImportState.GAGAL)
    row.error, row.done = message, 0


def _note(row: Import, **values: int) -> None:
    """Say how far the worker is, in a transaction of its own, so that the page sees it while nothing else is seen yet."""
    opd_id, import_id = row.opd_id, row.id
    with opd_scope(opd_id), transaction():
        db.session.execute(update(Import).where(Import.id == import_id).values(**values))
