from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.accounts.models import RecoveryCode, SecondFactor
from app.extensions import db


@dataclass(frozen=True)
class FactorView:
    """A person's second factor as their own page shows it."""

    created_at: datetime
    recovery_codes_left: int


def find_factor(user_id: UUID) -> SecondFactor | None:
    """Return the person's second factor as it is now."""
    return db.session.scalar(
        select(SecondFactor).where(SecondFactor.user_id == user_id).execution_options(populate_existing=True)
    )


def find_factor_view(user_id: UUID) -> FactorView | None:
    factor = find_factor(user_id)
    if factor is None:
        return None
    return FactorView(factor.created_at, count_recovery_codes(user_id))


def count_recovery_codes(user_id: UUID) -> int:
    """Return how many recovery codes the person has not used."""
    left = select(func.count()).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(left) or 0


def list_recovery_codes(user_id: UUID) -> list[RecoveryCode]:
    """Return the codes that can still be used."""
    return list(
        db.session.scalars(select(RecoveryCode).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None)))
    )


def who_has_factor(user_ids: Iterable[UUID]) -> set[UUID]:
    """Return those of these people who have a second factor."""
    return set(db.session.scalars(select(SecondFactor.user_id).where(SecondFactor.user_id.in_(list(user_ids)))))
