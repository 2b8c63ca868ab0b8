"""Reading devices, the people who use them, and the codes that set them up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select

from app import clock
from app.access.roles import Role
from app.accounts.models import Membership, User
from app.db import run_alone
from app.devices.models import Device, DevicePerson, DeviceSetup, Training
from app.devices.tokens import hash_of
from app.errors import NotFound
from app.extensions import db
from app.tenancy import scope


@dataclass(frozen=True)
class Passed:
    """The training as a petugas passed it the first time; `score` is a percentage."""

    score: int
    at: datetime


@dataclass(frozen=True)
class DeviceRef:
    """A device as its own requests know it."""

    id: UUID
    opd_id: UUID
    label: str
    created_at: datetime
    last_seen_at: datetime | None
    app_version: str
    revoked: bool


@dataclass(frozen=True)
class DevicePersonLine:
    id: UUID  # of the membership
    name: str
    code: str
    active: bool
    upp_id: UUID | None = None  # the one UPP that the membership is limited to


@dataclass(frozen=True)
class DeviceLine:
    """A device as the admin's list shows it, with those of its people whom the admin may see."""

    id: UUID
    label: str
    people: tuple[DevicePersonLine, ...]
    created_at: datetime
    last_seen_at: datetime | None
    app_version: str
    revoked_at: datetime | None
    revoked_by: str

    @property
    def people_words(self) -> str:
        """Return "Siti Aminah (P-02), Budi (P-03)"."""
        return ", ".join(f"{person.name} ({person.code})" if person.code else person.name for person in self.people)


class SetupState(StrEnum):
    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"  # the petugas's role was revoked before the phone was set up


@dataclass(frozen=True)
class SetupView:
    """A set-up code as its pages show it."""

    id: UUID
    state: SetupState
    opd_id: UUID
    membership_id: UUID
    name: str
    code: str
    created_by: str
    expires_at: datetime
    used_at: datetime | None
    device_label: str


_OF_TOKEN = select(
    Device.id, Device.opd_id, Device.label, Device.created_at, Device.last_seen_at, Device.app_version, Device.revoked_at
).where(Device.token_hash == bindparam("token_hash"))  # fmt: skip


def find_device(token: str) -> DeviceRef | None:
    """Return the device that a token belongs to, revoked or not."""
    if not token:
        return None
    # Every call of a phone begins here, and a table without walls needs no scope: a statement alone.
    rows = run_alone(_OF_TOKEN, {"token_hash": hash_of(token)})
    return ref_of(rows[0]) if rows else None


def ref_of(device: Device | Row[Any]) -> DeviceRef:
    return DeviceRef(
        id=device.id,
        opd_id=device.opd_id,
        label=device.label,
        created_at=device.created_at,
        last_seen_at=device.last_seen_at,
        app_version=device.app_version,
        revoked=device.revoked_at is not None,
    )


def get_device(device_id: UUID) -> Device:
    """Return a device of the OPD in scope that the viewer may see, revoked or not; any other does not exist."""
    device = db.session.scalar(select(Device).where(Device.id == device_id, Device.opd_id == scope.current_opd_id()))
    if device is None or device.id not in _people_by_device():
        raise NotFound("Perangkat ini tidak ada.")
    return device


