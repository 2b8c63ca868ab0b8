"""Acts on a layanan. The targets of unfinished surveys follow each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.extensions import db
from app.opd import queries
from app.opd.models import Layanan, Upp
from app.opd.operations.changes import apply, refuse_taken, save
from app.periods import participation

TAKEN = "Layanan dengan nama ini sudah ada."


def add_layanan(upp: Upp, *, by: Actor, **facts: Any) -> Layanan:
    """The UPP has one more layanan, last in its list."""
    refuse_taken(Layanan, None, TAKEN, Layanan.upp_id == upp.id, name=facts["name"])
    layanan = Layanan(upp_id=upp.id, position=queries.next_position(upp.id), created_at=clock.now(), **facts)
    db.session.add(layanan)
    save(TAKEN, field="name")
    audit.record(Action.LAYANAN_ADDED, layanan, by=by, upp=upp.name)
    participation.retarget(upp.id)
    return layanan


def change_layanan(layanan: Layanan, *, by: Actor, **facts: Any) -> None:
    """The layanan has these facts."""
    refuse_taken(Layanan, layanan, TAKEN, Layanan.upp_id == layanan.upp_id, name=facts["name"])
    if _change(layanan, by=by, **facts):
        participation.retarget(layanan.upp_id)


def deactivate_layanan(layanan: Layanan, *, by: Actor) -> None:
    """Nobody is asked about the layanan any more; its answers stay."""
    if _change(layanan, by=by, active=False):
        participation.retarget(layanan.upp_id)


def activate_layanan(layanan: Layanan, *, by: Actor) -> None:
    """The layanan is surveyed again."""
    if _change(layanan, by=by, active=True):
        participation.retarget(layanan.upp_id)


def set_users(layanan: list[Layanan], users: Mapping[UUID, int | None], *, by: Actor) -> int:
    """Each layanan has its N of the previous periode; return how many changed."""
    changed = [each for each in layanan if each.id in users and _change(each, by=by, users=users[each.id])]
    for upp_id in sorted({each.upp_id for each in changed}):
        participation.retarget(upp_id)
    return len(changed)


def _change(layanan: Layanan, *, by: Actor, **values: Any) -> bool:
    changes = apply(layanan, **values)
    if changes:
        save(TAKEN, field="name")
        audit.record(Action.LAYANAN_CHANGED, layanan, by=by, changes=changes)
    return bool(changes)
