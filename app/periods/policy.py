"""The policy of a periode: the rules that hold for every UPP in it, and are printed in every report."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Aggregation(StrEnum):
    """How an OPD's IKM follows from its UPPs' (product.md, "Aggregation")."""

    MEAN = "rata_rata"
    POOLED = "gabungan"
    WEIGHTED = "tertimbang_pengguna"


# As results and reports print the rule.
AGGREGATION_SENTENCES = {
    Aggregation.MEAN: "Rata-rata IKM UPP, setiap UPP sama bobotnya",
    Aggregation.POOLED: "Semua jawaban UPP digabung",
    Aggregation.WEIGHTED: "Rata-rata IKM UPP, ditimbang jumlah pengguna layanan",
}


class SampleBasis(StrEnum):
    UPP = "upp"
    LAYANAN = "layanan"


@dataclass(frozen=True)
class Policy:
    aggregation: Aggregation = Aggregation.MEAN
    sample_basis: SampleBasis = SampleBasis.UPP
    min_answered: int = 5  # a response counts for n when at least so many of the nine are answered
    show_running: bool = True
    reminder_steps: tuple[int, ...] = (-30, -14, -7, -3, -1, 1)  # days from the deadline
    max_letters: int = 8
    reminder_hour: int = 8
    escalation_emails: tuple[str, ...] = field(default=())

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Policy:
        """Return the policy that a periode row holds; missing keys take today's defaults."""
        known = {key: value for key, value in data.items() if key in cls.__dataclass_fields__}
        for key in ("reminder_steps", "escalation_emails"):
            if key in known:
                known[key] = tuple(known[key])
        if "aggregation" in known:
            known["aggregation"] = Aggregation(known["aggregation"])
        if "sample_basis" in known:
            known["sample_basis"] = SampleBasis(known["sample_basis"])
        return cls(**known)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)
