"""Acts on periode."""

from __future__ import annotations

from datetime import date

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Rejected
from app.extensions import db
from app.periods.models import Periode, PeriodeState
from app.periods.policy import Policy


def open_periode(*, name: str, opens_on: date, deadline: date, policy: Policy, by: Actor) -> Periode:
    """A periode runs, with one policy for all. Surveys join it when their UPP registers a plan, or all at once
    (surveys.operations.enrol)."""
    if opens_on > deadline:
        raise Rejected("Tenggat harus sesudah hari pembukaan.", field="deadline")
    periode = Periode(
        year=deadline.year, name=name, opens_on=opens_on, deadline=deadline, policy=policy.to_json(), created_at=clock.now()
    )
    db.session.add(periode)
    db.session.flush()
    audit.record_city(Action.PERIODE_OPENED, periode, by=by, opens_on=opens_on, deadline=deadline)
    return periode


def change_periode(periode: Periode, *, deadline: date, policy: Policy, reason: str, by: Actor) -> None:
    """Deadline or policy of a running periode are changed, with a reason that stays in the trail."""
    if periode.opens_on > deadline:
        raise Rejected("Tenggat harus sesudah hari pembukaan.", field="deadline")
    before = {"deadline": periode.deadline.isoformat(), **periode.policy}
    after = {"deadline": deadline.isoformat(), **policy.to_json()}
    changes = {key: [before.get(key), value] for key, value in after.items() if before.get(key) != _plain(value)}
    periode.deadline, periode.policy, periode.year = deadline, policy.to_json(), deadline.year
    audit.record_city(Action.PERIODE_CHANGED, periode, by=by, changes=changes, reason=reason)


def end_periode(periode: Periode, *, by: Actor) -> None:
    """Nobody is reminded about the periode any more."""
    periode.state = PeriodeState.SELESAI
    audit.record_city(Action.PERIODE_CHANGED, periode, by=by, changes={"state": PeriodeState.SELESAI.value}, reason="")


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
