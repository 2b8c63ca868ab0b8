"""Candidate and limit in turns: a slow minute of the machine hits both, so their ratio stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Spread:
    """Several measurements of one thing."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.values)

    @property
    def p95(self) -> float:
        return quantiles(self.values, n=20)[18] if len(self.values) > 1 else self.values[0]

    def said(self, digits: int = 2) -> str:
        """Return median and range."""
        low, high = min(self.values), max(self.values)
        return f"{self.median:,.{digits}f} ({low:,.{digits}f}–{high:,.{digits}f})"


def in_turns(rounds: int, *acts: Callable[[], float]) -> list[Spread]:
    """Return what each act measured, over rounds in which each is asked once; every other round backwards."""
    found: list[list[float]] = [[] for _ in acts]
    for number in range(rounds):
        order = range(len(acts)) if number % 2 == 0 else reversed(range(len(acts)))
        for place in order:
            found[place].append(acts[place]())
    return [Spread(tuple(each)) for each in found]


def ratios(above: Spread, below: Spread) -> Spread:
    """Return the ratio of each round."""
    return Spread(tuple(one / other for one, other in zip(above.values, below.values, strict=True)))


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]
