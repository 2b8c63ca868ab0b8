"""Reading what people put into their documents: the head, chapter texts, photos, SK Tim and signed copies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import undefer

from app.errors import NotFound
from app.extensions import db
from app.opd.models import CustomerKind
from app.reports.models import FilePurpose, ReportFile, ReportHead, ReportText
from app.reports.rendering import data


@dataclass(frozen=True)
class Decree:
    """The SK Tim: its title, and the name of its file."""

    caption: str
    file_name: str


@dataclass(frozen=True)
class FileLine:
    id: UUID
    caption: str
    file_name: str
    size: int
    fingerprint: str
    uploaded_by: str
    created_at: datetime


def find_head(upp_id: UUID) -> ReportHead | None:
    return db.session.scalar(select(ReportHead).where(ReportHead.upp_id == upp_id))


def list_texts(survey_id: UUID, kind: CustomerKind) -> dict[str, ReportText]:
    """Return the chapter texts in the words of the office, by section."""
    rows = db.session.scalars(select(ReportText).where(ReportText.survey_id == survey_id, ReportText.kind == kind))
    return {row.section: row for row in rows}


def texts_of(survey_id: UUID, kind: CustomerKind) -> Mapping[str, str]:
    """Return the same as the report prints them, in a fixed order."""
    return {section: row.text for section, row in sorted(list_texts(survey_id, kind).items())}


def list_photos(survey_id: UUID, *, pictures: bool) -> tuple[data.Photo, ...]:
    """Return the photos in the order in which they came; without `pictures` only what tells them apart."""
    wanted = _of(survey_id, FilePurpose.FOTO)
    rows = db.session.scalars(wanted.options(undefer(ReportFile.content)) if pictures else wanted)
    return tuple(data.Photo(row.caption, row.content if pictures else b"", row.sha256) for row in rows)


def list_decrees(survey_id: UUID) -> list[Decree]:
    return [Decree(row.caption, row.file_name) for row in db.session.scalars(_of(survey_id, FilePurpose.SK_TIM))]


def list_files(survey_id: UUID, purpose: FilePurpose, kind: CustomerKind | None = None) -> list[FileLine]:
    """Return the files of a purpose in the order in which they came."""
    statement = _of(survey_id, purpose)
    if kind is not None:
        statement = statement.where(ReportFile.kind == kind)
    return [
        FileLine(row.id, row.caption, row.file_name, row.size, row.fingerprint, row.uploaded_by, row.created_at)
        for row in db.session.scalars(statement)
    ]


def get_file(survey_id: UUID, file_id: UUID) -> ReportFile:
    """Return a file of the survey with its content."""
    row = db.session.scalar(
        select(ReportFile)
        .where(ReportFile.id == file_id, ReportFile.survey_id == survey_id)
        .options(undefer(ReportFile.content))
    )
    if row is None:
        raise NotFound("Berkas ini tidak ada.")
    return row


def _of(survey_id: UUID, purpose: FilePurpose) -> Select[ReportFile]:
    return (
        select(ReportFile)
        .where(ReportFile.survey_id == survey_id, ReportFile.purpose == purpose)
        .order_by(ReportFile.created_at, ReportFile.id)
    )
