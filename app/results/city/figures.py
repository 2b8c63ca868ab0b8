"""From OPD to city, exact: the mean of the OPDs by the periode's rule, and all answers pooled beside it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.ikm import Aggregate, WeightedIkm, mean_of_ikm, pooled_ikm, reconcile_means
from app.ikm.uncertainty import Strata
from app.opd.models import CustomerKind
from app.periods.policy import Aggregation
from app.results.city.submitted import Office
from app.results.rollup import Rollup, roll_up
from app.results.statistics import EMPTY, Statistics, add_up


@dataclass(frozen=True)
class Mean:
    """The mean of some OPDs, each counting the same: of the city, or of one kind of office."""

    aggregate: Aggregate | None
    nrr: dict[str, Fraction]
    strata: Strata
    statistics: Statistics  # pooled
    target: int
    codes: tuple[str, ...]
    upp_reported: tuple[str, ...] = ()  # names of those whose figures a third party reported

    @property
    def pooled(self) -> Aggregate | None:
        return pooled_ikm([self.statistics.tallies(self.codes)]) if self.statistics.n else None

    @property
    def weights(self) -> tuple[WeightedIkm, ...]:
        return reconcile_means(list(self.nrr.values())) if self.nrr and not self.upp_reported else ()

    @property
    def pooled_nrr(self) -> dict[str, Fraction]:
        tallies = self.statistics.tallies(self.codes)
        return {code: tally.nrr for code, tally in tallies.items() if tally.scored}


NOBODY = Mean(None, {}, (), EMPTY, 0, ())
Rollups = list[tuple[Office, Rollup]]


def rollups(offices: Sequence[Office], kind: CustomerKind, rule: Aggregation) -> Rollups:
    """Return the roll-up of each OPD that has submitted anything of this kind of customer."""
    found = ((office, roll_up(office.results, kind, rule)) for office in offices)
    return [(office, rollup) for office, rollup in found if rollup is not None]


def mean_of(found: Sequence[Rollup]) -> Mean:
    """Return the mean of OPDs; those without an IKM count for n only."""
    if not found:
        return NOBODY
    counted = [each for each in found if each.aggregate is not None]
    codes = found[0].codes
    share = Fraction(1, max(len(counted), 1))
    return Mean(
        aggregate=mean_of_ikm(each.aggregate.exact for each in counted if each.aggregate),
        nrr={code: sum((each.nrr[code] for each in counted), Fraction()) * share for code in codes} if counted else {},
        strata=tuple((share * weight, unit) for each in counted for weight, unit in each.strata),
        statistics=add_up(each.statistics for each in found),
        target=sum(each.target for each in found),
        codes=codes,
        upp_reported=tuple(name for each in found for name in each.upp_reported),
    )


def unsur_means(offices: Sequence[Office], kind: CustomerKind, rule: Aggregation, fewest: int) -> dict[str, Fraction]:
    """Return the city's NRR of each unsur, for comparing with; nothing while fewer than so many OPDs are in it."""
    counted = [rollup for _, rollup in rollups(offices, kind, rule) if rollup.aggregate is not None]
    return mean_of(counted).nrr if len(counted) >= fewest else {}
