"""Acts on the RTL."""

from __future__ import annotations

from datetime import date
from typing import Any

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Rejected
from app.extensions import db
from app.followups.models import Followup, FollowupState
from app.ikm import Unsur
from app.opd.operations.changes import apply
from app.surveys.models import Survey

REMOVED = "dihapus"


def add(
    survey: Survey, *, unsur: Unsur, activity: str, quarter: int, due_year: int, responsible: str, by: Actor,
    past_year: int | None = None,
) -> Followup:  # fmt: skip
    """The UPP plans to do something about an unsur.

    `past_year`: it was planned after the survey of that year, which Potret does not have, and is carried out beside this one's.
    """
    followup = Followup(
        upp_id=survey.upp_id, survey_id=survey.id, unsur=unsur.value, activity=activity, quarter=quarter, due_year=due_year,
        responsible=responsible, past_year=past_year, created_at=clock.now(),
    )  # fmt: skip
    db.session.add(followup)
    db.session.flush()
    audit.record(
        Action.FOLLOWUP_ADDED, followup, by=by, name=activity[:80], unsur=unsur.value, quarter=f"{due_year}/{quarter}"
    )
    return followup


def change(
    followup: Followup, *, unsur: Unsur, activity: str, quarter: int, due_year: int, responsible: str, by: Actor
) -> None:
    """The plan says something else from now on; what has been done stays as it was planned."""
    if followup.state is FollowupState.SELESAI:
        raise Rejected("Kegiatan ini sudah selesai, sehingga rencananya tidak dapat diubah lagi.")
    changes = apply(
        followup, unsur=unsur.value, activity=activity, quarter=quarter, due_year=due_year, responsible=responsible
    )
    if changes:
        _record(followup, changes, by)


def progress(
    followup: Followup, *, state: FollowupState, outcome: str, obstacle: str, done_on: date | None, by: Actor
) -> None:
    """It is written down how far the plan has come; a finished one says on which day."""
    finished = state is FollowupState.SELESAI
    if finished and done_on is None:
        raise Rejected("Tulis tanggal selesainya.", field="done_on")
    if finished and done_on is not None and done_on > clock.today():
        raise Rejected("Tanggal selesai tidak dapat lebih dari hari ini.", field="done_on")
    changes = apply(followup, state=state, outcome=outcome, obstacle=obstacle)
    followup.done_on = done_on if finished else None
    _record(followup, changes, by)


def remove(followup: Followup, *, by: Actor) -> None:
    """A plan that was never begun is gone; what was begun stays."""
    if followup.state is not FollowupState.RENCANA:
        raise Rejected("Kegiatan yang sudah dikerjakan tidak dapat dihapus.")
    audit.record(Action.FOLLOWUP_CHANGED, followup, by=by, name=followup.activity[:80], state=REMOVED, changes={})
    db.session.delete(followup)


def _record(followup: Followup, changes: dict[str, Any], by: Actor) -> None:
    audit.record(
        Action.FOLLOWUP_CHANGED,
        followup,
        by=by,
        name=followup.activity[:80],
        state=followup.state.value,
        changes=changes,
    )
