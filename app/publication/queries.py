"""Reading where results were published."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from app.errors import NotFound
from app.extensions import db
from app.publication.models import Publication


def list_publications(survey_id: UUID) -> list[Publication]:
    """Return the media of a survey's result, the earliest first."""
    statement = select(Publication).where(Publication.survey_id == survey_id)
    return list(db.session.scalars(statement.order_by(Publication.published_on, Publication.recorded_at)))


def get_publication(survey_id: UUID, publication_id: UUID) -> Publication:
    row = db.session.scalar(
        select(Publication).where(Publication.id == publication_id, Publication.survey_id == survey_id)
    )
    if row is None:
        raise NotFound("Catatan publikasi ini tidak ada.")
    return row
