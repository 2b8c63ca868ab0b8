"""Reading the RTL."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from app.errors import NotFound
from app.extensions import db
from app.followups.models import Followup


def get_followup(followup_id: UUID) -> Followup:
    followup = db.session.scalar(select(Followup).where(Followup.id == followup_id))
    if followup is None:
        raise NotFound("Rencana ini tidak ada.")
    return followup


def list_followups(survey_id: UUID) -> list[Followup]:
    """Return the plans of a survey, the soonest first."""
    return list(
        db.session.scalars(
            select(Followup).where(Followup.survey_id == survey_id).order_by(Followup.due_year, Followup.quarter, Followup.created_at)
        )
    )


def count_by_survey(survey_ids: list[UUID]) -> dict[UUID, int]:
    """Return how many plans each of the surveys has; works across OPDs inside all_opds."""
    rows = db.session.execute(
        select(Followup.survey_id, func.count()).where(Followup.survey_id.in_(survey_ids)).group_by(Followup.survey_id)
    )
    return dict(rows.tuples().all())
