"""The life of a stack of paper: opened, typed, typed again and compared, finished. One act a function."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from uuid import UUID, uuid5

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Conflict, Rejected
from app.extensions import db
from app.opd import queries as registry
from app.opd.models import Titik
from app.paper import notice, queries, sheet
from app.paper.models import UNFINISHED, BatchState, PaperBatch, PaperSheet
from app.paper.sheet import Values
from app.periods.queries import get_periode
from app.responses import intake
from app.responses.intake import Answer
from app.responses.models import Collection
from app.responses.profile import age_band
from app.surveys import queries as surveys
from app.surveys.models import Survey
from app.surveys.questionnaire import QuestionnaireVersion, get_questionnaire
from app.surveys.states import SurveyState

SHEETS = UUID("2b5b0f0a-0f4e-4b2c-8f0e-6b8d1c9f7a31")  # namespace of the ids of answers from paper


def open_batch(
    survey: Survey, *, layanan_id: UUID, titik_id: UUID, collected_on: date, first_number: int, expected: int | None,
    double_entry: bool, by: Actor,
) -> PaperBatch:  # fmt: skip
    """A stack lies ready to be typed. Also after closing: then its sheets will be susulan."""
    layanan, titik = registry.get_layanan(layanan_id), registry.get_titik(titik_id)
    if {layanan.upp_id, titik.upp_id} != {survey.upp_id}:
        raise Rejected("Layanan dan titik harus milik UPP survei ini.", field="layanan")
    if survey.state is SurveyState.BELUM_MULAI:
        raise Rejected("Survei ini belum dimulai, sehingga kuesionernya belum dapat diketik.")
    _check_day(survey, titik, collected_on)
    batch = PaperBatch(
        upp_id=survey.upp_id, survey_id=survey.id, layanan_id=layanan.id, titik_id=titik.id, collected_on=collected_on,
        first_number=first_number, expected=expected, double_entry=double_entry, state=BatchState.TERBUKA, opened_by=by.name,
        opened_at=clock.now(),
    )  # fmt: skip
    db.session.add(batch)
    db.session.flush()
    return batch


def type_sheet(batch_id: UUID, *, typing_id: UUID, number: int, values: Values) -> PaperSheet:
    """The sheet of this number holds these values in the present round. The same typing again changes it, and adds none."""
    batch = _lock_unfinished(batch_id)
    second = batch.state is BatchState.DIPERIKSA
    rows = queries.list_sheets(batch_id)
    row = next((each for each in rows if each.number == number), None)
    if row is not None and _typing_id(row, second) not in (None, typing_id):
        raise Conflict(f"Lembar {number} sudah diketik. Periksa nomor lembarnya.")
    before = next((each for each in rows if _typing_id(each, second) == typing_id), None)
    if before is not None and before is not row:
        _take_back(before, second)
    if row is None:
        row = PaperSheet(upp_id=batch.upp_id, batch_id=batch.id, number=number)
        db.session.add(row)
    if second:
        row.second, row.second_id, row.decided = values, typing_id, None
    else:
        row.first, row.first_id = values, typing_id
    db.session.flush()
    return row


def remove_typing(batch_id: UUID, typing_id: UUID) -> None:
    """The typing is gone from the present round, whether or not it was there."""
    batch = _lock_unfinished(batch_id)
    second = batch.state is BatchState.DIPERIKSA
    for row in queries.list_sheets(batch_id):
        if _typing_id(row, second) == typing_id:
            _take_back(row, second)
    db.session.flush()


def begin_check(batch_id: UUID) -> None:
    """The first round is over, and the stack is typed a second time, by somebody who does not see the first."""
    batch = queries.lock_batch(batch_id)
    if not batch.double_entry:
        raise Conflict("Tumpukan ini dibuka tanpa pengetikan ulang.")
    if not queries.count_first(batch_id):
        raise Rejected("Belum ada lembar yang diketik.")
    batch.move_to(BatchState.DIPERIKSA)


def decide(batch_id: UUID, *, from_second: Mapping[int, frozenset[str]], kept: Mapping[int, bool]) -> None:
    """Every named sheet is settled. `from_second`: the fields in which the second typing is right. `kept`: whether a sheet
    that one round has and the other has not stands; a first typing alone never does, it can only be taken out."""
    batch = _lock_unfinished(batch_id)
    if batch.state is not BatchState.DIPERIKSA:
        raise Conflict("Tumpukan ini belum diketik ulang.")
    for row in queries.list_unsettled(batch_id):
        if row.first is not None and row.second is not None:
            if row.number in from_second:
                row.decided = sheet.settle(row.first, row.second, from_second[row.number])
        elif kept.get(row.number) is False:
            db.session.delete(row)
        elif kept.get(row.number):
            row.decided = row.second
    db.session.flush()


def finish(batch_id: UUID, *, by: Actor) -> PaperBatch:
    """Every sheet of the stack is a response of its survey, all of them or none. Finished already: nothing happens.

    What was typed is forgotten here: a response holds the age as a band, and there shall be no second copy of it.
    """
    batch = queries.lock_batch(batch_id)
    if batch.state is BatchState.SELESAI:
        return batch
    survey = surveys.lock_survey(batch.survey_id)
    rows = _ready(batch)
    batch.move_to(BatchState.SELESAI)
    batch.ended_by, batch.ended_at = by.name, clock.now()
    batch.sheets = len(rows)
    batch.differences = sum(row.decided is not None for row in rows)
    answers = _answers(batch, survey, rows)
    intake.record_many(survey.opd_id, answers, connection=db.session.connection())
    for row, answer in zip(rows, answers, strict=True):
        row.response_id = answer.id
        row.first = row.second = row.decided = None
    audit.record(
        Action.PAPER_ENTERED,
        batch,
        by=by,
        name=_name(batch),
        sheets=batch.sheets,
        differences=batch.differences,
        collected_on=batch.collected_on,
        late=survey.state is not SurveyState.BERJALAN,
    )
    return batch


def cancel(batch_id: UUID, *, reason: str, by: Actor) -> None:
    """The stack is given up and what was typed of it is gone; the paper itself may be typed again in another stack."""
    batch = queries.lock_batch(batch_id)
    batch.move_to(BatchState.DIBATALKAN)
    batch.ended_by, batch.ended_at = by.name, clock.now()
    rows = queries.list_sheets(batch_id)
    for row in rows:
        db.session.delete(row)
    audit.record(Action.PAPER_CANCELLED, batch, by=by, name=_name(batch), sheets=len(rows), reason=reason)


def _check_day(survey: Survey, titik: Titik, day: date) -> None:
    opens_on = get_periode(survey.periode_id).opens_on
    if not opens_on <= day <= clock.today():
        raise Rejected("Pilih hari di dalam periode, dan bukan hari yang belum tiba.", field="collected_on")
    if titik.deactivated_at and day > titik.deactivated_at.astimezone(clock.zone()).date():
        raise Rejected("Titik layanan ini sudah tidak aktif pada hari itu.", field="collected_on")


def _lock_unfinished(batch_id: UUID) -> PaperBatch:
    batch = queries.lock_batch(batch_id)
    if batch.state not in UNFINISHED:
        raise Conflict(f"Tumpukan ini sudah {batch.state.label.lower()}, sehingga tidak dapat diubah lagi.")
    return batch


def _typing_id(row: PaperSheet, second: bool) -> UUID | None:
    return row.second_id if second else row.first_id


def _take_back(row: PaperSheet, second: bool) -> None:
    if second:
        row.second = row.second_id = row.decided = None
    else:
        row.first = row.first_id = None
    if row.first_id is None and row.second_id is None:
        db.session.delete(row)


def _ready(batch: PaperBatch) -> list[PaperSheet]:
    """Return the sheets of a stack that can be finished; raises for one that cannot."""
    rows = queries.list_sheets(batch.id)
    if not rows:
        raise Rejected("Belum ada lembar yang diketik.")
    if batch.double_entry and (batch.state is BatchState.TERBUKA or queries.list_unsettled(batch.id)):
        raise Conflict("Tumpukan ini diketik dua kali: ketik ulang dulu semua lembarnya, lalu putuskan perbedaannya.")
    return rows


def _answers(batch: PaperBatch, survey: Survey, rows: list[PaperSheet]) -> list[Answer]:
    asked = get_questionnaire(survey.questionnaire_id)
    finished_at = min(datetime.combine(batch.collected_on, time(12), clock.zone()), clock.now())
    return [
        _answer(batch, survey, row.number, asked, finished_at, values)
        for row in rows
        if (values := queries.settled(row, double_entry=batch.double_entry)) is not None
    ]


def _answer(
    batch: PaperBatch, survey: Survey, number: int, asked: QuestionnaireVersion, finished_at: datetime, values: Values
) -> Answer:
    age = values.get("usia")
    return Answer(
        id=uuid5(SHEETS, f"{batch.id}/{number}"),
        survey_id=survey.id,
        upp_id=batch.upp_id,
        layanan_id=batch.layanan_id,
        titik_id=batch.titik_id,
        questionnaire_id=survey.questionnaire_id,
        collection=Collection.KERTAS,
        scores=tuple(values[sheet.score_field(code)] for code in asked.codes),
        extra_scores={
            each.code: score for each in asked.extras if (score := values.get(sheet.score_field(each.code))) is not None
        },
        finished_at=finished_at,
        sex=values.get("jenis_kelamin"),
        age_band=age_band(age) if age else None,
        education=values.get("pendidikan"),
        occupation=values.get("pekerjaan"),
        occupation_other=values["pekerjaan_lain"] or None,
        office_kind=values.get("jenis_kantor"),
        position=values.get("jabatan"),
        saran=values["saran"],
        batch_id=batch.id,
        notice_version=notice.VERSION,
    )


def _name(batch: PaperBatch) -> str:
    return f"{registry.get_layanan(batch.layanan_id).name}, {registry.get_titik(batch.titik_id).name}"
