"""Reading tokens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.api.models import ApiToken
from app.api.scopes import Scope
from app.errors import NotFound
from app.extensions import db


@dataclass(frozen=True)
class TokenRef:
    """A token as a page lists it."""

    id: UUID
    opd_id: UUID | None
    name: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    created_by: str
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None

    @property
    def living(self) -> bool:
        return self.revoked_at is None and self.expires_at > clock.now()


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def find_token(token: str) -> TokenRef | None:
    """Return the token that a program shows, or None."""
    row = db.session.scalar(select(ApiToken).where(ApiToken.token_hash == hash_of(token)))
    return _ref(row) if row else None


def list_tokens(opd_id: UUID | None) -> list[TokenRef]:
    """Return the tokens of an OPD, or the city's, the latest first."""
    owner = ApiToken.opd_id.is_(None) if opd_id is None else ApiToken.opd_id == opd_id
    return [_ref(row) for row in db.session.scalars(select(ApiToken).where(owner).order_by(ApiToken.created_at.desc()))]


def get_token(token_id: UUID, opd_id: UUID | None) -> ApiToken:
    """Return a token of this owner; another's does not exist."""
    row = db.session.get(ApiToken, token_id)
    if row is None or row.opd_id != opd_id:
        raise NotFound("Kunci ini tidak ada.")
    return row


def _ref(row: ApiToken) -> TokenRef:
    return TokenRef(
        id=row.id,
        opd_id=row.opd_id,
        name=row.name,
        scopes=tuple(Scope(each) for each in row.scopes),
        created_at=row.created_at,
        created_by=row.created_by,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )
