"""A UPP's results over the periode, as far as this person may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.access.roles import Role
from app.opd.models import CustomerKind
from app.results.periode_choice import PeriodeRef
from app.results.pooling import parts_in, result_of_all, visible
from app.results.surveys import KindResult, SurveyResult
from app.surveys.models import Survey


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
    found = []
    for each in periode:
        if each.deadline >= until.deadline or each.id == until.id:
            continue
        seen = visible(parts_in(surveys, each), each, role)
        if seen:
            found.append(Past(each, result_of_all(seen, segments=())))
        if len(found) == most:
            break
    return found[::-1]
