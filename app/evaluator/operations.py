"""Giving an evaluator a link, taking it away, and letting it be used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from secrets import token_urlsafe
from uuid import UUID

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import SYSTEM, Actor
from app.evaluator.models import EvaluatorLink
from app.evaluator.queries import LinkRef, get_link, hash_of, lock_by_token, ref_of
from app.extensions import db
from app.periods.queries import get_periode


def make(*, purpose: str, periode_id: UUID, opd_ids: Sequence[UUID] | None, days: int, by: Actor) -> str:
    """Whoever has the link may read for so many days; return its secret, which is never shown again."""
    token, now = token_urlsafe(32), clock.now()
    periode = get_periode(periode_id)
    link = EvaluatorLink(
        token_hash=hash_of(token),
        purpose=purpose,
        periode_id=periode.id,
        opd_ids=None if opd_ids is None else list(opd_ids),
        created_at=now,
        created_by=by.name,
        expires_at=now + timedelta(days=days),
    )
    db.session.add(link)
    db.session.flush()
    reach = "semua" if opd_ids is None else len(opd_ids)
    audit.record_city(
        Action.EVALUATOR_LINK_MADE,
        link,
        by=by,
        name=purpose,
        period=periode.name,
        opd=reach,
        expires_at=link.expires_at,
    )
    return token


def revoke(link_id: UUID, *, by: Actor) -> None:
    """The link opens nothing from the next request on."""
    link = get_link(link_id)
    if link.revoked_at is None:
        link.revoked_at, link.revoked_by = clock.now(), by.name
        audit.record_city(Action.EVALUATOR_LINK_REVOKED, link, by=by, name=link.purpose)


def use(token: str) -> LinkRef | None:
    """The use of a link is counted, the first of a day in the trail too. None: it has expired or was revoked.

    Raises NotFound for a secret that no link has. The link is locked, so a use is before its revocation or after it.
    """
    link = lock_by_token(token)
    ref = ref_of(link, get_periode(link.periode_id).name, {})
    if not ref.living:
        return None
    now = clock.now()
    last = link.last_used_at
    link.uses, link.last_used_at = link.uses + 1, now
    if last is None or last.astimezone(clock.zone()).date() < clock.today():
        audit.record_city(Action.EVALUATOR_LINK_USED, link, by=SYSTEM, name=link.purpose)
    return ref
