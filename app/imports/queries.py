"""Reading what was imported."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from app.extensions import db
from app.imports.models import Import


def list_imports(survey_id: UUID) -> list[Import]:
    """Return the files that became answers of the survey, the latest first."""
    return list(
        db.session.scalars(select(Import).where(Import.survey_id == survey_id).order_by(Import.created_at.desc()))
    )
