"""What the statistics rows of a survey say: read once, added in Python, exact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from operator import add, sub
from typing import Any, Self
from uuid import UUID

from sqlalchemy import select

from app.extensions import db
from app.ikm import CompleteResponses, Figures, Reported, UnsurTally, figures_of
from app.results.models import ExtraTally, Tally
from app.results.segments import ALL, TITIK
from app.surveys.questionnaire import list_extra_codes

QUESTIONS = 9
OWN = "x."  # begins the code of an own unsur, which never enters the IKM
Extras = Mapping[str, tuple[int, int, int, int]]
NEVER = (0, 0, 0, 0)


@dataclass(frozen=True)
class Statistics:
    """Sufficient statistics of a set of responses. `histogram`: 9 × 4 counts; what follows `complete` is over complete ones.

    `sums` holds each question's Σ, `products` the 45 Σ s_i·s_j for i ≤ j. `sums` is None in results that were frozen
    before it was kept and have answers left out.
    """

    n: int
    histogram: tuple[int, ...]
    complete: int
    total: int
    squares: int
    products: tuple[int, ...]
    sums: tuple[int, ...] | None
    # How often 1 to 4 were answered to each pertanyaan tambahan that was asked, by code; four zeros: asked, never answered.
    extras: Extras = field(default_factory=dict)
    reported: Reported | None = None  # somebody else's figures: `n` people, of whose answers nothing is known

    def __add__(self, other: Self) -> Statistics:
        if (self.reported or other.reported) and not (self.n and other.n):
            return self if self.n else other  # reported figures stay whole while nothing is added to them
        return Statistics(
            self.n + other.n,
            tuple(map(add, self.histogram, other.histogram)),
            self.complete + other.complete,
            self.total + other.total,
            self.squares + other.squares,
            tuple(map(add, self.products, other.products)),
            tuple(map(add, self.sums, other.sums)) if self.sums and other.sums else None,
            self._pooled_extras(other),
        )

    def _pooled_extras(self, other: Self) -> Extras:
        """Return what both were asked: where questionnaires differ, only what is common to them can be pooled."""
        if not (self.n and other.n):
            return self.extras or other.extras
        return {
            code: _four(map(add, own, other.extras[code])) for code, own in self.extras.items() if code in other.extras
        }

    def __sub__(self, part: Self) -> Statistics:
        """Return the statistics of the others, where `part` is a part of these."""
        return Statistics(
            self.n - part.n,
            tuple(map(sub, self.histogram, part.histogram)),
            self.complete - part.complete,
            self.total - part.total,
            self.squares - part.squares,
            tuple(map(sub, self.products, part.products)),
            tuple(map(sub, self.sums, part.sums)) if self.sums and part.sums else None,
            {code: _four(map(sub, own, part.extras.get(code, NEVER))) for code, own in self.extras.items()},
        )

    def frequencies(self, question: int) -> tuple[int, int, int, int]:
        """Return how often 1, 2, 3 and 4 were answered to a question (0..8)."""
        return self.histogram[question * 4 : question * 4 + 4]  # type: ignore[return-value]

    def tallies(self, codes: Sequence[str]) -> dict[str, UnsurTally]:
        """Return each unsur's tally, keyed by code; `codes` in the questionnaire's order.

        One that has sub-questions holds them in `parts`, the standard question first.
        """
        return {code: self._tally(index, code) for index, code in enumerate(codes)}

    def _tally(self, index: int, code: str) -> UnsurTally:
        standard = UnsurTally.from_frequencies(self.frequencies(index))
        parts = [UnsurTally.from_frequencies(self.extras[each]) for each in sub_questions(self.extras, code)]
        return UnsurTally.from_sub_questions([standard, *parts]) if parts else standard

    @property
    def divided(self) -> bool:
        """Whether some unsur have sub-questions. Sums of complete answers are kept of the standard questions alone."""
        return any(not code.startswith(OWN) for code in self.extras)

    def figures(self, codes: Sequence[str]) -> Figures:
        """Return everything that is printed about this set."""
        if self.reported is not None:
            return self.reported.figures(self.n)
        return figures_of(self.tallies(codes), n=self.n)

    def complete_responses(self, population: int | None = None) -> CompleteResponses:
        """Return what interval and test of change are computed from: none with sub-questions, whose sums are not kept."""
        if self.divided:
            return CompleteResponses(0, 0, 0, QUESTIONS, population)
        return CompleteResponses(self.complete, self.total, self.squares, QUESTIONS, population)

    def to_json(self) -> dict[str, Any]:
        return {
            "n": self.n, "histogram": list(self.histogram), "complete": self.complete, "total": self.total,
            "squares": self.squares, "products": list(self.products),
            "sums": list(self.sums) if self.sums else None,
        } | ({"extras": {code: list(four) for code, four in self.extras.items()}} if self.extras else {}) | (_reported_json(self.reported) if self.reported else {})  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Statistics:
        histogram, sums = tuple(data["histogram"]), data.get("sums")
        if sums is None and data["n"] == data["complete"]:
            sums = [_sum(histogram[4 * question : 4 * question + 4]) for question in range(QUESTIONS)]
        return cls(
            data["n"],
            histogram,
            data["complete"],
            data["total"],
            data["squares"],
            tuple(data["products"]),
            tuple(sums) if sums else None,
            {code: _four(four) for code, four in data.get("extras", {}).items()},
            _read_reported(data.get("reported")),
        )


def sub_questions(codes: Iterable[str], unsur: str) -> list[str]:
    """Return the codes of an unsur's sub-questions among these, by number."""
    own = [code for code in codes if code.partition(".")[0] == unsur.lower()]
    return sorted(own, key=lambda code: int(code.partition(".")[2]))


