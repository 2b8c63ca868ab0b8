"""Acts on links."""

from __future__ import annotations

from app import clock
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import Actor
from app.errors import NotFound
from app.extensions import db
from app.links import queries
from app.links.codes import new_code
from app.links.models import LinkCode
from app.links.queries import LinkLine
from app.tenancy import scope


def make_link(line: LinkLine, *, by: Actor) -> LinkCode:
    """The layanan at this titik has a code, for good; one that has it already keeps it."""
    if line.id is not None:
        return queries.get_link(line.id)
    link = LinkCode(
        code=new_code(), opd_id=scope.current_opd_id(), upp_id=line.upp_id, layanan_id=line.layanan_id, titik_id=line.titik_id,
        created_at=clock.now(),
    )  # fmt: skip
    db.session.add(link)
    db.session.flush()
    audit.record(Action.LINK_MADE, link, by=by, name=f"{line.layanan}, {line.titik}", code=link.code)
    return link


def switch(link: LinkCode, *, active: bool, by: Actor) -> None:
    """The link takes answers, or takes none until it is switched on again; its code stays the same."""
    if link.active == active:
        return
    link.active = active
    link.deactivated_at = None if active else clock.now()
    audit.record(Action.LINK_CHANGED, link, by=by, name=name_of(link), code=link.code, active=active)


def name_of(link: LinkCode) -> str:
    """Return the place as the trail and files name it: layanan and titik."""
    ref = queries.find_link(link.code)
    if ref is None:
        raise NotFound("Tautan ini tidak ada.")
    place = queries.get_place(ref)
    return f"{place.layanan}, {place.titik}"
