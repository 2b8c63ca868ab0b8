"""A UPP's year in parts: the answers of all of them together, exactly, as one result (product.md, "Periode")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.access.roles import Role
from app.opd.models import CustomerKind
from app.results import parts
from app.results.periode_choice import PeriodeRef
from app.results.reading import results_of
from app.results.segments import PRINTED
from app.results.statistics import Statistics, add_up, merge
from app.results.surveys import KindResult, LayananResult, SurveyResult
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
    return results_of_all([surveys], segments=segments)[0]


def results_of_all(groups: Sequence[Sequence[Survey]], *, segments: Sequence[str] = PRINTED) -> list[SurveyResult]:
    """Return such a result for each group of parts; all groups are read at once."""
    found = results_of([survey for parts in groups for survey in parts], segments=segments)
    return [pool([found[each.id] for each in parts]) for parts in groups]


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
    return KindResult(kind, layanan, whole, whole.figures(results[-1].codes), pool_segments(own))


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


def pool_segments(own: Sequence[KindResult]) -> dict[str, dict[str, Statistics]]:
    """Return the segments of all these together."""
    names = dict.fromkeys(name for part in own for name in part.segments)
    return {name: merge(part.segments.get(name, {}) for part in own) for name in names}
