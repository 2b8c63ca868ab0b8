"""Which OPD and UPP a row speaks of: by code, abbreviation or name, as people write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from app.imports.reading.problems import Unreadable
from app.imports.reading.words import Cell, plain, shown

LISTED = 12  # codes that a message names


@dataclass(frozen=True)
class UnitPlace:
    id: UUID
    kode: str
    name: str


@dataclass(frozen=True)
class OpdPlace:
    id: UUID
    kode: str
    name: str
    short_name: str
    upp: tuple[UnitPlace, ...] = ()

    def find_upp(self, cell: Cell) -> UnitPlace:
        """Return the UPP that a cell names; an empty one means the only UPP. Raises Unreadable."""
        word = plain(shown(cell))
        if not word and len(self.upp) == 1:
            return self.upp[0]
        found = [each for each in self.upp if word and word in (plain(each.kode), plain(each.name))]
        if not found:
            message = f"UPP ini tidak ada di {self.short_name}." if word else "Kode UPP belum diisi."
            raise Unreadable(message, f"Salah satu dari: {_listed(each.kode for each in self.upp)}")
        return found[0]


@dataclass(frozen=True)
class Directory:
    """The OPD that the person may fill in; of one OPD only where the list is that OPD's own."""

    opd: tuple[OpdPlace, ...]
    own: OpdPlace | None = None
    _known: Mapping[str, OpdPlace] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known = {plain(word): each for each in self.opd for word in (each.name, each.short_name, each.kode)}
        object.__setattr__(self, "_known", known)

    def find_opd(self, cell: Cell) -> OpdPlace:
        """Return the OPD that a cell names; raises Unreadable for none, and for another than one's own."""
        word = plain(shown(cell))
        if self.own is not None and not word:
            return self.own
        found = self._known.get(word)
        if found is None:
            if self.own is not None:
                raise Unreadable("Baris ini milik OPD lain.", f"Hapus barisnya, atau tulis {self.own.kode}")
            message = "OPD ini tidak dikenal." if word else "Kode OPD belum diisi."
            raise Unreadable(message, f"Salah satu dari: {_listed(each.kode for each in self.opd)}")
        return found


def _listed(codes: Iterable[str]) -> str:
    found = list(codes)
    rest = f" dan {len(found) - LISTED} lagi" if len(found) > LISTED else ""
    return (", ".join(found[:LISTED]) or "belum ada; daftarkan dulu") + rest
