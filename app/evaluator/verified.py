"""The verified results of one OPD in a periode, and which of their figures stay here.

Of what holds fewer than five answers no figure leaves, nor of what would give such a one away beside what the public reads
(app/portal/suppression.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from app.errors import NotFound
from app.ikm import Mutu, Unsur
from app.opd.models import CustomerKind
from app.periods.policy import Policy
from app.periods.queries import get_periode
from app.portal import figures
from app.portal.published import load
from app.portal.suppression import hidden_cells
from app.publication.operations import VERIFIED
from app.results.pooling import result_of_all
from app.results.surveys import KindResult, SurveyResult
from app.surveys.models import Survey
from app.surveys.queries import list_surveys


@dataclass(frozen=True)
class KindLine:
    """One kind of customer. Where it is held back neither figures nor a number of answers are given."""

    kind: CustomerKind
    held_back: bool
    reported: bool = False
    n: int | None = None
    target: int = 0
    ikm: Decimal | None = None
    mutu: Mutu | None = None
    unsur: tuple[tuple[str, Decimal | None, Mutu | None], ...] = ()  # name, NRR, mutu


@dataclass(frozen=True)
class Verified:
    """By UPP: its verified surveys in the order of their parts, and their result. `held`: whose figures stay, by kind."""

    surveys: Mapping[UUID, list[Survey]]
    results: Mapping[UUID, SurveyResult]
    held: Mapping[CustomerKind, frozenset[UUID]]

    def surveys_of(self, upp_id: UUID) -> list[Survey]:
        """Return the verified surveys of a UPP; one that has none does not exist."""
        if upp_id not in self.surveys:
            raise NotFound("Halaman ini tidak ada.")
        return self.surveys[upp_id]

    def kinds_of(self, upp_id: UUID) -> tuple[KindLine, ...]:
        """Return the figures of a UPP; none where nothing is verified."""
        result = self.results.get(upp_id)
        return tuple(_line(each, held=upp_id in self.held[each.kind]) for each in result.kinds) if result else ()


def read_verified(periode_id: UUID, opd_id: UUID) -> Verified:
    """Return what is verified in the OPD in scope, whose id this is.

    Parts of a year are pooled, as the public reads them: a small part cannot be worked out from the rest.
    """
    surveys: dict[UUID, list[Survey]] = defaultdict(list)
    for survey in sorted(list_surveys(periode_id=periode_id), key=lambda each: each.part):
        if survey.state in VERIFIED:
            surveys[survey.upp_id].append(survey)
    results = {upp_id: result_of_all(own, segments=()) for upp_id, own in surveys.items()}
    return Verified(dict(surveys), results, _held_back(periode_id, opd_id, results))


def _held_back(
    periode_id: UUID, opd_id: UUID, results: Mapping[UUID, SurveyResult]
) -> dict[CustomerKind, frozenset[UUID]]:
    """Return, by kind of customer, the UPP that hold few answers among the verified, and those the public does not see."""
    public = _held_back_in_public(periode_id, opd_id)
    return {kind: public[kind] | hidden_cells(_counts(results, kind)) for kind in CustomerKind}


def _counts(results: Mapping[UUID, SurveyResult], kind: CustomerKind) -> dict[UUID, int]:
    return {
        upp_id: sum(part.figures.n for part in result.kinds if part.kind is kind) for upp_id, result in results.items()
    }


def _held_back_in_public(periode_id: UUID, opd_id: UUID) -> dict[CustomerKind, frozenset[UUID]]:
    published, rule = load(periode_id), Policy.from_json(get_periode(periode_id).policy).aggregation
    opd = next((each for each in published.opd if each.id == opd_id), None)
    if opd is None:
        return dict.fromkeys(CustomerKind, frozenset())
    found = {}
    for kind in CustomerKind:
        whole = figures.opd_portraits(published.opd, kind, rule)[opd_id]
        portraits = figures.upp_portraits(opd, kind, whole)
        found[kind] = frozenset(upp_id for upp_id, portrait in portraits.items() if portrait.held_back)
    return found


def _line(part: KindResult, *, held: bool) -> KindLine:
    if held:
        return KindLine(part.kind, held_back=True)
    return KindLine(
        part.kind,
        held_back=False,
        reported=part.reported is not None,
        n=part.figures.n,
        target=part.target,
        ikm=part.figures.ikm,
        mutu=part.figures.mutu,
        unsur=tuple((Unsur(row.code).official_name, row.nrr, row.mutu) for row in part.figures.unsur),
    )
