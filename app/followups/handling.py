"""Dealing with saran: marked by the UPP, perhaps with the plan (RTL) that answers them; never changed, never hidden."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import NotFound, Rejected
from app.extensions import db
from app.followups.models import Followup
from app.responses.models import SaranEntry, SaranMark
from app.surveys.queries import get_survey


def handle(response_ids: Sequence[UUID], *, followup_id: UUID | None, note: str, by: Actor) -> int:
    """These saran are dealt with; return how many were not before. Raises Rejected for a plan of another UPP."""
    entries = list(
        db.session.scalars(select(SaranEntry).where(SaranEntry.response_id.in_(response_ids)).with_for_update())
    )
    if len(entries) != len(set(response_ids)):
        raise Rejected("Sebagian saran ini tidak ada lagi. Muat ulang halamannya.", field="saran")
    plan = _plan(followup_id, {each.upp_id for each in entries})
    marked = {each for each in db.session.scalars(
        select(SaranMark.response_id).where(SaranMark.response_id.in_(response_ids))
    )}  # fmt: skip
    fresh = [each for each in entries if each.response_id not in marked]
    for entry in fresh:
        db.session.add(
            SaranMark(
                upp_id=entry.upp_id, survey_id=entry.survey_id, response_id=entry.response_id,
                followup_id=plan.id if plan else None, note=note, handled_at=clock.now(), handled_by=by.name,
            )
        )  # fmt: skip
    db.session.flush()
    for survey_id in dict.fromkeys(each.survey_id for each in fresh):
        count = sum(each.survey_id == survey_id for each in fresh)
        name = plan.activity[:80] if plan else ""
        audit.record(
            Action.SARAN_HANDLED,
            get_survey(survey_id),
            by=by,
            name=f"{count} saran",
            count=count,
            followup=name,
            note=note,
        )
    return len(fresh)


def _plan(followup_id: UUID | None, upp_ids: set[UUID]) -> Followup | None:
    if followup_id is None:
        return None
    plan = db.session.scalar(select(Followup).where(Followup.id == followup_id))
    if plan is None or upp_ids != {plan.upp_id}:
        raise Rejected("Kegiatan ini milik UPP lain: pilih saran dari satu UPP.", field="followup_id")
    return plan


def unhandle(response_id: UUID, *, by: Actor) -> None:
    """The saran waits to be dealt with again."""
    mark = db.session.scalar(select(SaranMark).where(SaranMark.response_id == response_id).with_for_update())
    if mark is None:
        raise NotFound("Tanda ini tidak ada.")
    audit.record(Action.SARAN_UNHANDLED, get_survey(mark.survey_id), by=by, name="1 saran")
    db.session.delete(mark)
