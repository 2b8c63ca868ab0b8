"""Which periode and which kind of customer the address asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.errors import NotFound
from app.opd.models import CustomerKind
from app.periods.models import Periode
from app.periods.policy import Aggregation, Policy
from app.periods.queries import list_periode
from app.surveys.models import Survey


@dataclass(frozen=True)
class PeriodeRef:
    """What a result page says about its periode."""

    id: UUID
    name: str
    year: int
    deadline: date
    aggregation: Aggregation
    show_running: bool


def list_surveyed(surveys: Iterable[Survey]) -> list[PeriodeRef]:
    """Return the periode of these surveys, the latest first."""
    wanted = {survey.periode_id for survey in surveys}
    return [each for each in list_every() if each.id in wanted]


def list_every() -> list[PeriodeRef]:
    """Return every periode of the city, the latest first."""
    return [_ref(row) for row in list_periode()]


def _ref(row: Periode) -> PeriodeRef:
    policy = Policy.from_json(row.policy)
    return PeriodeRef(row.id, row.name, row.year, row.deadline, policy.aggregation, policy.show_running)


def choose_periode(periode: Sequence[PeriodeRef], wanted: str | None) -> PeriodeRef | None:
    """Return the periode of the address, the latest by default; None where there is none at all."""
    if not wanted:
        return periode[0] if periode else None
    found = next((each for each in periode if str(each.id) == wanted), None)
    if found is None:
        raise NotFound("Periode ini tidak punya survei di sini.")
    return found


def choose_part(parts: Sequence[Survey], wanted: str | None) -> Survey | None:
    """Return the part of the address, None for all of them together."""
    if not wanted:
        return None
    found = next((each for each in parts if str(each.part) == wanted), None)
    if found is None:
        raise NotFound("Bagian ini tidak ada di periode ini.")
    return found


def choose_kind(kinds: Sequence[CustomerKind], wanted: str | None) -> CustomerKind:
    """Return the kind of customer of the address, the main one by default."""
    return next((kind for kind in kinds if kind.value == wanted), kinds[0])


def when(periode: PeriodeRef, before: PeriodeRef) -> str:
    """Return how a sentence names an earlier periode beside this one."""
    if before.year == periode.year - 1:
        return "tahun lalu"
    return f"tahun {before.year}" if before.year != periode.year else before.name


def labels(periode: Sequence[PeriodeRef]) -> dict[UUID, str]:
    """Return a short name of each: its year where no other has the same."""
    years = [each.year for each in periode]
    return {each.id: str(each.year) if years.count(each.year) == 1 else each.name for each in periode}
