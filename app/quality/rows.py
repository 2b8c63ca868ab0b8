"""An answer as the quality rules see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from app.responses.models import Collection


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One counted answer. `seconds`: how long it took, None where nobody knows; times are local."""

    id: UUID
    layanan_id: UUID
    titik_id: UUID
    petugas_id: UUID | None
    collection: Collection
    scores: tuple[int | None, ...]
    finished_at: datetime
    seconds: float | None
    flags: frozenset[str]

    @property
    def whole(self) -> bool:
        return None not in self.scores

    @property
    def all_same(self) -> bool:
        return self.whole and len(set(self.scores)) == 1

    @property
    def all_four(self) -> bool:
        return self.whole and set(self.scores) == {4}

    @property
    def mean(self) -> float:
        given = [score for score in self.scores if score is not None]
        return sum(given) / len(given) if given else 0.0


@dataclass(frozen=True, slots=True)
class Hours:
    """Service hours of a titik; None on both sides: open 24 hours."""

    opens_at: time | None
    closes_at: time | None
