"""Giving a program its token and taking it away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from secrets import token_urlsafe
from uuid import UUID

from sqlalchemy import or_, update

from app import clock
from app.api.models import ApiToken
from app.api.queries import get_token, hash_of
from app.api.scopes import OF_CITY, OF_OPD, Scope
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import Rejected
from app.extensions import db

TOUCH_EVERY = timedelta(minutes=1)


def issue(opd_id: UUID | None, *, name: str, scopes: Sequence[Scope], days: int, by: Actor) -> str:
    """A program may use the API for so many days; return its token, which is never shown again."""
    allowed = OF_CITY if opd_id is None else OF_OPD
    if not scopes or any(scope not in allowed for scope in scopes):
        raise Rejected("Pilih sedikitnya satu izin.", field="scopes")
    token = token_urlsafe(32)
    now = clock.now()
    row = ApiToken(
        opd_id=opd_id, name=name, token_hash=hash_of(token), scopes=[scope.value for scope in scopes], created_at=now,
        created_by=by.name, expires_at=now + timedelta(days=days),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    details = {"scopes": sorted(row.scopes), "expires_at": row.expires_at}
    _record(opd_id)(Action.TOKEN_ISSUED, row, by=by, name=name, **details)
    return token


def revoke(token_id: UUID, opd_id: UUID | None, *, by: Actor) -> None:
    """The program is shut out from its next request on."""
    row = get_token(token_id, opd_id)
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by = clock.now(), by.name
        _record(opd_id)(Action.TOKEN_REVOKED, row, by=by, name=row.name)


def touch(token_id: UUID) -> None:
    """The token was used now; noted at most once a minute."""
    now = clock.now()
    db.session.execute(
        update(ApiToken)
        .where(
            ApiToken.id == token_id,
            or_(ApiToken.last_used_at.is_(None), ApiToken.last_used_at < now - TOUCH_EVERY),
        )
        .values(last_used_at=now)
    )


def _record(opd_id: UUID | None):  # type: ignore[no-untyped-def]
    return audit.record_city if opd_id is None else audit.record
