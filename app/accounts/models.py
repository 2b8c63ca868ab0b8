"""People, what they may be, and where they are signed in. These tables are global: a person may belong to several OPDs,
and signing in comes before any OPD is known."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.access.roles import CITY_ROLES, UPP_ROLES, Role
from app.db import Base, Identified, one_of


def _in(roles: frozenset[Role]) -> str:
    return "role IN (" + ", ".join(f"'{role.value}'" for role in sorted(roles)) + ")"


class Tried:
    """Counts tries in a row that failed, and knows when the last was (throttle.py)."""

    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    last_failed_at: Mapped[datetime | None]


class User(Identified, Tried, Base):
    __tablename__ = "users"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    # None until an invitation is accepted. Loaded only where it is asked for: what reads the whole city may not read it.
    password_hash: Mapped[str | None] = mapped_column(deferred=True)
    joined: Mapped[bool] = mapped_column(Computed("password_hash IS NOT NULL", persisted=True))
    password_changed_at: Mapped[datetime | None]
    active: Mapped[bool] = mapped_column(default=True)
    demo: Mapped[bool] = mapped_column(default=False)  # needs no second factor, and cannot sign in in production
    last_sign_in_at: Mapped[datetime | None]
    email_trouble: Mapped[str] = mapped_column(default="")  # what the mail server said when the address was refused
    created_at: Mapped[datetime]


class Membership(Identified, Base):
    """A role of a person: in the city, in one OPD, or in one UPP of it."""

    __tablename__ = "memberships"
    __table_args__ = (
        one_of("role", Role),
        CheckConstraint(f"({_in(CITY_ROLES)}) = (opd_id IS NULL)", name="city_role_has_no_opd"),
        CheckConstraint(f"NOT ({_in(UPP_ROLES)}) OR upp_id IS NOT NULL", name="upp_role_has_upp"),
        CheckConstraint("upp_id IS NULL OR opd_id IS NOT NULL", name="upp_inside_opd"),
        ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        UniqueConstraint("user_id", "role", "opd_id", "upp_id", postgresql_nulls_not_distinct=True),
        Index("ix_memberships_opd_id_petugas_code", "opd_id", "petugas_code", unique=True),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[Role]
    opd_id: Mapped[UUID | None] = mapped_column(ForeignKey("opd.id"))
    upp_id: Mapped[UUID | None]
    petugas_code: Mapped[str | None]  # how a petugas is shown to everyone but their admin and the verifier
    acting: Mapped[bool] = mapped_column(default=False)  # Plt.
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class UserSession(Identified, Base):
    """A place where somebody is signed in. The cookie holds a random token; only its hash is kept."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    membership_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))  # the one shown in the menu
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    ip_prefix: Mapped[str] = mapped_column(default="")
    user_agent: Mapped[str] = mapped_column(default="")
    awaits_factor: Mapped[bool] = mapped_column(default=False)  # the password was right; opens nothing yet
    proven_at: Mapped[datetime | None]  # when its owner last showed who they are


class SecondFactor(Tried, Base):
    """What makes the six digits that the person's phone shows. Sealed (app/sealing.py): the table opens nothing."""

    __tablename__ = "second_factors"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    sealed_secret: Mapped[str]
    last_step: Mapped[int] = mapped_column(BigInteger)  # of the last code that was taken: none is taken twice
    created_at: Mapped[datetime]


class RecoveryCode(Identified, Base):
    """Stands in for the phone once. Only its hash is kept."""

    __tablename__ = "recovery_codes"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    code_hash: Mapped[str]
    used_at: Mapped[datetime | None]


class KnownBrowser(Tried, Base):
    """A browser in which the person has signed in before. Its tries are counted apart, so that nobody who guesses
    elsewhere makes the owner wait."""

    __tablename__ = "known_browsers"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    last_sign_in_at: Mapped[datetime]


class OneTimeLink(Identified, Base):
    """An invitation or a password reset. The link is signed (links.py), so no secret stands in the table."""

    __tablename__ = "one_time_links"
    __table_args__ = (
        CheckConstraint("purpose IN ('invitation', 'reset')", name="purpose_known"),
        Index("ix_one_time_links_user_id", "user_id", postgresql_where=text("used_at IS NULL")),
    )

    purpose: Mapped[str]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    membership_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    created_by: Mapped[str] = mapped_column(default="")