def lock_device(device_id: UUID) -> Device:
    """Return get_device(…) as it is now, locked: of two who revoke it one is told."""
    get_device(device_id)
    return db.session.scalars(
        select(Device).where(Device.id == device_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def list_devices() -> list[DeviceLine]:
    """Return the devices of the OPD in scope, living ones first, the last used first.

    Where the scope is limited to a UPP: those of its own petugas, who alone are named.
    """
    people = _people_by_device()
    devices = db.session.scalars(
        select(Device)
        .where(Device.opd_id == scope.current_opd_id())
        .order_by(Device.revoked_at.is_not(None), Device.last_seen_at.desc().nulls_last(), Device.created_at.desc())
    )
    return [_line(device, people[device.id]) for device in devices if device.id in people]


def list_device_people(device_id: UUID) -> list[DevicePersonLine]:
    """Return everybody whose interviews the device may send, also those whose role has ended, by code."""
    rows = db.session.execute(
        select(Membership, User)
        .join(DevicePerson, DevicePerson.membership_id == Membership.id)
        .join(User, User.id == Membership.user_id)
        .where(DevicePerson.device_id == device_id)
        .order_by(Membership.petugas_code, User.name)
    )
    return [_person(membership, user) for membership, user in rows]


def list_trained() -> dict[UUID, Passed]:
    """Return how the petugas of the OPD in scope passed the training, by membership; who did not is not in it."""
    rows = db.session.execute(select(Training.membership_id, Training.score, Training.passed_at))
    return {membership_id: Passed(score, passed_at) for membership_id, score, passed_at in rows}


def find_setup(code: str) -> SetupView | None:
    """Return the set-up that a code opens or has opened."""
    return _setup(DeviceSetup.code_hash == hash_of(code))


def get_setup(setup_id: UUID) -> SetupView:
    """Return a set-up of the OPD in scope that the viewer may see; any other does not exist."""
    setup = _setup(DeviceSetup.id == setup_id, DeviceSetup.opd_id == scope.current_opd_id(), *_in_own_upp())
    if setup is None:
        raise NotFound("Penyiapan ini tidak ada.")
    return setup


def _people_by_device() -> dict[UUID, list[DevicePersonLine]]:
    rows = db.session.execute(
        select(DevicePerson.device_id, Membership, User)
        .join(Membership, Membership.id == DevicePerson.membership_id)
        .join(User, User.id == Membership.user_id)
        .where(*_in_own_upp())
        .order_by(Membership.petugas_code, User.name)
    )
    found: dict[UUID, list[DevicePersonLine]] = {}
    for device_id, membership, user in rows:
        found.setdefault(device_id, []).append(_person(membership, user))
    return found


def _in_own_upp() -> tuple:
    """Memberships are global, so the wall does not filter them: limit them to the UPP in scope, if it is limited."""
    here = scope.current()
    limited = here.upp_id if isinstance(here, scope.OpdScope) else None
    return () if limited is None else (Membership.upp_id == limited,)


def _setup(*conditions: object) -> SetupView | None:
    row = db.session.execute(
        select(DeviceSetup, Membership, User, Device.label)
        .join(Membership, Membership.id == DeviceSetup.membership_id)
        .join(User, User.id == Membership.user_id)
        .outerjoin(Device, Device.id == DeviceSetup.device_id)
        .where(*conditions)  # type: ignore[arg-type]
    ).one_or_none()
    if row is None:
        return None
    setup, membership, user, label = row
    return SetupView(
        id=setup.id,
        state=_setup_state(setup, membership, user),
        opd_id=setup.opd_id,
        membership_id=membership.id,
        name=user.name,
        code=membership.petugas_code or "",
        created_by=setup.created_by,
        expires_at=setup.expires_at,
        used_at=setup.used_at,
        device_label=label or "",
    )


def _setup_state(setup: DeviceSetup, membership: Membership, user: User) -> SetupState:
    if setup.used_at is not None:
        return SetupState.USED
    if not (membership.active and user.active and membership.role is Role.PETUGAS):
        return SetupState.WITHDRAWN
    return SetupState.OPEN if setup.expires_at > clock.now() else SetupState.EXPIRED


def _line(device: Device, people: list[DevicePersonLine]) -> DeviceLine:
    return DeviceLine(
        id=device.id,
        label=device.label,
        people=tuple(people),
        created_at=device.created_at,
        last_seen_at=device.last_seen_at,
        app_version=device.app_version,
        revoked_at=device.revoked_at,
        revoked_by=device.revoked_by,
    )


def _person(membership: Membership, user: User) -> DevicePersonLine:
    return DevicePersonLine(
        membership.id, user.name, membership.petugas_code or "", membership.active and user.active, membership.upp_id
    )