def common(parts: Sequence[Statistics]) -> list[Statistics]:
    """Return them with only the pertanyaan tambahan that all of them asked: what can be pooled, unit by unit."""
    asked = [set(part.extras) for part in parts if part.n and not part.reported]
    shared = set.intersection(*asked) if asked else set()
    return [
        replace(part, extras={code: part.extras.get(code, NEVER) for code in sorted(shared)}) for part in parts
    ]  # fmt: skip


def _four(numbers: Iterable[int]) -> tuple[int, int, int, int]:
    one, two, three, four = numbers
    return one, two, three, four


def _sum(frequencies: Sequence[int]) -> int:
    return sum(score * count for score, count in enumerate(frequencies, start=1))


def reported_statistics(reported: Reported, n: int) -> Statistics:
    """Return the statistics of figures that somebody else has worked out: they pool with nothing."""
    return replace(EMPTY, n=n, reported=reported)


def _reported_json(reported: Reported) -> dict[str, Any]:
    return {"reported": {"ikm": str(reported.ikm), "nrr": {code: str(nrr) for code, nrr in reported.nrr}}}


def _read_reported(data: Mapping[str, Any] | None) -> Reported | None:
    if data is None:
        return None
    return Reported(Decimal(data["ikm"]), tuple((code, Decimal(nrr)) for code, nrr in data["nrr"].items()))


EMPTY = Statistics(0, (0,) * 36, 0, 0, 0, (0,) * 45, (0,) * QUESTIONS)


def add_up(parts: Iterable[Statistics]) -> Statistics:
    """Return the statistics of all the parts together."""
    result = EMPTY
    for part in parts:
        result += part
    return result


def by_layanan(survey_id: UUID) -> dict[UUID, Statistics]:
    """Return the running statistics of each layanan of a survey in scope."""
    return {layanan_id: part for (layanan_id, _), part in read([survey_id], [ALL])[survey_id][ALL].items()}


