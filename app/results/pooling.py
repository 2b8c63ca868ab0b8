"""A UPP's year in parts: the answers of all of them together, exactly, as one result (product.md, "Periode")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.access.roles import Role
from app.opd.models import CustomerKind
from app.results import parts
from app.results.periode_choice import PeriodeRef
from app.results.segments import PRINTED
from app.results.statistics import Statistics, add_up
from app.results.surveys import KindResult, LayananResult, SurveyResult, result_of
from app.results.visibility import Sight, sight
from app.surveys.models import Survey


def parts_in(surveys: Sequence[Survey], periode: PeriodeRef) -> Sequence[Survey]:
    """Return the parts that make up a UPP's year in a periode, in order."""
    own = sorted((each for each in surveys if each.periode_id == periode.id), key=lambda survey: survey.part)
    return parts.of_year(own)


def visible(surveys: Sequence[Survey], periode: PeriodeRef, role: Role) -> list[Survey]:
    """Return those of these parts whose figures this role sees."""
    return [
        each for each in surveys if sight(role, each.state, show_running=periode.show_running) is Sight.SHOWN
    ]  # fmt: skip


def result_of_all(surveys: Sequence[Survey], *, segments: Sequence[str] = PRINTED) -> SurveyResult:
    """Return the result of one or several parts, of each its frozen figures once it has been closed."""
    return pool([result_of(each, segments=segments) for each in surveys])


def pool(results: Sequence[SurveyResult]) -> SurveyResult:
    """Return one result of the answers of all these parts, in order; ValueError where they asked for different unsur.

    Every figure follows from the added-up statistics, never from the parts' rounded figures. Of one part it is that
    part's own result.
    """
    last = results[-1]
    if len(results) == 1:
        return last
    if any(each.codes != last.codes for each in results):
        raise ValueError("parts that asked for different unsur cannot be pooled")
    served = {part.kind for each in results for part in each.kinds if part.layanan} or {last.main.kind}
    kinds = tuple(_pool_kind(kind, results) for kind in CustomerKind if kind in served)  # masyarakat stands first
    return replace(
        last,
        target=sum(each.target for each in results),
        kinds=kinds,
        frozen_version=None,
        frozen_at=None,
        verification_code=None,
        fingerprint=None,
        certified_by="",
        certified_at=None,
        parts=tuple(results),
    )


def _pool_kind(kind: CustomerKind, results: Sequence[SurveyResult]) -> KindResult:
    own = [part for each in results for part in each.kinds if part.kind is kind]
    by_layanan: dict[object, list[LayananResult]] = {}
    for part in own:
        for each in part.layanan:
            by_layanan.setdefault(each.id, []).append(each)
    layanan = tuple(_pool_layanan(found) for found in by_layanan.values())
    whole = add_up(part.statistics for part in own)
    return KindResult(kind, layanan, whole, whole.figures(results[-1].codes), _pool_segments(own))


def _pool_layanan(found: Sequence[LayananResult]) -> LayananResult:
    """Return a layanan over the parts. N is the periode's, so it is not added up: the latest that is known holds."""
    last = found[-1]
    return LayananResult(
        id=last.id,
        name=last.name,
        users=next((each.users for each in reversed(found) if each.users is not None), None),
        target=sum(each.target for each in found),
        statistics=add_up(each.statistics for each in found),
        codes=last.codes,
    )


def _pool_segments(own: Sequence[KindResult]) -> dict[str, dict[str, Statistics]]:
    pooled: dict[str, dict[str, Statistics]] = {}
    for part in own:
        for segment, values in part.segments.items():
            whole = pooled.setdefault(segment, {})
            for value, statistics in values.items():
                whole[value] = whole[value] + statistics if value in whole else statistics
    return pooled
