"""From where every OPD stands to the lines of the board, the most at risk first. Pure: no clock, no database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from app.compliance.standing import City, Exempt, OpdStanding, Term, UppStanding
from app.compliance.status import ComplianceStatus
from app.opd.models import Kewajiban
from app.surveys.models import Executor


class Group(StrEnum):
    """Where the board puts an OPD, the most urgent first."""

    LEWAT = "lewat_tenggat"
    TERLAMBAT = "terlambat"
    BELUM = "belum_mulai"
    JALUR = "sesuai_jalur"
    SELESAI = "selesai"

    @property
    def label(self) -> str:
        return GROUP_LABELS[self]


GROUP_LABELS = {
    Group.LEWAT: "Lewat tenggat",
    Group.TERLAMBAT: "Diperkirakan terlambat",
    Group.BELUM: "Belum mulai, rencananya masih di depan",
    Group.JALUR: "Sesuai jalur",
    Group.SELESAI: "Sudah menyampaikan laporan",
}
ORDER = {group: place for place, group in enumerate(Group)}


class OpdLine(NamedTuple):
    """An OPD on the board; `upp`: unfinished first, the one that ends last at the head."""

    opd: OpdStanding
    group: Group
    upp: tuple[UppStanding, ...]

    @property
    def finished(self) -> bool:
        return self.group is Group.SELESAI

    @property
    def several(self) -> bool:
        return len(self.upp) > 1

    @property
    def unfinished_upp(self) -> tuple[UppStanding, ...]:
        return tuple(upp for upp in self.upp if not upp.finished)

    @property
    def finished_upp(self) -> tuple[UppStanding, ...]:
        return tuple(upp for upp in self.upp if upp.finished)

    @property
    def leading(self) -> UppStanding | None:
        """The UPP by which the OPD is forecast: the one that ends last."""
        return self.upp[0] if self.upp else None

    @property
    def gathered(self) -> tuple[int, int]:
        """How much of the target is there, and the target; a UPP's surplus does not make up for another's shortfall."""
        target = sum(upp.forecast.target or 0 for upp in self.upp)
        return target - sum(upp.forecast.missing for upp in self.upp), target

    @property
    def share(self) -> float:
        """What part of the target is there, from 0."""
        there, target = self.gathered
        return there / target if target else 0.0

    @property
    def percent(self) -> int:
        """The same in whole percent, rounded down: 100 is all of it."""
        there, target = self.gathered
        return there * 100 // target if target else 0

    @property
    def executors(self) -> frozenset[Executor]:
        return frozenset(upp.executor for upp in self.upp)

    @property
    def submitted_on(self) -> date | None:
        """The day when its last UPP had submitted; None while one is awaited."""
        return max((upp.submitted_on for upp in self.upp if upp.submitted_on), default=None) if self.finished else None

    @property
    def last_answer_on(self) -> date | None:
        return max((upp.last_answer_on for upp in self.upp if upp.last_answer_on), default=None)


@dataclass(frozen=True)
class Board:
    """Every OPD with an obligation, the most at risk first."""

    term: Term
    lines: tuple[OpdLine, ...]
    exempt: tuple[Exempt, ...]

    @cached_property
    def counts(self) -> dict[ComplianceStatus, int]:
        """How many OPDs have each status, in the order of the legend."""
        found = Counter(line.opd.status for line in self.lines)
        return {status: found[status] for status in ComplianceStatus}

    @cached_property
    def finished(self) -> int:
        return sum(line.finished for line in self.lines)

    @cached_property
    def late(self) -> int:
        """How many unfinished OPDs are forecast to miss the deadline, or have missed it."""
        return sum(line.group in (Group.LEWAT, Group.TERLAMBAT) for line in self.lines)

    @cached_property
    def waiting(self) -> int:
        """How many reports wait for verification."""
        return sum(line.opd.waiting for line in self.lines)

    def obligation(self, kewajiban: Kewajiban) -> tuple[int, int]:
        """Return (finished, all) of the OPDs with this obligation."""
        lines = [line for line in self.lines if line.opd.kewajiban is kewajiban]
        return sum(line.finished for line in lines), len(lines)


def assemble(city: City, term: Term) -> Board:
    """Return the board of a periode."""
    return Board(term, tuple(sorted(map(line_of, city.opd), key=risk)), city.exempt)


def risk(line: OpdLine) -> tuple[object, ...]:
    """Return the key by which the OPD most at risk of being late comes first, and the latest to finish last but named."""
    upp = line.leading
    if upp is None or line.finished:
        submitted = line.submitted_on or date.min
        return ORDER[line.group], False, -submitted.toordinal(), line.opd.name
    unknown, ready = upp.end
    return ORDER[line.group], not unknown, -ready.toordinal(), line.opd.name


def line_of(opd: OpdStanding) -> OpdLine:
    upps = opd.upps if len(opd.upps) < 2 else tuple(sorted(opd.upps, key=_unfinished_then_last))
    return OpdLine(opd, _group(opd.status, upps), upps)


def _unfinished_then_last(upp: UppStanding) -> tuple[bool, bool, int, str]:
    unknown, ready = upp.end
    return upp.finished, not unknown, -ready.toordinal(), upp.name


def _group(status: ComplianceStatus, upps: Iterable[UppStanding]) -> Group:
    if status.finished:
        return Group.SELESAI
    if status is ComplianceStatus.LEWAT_TENGGAT:
        return Group.LEWAT
    if any(upp.expected_late for upp in upps):
        return Group.TERLAMBAT
    return Group.BELUM if status is ComplianceStatus.BELUM_MULAI else Group.JALUR
