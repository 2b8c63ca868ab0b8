"""From a file to answers: upload it, say what its columns hold, start. Each act of a person is one function."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from app import clock
from app.audit.operations import Actor
from app.errors import Conflict, Rejected
from app.extensions import db
from app.imports import checking, queries, taking
from app.imports.findings import Findings
from app.imports.models import Import
from app.imports.reading.meanings import Meaning
from app.imports.reading.plan import Plan, missing_unsur
from app.imports.reading.problems import FileRejected
from app.imports.states import PREPARED, ImportState
from app.outbox import operations as outbox
from app.outbox.topics import Topic
from app.periods.queries import get_periode
from app.surveys.models import Survey
from app.surveys.queries import get_survey
from app.surveys.states import SurveyState
from app.web.formats import daftar, rentang_tanggal, tanggal_jam

LONGEST_NAME = 200
NOT_RUNNING = "Survei ini tidak sedang berjalan, sehingga jawaban tidak dapat diimpor."
ANOTHER_RUNS = "Impor lain ke survei ini sedang berjalan. Tunggu sampai selesai, lalu tekan lagi."


def upload(survey: Survey, *, file_name: str, content: bytes, by: Actor) -> Import:
    """The file is here and can be opened. One that is being prepared already is that one.

    Raises FileRejected for what is no sheet of answers, Conflict for a file that was taken before.
    """
    if survey.state is not SurveyState.BERJALAN:
        raise Rejected(NOT_RUNNING, field="file")
    file_name = file_name.replace("\\", "/").rpartition("/")[2][-LONGEST_NAME:]
    checking.guess_columns(checking.sheet_of(checking.open_sheets(file_name, content), None), survey)  # it can be read
    digest = sha256(content).hexdigest()
    _refuse_taken(survey.id, digest)
    begun = queries.find_prepared(survey.id, digest)
    if begun is not None:
        return begun
    row = Import(
        upp_id=survey.upp_id, survey_id=survey.id, file_name=file_name, sha256=digest, content=content, imported_by=by.name,
        state=ImportState.DIUNGGAH, created_at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def prepare(row: Import, plan: Plan) -> Findings:
    """It is known what the file comes to by this plan; without a wrong cell it is ready to be taken."""
    missing = missing_unsur(plan.columns)
    if missing:
        names = daftar(meaning.label for meaning in missing)
        raise Rejected(f"Belum ada kolom untuk {names}. Sembilan unsur harus ada.")
    if plan.layanan_id is None and plan.column_of(Meaning.LAYANAN) is None:
        raise Rejected("Pilih layanannya, atau kolom yang menyebutnya.", field="layanan")
    if plan.titik_id is None and plan.column_of(Meaning.TITIK) is None:
        raise Rejected("Pilih titik layanannya, atau kolom yang menyebutnya.", field="titik")
    _refuse_impossible_day(row, plan.collected_on)
    findings = checking.dry_run(row, plan).findings
    row.move_to(ImportState.SIAP if findings.ready else ImportState.DIPETAKAN)
    row.plan, row.findings, row.error = plan.to_json(), findings.to_json(), ""
    return findings


def replace(old: Import, new: Import) -> bool:
    """The corrected file stands for the old one; where its heading is the same it is checked by the same plan.

    Return whether it was.
    """
    if old.id == new.id or old.state not in PREPARED:
        return False
    plan = Plan.from_json(old.plan) if old.plan else None
    cancel(old)
    if plan is None or new.plan is not None:
        return False
    sheets = checking.open_file(new)
    sheet = next((sheet for sheet in sheets if sheet.name == plan.sheet), sheets[0])
    labels = checking.guess_columns(sheet, get_survey(new.survey_id), plan.heading).heading.labels
    if labels != plan.labels:
        return False
    prepare(new, plan)
    return True


def start(row: Import, *, by: Actor) -> None:
    """A worker has been asked to take the answers, all of them or none, in this person's name."""
    if not queries.takes_answers(row.survey_id):
        raise Conflict(NOT_RUNNING)
    _refuse_taken(row.survey_id, row.sha256)
    row.move_to(ImportState.BERJALAN)
    row.actor_id, row.imported_by, row.actor_role = by.id, by.name, by.role
    row.started_at, row.done, row.error = clock.now(), 0, ""
    try:
        db.session.flush()
    except IntegrityError as error:  # another import of the survey runs (ix_imports_running)
        raise Conflict(ANOTHER_RUNS) from error
    outbox.add(Topic.IMPORT_RUN, opd_id=row.opd_id, import_id=row.id)


def cancel(row: Import) -> None:
    """Nothing of the file will be taken, and the file is gone."""
    row.move_to(ImportState.DIBATALKAN)
    row.content = row.plan = row.findings = None
    row.finished_at = clock.now()


def import_file(
    survey: Survey, *, file_name: str, content: bytes, layanan_id: UUID, titik_id: UUID, collected_on: date, by: Actor
) -> Import:
    """Every row of the file is an answer of the survey, its columns as they are guessed. For commands: no worker is asked.

    Raises FileRejected with every wrong cell; nothing is taken then.
    """
    row = upload(survey, file_name=file_name, content=content, by=by)
    sheet = checking.sheet_of(checking.open_file(row), None)
    guess = checking.guess_columns(sheet, survey)
    plan = Plan(
        sheet.name,
        guess.heading.row,
        guess.meanings(),
        layanan_id,
        titik_id,
        collected_on,
        labels=guess.heading.labels,
        added=guess.added,
    )
    findings = prepare(row, plan)
    if findings.problem_count:
        problems = checking.dry_run(row).reading.problems
        raise FileRejected(f"{len(problems)} kesalahan di berkas ini. Perbaiki, lalu impor lagi.", problems)
    if not findings.ready:
        raise Conflict("Semua baris berkas ini sudah diimpor dari berkas lain.", field="file")
    start(row, by=by)
    taking.take(row)
    return row


def _refuse_impossible_day(row: Import, day: date) -> None:
    opens_on, today = get_periode(get_survey(row.survey_id).periode_id).opens_on, clock.today()
    if not opens_on <= day <= today:
        raise Rejected(f"Pilih hari dalam {rentang_tanggal(opens_on, today)}.", field="collected_on")


def _refuse_taken(survey_id: UUID, digest: str) -> None:
    taken = queries.find_taken(survey_id, digest)
    if taken is not None:
        when = f"{tanggal_jam(taken.started_at or taken.created_at)} oleh {taken.imported_by}"
        raise Conflict(f"Berkas yang sama sudah diimpor ke survei ini ({when}).", field="file")
