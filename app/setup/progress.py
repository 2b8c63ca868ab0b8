"""How far a set-up is, for the menu: only while there is something to set up, and only for those who do it."""

from __future__ import annotations

from flask import g, url_for

from app.access.identity import Grant
from app.access.permissions import P
from app.access.policy import permits
from app.access.roles import Role
from app.setup import city, opd
from app.setup.state import in_test_mode
from app.tenancy.scope import current


def menu_entry(grant: Grant) -> tuple[str, str] | None:
    """Return address and progress ("2 dari 7") of the guide that the person of this request should see."""
    if grant.role is Role.ORGANISASI:
        return (url_for("setup.city"), city.guide(city.read_facts()).progress) if in_test_mode() else None
    if not permits(grant.role, P.LAYANAN_MANAGE) or g.get("opd_id") != grant.opd_id or current() is None:
        return None
    if grant.opd_id is None or grant.opd_kode is None or not opd.is_wanted(grant.upp_id):
        return None
    facts = opd.read_facts(grant.opd_kode, grant.opd_id, grant.upp_id)
    return url_for("setup.opd", kode=grant.opd_kode), opd.guide(facts).progress
