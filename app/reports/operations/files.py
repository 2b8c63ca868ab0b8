"""Photos, the SK Tim and signed copies of a report."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Conflict, Rejected
from app.extensions import db
from app.opd.models import CustomerKind
from app.opd.queries import get_upp_by_id
from app.reports.assembly import assemble, fingerprint
from app.reports.materials import get_file
from app.reports.models import FilePurpose, ReportFile
from app.reports.uploads import digest
from app.surveys.models import Survey
from app.surveys.queries import lock_survey
from app.surveys.states import FROZEN

SIGNED = (FilePurpose.BERTANDA_TANGAN, FilePurpose.LEMBAR_PENGESAHAN, FilePurpose.LAPORAN_PIHAK_KETIGA)
MOST = {FilePurpose.FOTO: 12, FilePurpose.SK_TIM: 3}
TOO_MANY = {
    FilePurpose.FOTO: "Sudah ada 12 foto. Hapus dulu salah satunya.",
    FilePurpose.SK_TIM: "Sudah ada tiga berkas SK. Hapus dulu salah satunya.",
}


def add_photo(survey: Survey, *, caption: str, file_name: str, content: bytes, by: Actor) -> ReportFile:
    """The photo stands in Lampiran 3."""
    return _add(survey, FilePurpose.FOTO, caption, file_name, "image/jpeg", content, by)


def add_decree(survey: Survey, *, title: str, file_name: str, content: bytes, by: Actor) -> ReportFile:
    """The SK Tim is kept as it is; the report names it as its basis and in Lampiran 3."""
    return _add(survey, FilePurpose.SK_TIM, title.rstrip("."), file_name, "application/pdf", content, by)


def add_signed(survey: Survey, kind: CustomerKind, *, file_name: str, content: bytes, by: Actor) -> ReportFile:
    """The signed report is kept beside the one that was made; earlier ones stay."""
    if survey.state not in FROZEN:
        raise Conflict("Laporan bertanda tangan dapat diunggah setelah survei ditutup, karena angkanya belum tetap.")
    row = _add(
        survey, FilePurpose.BERTANDA_TANGAN, "Laporan bertanda tangan", file_name, "application/pdf", content, by
    )
    row.kind = kind
    row.fingerprint = fingerprint(assemble(survey, kind, pictures=False))
    return row


def add_certificate(survey: Survey, *, delegation: str, file_name: str, content: bytes, by: Actor) -> ReportFile:
    """The sheet on which the kepala certified the figures is kept as it is, with the letter that delegates recording it."""
    if survey.state not in FROZEN:
        raise Conflict("Lembar pengesahan dapat diunggah setelah survei ditutup, karena angkanya belum tetap.")
    purpose = FilePurpose.LEMBAR_PENGESAHAN
    return _add(survey, purpose, f"Pendelegasian: {delegation}", file_name, "application/pdf", content, by)


def add_third_party_report(survey: Survey, *, executor: str, file_name: str, content: bytes, by: Actor) -> ReportFile:
    """The report of a third party is kept as it is: its figures cannot be computed again, so it is their only proof."""
    purpose, title = FilePurpose.LAPORAN_PIHAK_KETIGA, f"Laporan SKM oleh {executor}"
    return _add(survey, purpose, title, file_name, "application/pdf", content, by)


def add_evidence(survey: Survey, *, caption: str, file_name: str, content: bytes, by: Actor) -> ReportFile:
    """The picture proves that the result was published."""
    return _add(survey, FilePurpose.BUKTI_PUBLIKASI, caption, file_name, "image/jpeg", content, by)


def remove_evidence(survey_id: UUID, file_id: UUID, *, by: Actor) -> None:
    """The picture goes with the record that it proved."""
    remove(get_file(survey_id, file_id), by=by)


def remove(row: ReportFile, *, by: Actor) -> None:
    """The file is gone from the report. What somebody has signed stays."""
    if row.purpose in SIGNED:
        raise Conflict("Yang sudah ditandatangani tidak dapat dihapus. Unggah yang baru bila ada perubahan.")
    _tell(Action.REPORT_FILE_REMOVED, row, by)
    db.session.delete(row)
    db.session.flush()


def _add(
    survey: Survey, purpose: FilePurpose, caption: str, file_name: str, media_type: str, content: bytes, by: Actor
) -> ReportFile:
    lock_survey(survey.id)  # so that two uploads at once cannot pass the limit together
    if purpose in MOST and _count(survey, purpose) >= MOST[purpose]:
        raise Rejected(TOO_MANY[purpose])
    row = ReportFile(
        upp_id=survey.upp_id,
        survey_id=survey.id,
        purpose=purpose,
        caption=caption,
        file_name=file_name,
        media_type=media_type,
        size=len(content),
        sha256=digest(content),
        content=content,
        uploaded_by=by.name,
        created_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    _tell(Action.REPORT_FILE_ADDED, row, by)
    return row


def _count(survey: Survey, purpose: FilePurpose) -> int:
    rows = select(func.count()).where(ReportFile.survey_id == survey.id, ReportFile.purpose == purpose)
    return db.session.scalar(rows) or 0


def _tell(action: Action, row: ReportFile, by: Actor) -> None:
    audit.record(
        action,
        row,
        by=by,
        name=get_upp_by_id(row.upp_id).name,
        survey=row.survey_id,
        purpose=row.purpose.value,
        file_name=row.file_name,
        sha256=row.sha256,
    )
