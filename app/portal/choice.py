"""Which year and which kind of customer the public asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.errors import NotFound
from app.opd.models import CustomerKind
from app.periods.models import Periode, PeriodeState
from app.periods.policy import Aggregation, Policy
from app.portal.published import OpdPublished, Published, list_published_periode, load


@dataclass(frozen=True)
class Year:
    """A periode of which something is published."""

    id: UUID
    year: int
    name: str
    rule: Aggregation
    running: bool  # more results are still to come: the city's figures move

    @property
    def published(self) -> Published:
        return load(self.id)


@dataclass(frozen=True)
class Choice:
    """`years`: all that are published, the latest first; `now` is one of them and `before` the one before it."""

    years: tuple[Year, ...]
    now: Year
    before: Year | None

    @property
    def opd(self) -> tuple[OpdPublished, ...]:
        return self.now.published.opd

    @property
    def opd_before(self) -> tuple[OpdPublished, ...]:
        return self.before.published.opd if self.before else ()

    @property
    def version(self) -> str:
        return ".".join(each.published.version for each in self.years)


def choose(wanted: str | None, kode: str | None = None) -> Choice | None:
    """Return the year of the address; of one OPD only the years in which it published.

    By default the latest that is complete for the city (one OPD's own result is complete once it is published).
    None where nothing is published yet. Raises NotFound for a year that is not there.
    """
    years = tuple(_years(list_published_periode()))
    if kode is not None:
        years = tuple(year for year in years if find_opd(year.published.opd, kode))
    if not years:
        return None
    complete = [at for at, year in enumerate(years) if kode is not None or not year.running]
    places = {str(year.year): at for at, year in enumerate(years)} | {"": complete[0] if complete else 0}
    place = places.get(wanted or "")
    if place is None:
        raise NotFound("Belum ada hasil yang dipublikasikan untuk tahun ini.")
    return Choice(years, years[place], years[place + 1] if place + 1 < len(years) else None)


def find_opd(opd: Sequence[OpdPublished], kode: str) -> OpdPublished | None:
    return next((each for each in opd if each.kode == kode), None)


def kinds_of(opd: Sequence[OpdPublished]) -> tuple[CustomerKind, ...]:
    """Return the kinds of customer that were asked, masyarakat first."""
    asked = {layanan.kind for each in opd for upp in each.upp for layanan in upp.layanan if layanan.statistics.n}
    return tuple(kind for kind in CustomerKind if kind in asked) or (CustomerKind.MASYARAKAT,)


def choose_kind(kinds: Sequence[CustomerKind], wanted: str | None) -> CustomerKind:
    return next((kind for kind in kinds if kind.value == wanted), kinds[0])


def _years(periode: Sequence[Periode]) -> list[Year]:
    """Return one entry a year: of several periode in a year, the latest."""
    found: dict[int, Year] = {}
    for each in periode:
        policy = Policy.from_json(each.policy)
        found.setdefault(
            each.year, Year(each.id, each.year, each.name, policy.aggregation, each.state is PeriodeState.BERJALAN)
        )
    return list(found.values())
