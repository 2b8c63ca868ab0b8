"""From UPP to OPD: the periode's rule of aggregation, exact, and the same for every unsur."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.ikm import Aggregate, WeightedIkm, mean_of_ikm, pooled_ikm, reconcile_means, weighted_by_population
from app.ikm.uncertainty import Strata
from app.opd.models import CustomerKind
from app.periods.policy import AGGREGATION_SENTENCES, Aggregation
from app.results.statistics import Statistics, add_up, common
from app.results.surveys import KindResult, SurveyResult


@dataclass(frozen=True)
class Rollup:
    """An OPD's figures of one kind of customer. `nrr` holds the exact roll-up of each unsur by the same rule."""

    kind: CustomerKind
    rule: Aggregation
    aggregate: Aggregate | None  # None while no UPP has an IKM
    nrr: dict[str, Fraction]
    statistics: Statistics  # everything pooled: n, profile, segments
    upp_counted: int
    upp_reported: tuple[str, ...]  # names of those whose figures a third party reported: marked wherever they stand
    upp_without: tuple[str, ...]  # names of those that have no IKM yet
    upp_unweighted: tuple[str, ...]  # names of those whose N nobody has filled in, where the rule weights by it
    target: int
    strata: Strata  # weight and complete responses of each unit, for the interval and to judge a change by
    codes: tuple[str, ...]

    @property
    def pooled_nrr(self) -> dict[str, Fraction]:
        """Return the NRR of all answers together, whatever the rule: what belongs to pooled sums."""
        tallies = self.statistics.tallies(self.codes)
        return {code: tally.nrr for code, tally in tallies.items() if tally.scored}

    @property
    def weights(self) -> tuple[WeightedIkm, ...]:
        """Return what the three weights in circulation give; nothing of figures that somebody else has weighted."""
        foreign = self.upp_reported and self.rule is not Aggregation.POOLED
        return reconcile_means(list(self.nrr.values())) if self.nrr and not foreign else ()

    @property
    def sentence(self) -> str:
        return AGGREGATION_SENTENCES[self.rule]


def roll_up(results: Sequence[SurveyResult], kind: CustomerKind, rule: Aggregation) -> Rollup | None:
    """Return the roll-up of the UPP that serve this kind of customer, or None where none does."""
    parts = [(result, part) for result in results for part in result.kinds if part.kind is kind and part.layanan]
    if not parts:
        return None
    known = [(result, part) for result, part in parts if part.figures.exact is not None]
    counted = [(result, part) for result, part in known if _weighs(part, rule)]
    codes = parts[0][0].codes
    return Rollup(
        kind=kind,
        rule=rule,
        aggregate=_aggregate([part for _, part in counted], codes, rule),
        nrr=_nrr([part for _, part in counted], codes, rule),
        statistics=add_up(part.statistics for _, part in parts),
        upp_counted=len(counted),
        upp_reported=tuple(result.upp_name for result, part in parts if part.reported is not None),
        upp_without=tuple(result.upp_name for result, part in parts if part.figures.exact is None),
        upp_unweighted=tuple(result.upp_name for result, part in known if not _weighs(part, rule)),
        target=sum(part.target for _, part in parts),
        strata=_strata([part for _, part in counted], rule),
        codes=codes,
    )


def _weighs(part: KindResult, rule: Aggregation) -> bool:
    """Return whether the UPP takes part: weighted by N, one without N cannot; reported figures cannot be pooled."""
    if rule is Aggregation.POOLED:
        return part.reported is None
    return rule is not Aggregation.WEIGHTED or bool(part.users)


def _aggregate(parts: Sequence[KindResult], codes: Sequence[str], rule: Aggregation) -> Aggregate | None:
    if rule is Aggregation.POOLED:
        return (
            pooled_ikm(each.tallies(codes) for each in common([part.statistics for part in parts])) if parts else None
        )
    exact = [(part.figures.exact, part.users or 0) for part in parts if part.figures.exact is not None]
    if rule is Aggregation.WEIGHTED:
        return weighted_by_population(exact)
    return mean_of_ikm(ikm for ikm, _ in exact)


def _strata(parts: Sequence[KindResult], rule: Aggregation) -> Strata:
    """Return the units that the aggregate is a mean of; all answers pooled are one unit."""
    if not parts:
        return ()
    if rule is Aggregation.POOLED:
        users = [part.users for part in parts]
        population = None if None in users else sum(each or 0 for each in users)
        return ((Fraction(1), add_up(part.statistics for part in parts).complete_responses(population)),)
    weights = [(part.users or 0) if rule is Aggregation.WEIGHTED else 1 for part in parts]
    return tuple((Fraction(weight, sum(weights)), part.complete) for weight, part in zip(weights, parts, strict=True))


def _nrr(parts: Sequence[KindResult], codes: Sequence[str], rule: Aggregation) -> dict[str, Fraction]:
    """Return each unsur's roll-up. The mean of these × 25 is the aggregate, whatever the rule."""
    if not parts:
        return {}
    if rule is Aggregation.POOLED:
        pooled = add_up(part.statistics for part in parts).tallies(codes)
        return {code: tally.nrr for code, tally in pooled.items() if tally.scored}
    weights = [(part.users or 0) if rule is Aggregation.WEIGHTED else 1 for part in parts]
    if not sum(weights):
        return {}
    exact = [{row.code: row.exact for row in part.figures.unsur} for part in parts]
    return {
        code: sum((Fraction(weight) * (row[code] or 0) for weight, row in zip(weights, exact, strict=True)), Fraction())
        / sum(weights)
        for code in codes
    }
