"""The life of a survey, one act a function."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Conflict, Rejected
from app.extensions import db
from app.ikm import Reported, allocate, sample_size, sample_size_each
from app.opd import queries as registry
from app.opd.models import CustomerKind, Upp
from app.periods.models import Periode
from app.periods.policy import Policy, SampleBasis
from app.periods.queries import get_periode
from app.quality.queries import count_open
from app.questionnaires.queries import find_approved_version
from app.results import fold, freezing, statistics
from app.surveys import queries, told, verifiers
from app.surveys.models import Executor, FrozenResult, Survey, SurveyLayanan, VerifierNote
from app.surveys.parts import PART_NAMES
from app.surveys.questionnaire import ensure_standard
from app.surveys.states import FROZEN, SurveyState
from app.surveys.verifiers import Remark

REOPENED = (SurveyState.DITUTUP, SurveyState.DIKEMBALIKAN)
OPEN_PROPOSALS = "Masih ada usulan pengecualian yang belum diputuskan Bagian Organisasi. Survei ditutup sesudahnya."


def enrol(upp: Upp, periode: Periode, part: int = 1) -> Survey:
    """The UPP has a survey in the periode, not yet begun, with its layanan and target."""
    survey = queries.find_survey(upp.id, periode.id, part)
    if survey is None:
        survey = Survey(
            upp_id=upp.id,
            periode_id=periode.id,
            part=part,
            questionnaire_id=find_approved_version(upp.id) or ensure_standard(),
            created_at=clock.now(),
        )
        db.session.add(survey)
        db.session.flush()
    set_targets(survey, periode)
    return survey


def set_targets(survey: Survey, periode: Periode) -> None:
    """The survey's target follows from the users of its active layanan, by the periode's policy; a frozen one keeps its own.

    While N of a layanan is unknown it has no target of its own.
    """
    if survey.state in FROZEN:
        return
    kept = queries.list_survey_layanan(survey.id)
    layanan = registry.list_layanan(survey.upp_id, active_only=True)
    users = {each.id: each.users for each in layanan if each.users is not None}
    if Policy.from_json(periode.policy).sample_basis is SampleBasis.LAYANAN:
        targets = sample_size_each(users)
    else:
        targets = allocate(sample_size(sum(users.values())), users)
    for each in layanan:
        row = kept.pop(each.id, None) or SurveyLayanan(upp_id=survey.upp_id, survey_id=survey.id, layanan_id=each.id)
        row.users, row.target = each.users, targets.get(each.id, 0)
        db.session.add(row)
    for row in kept.values():
        row.target = 0  # a layanan that is no longer active keeps its answers and asks for no more
    survey.target = sum(targets.values())
    db.session.flush()


def plan(
    survey: Survey, *, window_from: date, window_to: date, executor: Executor, executor_name: str, by: Actor
) -> None:
    """The UPP has said when it collects and who does it."""
    if window_from > window_to:
        raise Rejected("Akhir pengumpulan harus sesudah awalnya.", field="window_to")
    if executor is Executor.PIHAK_KETIGA and not executor_name:
        raise Rejected("Tulis nama lembaga pelaksananya.", field="executor_name")
    survey.window_from, survey.window_to = window_from, window_to
    survey.executor, survey.executor_name = executor, executor_name if executor is Executor.PIHAK_KETIGA else ""
    audit.record(
        Action.SURVEY_PLANNED,
        survey,
        by=by,
        name=_name(survey),
        window_from=window_from,
        window_to=window_to,
        executor=executor.value,
    )


def divide(survey: Survey, parts: int, *, by: Actor) -> list[Survey]:
    """The UPP's year is surveyed in so many parts, each with its own plan and target; those there are stay.

    Parts are only ever added: one that is neither planned nor begun asks for nothing (results/parts.py).
    """
    if parts not in PART_NAMES:
        raise Rejected("Pilih semester atau triwulan.", field="parts")
    registry.lock_opd(survey.opd_id)
    periode, upp = get_periode(survey.periode_id), registry.get_upp_by_id(survey.upp_id)
    known = {each.part for each in queries.list_surveys(periode.id, upp.id)}
    if len(known) >= parts:
        raise Conflict(f"Survei ini sudah terbagi {len(known)}.")
    added = [enrol(upp, periode, part) for part in range(1, parts + 1) if part not in known]
    audit.record(Action.SURVEY_DIVIDED, survey, by=by, name=upp.name, parts=parts)
    return added


def start(survey: Survey, *, by: Actor) -> None:
    """Answers are taken from now on."""
    survey = queries.lock_survey(survey.id)
    # states.py also draws the ways back from a closed survey; they need a reason and the right of reopen().
    if survey.state is not SurveyState.BELUM_MULAI:
        raise Conflict(f"Survei ini berstatus {survey.state.label}, sehingga tidak dapat dimulai lagi.")
    if survey.window_from is None:
        raise Rejected("Catat dulu rencana pengumpulan: tanggal dan pelaksananya.")
    if not queries.list_survey_layanan(survey.id):
        raise Rejected("Tambahkan dulu layanan yang disurvei.")
    survey.move_to(SurveyState.BERJALAN)
    survey.started_at = clock.now()
    audit.record(Action.SURVEY_STARTED, survey, by=by, name=_name(survey), target=survey.target)


def close(survey_id: UUID, *, note: str, by: Actor) -> Survey:
    """The survey is frozen: no later answer changes its figures."""
    survey = queries.lock_survey(survey_id)  # whoever proposes an exclusion waits here, so none slips in
    told.move(survey, SurveyState.DITUTUP)
    if count_open([survey.id]):
        raise Rejected(OPEN_PROPOSALS)
    survey.closed_at = clock.now()
    result = _freeze(survey)
    audit.record(
        Action.SURVEY_CLOSED,
        survey,
        by=by,
        name=_name(survey),
        note=note,
        ikm=result.ikm,
        respondents=result.respondents,
        version=result.version,
    )
    return survey


def report_result(
    survey_id: UUID,
    reported: Reported,
    *,
    kind: CustomerKind,
    respondents: int,
    executor_name: str,
    report: tuple[UUID, str],
    by: Actor,
) -> Survey:
    """A third party's result stands in the place of one's own: frozen as it was reported, and certified like any other.

    `report` is its file and the file's hash. Only where Potret holds no answers of the survey; a returned one, or one
    reported before, gets a next version.
    """
    survey = queries.lock_survey(survey_id)
    if survey.state is SurveyState.BELUM_MULAI or survey.state in REOPENED:
        told.move(survey, SurveyState.BERJALAN)
        survey.started_at = survey.started_at or clock.now()
    fold.fold_all()
    if statistics.by_layanan(survey.id):
        raise Conflict("Survei ini punya jawaban di Potret, sehingga hasilnya dihitung dari jawaban itu.")
    told.move(survey, SurveyState.DITUTUP)
    survey.executor, survey.executor_name = Executor.PIHAK_KETIGA, executor_name
    survey.closed_at = clock.now()
    users = [
        each.users for each in registry.list_layanan(survey.upp_id, active_only=True) if each.customer_kind is kind
    ]
    file_id, sha256 = report
    result = freezing.freeze_reported(
        survey, kind, reported, respondents=respondents, sha256_of_report=sha256,
        users=None if None in users else sum(each or 0 for each in users),
    )  # fmt: skip
    audit.record(
        Action.RESULT_REPORTED,
        survey,
        by=by,
        name=_name(survey),
        executor=executor_name,
        ikm=reported.ikm,
        respondents=respondents,
        version=result.version,
        weight=reported.weight or "",
        file=str(file_id),
    )
    return survey


def reopen(survey_id: UUID, *, reason: str, by: Actor) -> Survey:
    """More answers may come in; the frozen version stays, and closing will make the next.

    The UPP may do this until Bagian Organisasi has verified the result; then only reopen_verified() does.
    """
    return _reopen(survey_id, set(REOPENED), reason, by)


def reopen_verified(survey_id: UUID, *, reason: str, by: Actor) -> Survey:
    """A verified or published result is taken back, and more answers may come in."""
    return _reopen(survey_id, {SurveyState.DIVERIFIKASI, SurveyState.DIPUBLIKASIKAN}, reason, by)


def submit(
    survey_id: UUID,
    *,
    by: Actor,
    on_behalf: str = "",
    sheet_id: UUID | None = None,
    version: int | None = None,
    read_sha256: str = "",
) -> Survey:
    """The kepala has certified the frozen figures, and Bagian Organisasi has them ("Sahkan & kirim").

    `on_behalf` names the kepala whose signed sheet (`sheet_id`) the PIC records. `version` is the one that was read, and
    `read_sha256` tells the PDF of it: Conflict where another version has been frozen since.
    """
    survey = queries.lock_survey(survey_id)
    told.move(survey, SurveyState.DIAJUKAN)
    result = _frozen(survey, version)
    if queries.list_open_notes(survey.id):
        raise Rejected("Tanggapi dulu setiap catatan Bagian Organisasi: apa yang sudah diperbaiki.")
    now = clock.now()
    survey.submitted_at, survey.note = now, ""
    survey.first_submitted_at = survey.first_submitted_at or now
    result.certified_at, result.certified_by = now, on_behalf or by.name
    result.recorded_by, result.sheet_id = by.name if on_behalf else "", sheet_id
    result.read_sha256 = read_sha256
    audit.record(
        Action.SURVEY_SUBMITTED,
        survey,
        by=by,
        name=_name(survey),
        ikm=result.ikm,
        version=result.version,
        verification_code=result.verification_code,
        on_behalf=on_behalf,
    )
    return survey


def give_back(
    survey_id: UUID, *, by: Actor, note: str = "", remarks: Sequence[Remark] = (), version: int | None = None
) -> Survey:
    """The result is returned to its UPP with notes ("Kembalikan dengan catatan"), each at its point of the checklist."""
    survey = queries.lock_survey(survey_id)
    verifiers.check(survey, by)
    told.move(survey, SurveyState.DIKEMBALIKAN)
    if not note and not remarks:
        raise Rejected("Tulis catatan: apa yang perlu diperbaiki.", field="note")
    _write(survey, _frozen(survey, version), remarks, returned=True, by=by)
    survey.note = " ".join([*filter(None, [note]), *(f"{each.title}: {each.text}" for each in remarks)])
    audit.record(Action.SURVEY_RETURNED, survey, by=by, name=_name(survey), note=survey.note)
    return survey


def verify(survey_id: UUID, *, by: Actor, remarks: Sequence[Remark] = (), version: int | None = None) -> Survey:
    """Bagian Organisasi has looked at the result and stands by it ("Nyatakan terverifikasi"); its notes go along."""
    survey = queries.lock_survey(survey_id)
    verifiers.check(survey, by)
    told.move(survey, SurveyState.DIVERIFIKASI)
    survey.verified_at = clock.now()
    result = _frozen(survey, version)
    _write(survey, result, remarks, returned=False, by=by)
    audit.record(Action.SURVEY_VERIFIED, survey, by=by, name=_name(survey), ikm=result.ikm, version=result.version)
    return survey


def answer_note(survey_id: UUID, note_id: UUID, *, answer: str, by: Actor) -> VerifierNote:
    """The OPD has said what it did about a verifier's note; the note is no longer open."""
    if not answer:
        raise Rejected("Tulis apa yang sudah diperbaiki.", field="answer")
    survey = queries.lock_survey(survey_id)
    note = queries.get_note(survey.id, note_id)
    if not note.open:
        raise Conflict(f"Catatan ini sudah ditanggapi oleh {note.answered_by}.")
    note.answer, note.answered_by, note.answered_at = answer, by.name, clock.now()
    audit.record(Action.NOTE_ANSWERED, survey, by=by, name=_name(survey), point=note.title, note=answer)
    return note


