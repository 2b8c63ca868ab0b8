"""The roles of product.md, "People"."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    ORGANISASI = "organisasi"
    PEMANTAU = "pemantau"
    KEPALA = "kepala"
    ADMIN_OPD = "admin_opd"
    KEPALA_UPP = "kepala_upp"
    ADMIN_UPP = "admin_upp"
    PETUGAS = "petugas"
    VERIFIKATOR = "verifikator"  # named by Bagian Organisasi for one OPD: its own

    @property
    def label(self) -> str:
        """Return the role as a user reads it."""
        return LABELS[self]


CITY_ROLES = frozenset({Role.ORGANISASI, Role.PEMANTAU})
UPP_ROLES = frozenset({Role.KEPALA_UPP, Role.ADMIN_UPP})
OPD_ROLES = frozenset(Role) - CITY_ROLES
OUTSIDE_ROLES = CITY_ROLES | {Role.VERIFIKATOR}  # they see what an OPD has submitted, never its running figures
HEAD_ROLES = frozenset({Role.KEPALA, Role.KEPALA_UPP})  # may be held as Plt.

LABELS = {
    Role.ORGANISASI: "Bagian Organisasi",
    Role.PEMANTAU: "Pemantau",
    Role.KEPALA: "Kepala OPD",
    Role.ADMIN_OPD: "Admin OPD",
    Role.KEPALA_UPP: "Kepala UPP",
    Role.ADMIN_UPP: "Admin UPP",
    Role.PETUGAS: "Petugas",
    Role.VERIFIKATOR: "Verifikator",
}
