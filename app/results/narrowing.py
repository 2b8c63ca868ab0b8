"""One layanan out of a result, and groups of answers that a result does not carry with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from app.results import statistics
from app.results.segments import PRINTED
from app.results.statistics import Statistics, by_value
from app.results.surveys import KindResult, SurveyResult


def narrow(result: SurveyResult, layanan_id: UUID, *, segments: Sequence[str] = PRINTED) -> SurveyResult | None:
    """Return the result of one layanan alone; None where it has none here."""
    for kind in result.kinds:
        for layanan in kind.layanan:
            if layanan.id == layanan_id:
                values = read_segments(result, [layanan_id], segments, layanan.statistics.n)
                own = KindResult(kind.kind, (layanan,), layanan.statistics, layanan.figures, values)
                return replace(result, kinds=(own,))
    return None


def segment_of(result: SurveyResult, part: KindResult, name: str) -> Mapping[str, Statistics]:
    """Return the values of a segment: those that the result carries, else from the statistics; empty where they differ."""
    kept = part.segments.get(name)
    if kept:
        return kept
    return read_segments(result, [each.id for each in part.layanan], [name], part.figures.n).get(name, {})


def read_segments(
    result: SurveyResult, layanan_ids: Sequence[UUID], names: Sequence[str], n: int
) -> dict[str, dict[str, Statistics]]:
    """Return segments from the running statistics, only those that hold exactly the `n` answers of the result.

    After closing they hold what was frozen, until the survey is reopened.
    """
    if not names:
        return {}
    held = statistics.read(result.survey_ids, names)
    found = {name: statistics.merge(by_value(own[name], layanan_ids) for own in held.values()) for name in names}
    return {name: values for name, values in found.items() if sum(part.n for part in values.values()) == n}
