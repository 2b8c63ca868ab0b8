from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.access.roles import Role
from app.accounts.models import Membership, User
from app.errors import NotFound
from app.extensions import db


def find_user(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def get_user(user_id: UUID) -> User:
    return _found(db.session.get(User, user_id))


def get_user_by_email(email: str) -> User:
    return _found(find_user(email))


def lock_user(email: str) -> User | None:
    """Return the person as they are now, locked against a second change until the transaction ends."""
    return db.session.scalar(
        select(User)
        .options(undefer(User.password_hash))
        .where(User.email == email.strip().lower())
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


def lock_user_by_id(user_id: UUID) -> User:
    """Return the person as they are now, locked against a second change until the transaction ends."""
    return _found(
        db.session.scalar(
            select(User)
            .options(undefer(User.password_hash))
            .where(User.id == user_id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
    )


def has_organisasi() -> bool:
    """Return whether the installation has an account of Bagian Organisasi, joined or not."""
    held = select(Membership.id).where(Membership.role == Role.ORGANISASI, Membership.active).limit(1)
    return db.session.scalar(held) is not None


@dataclass(frozen=True)
class Reached:
    """Somebody whom a letter reaches; without an account, one is known by the address."""

    user_id: UUID | None
    name: str
    email: str


def list_organisasi(*, joined_by: datetime | None = None) -> list[Reached]:
    """Return the people of Bagian Organisasi, by address; `joined_by`: only those who had joined by then."""
    statement = (
        select(User.id, User.name, User.email)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.role == Role.ORGANISASI, Membership.active, User.active)
        .distinct()
        .order_by(User.email)
    )
    if joined_by is not None:
        statement = statement.where(Membership.created_at <= joined_by)
    return [Reached(*row) for row in db.session.execute(statement)]


def find_organisasi(email: str) -> Membership | None:
    """Return the role in Bagian Organisasi that the person with this address holds."""
    return db.session.scalar(
        select(Membership)
        .join(User, User.id == Membership.user_id)
        .where(Membership.role == Role.ORGANISASI, Membership.active, User.email == email.strip().lower())
    )


def _found(user: User | None) -> User:
    if user is None:
        raise NotFound("Orang ini tidak ada.")
    return user
