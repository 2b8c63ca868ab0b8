"""A row of a list becomes what it says, by the same acts as the forms. Inside the scope of the row's OPD."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from app.access.roles import Role
from app.accounts import operations as accounts
from app.accounts.assignments import list_places, set_assignments
from app.accounts.models import Membership, User
from app.audit.operations import Actor
from app.extensions import db
from app.opd import queries as registry
from app.opd.models import CustomerKind, Kewajiban, Layanan, Opd, ServiceChannel, Titik, Upp
from app.opd.operations.layanan import add_layanan, change_layanan
from app.opd.operations.opd import change_opd, register_opd
from app.opd.operations.titik import add_titik, change_titik
from app.opd.operations.upp import add_upp, change_upp
from app.opd.words import slug
from app.setup.lists import kinds
from app.setup.lists.cells import guess_office_kind
from app.setup.lists.kinds import ListKind
from app.setup.lists.rows import LayananRow, OpdRow, PersonRow, TitikRow, UppRow
from app.tenancy.scope import current_opd_id


class Outcome(StrEnum):
    NEW = "baru"
    CHANGED = "berubah"
    SAME = "sama"


# Beside which column the message of an act stands, by the field that it names.
FIELDS: dict[ListKind, dict[str, str]] = {
    ListKind.OPD: {"kode": kinds.OPD, "exemption_reason": kinds.REASON},
    ListKind.UPP: {"kode": kinds.UPP, "name": kinds.NAME},
    ListKind.LAYANAN: {"name": kinds.LAYANAN},
    ListKind.TITIK: {"name": kinds.TITIK, "closes_at": kinds.CLOSES},
    ListKind.PEOPLE: {"email": kinds.EMAIL, "role": kinds.ROLE, "upp": kinds.UPP},
}


def apply_opd(row: OpdRow, by: Actor) -> Outcome:
    """The OPD is registered, or has what the row says; the scope is its own."""
    known = db.session.get(Opd, current_opd_id())
    said: dict[str, Any] = {"name": row.name, "short_name": row.short_name}
    usual = {
        "kind": known.kind if known else guess_office_kind(row.name),
        "kewajiban": known.kewajiban if known else Kewajiban.WAJIB,
        "exemption_reason": known.exemption_reason if known else "",
        "address": known.address if known else "",
    }
    given = {
        "kind": row.kind, "kewajiban": row.kewajiban, "exemption_reason": row.reason, "address": row.address
    }  # fmt: skip
    facts = said | usual | {name: value for name, value in given.items() if value}
    if known is None:
        register_opd(current_opd_id(), kode=row.kode, by=by, **facts)
        return Outcome.NEW
    if not _differs(known, facts):
        return Outcome.SAME
    change_opd(current_opd_id(), by=by, **facts)
    return Outcome.CHANGED


def apply_upp(row: UppRow, by: Actor) -> Outcome:
    """The OPD has this UPP."""
    known = db.session.scalar(registry.select_upp().where(Upp.kode == row.kode))
    if known is None and row.kode == slug(row.name):  # no code was written
        known = db.session.scalar(registry.select_upp().where(func.lower(Upp.name) == row.name.lower()))
    if known is None:
        add_upp(kode=row.kode, name=row.name, kewajiban=row.kewajiban or Kewajiban.WAJIB, by=by)
        return Outcome.NEW
    facts = {"name": row.name, "kewajiban": row.kewajiban or known.kewajiban}
    if not _differs(known, facts):
        return Outcome.SAME
    change_upp(known, name=row.name, kewajiban=row.kewajiban or known.kewajiban, by=by)
    return Outcome.CHANGED


def apply_layanan(row: LayananRow, by: Actor) -> Outcome:
    """The UPP has this layanan; what the row leaves blank stays as it is."""
    known = db.session.scalar(
        select(Layanan).where(Layanan.upp_id == row.upp_id, func.lower(Layanan.name) == row.name.lower())
    )
    facts = {
        "name": row.name,
        "customer_kind": row.customer or (known.customer_kind if known else CustomerKind.MASYARAKAT),
        "channel": row.channel or (known.channel if known else ServiceChannel.TATAP_MUKA),
        "free_by_law": row.free if row.free is not None else bool(known and known.free_by_law),
        "users": row.users if row.users is not None else known and known.users,
    }
    if known is None:
        add_layanan(registry.get_upp_by_id(row.upp_id), by=by, **facts)
        return Outcome.NEW
    if not _differs(known, facts):
        return Outcome.SAME
    change_layanan(known, by=by, **facts)
    return Outcome.CHANGED


def apply_titik(row: TitikRow, by: Actor) -> Outcome:
    """The UPP has this titik, with these hours."""
    known = db.session.scalar(
        select(Titik).where(Titik.upp_id == row.upp_id, func.lower(Titik.name) == row.name.lower())
    )
    facts: dict[str, Any] = {"name": row.name, "opens_at": row.opens_at, "closes_at": row.closes_at}
    if known is None:
        add_titik(registry.get_upp_by_id(row.upp_id), by=by, **facts)
        return Outcome.NEW
    if not _differs(known, facts):
        return Outcome.SAME
    change_titik(known, by=by, **facts)
    return Outcome.CHANGED


def apply_person(row: PersonRow, by: Actor) -> Outcome:
    """The person holds the role and is invited; who holds it already is left alone. A new petugas may record anywhere
    in reach: an office with one counter has nothing more to say, and others narrow it down."""
    held = select(Membership.id).join(User, User.id == Membership.user_id).where(
        User.email == row.email, Membership.role == row.role, Membership.opd_id == current_opd_id(),
        Membership.upp_id.is_not_distinct_from(row.upp_id), Membership.active,
    )  # fmt: skip
    if db.session.scalar(held) is not None:
        return Outcome.SAME
    membership = accounts.invite(
        name=row.name, email=row.email, role=row.role, upp_id=row.upp_id, acting=row.acting, by=by
    )
    if row.role is Role.PETUGAS:
        places = set().union(*(upp.places() for upp in list_places(membership)))
        if places:
            set_assignments(membership, places, by=by)
    return Outcome.NEW


APPLY: dict[ListKind, Callable[[Any, Actor], Outcome]] = {
    ListKind.OPD: apply_opd,
    ListKind.UPP: apply_upp,
    ListKind.LAYANAN: apply_layanan,
    ListKind.TITIK: apply_titik,
    ListKind.PEOPLE: apply_person,
}


def _differs(row: Any, facts: dict[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in facts.items())
