"""Acts of setting a city up: the trial letter, and opening for everybody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from app import clock
from app.accounts.queries import list_organisasi
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Conflict, Rejected
from app.extensions import db
from app.letters.models import CityLetter, LetterKind
from app.outbox import operations as outbox
from app.outbox.topics import Topic
from app.setup.models import CitySetup


def send_trial(token: UUID) -> int:
    """A letter to everybody of Bagian Organisasi is on its way; return how many. The same press twice is one."""
    values: list[dict[str, Any]] = [
        {
            "kind": LetterKind.TRIAL, "step": f"uji/{token}", "user_id": each.user_id, "to_name": each.name, "to_email": each.email,
            "facts": {}, "created_at": clock.now(),
        }
        for each in list_organisasi()
    ]  # fmt: skip
    ids = db.session.scalars(insert(CityLetter).values(values).on_conflict_do_nothing().returning(CityLetter.id)).all()
    for letter_id in ids:
        outbox.add(Topic.CITY_LETTER_SEND, letter_id=letter_id)
    return len(ids)


def open_for_all(*, ready: bool, by: Actor) -> None:
    """Test mode is over: reminders go to the OPD from now on. `ready`: the steps that cannot be done without are done."""
    row = db.session.get_one(CitySetup, 1, with_for_update=True, populate_existing=True)
    if not row.test_mode:
        raise Conflict("Potret sudah dibuka untuk semua.")
    if not ready:
        raise Rejected("Selesaikan dulu langkah yang wajib.")
    row.test_mode, row.opened_at, row.opened_by = False, clock.now(), by.name
    audit.record_city(Action.CITY_OPENED, row, by=by)
