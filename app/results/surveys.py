"""The result of a survey, running or frozen, in one shape: what the pages and the report are made from.

`reading.py` reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from app.ikm import CompleteResponses, Figures, Reported, shortfall
from app.opd.models import CustomerKind
from app.results.statistics import Statistics
from app.surveys.states import SurveyState


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
    questionnaire_id: UUID
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
