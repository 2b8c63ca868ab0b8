"""The RTL of a survey as pages show it: unsur from the lowest, what is planned for each, and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from app.followups.models import Followup, FollowupState
from app.ikm import Figures, Mutu, Unsur, nrr_shown
from app.web.formats import angka

ROMAN = ("I", "II", "III", "IV")


class Standing(StrEnum):
    """How a plan stands on a day. The values are the status icons' (components/status.html)."""

    SELESAI = "selesai"
    BERJALAN = "sesuai_jalur"
    TERTINGGAL = "tertinggal"
    RENCANA = "belum_mulai"

    @property
    def label(self) -> str:
        return {
            "selesai": "Selesai",
            "sesuai_jalur": "Sedang dikerjakan",
            "tertinggal": "Tertinggal",
            "belum_mulai": "Direncanakan",
        }[self.value]


@dataclass(frozen=True)
class Line:
    id: UUID
    activity: str
    responsible: str
    when: str  # "Triwulan II 2027"
    state: FollowupState
    standing: Standing
    outcome: str
    obstacle: str
    done_on: date | None


@dataclass(frozen=True)
class Group:
    """An unsur with its plans. `rank` 1 to 3 for the lowest; without figures `nrr` is None. `effect`: what came after."""

    unsur: Unsur
    rank: int | None
    nrr: str | None
    mutu: Mutu | None
    effect: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Plan:
    groups: tuple[Group, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for group in self.groups for line in group.lines)

    @property
    def done(self) -> int:
        return sum(line.standing is Standing.SELESAI for line in self.lines)

    @property
    def behind(self) -> int:
        return sum(line.standing is Standing.TERTINGGAL for line in self.lines)

    @property
    def sentence(self) -> str:
        """Return the fact that the page begins with."""
        if not self.lines:
            return "Rencana tindak lanjut belum diisi"
        sentence = f"{angka(self.done)} dari {angka(len(self.lines))} kegiatan selesai"
        return f"{sentence}; {angka(self.behind)} tertinggal" if self.behind else sentence


def build(
    followups: Sequence[Followup],
    today: date,
    figures: Figures | None = None,
    *,
    after: Figures | None = None,
    suggest: bool = False,
) -> Plan:
    """Return the plan, the lowest unsur first; `figures` are those it answers, None where they may not be seen.

    `after`: the figures of the next periode, which show the effect. `suggest`: also the three lowest without any plan.
    """
    by_unsur: dict[str, list[Line]] = {}
    for followup in followups:
        by_unsur.setdefault(followup.unsur, []).append(_line(followup, today))
    order = lowest_first(figures)
    lowest = list(figures.lowest) if figures else []
    wanted = [code for code in order if code in by_unsur or (suggest and code in lowest)]
    return Plan(tuple(_group(code, by_unsur.get(code, []), figures, after, lowest) for code in wanted))


def lowest_first(figures: Figures | None) -> list[str]:
    """Return all unsur by exact NRR from the lowest; in questionnaire order those without one, and all without figures."""
    nrr = _nrr(figures)
    return sorted((code.value for code in Unsur), key=lambda code: (code not in nrr, nrr.get(code, Fraction())))


def choices(figures: Figures | None) -> dict[str, str]:
    """Return each unsur as the form offers it, the lowest first with its NRR."""
    nrr = _nrr(figures)
    return {
        code: f"{Unsur(code).official_name}, NRR {angka(nrr_shown(nrr[code]), 3)}"
        if code in nrr
        else Unsur(code).official_name
        for code in lowest_first(figures)
    }


def standing(state: FollowupState, quarter: int, due_year: int, today: date) -> Standing:
    """Return how a plan stands: behind once its quarter is over and it is not done."""
    if state is FollowupState.SELESAI:
        return Standing.SELESAI
    if (today.year, (today.month + 2) // 3) > (due_year, quarter):
        return Standing.TERTINGGAL
    return Standing.BERJALAN if state is FollowupState.BERJALAN else Standing.RENCANA


def _group(code: str, lines: list[Line], figures: Figures | None, after: Figures | None, lowest: list[str]) -> Group:
    row = next((row for row in figures.unsur if row.code == code), None) if figures else None
    return Group(
        unsur=Unsur(code),
        rank=lowest.index(code) + 1 if code in lowest else None,
        nrr=angka(row.nrr, 3) if row and row.nrr is not None else None,
        mutu=row.mutu if row else None,
        effect=_effect(code, figures, after),
        lines=tuple(lines),
    )


def _effect(code: str, figures: Figures | None, after: Figures | None) -> str:
    """Return how the unsur moved afterwards, by the printed NRR."""
    before, now = _nrr(figures).get(code), _nrr(after).get(code)
    if before is None or now is None:
        return ""
    moved = nrr_shown(now) - nrr_shown(before)
    if not moved:
        return f"tetap {angka(nrr_shown(now), 3)} sesudahnya"
    return f"{'naik' if moved > 0 else 'turun'} {angka(abs(moved), 3)} menjadi {angka(nrr_shown(now), 3)} sesudahnya"


def _line(followup: Followup, today: date) -> Line:
    return Line(
        id=followup.id,
        activity=followup.activity,
        responsible=followup.responsible,
        when=f"Triwulan {ROMAN[followup.quarter - 1]} {followup.due_year}",
        state=followup.state,
        standing=standing(followup.state, followup.quarter, followup.due_year, today),
        outcome=followup.outcome,
        obstacle=followup.obstacle,
        done_on=followup.done_on,
    )


def _nrr(figures: Figures | None) -> dict[str, Fraction]:
    return {row.code: row.exact for row in figures.unsur if row.exact is not None} if figures else {}
