"""Reading links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.errors import NotFound
from app.evaluator.models import EvaluatorLink
from app.extensions import db
from app.opd.queries import list_opd
from app.periods.models import Periode


@dataclass(frozen=True)
class LinkRef:
    """A link as pages list it. `opd`: short names; empty: every OPD."""

    id: UUID
    purpose: str
    periode_id: UUID
    periode_name: str
    opd_ids: frozenset[UUID] | None
    opd: tuple[str, ...]
    created_at: datetime
    created_by: str
    expires_at: datetime
    uses: int
    last_used_at: datetime | None
    revoked_at: datetime | None

    @property
    def living(self) -> bool:
        return self.revoked_at is None and self.expires_at > clock.now()

    def covers(self, opd_id: UUID) -> bool:
        return self.opd_ids is None or opd_id in self.opd_ids


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def list_links() -> list[LinkRef]:
    """Return every link that was made, the latest first."""
    rows = db.session.execute(
        select(EvaluatorLink, Periode.name)
        .join(Periode, Periode.id == EvaluatorLink.periode_id)
        .order_by(EvaluatorLink.created_at.desc())
    )
    names = {opd.id: opd.short_name for opd in list_opd(active_only=False)}
    return [ref_of(link, name, names) for link, name in rows]


def get_link(link_id: UUID) -> EvaluatorLink:
    """Return a link, locked: who reads by it at this moment is before or after."""
    link = db.session.scalar(select(EvaluatorLink).where(EvaluatorLink.id == link_id).with_for_update())
    if link is None:
        raise NotFound("Tautan ini tidak ada.")
    return link


def lock_by_token(token: str) -> EvaluatorLink:
    link = db.session.scalar(select(EvaluatorLink).where(EvaluatorLink.token_hash == hash_of(token)).with_for_update())
    if link is None:
        raise NotFound("Halaman ini tidak ada.")
    return link


def ref_of(link: EvaluatorLink, periode_name: str, names: Mapping[UUID, str]) -> LinkRef:
    chosen = link.opd_ids or []
    return LinkRef(
        id=link.id,
        purpose=link.purpose,
        periode_id=link.periode_id,
        periode_name=periode_name,
        opd_ids=None if link.opd_ids is None else frozenset(chosen),
        opd=tuple(sorted(names.get(each, "") for each in chosen)),
        created_at=link.created_at,
        created_by=link.created_by,
        expires_at=link.expires_at,
        uses=link.uses,
        last_used_at=link.last_used_at,
        revoked_at=link.revoked_at,
    )
