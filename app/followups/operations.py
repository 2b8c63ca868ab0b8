"""Acts on the RTL."""

from __future__ import annotations

from datetime import date

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Rejected
from app.extensions import db
from app.followups.models import Followup, FollowupState
from app.ikm import Unsur
from app.surveys.models import Survey


def add(
    survey: Survey, *, unsur: Unsur, activity: str, quarter: int, due_year: int, responsible: str, by: Actor
) -> Followup:
    """The UPP plans to do something about an unsur."""
    followup = Followup(
        upp_id=survey.upp_id, survey_id=survey.id, unsur=unsur.value, activity=activity, quarter=quarter, due_year=due_year,
        responsible=responsible, created_at=clock.now(),
    )  # fmt: skip
    db.session.add(followup)
    db.session.flush()
    audit.record(Action.FOLLOWUP_ADDED, followup, by=by, name=activity[:80], unsur=unsur.value, quarter=f"{due_year}/{quarter}")
    return followup


def progress(
    followup: Followup, *, state: FollowupState, outcome: str, obstacle: str, done_on: date | None, by: Actor
) -> None:
    """It is written down how far the plan has come; a finished one says on which day."""
    if state is FollowupState.SELESAI and done_on is None:
        raise Rejected("Tulis tanggal selesainya.", field="done_on")
    followup.state, followup.outcome, followup.obstacle = state, outcome, obstacle
    followup.done_on = done_on if state is FollowupState.SELESAI else None
    audit.record(Action.FOLLOWUP_CHANGED, followup, by=by, name=followup.activity[:80], state=state.value)


def remove(followup: Followup, *, by: Actor) -> None:
    """A plan that was never begun is gone; what was begun stays."""
    if followup.state is not FollowupState.RENCANA:
        raise Rejected("Rencana yang sudah dikerjakan tidak dapat dihapus.")
    audit.record(Action.FOLLOWUP_CHANGED, followup, by=by, name=followup.activity[:80], state="dihapus")
    db.session.delete(followup)
