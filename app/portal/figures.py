"""Figures of a UPP, an OPD and the city from published results, by the periode's rule of aggregation. Pure.

What holds fewer than five answers has no figures here: the public never sees them (suppression.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from app.ikm import Aggregate, CompleteResponses, TooFewResponses, Variation, change_of_means, mean_of_ikm, pooled_ikm
from app.opd.models import CustomerKind
from app.periods.policy import Aggregation
from app.portal.published import OpdPublished, Published, UppPublished
from app.portal.suppression import hidden_cells, may_show
from app.results.statistics import EMPTY, Statistics, add_up


@dataclass(frozen=True)
class Portrait:
    """One kind of customer's figures. `strata`: weight and complete responses of each unit, to judge a change by."""

    n: int
    aggregate: Aggregate | None = None
    nrr: tuple[tuple[str, Fraction], ...] = ()
    strata: tuple[tuple[Fraction, CompleteResponses], ...] = ()
    statistics: Statistics = EMPTY
    held_back: bool = False  # too few answers, or it would give away a neighbour that has too few
    reported: bool = False  # a third party's figures are among them

    @property
    def exact_nrr(self) -> dict[str, Fraction]:
        return dict(self.nrr)


def opd_portraits(opd: Sequence[OpdPublished], kind: CustomerKind, rule: Aggregation) -> dict[UUID, Portrait]:
    """Return the figures of every OPD from its published UPP, those that must be held back without any."""
    return _public({each.id: _combined(each.upp, kind, rule) for each in opd})


def upp_portraits(opd: OpdPublished, kind: CustomerKind, whole: Portrait) -> dict[UUID, Portrait]:
    """Return the figures of every UPP of an OPD; where the OPD itself (`whole`) is held back, so are they all."""
    found = {upp.id: _combined([upp], kind, Aggregation.MEAN) for upp in opd.upp}
    if whole.held_back:
        return {key: Portrait(each.n, held_back=True) for key, each in found.items()}
    return _public(found)


def _public(found: dict[UUID, Portrait]) -> dict[UUID, Portrait]:
    hidden = hidden_cells({key: each.n for key, each in found.items()})
    return {key: Portrait(each.n, held_back=True) if key in hidden else each for key, each in found.items()}


@dataclass(frozen=True)
class City:
    """The city: the mean over its OPD, and all answers pooled beside it.

    `pooled` weighs answers otherwise than the means do: the two together would give away a unit that is held back
    (tests/portal/test_attack.py), so where one is, there is no pooled figure.
    """

    kind: CustomerKind
    n: int
    units: int  # OPD whose figures enter the mean
    mean: Aggregate | None
    pooled: Aggregate | None
    nrr: dict[str, Fraction]
    reported: bool  # a third party's figures are among those of the mean


def of_city(published: Published, kind: CustomerKind, rule: Aggregation) -> City:
    """Return the city's figures of one kind of customer."""
    portraits = [_combined(opd.upp, kind, rule) for opd in published.opd]
    counted = [each for each in portraits if each.aggregate is not None]
    codes = _codes(published)
    whole = add_up(each.statistics for each in portraits)
    return City(
        kind=kind,
        n=sum(each.n for each in portraits),
        units=len(counted),
        mean=mean_of_ikm(each.aggregate.exact for each in counted if each.aggregate),
        pooled=pooled_ikm([whole.tallies(codes)])
        if whole.n and codes and not _holds_back(published, kind, rule)
        else None,
        nrr=_mean_nrr(counted, codes),
        reported=any(each.reported for each in counted),
    )


def _holds_back(published: Published, kind: CustomerKind, rule: Aggregation) -> bool:
    """Return whether the figures of any OPD or UPP are held back."""
    whole = opd_portraits(published.opd, kind, rule)
    units = (portrait for opd in published.opd for portrait in upp_portraits(opd, kind, whole[opd.id]).values())
    return any(portrait.held_back for portrait in (*whole.values(), *units))


def variation(before: Portrait, now: Portrait) -> Variation | None:
    """Return whether a change exceeds sampling variation; None where that cannot be said."""
    if not before.strata or not now.strata:
        return None
    try:
        return change_of_means(before.strata, now.strata).variation
    except TooFewResponses:
        return None


def _combined(units: Sequence[UppPublished], kind: CustomerKind, rule: Aggregation) -> Portrait:
    parts = [(upp, upp.statistics(kind)) for upp in units]
    reported = any(statistics.reported is not None for _, statistics in parts)
    whole = add_up(statistics for _, statistics in parts)
    if not may_show(whole.n):
        return Portrait(whole.n, held_back=bool(whole.n))
    codes = units[0].codes
    if rule is Aggregation.POOLED and not reported:
        return _pooled(whole, codes)
    weighted = _weighted(parts, codes, kind, rule)
    if not weighted:
        return Portrait(whole.n, statistics=whole)
    exact = sum((weight * ikm for weight, ikm, _, _ in weighted), Fraction())
    nrr = {code: sum((weight * row[code] for weight, _, row, _ in weighted), Fraction()) for code in codes}
    strata = tuple((weight, complete) for weight, _, _, complete in weighted)
    return Portrait(whole.n, Aggregate(exact, len(weighted)), tuple(nrr.items()), strata, whole, reported=reported)


def _pooled(whole: Statistics, codes: tuple[str, ...]) -> Portrait:
    figures = whole.figures(codes)
    if figures.exact is None:
        return Portrait(whole.n, statistics=whole)
    nrr = tuple((row.code, row.exact) for row in figures.unsur if row.exact is not None)
    strata = ((Fraction(1), whole.complete_responses()),)
    return Portrait(whole.n, Aggregate(figures.exact, 1), nrr, strata, whole)


Weighted = tuple[Fraction, Fraction, dict[str, Fraction], CompleteResponses]


def _weighted(
    parts: Iterable[tuple[UppPublished, Statistics]], codes: tuple[str, ...], kind: CustomerKind, rule: Aggregation
) -> list[Weighted]:
    """Return (weight, IKM, NRR, complete responses) of each UPP that has an IKM; the weights add up to 1."""
    found = []
    for upp, statistics in parts:
        figures = statistics.figures(codes)
        weight = upp.users(kind) or 0 if rule is Aggregation.WEIGHTED else 1
        if figures.exact is not None and weight:
            nrr = {row.code: row.exact or Fraction() for row in figures.unsur}
            found.append((weight, figures.exact, nrr, statistics.complete_responses(upp.users(kind))))
    total = sum(weight for weight, _, _, _ in found)
    return [(Fraction(weight, total), exact, nrr, complete) for weight, exact, nrr, complete in found]


def _mean_nrr(portraits: Sequence[Portrait], codes: tuple[str, ...]) -> dict[str, Fraction]:
    rows = [each.exact_nrr for each in portraits if each.nrr]
    return {code: sum((row[code] for row in rows), Fraction()) / len(rows) for code in codes} if rows else {}


def _codes(published: Published) -> tuple[str, ...]:
    return next((upp.codes for opd in published.opd for upp in opd.upp), ())
