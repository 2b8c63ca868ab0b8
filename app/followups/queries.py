"""Reading the RTL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from app.errors import NotFound
from app.extensions import db
from app.followups.models import Followup

IN_TIME = (Followup.due_year, Followup.quarter, Followup.created_at)


def get_followup(survey_id: UUID, followup_id: UUID) -> Followup:
    """Return a plan of the survey; another survey's does not exist there."""
    followup = db.session.scalar(select(Followup).where(Followup.id == followup_id, Followup.survey_id == survey_id))
    if followup is None:
        raise NotFound("Kegiatan ini tidak ada.")
    return followup


def list_followups(survey_id: UUID) -> list[Followup]:
    """Return the plans of a survey, the soonest first."""
    return list(db.session.scalars(select(Followup).where(Followup.survey_id == survey_id).order_by(*IN_TIME)))


def list_by_survey(survey_ids: Sequence[UUID]) -> dict[UUID, list[Followup]]:
    """Return the plans of many surveys, each list the soonest first."""
    found: dict[UUID, list[Followup]] = defaultdict(list)
    for followup in db.session.scalars(select(Followup).where(Followup.survey_id.in_(survey_ids)).order_by(*IN_TIME)):
        found[followup.survey_id].append(followup)
    return found


def count_by_survey(survey_ids: list[UUID]) -> dict[UUID, int]:
    """Return how many plans each of the surveys has; works across OPDs inside all_opds."""
    rows = db.session.execute(
        select(Followup.survey_id, func.count()).where(Followup.survey_id.in_(survey_ids)).group_by(Followup.survey_id)
    )
    return dict(rows.tuples().all())
