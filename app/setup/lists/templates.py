"""Files to fill in: what stands already, and a line for what is missing. Lines that nobody fills in are not read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import time

from app.access.roles import Role
from app.opd.models import Opd
from app.opd.queries import list_opd
from app.opd.words import CHANNELS, CUSTOMERS, KEWAJIBAN
from app.setup.lists.directory import Directory, OpdPlace, UnitPlace
from app.setup.lists.kinds import ListKind, columns_of
from app.setup.queries import list_layanan_of, list_titik_of

Line = Sequence[str]
EXAMPLE_OPD = ("dinas-contoh", "Dinas Contoh", "Dicontoh", "dinas", "wajib", "", "Jalan Contoh 1")


def lines_of(kind: ListKind, directory: Directory) -> tuple[tuple[str, ...], list[Line]]:
    """Return the heads of a list and its lines."""
    city = directory.own is None
    own = {
        ListKind.OPD: _opd,
        ListKind.UPP: _upp,
        ListKind.LAYANAN: _layanan,
        ListKind.TITIK: _titik,
        ListKind.PEOPLE: _people,
    }[kind](directory)
    return columns_of(kind, city=city), [line if city or kind is ListKind.OPD else line[1:] for line in own]


def _opd(_directory: Directory) -> list[Line]:
    def line(opd: Opd) -> Line:
        return (
            opd.kode, opd.name, opd.short_name, opd.kind, KEWAJIBAN[opd.kewajiban].lower(), opd.exemption_reason, opd.address
        )  # fmt: skip

    return [line(each) for each in list_opd()] or [EXAMPLE_OPD]


def _upp(directory: Directory) -> list[Line]:
    return [(opd.kode, unit.kode, unit.name, "") for opd, unit in _units(directory)]


def _layanan(directory: Directory) -> list[Line]:
    known = defaultdict(list)
    for row in list_layanan_of([each.id for each in directory.opd]):
        known[row.upp_id].append(
            (
                row.name, CUSTOMERS[row.customer_kind].lower(), CHANNELS[row.channel].lower(), "ya" if row.free_by_law else "",
                "" if row.users is None else str(row.users),
            )
        )  # fmt: skip
    blank = [("", "masyarakat", "tatap muka", "", "")]
    return [(opd.kode, unit.kode, *said) for opd, unit in _units(directory) for said in known[unit.id] or blank]


def _titik(directory: Directory) -> list[Line]:
    known = defaultdict(list)
    for row in list_titik_of([each.id for each in directory.opd]):
        known[row.upp_id].append((row.name, _hour(row.opens_at), _hour(row.closes_at)))
    blank = [("", "08.00", "15.00")]
    return [(opd.kode, unit.kode, *said) for opd, unit in _units(directory) for said in known[unit.id] or blank]


def _people(directory: Directory) -> list[Line]:
    """Return the roles that every OPD needs, to be filled in; who is known already is nobody's to copy about."""
    roles = (Role.KEPALA, Role.ADMIN_OPD) if directory.own is None else (Role.KEPALA, *[Role.PETUGAS] * 3)
    return [(opd.kode, "", "", "", role.label, "") for opd in directory.opd for role in roles]


def _units(directory: Directory) -> Iterator[tuple[OpdPlace, UnitPlace]]:
    return ((opd, unit) for opd in directory.opd for unit in opd.upp)


def _hour(at: time | None) -> str:
    return f"{at:%H.%M}" if at else ""
