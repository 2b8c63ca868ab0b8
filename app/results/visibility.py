"""Who may see the figures of a survey, and when. Pure.

Chasing is about doing the survey, not about the score: the city sees a result once it has been submitted. Those whose
survey it is see running figures as "sementara", where the periode's policy shows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.access.roles import OUTSIDE_ROLES, Role
from app.surveys.states import FINISHED, FROZEN, SurveyState

FEWEST_IN_SEGMENT = 5  # outside the OPD a smaller segment could point to a person (product.md)


class Sight(StrEnum):
    SHOWN = "terlihat"
    NOT_SUBMITTED = "belum disampaikan"
    HELD_BACK = "belum ditutup"


def sight(role: Role, state: SurveyState, *, show_running: bool) -> Sight:
    """Return whether a person in this role sees the figures of a survey in this state."""
    if role in OUTSIDE_ROLES:
        return Sight.SHOWN if state in FINISHED else Sight.NOT_SUBMITTED
    return Sight.SHOWN if state in FROZEN or show_running else Sight.HELD_BACK


@dataclass(frozen=True)
class Reader:
    """Who looks at a result. `sees_petugas`: by code; the admin of petugas, and the verifier."""

    role: Role
    sees_petugas: bool = False

    @property
    def fewest(self) -> int:
        """How many answers a layanan or a group needs before its own figures are shown."""
        return FEWEST_IN_SEGMENT if self.role in OUTSIDE_ROLES else 1
