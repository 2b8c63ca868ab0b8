"""The verified results of one OPD in a periode, and which of their figures stay here.

Of what holds fewer than five answers no figure leaves, nor of what would give such a one away beside what the public reads
(app/portal/suppression.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from app.errors import NotFound
from app.ikm import Mutu, Unsur
from app.opd.models import CustomerKind
from app.periods.policy import Aggregation, Policy
from app.periods.queries import get_periode
from app.portal import figures
from app.portal.published import Published, load, version_of
from app.portal.suppression import hidden_cells
from app.publication.operations import VERIFIED
from app.results.pooling import result_of_all
from app.results.surveys import KindResult, SurveyResult
from app.surveys.models import Survey
from app.surveys.queries import list_surveys

Held = Mapping[CustomerKind, frozenset[UUID]]


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
    held: Held

    def surveys_of(self, upp_id: UUID) -> list[Survey]:
        """Return the verified surveys of a UPP; one that has none does not exist."""
        if upp_id not in self.surveys:
            raise NotFound("Halaman ini tidak ada.")
        return self.surveys[upp_id]

    def kinds_of(self, upp_id: UUID) -> tuple[KindLine, ...]:
        """Return the figures of a UPP; none where nothing is verified."""
        result = self.results.get(upp_id)
        return tuple(_line(each, held=upp_id in self.held[each.kind]) for each in result.kinds) if result else ()


def read_verified(periode_id: UUID) -> Verified:
    """Return what is verified in the OPD in scope.

    Parts of a year are pooled, as the public reads them: a small part cannot be worked out from the rest.
    """
    surveys: dict[UUID, list[Survey]] = defaultdict(list)
    for survey in sorted(list_surveys(periode_id=periode_id), key=lambda each: each.part):
        if survey.state in VERIFIED:
            surveys[survey.upp_id].append(survey)
    results = {upp_id: result_of_all(own, segments=()) for upp_id, own in surveys.items()}
    public = _held_back_in_public(periode_id)
    held = {kind: public[kind] | hidden_cells(_counts(results, kind)) for kind in CustomerKind}
    return Verified(dict(surveys), results, held)


def _counts(results: Mapping[UUID, SurveyResult], kind: CustomerKind) -> dict[UUID, int]:
    return {
        upp_id: sum(part.figures.n for part in result.kinds if part.kind is kind) for upp_id, result in results.items()
    }


def _held_back_in_public(periode_id: UUID) -> Held:
    """Return the UPP of the whole city that the public pages hold back, by kind of customer."""
    rule = Policy.from_json(get_periode(periode_id).policy).aggregation
    return _held_back(periode_id, rule, version_of(periode_id))


@lru_cache(maxsize=8)  # a page of forty OPD asks forty times; a new version is a new key, as in portal/published.py
def _held_back(periode_id: UUID, rule: Aggregation, version: str) -> Held:
    published = load(periode_id)
    return {kind: frozenset(_held_back_of(published, kind, rule)) for kind in CustomerKind}


def _held_back_of(published: Published, kind: CustomerKind, rule: Aggregation) -> Iterator[UUID]:
    whole = figures.opd_portraits(published.opd, kind, rule)
    for opd in published.opd:
        portraits = figures.upp_portraits(opd, kind, whole[opd.id])
        yield from (upp_id for upp_id, portrait in portraits.items() if portrait.held_back)


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
