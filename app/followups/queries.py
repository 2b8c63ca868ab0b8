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
OWN = Followup.past_year.is_(None)  # what follows from the survey itself


def get_followup(survey_id: UUID, followup_id: UUID) -> Followup:
    """Return a plan of the survey; another survey's does not exist there."""
    followup = db.session.scalar(select(Followup).where(Followup.id == followup_id, Followup.survey_id == survey_id))
    if followup is None:
        raise NotFound("Kegiatan ini tidak ada.")
    return followup


def list_followups(survey_id: UUID) -> list[Followup]:
    """Return the plans that follow from a survey, the soonest first."""
    statement = select(Followup).where(Followup.survey_id == survey_id, OWN)
    return list(db.session.scalars(statement.order_by(*IN_TIME)))


def list_past_followups(survey_id: UUID) -> list[Followup]:
    """Return the plans of the latest year before Potret that are carried out beside a survey's own, the soonest first."""
    statement = select(Followup).where(Followup.survey_id == survey_id, Followup.past_year.is_not(None))
    found = list(db.session.scalars(statement.order_by(*IN_TIME)))
    latest = max((row.past_year or 0 for row in found), default=0)
    return [row for row in found if row.past_year == latest]


def list_by_survey(survey_ids: Sequence[UUID]) -> dict[UUID, list[Followup]]:
    """Return the plans of many surveys, each list the soonest first."""
    found: dict[UUID, list[Followup]] = defaultdict(list)
    statement = select(Followup).where(Followup.survey_id.in_(survey_ids), OWN)
    for followup in db.session.scalars(statement.order_by(*IN_TIME)):
        found[followup.survey_id].append(followup)
    return found


def count_by_survey(survey_ids: list[UUID]) -> dict[UUID, int]:
    """Return how many plans each of the surveys has; works across OPDs inside all_opds."""
    rows = db.session.execute(
        select(Followup.survey_id, func.count())
        .where(Followup.survey_id.in_(survey_ids), OWN)
        .group_by(Followup.survey_id)
    )
    return {survey_id: count for survey_id, count in rows}
