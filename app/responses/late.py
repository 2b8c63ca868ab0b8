"""Susulan: answers that came after closing. Kept and listed, and counted only when somebody has decided so with a reason.

The lists never show what was answered: nobody shall pick answers by their value.
"""

from __future__ import annotations

from collections.abc import Collection as Several
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, insert, select, update

from app import clock
from app.accounts.models import Membership
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Conflict, Rejected
from app.extensions import db
from app.opd import queries as registry
from app.opd.models import Layanan, Titik
from app.responses.models import Collection, LateDecision, PendingFold, Response, ResponseState
from app.surveys.queries import lock_survey
from app.surveys.states import SurveyState
from app.tenancy.scope import current_opd_id


@dataclass(frozen=True)
class LateLine:
    """A late answer as the list shows it: where it came from and when, never what was said."""

    id: UUID
    received_at: datetime
    finished_at: datetime
    collection: Collection
    layanan: str
    titik: str
    petugas_code: str | None
    decided_at: datetime | None
    decided_by: str | None
    reason: str | None


@dataclass(frozen=True)
class LateCounts:
    undecided: int
    left_out: int
    accepted: int

    def of(self, decision: LateDecision | None) -> int:
        return {None: self.undecided, LateDecision.LEFT_OUT: self.left_out, LateDecision.ACCEPTED: self.accepted}[
            decision
        ]


def count_late_by_decision(survey_id: UUID) -> LateCounts:
    """Return how many late answers of a survey wait, are left out, and are counted."""
    rows = db.session.execute(
        select(Response.late_decision, func.count())
        .where(Response.survey_id == survey_id, _came_late())
        .group_by(Response.late_decision)
    )
    found: dict[LateDecision | None, int] = {decision: n for decision, n in rows}
    return LateCounts(*(found.get(each, 0) for each in (None, LateDecision.LEFT_OUT, LateDecision.ACCEPTED)))


def list_late(survey_id: UUID, decision: LateDecision | None, *, offset: int = 0, limit: int = 100) -> list[LateLine]:
    """Return late answers of which this was decided (None: nothing yet), in the order in which they arrived."""
    rows = db.session.execute(
        select(
            Response.id, Response.received_at, Response.finished_at, Response.collection, Layanan.name, Titik.name,
            Membership.petugas_code, Response.late_decided_at, Response.late_decided_by, Response.late_reason,
        )
        .join(Layanan, Layanan.id == Response.layanan_id)
        .join(Titik, Titik.id == Response.titik_id)
        .outerjoin(Membership, Membership.id == Response.petugas_id)
        .where(Response.survey_id == survey_id, _came_late(), Response.late_decision.is_not_distinct_from(decision))
        .order_by(Response.received_at, Response.id)
        .offset(offset)
        .limit(limit)
    )  # fmt: skip
    return [LateLine(*tuple(row)) for row in rows]


def decide(
    survey_id: UUID, *, decision: LateDecision, before: LateDecision | None, reason: str, by: Actor,
    chosen: Several[UUID] | None, until: datetime,
) -> int:  # fmt: skip
    """The chosen late answers (None: all that had arrived `until` then) are counted, or left out; return how many.

    `before` is what the person saw: an answer about which somebody else has decided meanwhile is not touched. Counting
    needs a survey that was reopened; what was left out may still be counted then.
    """
    if not reason:
        raise Rejected("Tulis alasan keputusan ini.", field="reason")
    survey = lock_survey(survey_id)  # closing waits, and then freezes what was decided here
    if decision is LateDecision.ACCEPTED and survey.state is not SurveyState.BERJALAN:
        raise Conflict(
            f"Survei ini berstatus {survey.state.label}. Susulan hanya dapat dihitung setelah survei dibuka lagi."
        )
    wanted = [
        Response.survey_id == survey_id,
        Response.state == ResponseState.SUSULAN,
        Response.excluded_at.is_(None),
        Response.late_decision.is_not_distinct_from(before),
        Response.received_at <= until if chosen is None else Response.id.in_(chosen),
    ]
    decided = list(
        db.session.scalars(
            update(Response)
            .where(*wanted)
            .values(
                state=ResponseState.DITERIMA if decision is LateDecision.ACCEPTED else ResponseState.SUSULAN,
                late_decision=decision, late_reason=reason, late_decided_at=clock.now(), late_decided_by=by.name,
            )
            .returning(Response.id)
            .execution_options(synchronize_session=False)
        )
    )  # fmt: skip
    if not decided:
        return 0
    if decision is LateDecision.ACCEPTED:
        opd_id = current_opd_id()
        db.session.execute(insert(PendingFold), [{"opd_id": opd_id, "response_id": each} for each in decided])
    audit.record(
        Action.LATE_DECIDED,
        survey,
        by=by,
        name=registry.get_upp_by_id(survey.upp_id).name,
        decision=decision.value,
        count=len(decided),
        reason=reason,
    )
    return len(decided)


def _came_late() -> ColumnElement[bool]:
    return (Response.state == ResponseState.SUSULAN) | Response.late_decision.is_not(None)
