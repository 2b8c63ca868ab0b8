"""Acts on periode."""

from __future__ import annotations

from datetime import date

from sqlalchemy.exc import IntegrityError

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Conflict, Rejected
from app.extensions import db
from app.periods import queries
from app.periods.models import Periode, PeriodeState
from app.periods.policy import Policy


def open_periode(*, name: str, opens_on: date, deadline: date, policy: Policy, by: Actor) -> Periode:
    """A periode runs, with one policy for all. Its surveys follow by participation.enrol_everyone()."""
    if opens_on > deadline:
        raise Rejected("Tenggat harus sesudah hari pembukaan.", field="deadline")
    _refuse_taken(name, deadline.year)
    periode = Periode(
        year=deadline.year,
        name=name,
        opens_on=opens_on,
        deadline=deadline,
        policy=policy.to_json(),
        created_at=clock.now(),
    )
    db.session.add(periode)
    _save()
    audit.record_city(Action.PERIODE_OPENED, periode, by=by, opens_on=opens_on, deadline=deadline)
    return periode


def change_periode(periode: Periode, *, deadline: date, policy: Policy, reason: str, by: Actor) -> None:
    """Deadline or policy of a running periode are changed, with a reason that stays in the trail."""
    refuse_ended(periode)
    if periode.opens_on > deadline:
        raise Rejected("Tenggat harus sesudah hari pembukaan.", field="deadline")
    if deadline.year != periode.year:
        _refuse_taken(periode.name, deadline.year)
    before = {"deadline": periode.deadline.isoformat(), **periode.policy}
    after = {"deadline": deadline.isoformat(), **policy.to_json()}
    changes = {key: [before.get(key), value] for key, value in after.items() if before.get(key) != _plain(value)}
    if not changes:
        raise Rejected("Belum ada yang diubah.")
    periode.deadline, periode.policy, periode.year = deadline, policy.to_json(), deadline.year
    _save()
    audit.record_city(Action.PERIODE_CHANGED, periode, by=by, changes=changes, reason=reason)


def end_periode(periode: Periode, *, by: Actor) -> None:
    """Nobody is reminded about the periode any more, and no UPP joins it."""
    refuse_ended(periode)
    periode.state = PeriodeState.SELESAI
    audit.record_city(Action.PERIODE_CHANGED, periode, by=by, changes={"state": PeriodeState.SELESAI.value}, reason="")


def refuse_ended(periode: Periode) -> None:
    """Raise Conflict for a periode that has ended: its rules and its participants stay as they were."""
    if periode.state is PeriodeState.SELESAI:
        raise Conflict("Periode ini sudah diakhiri.")


def _refuse_taken(name: str, year: int) -> None:
    if queries.find_by_name(year, name) is not None:
        raise Rejected(f"Periode {name} tahun {year} sudah ada.", field="name")


def _save() -> None:
    try:
        db.session.flush()
    except IntegrityError as error:  # a second press of the button, in the same moment
        raise Conflict("Periode dengan nama ini baru saja dibuat.", field="name") from error


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
