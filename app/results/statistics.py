"""What the statistics rows of a survey say: read once, added in Python, exact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from sqlalchemy import select

from app.extensions import db
from app.ikm import CompleteResponses, Figures, Reported, UnsurTally, figures_of
from app.results.models import Tally
from app.results.segments import ALL

QUESTIONS = 9


@dataclass(frozen=True)
class Statistics:
    """Sufficient statistics of a set of responses. `histogram`: 9 × 4 counts; `products`: 45 sums over complete ones."""

    n: int
    histogram: tuple[int, ...]
    complete: int
    total: int
    squares: int
    products: tuple[int, ...]
    reported: Reported | None = None  # somebody else's figures: `n` people, of whose answers nothing is known

    def __add__(self, other: Self) -> Statistics:
        if (self.reported or other.reported) and not (self.n and other.n):
            return self if self.n else other  # reported figures stay whole while nothing is added to them
        return Statistics(
            self.n + other.n,
            tuple(a + b for a, b in zip(self.histogram, other.histogram, strict=True)),
            self.complete + other.complete,
            self.total + other.total,
            self.squares + other.squares,
            tuple(a + b for a, b in zip(self.products, other.products, strict=True)),
        )

    def frequencies(self, question: int) -> tuple[int, int, int, int]:
        """Return how often 1, 2, 3 and 4 were answered to a question (0..8)."""
        return self.histogram[question * 4 : question * 4 + 4]  # type: ignore[return-value]

    def tallies(self, codes: Sequence[str]) -> dict[str, UnsurTally]:
        """Return each unsur's tally, keyed by code; `codes` in the questionnaire's order."""
        return {code: UnsurTally.from_frequencies(self.frequencies(index)) for index, code in enumerate(codes)}

    def figures(self, codes: Sequence[str]) -> Figures:
        """Return everything that is printed about this set."""
        if self.reported is not None:
            return self.reported.figures(self.n)
        return figures_of(self.tallies(codes), n=self.n)

    def complete_responses(self, population: int | None = None) -> CompleteResponses:
        """Return what interval and test of change are computed from."""
        return CompleteResponses(self.complete, self.total, self.squares, QUESTIONS, population)

    def to_json(self) -> dict[str, Any]:
        return {
            "n": self.n, "histogram": list(self.histogram), "complete": self.complete, "total": self.total,
            "squares": self.squares, "products": list(self.products),
        } | (_reported_json(self.reported) if self.reported else {})  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Statistics:
        return cls(
            data["n"],
            tuple(data["histogram"]),
            data["complete"],
            data["total"],
            data["squares"],
            tuple(data["products"]),
            _read_reported(data.get("reported")),
        )


def reported_statistics(reported: Reported, n: int) -> Statistics:
    """Return the statistics of figures that somebody else has worked out: they pool with nothing."""
    return Statistics(n, (0,) * 36, 0, 0, 0, (0,) * 45, reported)


def _reported_json(reported: Reported) -> dict[str, Any]:
    return {"reported": {"ikm": str(reported.ikm), "nrr": {code: str(nrr) for code, nrr in reported.nrr}}}


def _read_reported(data: Mapping[str, Any] | None) -> Reported | None:
    if data is None:
        return None
    return Reported(Decimal(data["ikm"]), tuple((code, Decimal(nrr)) for code, nrr in data["nrr"].items()))


EMPTY = Statistics(0, (0,) * 36, 0, 0, 0, (0,) * 45)


def add_up(parts: Iterable[Statistics]) -> Statistics:
    """Return the statistics of all the parts together."""
    result = EMPTY
    for part in parts:
        result += part
    return result


def by_layanan(survey_id: UUID) -> dict[UUID, Statistics]:
    """Return the running statistics of each layanan of a survey in scope."""
    return _added(Tally.layanan_id, Tally.survey_id == survey_id, Tally.segment == ALL)


def by_segment(survey_id: UUID, segment: str, layanan_ids: Sequence[UUID] | None = None) -> dict[str, Statistics]:
    """Return the running statistics of each value of a segment of a survey in scope (of some layanan only)."""
    conditions = [Tally.survey_id == survey_id, Tally.segment == segment]
    if layanan_ids is not None:
        conditions.append(Tally.layanan_id.in_(layanan_ids))
    return _added(Tally.value, *conditions)


def _added(key: Any, *conditions: Any) -> dict[Any, Statistics]:
    rows = db.session.execute(
        select(key, Tally.n, Tally.histogram, Tally.complete, Tally.total, Tally.total_squares, Tally.products).where(
            *conditions
        )
    )
    found: dict[Any, Statistics] = {}
    for name, n, histogram, complete, total, squares, products in rows:
        part = Statistics(n, tuple(histogram), complete, total, squares, tuple(products))
        found[name] = found.get(name, EMPTY) + part
    return {name: part for name, part in found.items() if part.n}
