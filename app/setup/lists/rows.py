"""The rows of a list, read and checked on their own: whether the registry takes them is found out by trying (applying.py)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID

from app.access.roles import UPP_ROLES, Role
from app.imports.reading.problems import FileRejected, Unreadable
from app.imports.reading.sheets import Sheet
from app.imports.reading.tables import TableReader, text_of
from app.opd.models import CustomerKind, Kewajiban, ServiceChannel
from app.opd.words import slug
from app.setup.lists import cells, kinds
from app.setup.lists.directory import Directory, OpdPlace
from app.setup.lists.kinds import SPECS, ListKind, words_of
from app.web.formats import angka

MOST_ROWS = 2000


@dataclass(frozen=True)
class ListRow:
    """`index` of the row in the sheet; `opd` is None for an OPD that the row itself registers."""

    index: int
    opd: OpdPlace | None

    @property
    def key(self) -> tuple[Any, ...]:
        """Return what makes two rows the same thing."""
        raise TypeError("a kind of row says what it is known by")


@dataclass(frozen=True)
class OpdRow(ListRow):
    kode: str
    name: str
    short_name: str
    kind: str | None
    kewajiban: Kewajiban | None
    reason: str
    address: str

    @property
    def key(self) -> tuple[Any, ...]:
        return (self.kode,)


@dataclass(frozen=True)
class UppRow(ListRow):
    kode: str
    name: str
    kewajiban: Kewajiban | None

    @property
    def key(self) -> tuple[Any, ...]:
        return self.opd and self.opd.id, self.kode


@dataclass(frozen=True)
class LayananRow(ListRow):
    upp_id: UUID
    name: str
    customer: CustomerKind | None
    channel: ServiceChannel | None
    free: bool | None
    users: int | None

    @property
    def key(self) -> tuple[Any, ...]:
        return self.upp_id, self.name.casefold()


@dataclass(frozen=True)
class TitikRow(ListRow):
    upp_id: UUID
    name: str
    opens_at: time | None
    closes_at: time | None

    @property
    def key(self) -> tuple[Any, ...]:
        return self.upp_id, self.name.casefold()


@dataclass(frozen=True)
class PersonRow(ListRow):
    upp_id: UUID | None
    name: str
    email: str
    role: Role
    acting: bool

    @property
    def key(self) -> tuple[Any, ...]:
        return self.opd and self.opd.id, self.upp_id, self.email, self.role


class ListReader(TableReader):
    """A sheet of one kind of list."""

    def __init__(self, kind: ListKind, sheet: Sheet, directory: Directory) -> None:
        self.kind, self.directory = kind, directory
        city = directory.own is None
        names_opd = city and kind is not ListKind.OPD
        needed = SPECS[kind].needed | ({kinds.OPD} if names_opd else frozenset())
        super().__init__(sheet, words_of(kind, city=city), needed, aside=SPECS[kind].aside)
        if len(self.cells) - self.start > MOST_ROWS + 200:
            raise FileRejected(f"Paling banyak {angka(MOST_ROWS)} baris sekaligus. Bagi menjadi beberapa daftar.")

    def opd(self, index: int) -> OpdPlace | None:
        found: OpdPlace | None = self.at(kinds.OPD, index, self.directory.find_opd)
        return found

    def upp_id(self, index: int, opd: OpdPlace | None) -> UUID | None:
        """Return the UPP of a row; nothing is said about it while the OPD itself is wrong."""
        found = self.at(kinds.UPP, index, opd.find_upp) if opd else None
        return found.id if found else None

    def text(self, head: str, index: int, most: int, *, needed: bool = True) -> str:
        return self.at(head, index, lambda cell: text_of(cell, most, head, needed=needed)) or ""


def read(kind: ListKind, sheet: Sheet, directory: Directory) -> tuple[ListReader, list[ListRow]]:
    """Return the reader and its rows. Raises FileRejected with every wrong cell."""
    reader = ListReader(kind, sheet, directory)
    seen: dict[tuple[Any, ...], int] = {}

    def parse(index: int) -> ListRow:
        row = PARSERS[kind](reader, index)
        if None not in row.key and row.key in seen:
            head = SPECS[kind].columns[1] if kind is not ListKind.PEOPLE else kinds.EMAIL
            wrong = Unreadable(f"Sama dengan baris {seen[row.key]}.", "Hapus salah satunya")
            reader.wrong(head, index, wrong)
        seen.setdefault(row.key, index + 1)
        return row

    return reader, reader.read(parse)


def _opd(reader: ListReader, index: int) -> OpdRow:
    short_name = reader.text(kinds.SHORT_NAME, index, 40)
    return OpdRow(
        index=index,
        opd=None,
        kode=reader.at(kinds.OPD, index, cells.kode) or slug(short_name),
        name=reader.text(kinds.NAME, index, 160),
        short_name=short_name,
        kind=reader.at(kinds.KIND, index, cells.office_kind),
        kewajiban=reader.at(kinds.KEWAJIBAN, index, cells.kewajiban),
        reason=reader.text(kinds.REASON, index, 500, needed=False),
        address=reader.text(kinds.ADDRESS, index, 300, needed=False),
    )


def _upp(reader: ListReader, index: int) -> UppRow:
    name = reader.text(kinds.NAME, index, 160)
    return UppRow(
        index=index,
        opd=reader.opd(index),
        kode=reader.at(kinds.UPP, index, cells.kode) or slug(name),
        name=name,
        kewajiban=reader.at(kinds.KEWAJIBAN, index, cells.kewajiban),
    )


def _layanan(reader: ListReader, index: int) -> LayananRow:
    opd = reader.opd(index)
    return LayananRow(
        index=index,
        opd=opd,
        upp_id=reader.upp_id(index, opd),  # type: ignore[arg-type]  # None is a problem, and gives no rows at all
        name=reader.text(kinds.LAYANAN, index, 160),
        customer=reader.at(kinds.CUSTOMER, index, cells.customer),
        channel=reader.at(kinds.CHANNEL, index, cells.channel),
        free=reader.at(kinds.FREE, index, cells.yes),
        users=reader.at(kinds.USERS, index, cells.users),
    )


def _titik(reader: ListReader, index: int) -> TitikRow:
    opd = reader.opd(index)
    opens_at, closes_at = (reader.at(head, index, cells.hours) for head in (kinds.OPENS, kinds.CLOSES))
    if (opens_at is None) != (closes_at is None) and not reader.problems:
        reader.wrong(
            kinds.OPENS if opens_at is None else kinds.CLOSES,
            index,
            Unreadable("Hanya satu jam yang diisi.", "Isi jam buka dan jam tutup, atau kosongkan keduanya"),
        )
    return TitikRow(
        index=index,
        opd=opd,
        upp_id=reader.upp_id(index, opd),  # type: ignore[arg-type]  # as above
        name=reader.text(kinds.TITIK, index, 120),
        opens_at=opens_at,
        closes_at=closes_at,
    )


def _person(reader: ListReader, index: int) -> PersonRow:
    opd = reader.opd(index)
    role: Role | None = reader.at(kinds.ROLE, index, cells.role)
    return PersonRow(
        index=index,
        opd=opd,
        upp_id=_upp_of_role(reader, index, opd, role),
        name=reader.text(kinds.NAME, index, 120),
        email=reader.at(kinds.EMAIL, index, cells.email),
        role=role,  # type: ignore[arg-type]  # as above
        acting=bool(reader.at(kinds.ACTING, index, lambda cell: cells.acting(cell, role))),
    )


def _upp_of_role(reader: ListReader, index: int, opd: OpdPlace | None, role: Role | None) -> UUID | None:
    """Return the UPP of a person: a kepala or admin of a UPP has one, a petugas may, others have none."""
    named = bool(str(reader.cell(kinds.UPP, index) or "").strip())
    if role in UPP_ROLES or (role is Role.PETUGAS and named):
        return reader.upp_id(index, opd)
    return None


PARSERS: dict[ListKind, Callable[[ListReader, int], ListRow]] = {
    ListKind.OPD: _opd,
    ListKind.UPP: _upp,
    ListKind.LAYANAN: _layanan,
    ListKind.TITIK: _titik,
    ListKind.PEOPLE: _person,
}
