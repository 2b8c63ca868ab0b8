"""What the city's list of OPD is narrowed down to; every choice stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from app.opd.overview import OpdLine
from app.opd.words import KEWAJIBAN

ANY = ("", "Semua")
KEWAJIBAN_CHOICES = (ANY, *((member.value, label) for member, label in KEWAJIBAN.items()))
LACKS: dict[str, tuple[str, Callable[[OpdLine], bool]]] = {
    "belum-siap": ("Belum lengkap", lambda line: line.surveyed and not line.ready),
    "tanpa-admin": ("Tanpa admin", lambda line: not line.admins),
    "tanpa-layanan": ("Tanpa layanan", lambda line: not line.layanan),
    "tanpa-n": ("Jumlah pengguna belum lengkap", lambda line: line.unknown > 0),
    "siap": ("Siap disurvei", lambda line: line.surveyed and line.ready),
}
LACKS_CHOICES = (ANY, *((key, label) for key, (label, _) in LACKS.items()))


@dataclass(frozen=True)
class OpdFilter:
    """An unknown choice counts as none: an old address still shows the list."""

    search: str = ""
    kewajiban: str = ""
    kind: str = ""
    lacks: str = ""

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> OpdFilter:
        return cls(
            args.get("cari", "").strip(), args.get("kewajiban", ""), args.get("jenis", ""), args.get("kelengkapan", "")
        )

    def apply(self, lines: Iterable[OpdLine]) -> list[OpdLine]:
        """Return the lines that match, in their order."""
        return [line for line in lines if self._matches(line)]

    def _matches(self, line: OpdLine) -> bool:
        return (
            matches(self.search, line.name, line.short_name, line.kode, *line.admins)
            and self.kewajiban in ("", line.kewajiban.value)
            and self.kind in ("", line.kind)
            and (self.lacks not in LACKS or LACKS[self.lacks][1](line))
        )


def matches(search: str, *texts: str) -> bool:
    """Return whether every word of the search stands somewhere in the texts, letters' case aside."""
    whole = " ".join(texts).casefold()
    return all(word in whole for word in search.casefold().split())
