"""Acts on a UPP."""

from __future__ import annotations

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Rejected
from app.extensions import db
from app.opd import queries
from app.opd.models import Kewajiban, Upp
from app.opd.operations.changes import apply, refuse_taken, save
from app.opd.words import KODE, KODE_RULE
from app.periods import participation
from app.tenancy.scope import current_opd_id

NAME_TAKEN = "Nama ini sudah dipakai unit lain di OPD Anda."
KODE_TAKEN = "Kode ini sudah dipakai unit lain di OPD Anda."


def add_upp(*, kode: str, name: str, kewajiban: Kewajiban, by: Actor) -> Upp:
    """The OPD has one more UPP, which takes part in the running periode."""
    queries.lock_opd(current_opd_id())  # so that a periode that opens in this moment finds it, or it finds the periode
    if not KODE.fullmatch(kode):
        raise Rejected(KODE_RULE, field="kode")
    refuse_taken(Upp, None, NAME_TAKEN, name=name)
    if queries.is_upp_kode_taken(kode):
        raise Rejected(KODE_TAKEN, field="kode")
    upp = Upp(kode=kode, name=name, kewajiban=kewajiban, created_at=clock.now())
    db.session.add(upp)
    save(KODE_TAKEN, field="kode")
    audit.record(Action.UPP_ADDED, upp, by=by, kode=kode)
    participation.enrol_upp(upp)
    return upp


def change_upp(upp: Upp, *, name: str, kewajiban: Kewajiban, by: Actor) -> None:
    """The UPP has this name and obligation."""
    refuse_taken(Upp, upp, NAME_TAKEN, name=name)
    _change(upp, by=by, name=name, kewajiban=kewajiban)
    participation.enrol_upp(upp)


def deactivate_upp(upp: Upp, *, by: Actor) -> None:
    """The UPP is surveyed no more; what it has stays."""
    queries.lock_opd(current_opd_id())  # two people must not take away the last two at once
    if upp.active and len(queries.list_upp()) == 1:
        raise Rejected("OPD harus punya paling sedikit satu unit yang aktif.")
    _change(upp, by=by, active=False)


def activate_upp(upp: Upp, *, by: Actor) -> None:
    """The UPP is surveyed again."""
    _change(upp, by=by, active=True)
    participation.enrol_upp(upp)


def _change(upp: Upp, *, by: Actor, **values: object) -> None:
    changes = apply(upp, **values)
    if changes:
        db.session.flush()
        audit.record(Action.UPP_CHANGED, upp, by=by, changes=changes)
