"""What the board's address asks for. Anything it does not know is left out, whatever was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from werkzeug.datastructures import MultiDict

from app.compliance.board import Board, Group, OpdLine
from app.compliance.details import People
from app.compliance.last_year import Against, Comparison
from app.compliance.standing import UppStanding
from app.compliance.status import ComplianceStatus
from app.opd.models import Kewajiban
from app.opd.words import KODE
from app.web.forms import strip

LONGEST_SEARCH = 100

STATUSES: dict[str, tuple[str, Callable[[OpdLine], bool]]] = {
    "": ("Semua", lambda line: True),
    "belum": ("Belum menyampaikan", lambda line: not line.finished),
    "terlambat": ("Diperkirakan terlambat", lambda line: line.group is Group.TERLAMBAT),
    "selesai": ("Sudah menyampaikan", lambda line: line.finished),
}
STATUSES |= {
    status.value: (status.label, lambda line, status=status: line.opd.status is status)  # type: ignore[misc]
    for status in ComplianceStatus
}
STATUS_CHOICES = tuple((value, label) for value, (label, _) in STATUSES.items())
KEWAJIBAN = {"": "Semua", Kewajiban.WAJIB.value: "Wajib", Kewajiban.DIHARAPKAN.value: "Diharapkan"}
SORTS = {
    "": "Paling terancam terlambat",
    "nama": "Nama OPD",
    "capaian": "Capaian terendah",
    "aktivitas": "Terlama tanpa aktivitas",
}
# Beside the same day of last year: a column, and perhaps only those who are slower or faster.
BANDING = {
    "": "Tidak tampil",
    "tahun_lalu": "Bandingkan",
    Against.LEBIH_LAMBAT.value: "Lebih lambat",
    Against.LEBIH_CEPAT.value: "Lebih cepat",
}
NO_COMPARISON = Comparison()
# Of a long group so many lines are shown at first: the late ones in full sight, the finished ones on request.
SHOWN = {Group.LEWAT: 40, Group.TERLAMBAT: 40, Group.BELUM: 8, Group.JALUR: 8, Group.SELESAI: 0}
SHOWN_FLAT = 40
NOT_WORTH_HIDING = 2
PAGE = 200  # lines of an unfolded group at once: a city of thousands is leafed through, its head always tells of all
ALL = "semua"
GROUP_KEYS = frozenset({ALL, *(group.value for group in Group)})


@dataclass(frozen=True)
class Section:
    """A group of the table: the lines shown, how many stand before them, and how many more there are. A flat list has no
    group; `unfolded`: more than the first few are shown, a page of them."""

    group: Group | None
    lines: tuple[OpdLine, ...]
    total: int
    before: int = 0
    unfolded: bool = False

    @property
    def more(self) -> int:
        return self.total - self.before - len(self.lines)

    @property
    def key(self) -> str:
        return self.group.value if self.group else ALL


@dataclass(frozen=True)
class BoardFilter:
    periode: str = ""
    cari: str = ""
    status: str = ""
    kewajiban: str = ""
    jenis: str = ""
    urutkan: str = ""
    banding: str = ""
    buka: frozenset[str] = frozenset()  # OPDs whose UPPs are shown
    lengkap: frozenset[str] = frozenset()  # of these also the UPPs that have submitted
    tampil: frozenset[str] = frozenset()  # groups that are shown in full
    lanjut: str = ""  # the code of an OPD: its unfolded group goes on behind it
    kalender: str = ""

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> Self:
        return cls(
            periode=args.get("periode", ""),
            cari=" ".join(strip(args.get("cari", "")).split())[:LONGEST_SEARCH],
            status=_known(args.get("status"), STATUSES),
            kewajiban=_known(args.get("kewajiban"), KEWAJIBAN),
            jenis=strip(args.get("jenis", ""))[:LONGEST_SEARCH],
            urutkan=_known(args.get("urutkan"), SORTS),
            banding=_known(args.get("banding"), BANDING),
            buka=_kodes(args.getlist("buka")),
            lengkap=_kodes(args.getlist("lengkap")),
            tampil=frozenset(args.getlist("tampil")) & GROUP_KEYS,
            lanjut=next(iter(_kodes([args.get("lanjut", "")])), ""),
            kalender=_known(args.get("kalender"), (ALL,)),
        )

    @property
    def narrowed(self) -> bool:
        """Whether some OPDs are left out."""
        return bool(self.cari or self.status or self.kewajiban or self.jenis or self.wanted_pace)

    @property
    def wanted_pace(self) -> Against | None:
        """How the OPD that are shown do beside last year; None: however they do."""
        return Against(self.banding) if self.banding in set(Against) else None

    def query(self, **changes: Any) -> dict[str, Any]:
        """Return the address's arguments, with changes; what is empty is left out."""
        values = vars(replace(self, **changes))
        return {
            name: sorted(value) if isinstance(value, frozenset) else value for name, value in values.items() if value
        }

    def narrowing(self) -> dict[str, Any]:
        """Return the arguments that decide which OPDs are found and in what order, not what of them is unfolded."""
        return self.query(buka=frozenset(), lengkap=frozenset(), tampil=frozenset(), lanjut="", kalender="")

    def toggled(self, name: str, value: str) -> dict[str, Any]:
        """Return the arguments with `value` put into the set `name`, or taken out of it."""
        return self.query(**{name: getattr(self, name) ^ {value}})

    @property
    def asks_people(self) -> bool:
        """Whether the admins of every OPD must be known to find or order the lines."""
        return bool(self.cari) or self.urutkan == "aktivitas"

    def select(self, board: Board, people: People, compared: Comparison = NO_COMPARISON) -> list[OpdLine]:
        """Return the lines that the filters let through, in the order asked for; `people`, `compared`: where they are asked."""
        _, wanted = STATUSES[self.status]
        pace = self.wanted_pace
        found = [
            line
            for line in board.lines
            if wanted(line)
            and (not self.kewajiban or line.opd.kewajiban.value == self.kewajiban)
            and (not self.jenis or line.opd.kind == self.jenis)
            and (not self.cari or self.finds(line, people))
            and (not pace or compared.against(line, board.term) is pace)
        ]
        return sorted(found, key=_sort_key(self.urutkan, people)) if self.urutkan else found

    def sections(self, board: Board, people: People, compared: Comparison = NO_COMPARISON) -> list[Section]:
        """Return the table's groups; any order but that of the risk is one flat list."""
        found = self.select(board, people, compared)
        if self.urutkan or self.cari:
            return [self._section(None, found, SHOWN_FLAT)] if found else []
        groups = [(group, [line for line in found if line.group is group]) for group in Group]
        nothing_else = all(line.finished for line in found)
        limits = SHOWN | ({Group.SELESAI: SHOWN_FLAT} if nothing_else else {})
        return [self._section(group, lines, limits[group]) for group, lines in groups if lines]

    def finds(self, line: OpdLine, people: People) -> bool:
        """Whether the words stand in a name of the OPD, of its admins, or of one of its UPP."""
        admins = (contact.name for contact in people.of_opd.get(line.opd.id, ()))
        own = self._matches(" ".join((line.opd.name, line.opd.short_name, line.opd.kode, *admins)))
        return own or bool(self.found_upp(line, people))

    def found_upp(self, line: OpdLine, people: People) -> frozenset[str]:
        """Return the codes of the UPPs in whose name, or in whose admin's, the words stand."""
        if not self.cari or not line.several:
            return frozenset()
        contacts = ((upp, people.upp_contact(upp.id)) for upp in line.upp)
        return frozenset(
            upp.kode for upp, contact in contacts if self._matches(f"{upp.name} {contact.name if contact else ''}")
        )

    def shown_upp(self, line: OpdLine, people: People) -> tuple[UppStanding, ...]:
        """Return the UPPs of an opened line: the unfinished, all of them on request, or only those that were searched for."""
        if line.opd.kode not in self.buka:
            found = self.found_upp(line, people)
            return tuple(upp for upp in line.upp if upp.kode in found)
        return line.upp if line.opd.kode in self.lengkap or not line.unfinished_upp else line.unfinished_upp

    def _matches(self, text: str) -> bool:
        text = text.casefold()
        return all(word in text for word in self.cari.casefold().split())

    def _section(self, group: Group | None, lines: list[OpdLine], limit: int) -> Section:
        if (group.value if group else ALL) in self.tampil:
            places = [line.opd.kode for line in lines]
            start = places.index(self.lanjut) + 1 if self.lanjut in places else 0
            return Section(group, tuple(lines[start : start + PAGE]), len(lines), start, unfolded=True)
        shown = len(lines) if limit and len(lines) - limit <= NOT_WORTH_HIDING else limit
        return Section(group, tuple(lines[:shown]), len(lines))


def _sort_key(order: str, people: People) -> Callable[[OpdLine], Any]:
    if order == "nama":
        return lambda line: line.opd.name.casefold()
    if order == "capaian":
        return lambda line: (line.finished, line.share, line.opd.name)
    return lambda line: (line.finished, people.last_active_on(line) or date.min, line.opd.name)


def _kodes(values: Iterable[str]) -> frozenset[str]:
    return frozenset(value for value in values if KODE.fullmatch(value))


def _known(value: str | None, vocabulary: Any) -> str:
    return value if value and value in vocabulary else ""
