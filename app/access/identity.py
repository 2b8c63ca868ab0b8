"""Who is signed in, as plain values: they outlive the session in which they were read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.permissions import P
from app.access.policy import permits
from app.access.roles import CITY_ROLES, Role


@dataclass(frozen=True)
class Grant:
    """An active membership."""

    id: UUID
    role: Role
    opd_id: UUID | None = None
    opd_kode: str | None = None
    opd_short_name: str | None = None
    upp_id: UUID | None = None
    petugas_code: str | None = None
    acting: bool = False

    def covers(self, opd_id: UUID, upp_id: UUID | None = None) -> bool:
        """Return whether the membership reaches into the OPD, and into the UPP where one is named."""
        if self.role in CITY_ROLES:
            return True
        return self.opd_id == opd_id and (self.upp_id is None or self.upp_id == upp_id)

    @property
    def place(self) -> str:
        """Return role and office as the frame shows them: 'Kepala Disdukcapil'."""
        if self.opd_short_name is None:
            return self.role.label
        word = self.role.label.removesuffix(" OPD")
        return f"{'Plt. ' if self.acting else ''}{word} {self.opd_short_name}"


@dataclass(frozen=True)
class Identity:
    """The person behind a session. Flask-Login's user; never an ORM object."""

    user_id: UUID
    name: str
    email: str
    session_id: UUID
    grants: tuple[Grant, ...]
    current_id: UUID | None = None  # the membership chosen in the menu
    proven_at: datetime | None = None  # when they last showed who they are
    has_factor: bool = False
    needs_factor: bool = False  # by their role

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return str(self.session_id)

    @property
    def current(self) -> Grant | None:
        """Return the membership chosen in the menu, or the first."""
        return next((grant for grant in self.grants if grant.id == self.current_id), next(iter(self.grants), None))

    def preferred(self, grants: Iterable[Grant]) -> Grant | None:
        """Return the chosen membership if it is among these, else the first of them."""
        found = list(grants)
        return next((grant for grant in found if grant.id == self.current_id), next(iter(found), None))

    def grant_for(self, permission: P, opd_id: UUID | None = None, upp_id: UUID | None = None) -> Grant | None:
        """Return the membership by which the person may do this (there), or None."""
        return self.preferred(
            grant
            for grant in self.grants
            if permits(grant.role, permission) and (grant.covers(opd_id, upp_id) if opd_id is not None else True)
        )