def publish(survey_id: UUID, *, by: Actor) -> Survey:
    """The result may be shown to everybody."""
    survey = queries.lock_survey(survey_id)
    told.move(survey, SurveyState.DIPUBLIKASIKAN)
    survey.published_at = clock.now()
    result = _frozen(survey)
    audit.record(Action.SURVEY_PUBLISHED, survey, by=by, name=_name(survey), ikm=result.ikm, version=result.version)
    return survey


def _reopen(survey_id: UUID, states: set[SurveyState], reason: str, by: Actor) -> Survey:
    if not reason:
        raise Rejected("Tulis alasan membuka lagi survei ini.", field="reason")
    survey = queries.lock_survey(survey_id)
    before = survey.state
    if before not in states:
        raise Conflict(
            f"Survei ini berstatus {before.label}, sehingga tidak dapat dibuka lagi di sini.{told.last(survey)}"
        )
    told.move(survey, SurveyState.BERJALAN)
    survey.closed_at, survey.note = None, reason
    audit.record(Action.SURVEY_REOPENED, survey, by=by, name=_name(survey), reason=reason, before=before.value)
    return survey


def _freeze(survey: Survey) -> FrozenResult:
    fold.fold_all()
    return freezing.freeze(survey)


def _frozen(survey: Survey, version: int | None = None) -> FrozenResult:
    """Return the latest frozen result; Conflict where it is not the version that somebody has read."""
    result = queries.find_frozen(survey.id)
    if result is None:
        raise Conflict("Survei ini belum ditutup, sehingga belum ada hasil yang tetap.")
    if version is not None and version != result.version:
        raise Conflict(
            f"Angkanya berubah: sekarang versi beku {result.version}, bukan {version}. Baca lagi sebelum memutuskan."
        )
    return result


def _write(survey: Survey, result: FrozenResult, remarks: Sequence[Remark], *, returned: bool, by: Actor) -> None:
    now = clock.now()
    db.session.add_all(
        VerifierNote(
            upp_id=survey.upp_id, survey_id=survey.id, version=result.version, point=each.point, title=each.title,
            text=each.text, returned=returned, written_by=by.name, written_at=now,
        )
        for each in remarks
    )  # fmt: skip
    db.session.flush()


def _name(survey: Survey) -> str:
    return registry.get_upp_by_id(survey.upp_id).name