def by_segment(survey_id: UUID, segment: str, layanan_ids: Sequence[UUID] | None = None) -> dict[str, Statistics]:
    """Return the running statistics of each value of a segment of a survey in scope (of some layanan only)."""
    return by_value(read([survey_id], [segment])[survey_id][segment], layanan_ids)


Held = Mapping[tuple[UUID, str], Statistics]  # (layanan, value of the segment) → statistics


def by_value(held: Held, layanan_ids: Sequence[UUID] | None = None) -> dict[str, Statistics]:
    """Return the statistics of each value, of all layanan or of some."""
    wanted = None if layanan_ids is None else set(layanan_ids)
    found: dict[str, Statistics] = {}
    for (layanan_id, value), part in held.items():
        if wanted is None or layanan_id in wanted:
            found[value] = found.get(value, EMPTY) + part
    return found


def merge(tables: Iterable[Mapping[str, Statistics]]) -> dict[str, Statistics]:
    """Return the statistics of each value in all the tables together."""
    found: dict[str, Statistics] = {}
    for table in tables:
        for value, part in table.items():
            found[value] = found[value] + part if value in found else part
    return found


def read(survey_ids: Sequence[UUID], segments: Sequence[str]) -> dict[UUID, dict[str, Held]]:
    """Return the running statistics of surveys in scope, by survey and segment: one query, however many there are."""
    kept = {ALL if segment == TITIK else segment for segment in segments}
    rows = db.session.execute(
        select(
            Tally.survey_id, Tally.layanan_id, Tally.titik_id, Tally.segment, Tally.value, Tally.n, Tally.histogram,
            Tally.complete, Tally.total, Tally.total_squares, Tally.products, Tally.sums,
        ).where(Tally.survey_id.in_(survey_ids), Tally.segment.in_(kept), Tally.n != 0)
    )  # fmt: skip
    extras = _read_extras(survey_ids, kept)
    found: dict[UUID, dict[str, Any]] = {each: defaultdict(dict) for each in survey_ids}
    for survey_id, layanan_id, titik_id, segment, value, n, histogram, complete, total, squares, products, sums in rows:
        part = Statistics(
            n, tuple(histogram), complete, total, squares, tuple(products), tuple(sums),
            extras.get((survey_id, layanan_id, titik_id, segment, value), extras.get((survey_id,), {})),
        )  # fmt: skip
        for name, key in _places(segment, value, titik_id):
            if name in segments:
                held = found[survey_id][name]
                held[layanan_id, key] = held[layanan_id, key] + part if (layanan_id, key) in held else part
    return {survey_id: {name: held.get(name, {}) for name in segments} for survey_id, held in found.items()}


def _read_extras(survey_ids: Sequence[UUID], segments: Collection[str]) -> dict[tuple[Any, ...], Extras]:
    """Return the tallies of pertanyaan tambahan by the keys of their rows, and by the survey alone four zeros of each."""
    zeros = {each: dict.fromkeys(codes, NEVER) for each, codes in list_extra_codes(survey_ids).items()}
    if not zeros:
        return {}
    found: dict[tuple[Any, ...], dict[str, Any]] = {(each,): own for each, own in zeros.items()}
    rows = db.session.execute(
        select(
            ExtraTally.survey_id, ExtraTally.layanan_id, ExtraTally.titik_id, ExtraTally.segment, ExtraTally.value,
            ExtraTally.code, ExtraTally.frequencies,
        ).where(ExtraTally.survey_id.in_(zeros), ExtraTally.segment.in_(segments))
    )  # fmt: skip
    for survey_id, *place, code, frequencies in rows:
        key = (survey_id, *place)
        found.setdefault(key, dict(zeros[survey_id]))[code] = _four(frequencies)
    return {key: tallied for key, tallied in found.items()}


def _places(segment: str, value: str, titik_id: UUID) -> list[tuple[str, str]]:
    """Return the segments that a row belongs to: what holds everything also tells one titik from another."""
    return [(segment, value), (TITIK, str(titik_id))] if segment == ALL else [(segment, value)]
