"""Acts on an OPD."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Rejected
from app.extensions import db
from app.opd import queries
from app.opd.models import Kewajiban, Opd, Upp
from app.opd.operations.changes import apply, save
from app.opd.words import KODE, KODE_RULE
from app.periods import participation

TAKEN = "Kode ini sudah dipakai OPD lain."


def register_opd(opd_id: UUID, *, kode: str, by: Actor, **facts: Any) -> Opd:
    """The OPD exists, is its own first UPP, and takes part in the running periode.

    Runs in the scope of `opd_id`, the id that the OPD is about to have, so that all of it is one transaction.
    """
    if not KODE.fullmatch(kode):
        raise Rejected(KODE_RULE, field="kode")
    if queries.is_kode_taken(kode):
        raise Rejected(TAKEN, field="kode")
    opd = Opd(id=opd_id, kode=kode, created_at=clock.now(), **_checked(facts))
    db.session.add(opd)
    save(TAKEN, field="kode")
    upp = Upp(kode=kode, name=opd.name, kewajiban=opd.kewajiban, created_at=clock.now())
    db.session.add(upp)
    db.session.flush()
    audit.record(Action.OPD_REGISTERED, opd, by=by, kode=kode, kewajiban=opd.kewajiban.value)
    participation.enrol_upp(upp)
    return opd


def change_opd(opd_id: UUID, *, by: Actor, **facts: Any) -> Opd:
    """The OPD has these facts. An OPD that is its own only UPP takes that UPP along."""
    opd = queries.get_opd(opd_id)
    before = (opd.name, opd.kewajiban)
    changes = apply(opd, **_checked(facts))
    units = queries.list_upp(active_only=False)
    if len(units) == 1 and (units[0].name, units[0].kewajiban) == before:
        apply(units[0], name=opd.name, kewajiban=opd.kewajiban)
    if changes:
        db.session.flush()
        audit.record(Action.OPD_CHANGED, opd, by=by, changes=changes)
    for upp in units:
        participation.enrol_upp(upp)
    return opd


def _checked(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts; an OPD is left out of the SKM only with a reason, and the reason goes when it no longer is."""
    if facts["kewajiban"] is not Kewajiban.DIKECUALIKAN:
        return facts | {"exemption_reason": ""}
    if not facts["exemption_reason"]:
        raise Rejected("Tulis alasan OPD ini dikecualikan.", field="exemption_reason")
    return facts


def choose_submission(opd_id: UUID, *, by_opd: bool, by: Actor) -> None:
    """The results of the OPD's UPP are certified by its kepala only (`by_opd`), or by each UPP's own as well."""
    opd = queries.get_opd(opd_id)
    changes = apply(opd, submits_for_upp=by_opd)
    if changes:
        db.session.flush()
        audit.record(Action.OPD_CHANGED, opd, by=by, changes=changes)
