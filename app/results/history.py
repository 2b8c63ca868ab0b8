"""A UPP's results over the periode, as far as this person may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.access.roles import Role
from app.opd.models import CustomerKind
from app.opd.queries import list_predecessors
from app.results.periode_choice import PeriodeRef, list_surveyed
from app.results.pooling import parts_in, pool, result_of_all, results_of_all, visible
from app.results.surveys import KindResult, SurveyResult
from app.surveys.models import Survey
from app.surveys.queries import list_surveys
from app.surveys.states import SurveyState
from app.tenancy.scope import opd_scope

VERIFIED = frozenset({SurveyState.DIVERIFIKASI, SurveyState.DIPUBLIKASIKAN})


@dataclass(frozen=True)
class Past:
    periode: PeriodeRef
    result: SurveyResult

    def of(self, kind: CustomerKind) -> KindResult | None:
        return next((each for each in self.result.kinds if each.kind is kind), None)


def survey_in(surveys: Sequence[Survey], periode: PeriodeRef) -> Survey:
    """Return the UPP's survey in a periode; of several parts the last."""
    return max((survey for survey in surveys if survey.periode_id == periode.id), key=lambda survey: survey.part)


def list_past(
    surveys: Sequence[Survey], periode: Sequence[PeriodeRef], until: PeriodeRef, role: Role, *, most: int = 6
) -> list[Past]:
    """Return the results before a periode, the oldest first: at most so many, and none that the person may not see."""
    seen: list[tuple[PeriodeRef, list[Survey]]] = []
    for each in periode:
        own = (
            []
            if each.deadline >= until.deadline or each.id == until.id
            else visible(parts_in(surveys, each), each, role)
        )
        if own and len(seen) < most:
            seen.append((each, own))
    results = results_of_all([own for _, own in seen], segments=())
    found = [Past(each, result) for (each, _), result in zip(seen, results, strict=True)]
    upp_id = surveys[0].upp_id if surveys else None
    if upp_id is not None and len(found) < most:
        have = {each.periode.id for each in found}
        found += [each for each in list_inherited(upp_id, until) if each.periode.id not in have]
        found.sort(key=lambda each: each.periode.deadline, reverse=True)
    return found[:most][::-1]


def list_inherited(upp_id: UUID, until: PeriodeRef) -> list[Past]:
    """Return the verified results, before a periode, of the UPP of former offices from which this one goes on.

    Of several that merged into it, the answers together; where they asked for different unsur, none.
    """
    found: dict[UUID, list[Past]] = {}
    for each in list_predecessors(upp_id):
        with opd_scope(each.old_opd_id):
            for past in _verified(each.old_upp_id, until):
                found.setdefault(past.periode.id, []).append(past)
    alike = [own for own in found.values() if len({each.result.codes for each in own}) == 1]
    return [Past(own[0].periode, pool([each.result for each in own])) for own in alike]


def _verified(upp_id: UUID, until: PeriodeRef) -> list[Past]:
    """Return the verified results of a UPP in scope, before a periode."""
    surveys = list_surveys(upp_id=upp_id)
    found = []
    for periode in list_surveyed(surveys):
        own = parts_in(surveys, periode)
        if periode.deadline < until.deadline and own and all(each.state in VERIFIED for each in own):
            found.append(Past(periode, result_of_all(own, segments=())))
    return found
