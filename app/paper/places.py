"""For which layanan and titik a person may print and type: an admin for all of the UPP, a petugas for those assigned to them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.access.identity import Grant
from app.access.roles import Role
from app.opd.models import Layanan, Titik, Upp
from app.opd.queries import list_assignments, list_layanan, list_titik, list_upp


@dataclass(frozen=True)
class Reach:
    """`pairs` of layanan and titik; None: all of them."""

    layanan: tuple[Layanan, ...]
    titik: tuple[Titik, ...]
    pairs: frozenset[tuple[UUID, UUID]] | None = None

    def covers(self, layanan_id: UUID, titik_id: UUID) -> bool:
        return self.pairs is None or (layanan_id, titik_id) in self.pairs


def reach_of(grant: Grant, upp_id: UUID) -> Reach:
    """Return where the person may type in this UPP. A closed titik stays: its last sheets may still lie in a drawer."""
    if grant.role is not Role.PETUGAS:
        return Reach(tuple(list_layanan(upp_id, active_only=True)), tuple(list_titik(upp_id)))
    own = [(layanan, titik) for layanan, titik, upp in list_assignments(grant.id) if upp.id == upp_id]
    return Reach(
        tuple({layanan.id: layanan for layanan, _ in own}.values()),
        tuple({titik.id: titik for _, titik in own}.values()),
        frozenset((layanan.id, titik.id) for layanan, titik in own),
    )


def list_own_upp(grant: Grant) -> list[Upp]:
    """Return the UPP in which the person may type."""
    if grant.role is not Role.PETUGAS:
        return list_upp()
    return list({upp.id: upp for _, _, upp in list_assignments(grant.id)}.values())
