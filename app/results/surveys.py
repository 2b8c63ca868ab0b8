"""The result of a survey, running or frozen, in one shape: what the pages and the report are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from app.ikm import CompleteResponses, Figures, Reported, shortfall
from app.opd.models import CustomerKind
from app.opd.queries import get_upp_by_id, list_layanan
from app.results import statistics
from app.results.freezing import main_kind
from app.results.segments import PRINTED
from app.results.statistics import EMPTY, Statistics, add_up
from app.surveys.models import FrozenResult, Survey
from app.surveys.queries import find_frozen, list_survey_layanan
from app.surveys.questionnaire import get_questionnaire
from app.surveys.states import FROZEN, SurveyState


@dataclass(frozen=True)
class LayananResult:
    id: UUID
    name: str
    users: int | None  # N
    target: int
    statistics: Statistics
    codes: tuple[str, ...]

    @cached_property
    def figures(self) -> Figures:
        """Return the figures, computed when first asked for: a list of thirty UPP never asks."""
        return self.statistics.figures(self.codes)

    @property
    def shortfall(self) -> int:
        return shortfall(self.target, self.statistics.n)


@dataclass(frozen=True)
class KindResult:
    """The figures of one kind of customer; citizens and internal customers are never mixed."""

    kind: CustomerKind
    layanan: tuple[LayananResult, ...]
    statistics: Statistics
    figures: Figures
    segments: dict[str, dict[str, Statistics]]

    @property
    def reported(self) -> Reported | None:
        """Return the figures of a third party, where these are none of ours."""
        return self.statistics.reported

    @property
    def users(self) -> int | None:
        """Return N of these layanan together; None while one of them is unknown."""
        known = [each.users for each in self.layanan]
        return None if not known or None in known else sum(users or 0 for users in known)

    @property
    def target(self) -> int:
        return sum(each.target for each in self.layanan)

    @property
    def shortfall(self) -> int:
        return shortfall(self.target, self.figures.n)

    @property
    def complete(self) -> CompleteResponses:
        """Return what the interval is computed from (complete responses only)."""
        return self.statistics.complete_responses(self.users)


@dataclass(frozen=True)
class SurveyResult:
    survey_id: UUID
    periode_id: UUID
    upp_id: UUID
    upp_name: str
    upp_kode: str
    state: SurveyState
    target: int
    codes: tuple[str, ...]
    kinds: tuple[KindResult, ...]  # the main kind first; never empty
    frozen_version: int | None  # None: "sementara"
    frozen_at: datetime | None
    formula_version: str | None
    verification_code: str | None
    fingerprint: str | None
    certified_by: str
    certified_at: datetime | None
    parts: tuple[SurveyResult, ...] = ()  # where this is the whole of a year surveyed in parts (pooling.py)

    @property
    def provisional(self) -> bool:
        """Whether the figures still move."""
        return any(part.provisional for part in self.parts) if self.parts else self.frozen_version is None

    @property
    def survey_ids(self) -> tuple[UUID, ...]:
        return tuple(part.survey_id for part in self.parts) or (self.survey_id,)

    @property
    def main(self) -> KindResult:
        return self.kinds[0]

    @property
    def reported(self) -> bool:
        """Whether the figures were reported by a third party, and cannot be computed again."""
        return any(kind.reported is not None for kind in self.kinds)

    @property
    def respondents(self) -> int:
        return sum(kind.figures.n for kind in self.kinds)


def result_of(
    survey: Survey, *, segments: Sequence[str] = PRINTED, version: FrozenResult | None = None
) -> SurveyResult:
    """Return the frozen figures of a survey that has been closed, its running ones otherwise.

    `segments`: those to read; a list of many surveys needs none. `version`: that one instead of the latest.
    """
    frozen = version or (find_frozen(survey.id) if survey.state in FROZEN else None)
    upp = get_upp_by_id(survey.upp_id)
    codes, kinds = _frozen_kinds(frozen, segments) if frozen else _running_kinds(survey, segments)
    return SurveyResult(
        survey_id=survey.id,
        periode_id=survey.periode_id,
        upp_id=survey.upp_id,
        upp_name=upp.name,
        upp_kode=upp.kode,
        state=survey.state,
        target=survey.target,
        codes=codes,
        kinds=kinds,
        frozen_version=frozen.version if frozen else None,
        frozen_at=frozen.frozen_at if frozen else None,
        formula_version=frozen.formula_version if frozen else None,
        verification_code=frozen.verification_code if frozen else None,
        fingerprint=frozen.fingerprint if frozen else None,
        certified_by=frozen.certified_by if frozen else "",
        certified_at=frozen.certified_at if frozen else None,
    )


def _running_kinds(survey: Survey, segments: Sequence[str]) -> tuple[tuple[str, ...], tuple[KindResult, ...]]:
    codes = get_questionnaire(survey.questionnaire_id).codes
    found = statistics.by_layanan(survey.id)
    asked = list_survey_layanan(survey.id)
    layanan = [each for each in list_layanan(survey.upp_id) if each.id in asked or each.id in found]
    main = main_kind(layanan, found)
    kinds = []
    for kind in sorted(CustomerKind, key=lambda kind: kind is not main):
        own = [each for each in layanan if each.customer_kind is kind]
        if not own and kind is not main:
            continue
        parts = tuple(
            LayananResult(
                id=each.id,
                name=each.name,
                users=asked[each.id].users if each.id in asked else None,
                target=asked[each.id].target if each.id in asked else 0,
                statistics=found.get(each.id, EMPTY),
                codes=codes,
            )
            for each in own
        )
        values = {name: statistics.by_segment(survey.id, name, [each.id for each in own]) for name in segments}
        kinds.append(_kind(kind, parts, values, codes))
    return codes, tuple(kinds)


def _frozen_kinds(frozen: FrozenResult, segments: Sequence[str]) -> tuple[tuple[str, ...], tuple[KindResult, ...]]:
    codes = tuple(frozen.figures["codes"])
    kept = [(row, Statistics.from_json(row["statistics"])) for row in frozen.figures["layanan"]]
    present = {row["kind"] for row, _ in kept} or {CustomerKind.MASYARAKAT.value}
    kinds = []
    for kind in CustomerKind:  # masyarakat stands first where it is there
        if kind.value not in present:
            continue
        parts = tuple(
            LayananResult(UUID(row["id"]), row["name"], row["users"], row["target"], part, codes)
            for row, part in kept
            if row["kind"] == kind.value
        )
        values = {
            name: {value: Statistics.from_json(part) for value, part in kept_values.items()}
            for name, kept_values in frozen.figures["segments"][kind.value].items()
            if name in segments
        }
        kinds.append(_kind(kind, parts, values, codes))
    return codes, tuple(kinds)


def _kind(
    kind: CustomerKind,
    parts: tuple[LayananResult, ...],
    segments: dict[str, dict[str, Statistics]],
    codes: tuple[str, ...],
) -> KindResult:
    whole = add_up(part.statistics for part in parts)
    return KindResult(kind, parts, whole, whole.figures(codes), segments)
