"""Acts on a titik layanan."""

from __future__ import annotations

from datetime import time
from typing import Any

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Rejected
from app.extensions import db
from app.opd.models import Titik, Upp
from app.opd.operations.changes import apply, refuse_taken, save

TAKEN = "Titik layanan dengan nama ini sudah ada."


def add_titik(upp: Upp, *, name: str, opens_at: time | None, closes_at: time | None, by: Actor) -> Titik:
    """The UPP has one more titik; without hours it never closes."""
    _check_hours(opens_at, closes_at)
    refuse_taken(Titik, None, TAKEN, Titik.upp_id == upp.id, name=name)
    titik = Titik(upp_id=upp.id, name=name, opens_at=opens_at, closes_at=closes_at, created_at=clock.now())
    db.session.add(titik)
    save(TAKEN, field="name")
    audit.record(Action.TITIK_ADDED, titik, by=by, upp=upp.name)
    return titik


def change_titik(titik: Titik, *, name: str, opens_at: time | None, closes_at: time | None, by: Actor) -> None:
    """The titik has this name and these hours."""
    _check_hours(opens_at, closes_at)
    refuse_taken(Titik, titik, TAKEN, Titik.upp_id == titik.upp_id, name=name)
    _change(titik, by=by, name=name, opens_at=opens_at, closes_at=closes_at)


def deactivate_titik(titik: Titik, *, by: Actor) -> None:
    """Nobody records here from now on; an answer from before this moment is still taken."""
    if titik.active:
        titik.deactivated_at = clock.now()
        _change(titik, by=by, active=False)


def activate_titik(titik: Titik, *, by: Actor) -> None:
    """Answers are taken here again."""
    titik.deactivated_at = None
    _change(titik, by=by, active=True)


def _check_hours(opens_at: time | None, closes_at: time | None) -> None:
    if opens_at is not None and closes_at is not None and closes_at <= opens_at:
        raise Rejected(
            "Jam tutup harus sesudah jam buka. Bila melayani lewat tengah malam, pilih 24 jam.", field="closes_at"
        )


def _change(titik: Titik, *, by: Actor, **values: Any) -> None:
    changes = apply(titik, **values)
    if changes:
        save(TAKEN, field="name")
        audit.record(Action.TITIK_CHANGED, titik, by=by, changes=changes)
