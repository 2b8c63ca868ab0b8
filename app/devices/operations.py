"""Letting a phone in and shutting it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from app import clock
from app.access.roles import Role
from app.accounts.models import Membership
from app.accounts.queries import get_user
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.devices import keys, queries
from app.devices.models import Device, DevicePerson, DeviceSetup, Training
from app.devices.queries import DeviceRef, SetupState
from app.devices.tokens import code_of, hash_of, new_token
from app.errors import Conflict, NotFound
from app.extensions import db
from app.opd.queries import get_opd
from app.tenancy import scope

SETUP_LASTS = timedelta(hours=72)
TOUCH_EVERY = timedelta(minutes=1)
MAX_LABEL = 60
OVER = {
    SetupState.USED: "Tautan ini sudah dipakai. Minta tautan baru kepada admin Anda.",
    SetupState.EXPIRED: "Tautan ini sudah kedaluwarsa. Minta tautan baru kepada admin Anda.",
    SetupState.WITHDRAWN: "Peran petugas untuk tautan ini sudah dicabut. Hubungi admin Anda.",
}


@dataclass(frozen=True)
class Enrolment:
    token: str
    device_id: UUID
    membership_id: UUID
    opd_kode: str


def enrol(membership: Membership, *, token: str, label: str, by: Actor, way: str) -> Enrolment:
    """The phone may send the interviews of this petugas.

    With a living token of the same OPD the petugas joins the people of that device; otherwise it is a new device.
    """
    keys.ensure_key()
    known = queries.find_device(token)
    if known is not None and known.opd_id == membership.opd_id and not known.revoked:
        device_id = known.id
    else:
        token = new_token()
        device_id = _add_device(token, label)
    added = db.session.scalars(
        insert(DevicePerson)
        .values(opd_id=scope.current_opd_id(), device_id=device_id, membership_id=membership.id, added_at=clock.now())
        .on_conflict_do_nothing()
        .returning(DevicePerson.membership_id)
    ).all()
    if added:
        device = db.session.get_one(Device, device_id)
        audit.record(Action.DEVICE_ENROLLED, device, by=by, name=device.label, petugas=_petugas(membership), way=way)
    return Enrolment(token, device_id, membership.id, get_opd(scope.current_opd_id()).kode)


def prepare_setup(membership: Membership, *, by: Actor) -> UUID:
    """A link exists by which one phone becomes this petugas's; any earlier one that nobody used is over."""
    if membership.role is not Role.PETUGAS:
        raise NotFound("Hanya ponsel petugas yang disiapkan.")
    keys.ensure_key()
    now = clock.now()
    db.session.execute(
        update(DeviceSetup)
        .where(DeviceSetup.membership_id == membership.id, DeviceSetup.used_at.is_(None), DeviceSetup.expires_at > now)
        .values(expires_at=now)
    )
    setup = DeviceSetup(
        id=uuid4(),
        opd_id=scope.current_opd_id(),
        membership_id=membership.id,
        created_at=now,
        created_by=by.name,
        expires_at=now + SETUP_LASTS,
    )
    setup.code_hash = hash_of(code_of(setup.id))
    db.session.add(setup)
    db.session.flush()
    return setup.id


def use_setup(code: str, *, token: str, label: str) -> Enrolment:
    """The phone that shows the code is set up, and the code opens nothing more; of two at once one wins.

    Raises Conflict for a code that is over. The OPD of the code is in scope.
    """
    setup = queries.find_setup(code)
    if setup is None:
        raise NotFound("Tautan ini tidak dikenal. Salin seluruh alamatnya, lalu coba lagi.")
    if setup.state is not SetupState.OPEN:
        raise Conflict(OVER[setup.state])
    claimed = db.session.scalar(
        update(DeviceSetup)
        .where(DeviceSetup.id == setup.id, DeviceSetup.used_at.is_(None))
        .values(used_at=clock.now())
        .returning(DeviceSetup.id)
    )
    if claimed is None:
        raise Conflict(OVER[SetupState.USED])
    membership = db.session.get_one(Membership, setup.membership_id)
    by = Actor(membership.user_id, setup.name, membership.role.value)
    enrolment = enrol(membership, token=token, label=label, by=by, way="tautan")
    db.session.execute(update(DeviceSetup).where(DeviceSetup.id == setup.id).values(device_id=enrolment.device_id))
    return enrolment


def revoke(device_id: UUID, *, by: Actor) -> Device:
    """The phone sends nothing more; what it has sent stays."""
    device = queries.lock_device(device_id)
    if device.revoked_at is not None:
        raise Conflict("Perangkat ini sudah dicabut.")
    device.revoked_at, device.revoked_by = clock.now(), by.name
    people = [person.code or person.name for person in queries.list_device_people(device.id)]
    audit.record(Action.DEVICE_REVOKED, device, by=by, name=device.label, petugas=people)
    return device


def record_training(membership_id: UUID, *, score: int, finished_at: datetime) -> None:
    """The petugas has passed the training; a later pass changes nothing."""
    values = {
        "opd_id": scope.current_opd_id(),
        "membership_id": membership_id,
        "score": score,
        "passed_at": min(finished_at, clock.now()),
    }
    db.session.execute(insert(Training).values(values).on_conflict_do_nothing())


def touch(device: DeviceRef, app_version: str) -> None:
    """It is known when the device last spoke and with which app; written at most once a minute."""
    now = clock.now()
    if device.last_seen_at is not None and now - device.last_seen_at < TOUCH_EVERY:
        return
    values = {"last_seen_at": now, "app_version": app_version or device.app_version}
    with db.engine.begin() as connection:
        connection.execute(update(Device).where(Device.id == device.id).values(values))


def _add_device(token: str, label: str) -> UUID:
    device = Device(
        opd_id=scope.current_opd_id(), label=label[:MAX_LABEL], token_hash=hash_of(token), created_at=clock.now()
    )
    db.session.add(device)
    db.session.flush()
    return device.id


def _petugas(membership: Membership) -> str:
    return membership.petugas_code or get_user(membership.user_id).name
