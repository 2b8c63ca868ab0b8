"""How a UPP's documents begin, and who signs them."""

from __future__ import annotations

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.extensions import db
from app.opd.models import Upp
from app.opd.operations.changes import apply
from app.reports.materials import find_head
from app.reports.models import ReportHead
from app.reports.uploads import digest


def change(unit: Upp, *, logo: bytes | None, keep_logo: bool, by: Actor, **words: str) -> None:
    """The UPP's documents carry this head and signature from now on; `logo` None keeps or removes the one there is."""
    row = find_head(unit.id) or ReportHead(upp_id=unit.id, changed_by=by.name, changed_at=clock.now(), **_empty(words))
    kept = row.logo_sha256 if keep_logo else ""
    changes = apply(row, **words, logo_sha256=digest(logo) if logo else kept)
    if not changes:
        return
    if "logo_sha256" in changes:
        row.logo = logo
    row.changed_by, row.changed_at = by.name, clock.now()
    db.session.add(row)
    db.session.flush()
    audit.record(Action.REPORT_HEAD_CHANGED, row, by=by, name=unit.name, changes=changes)


def _empty(words: dict[str, str]) -> dict[str, str]:
    return dict.fromkeys((*words, "logo_sha256"), "")
