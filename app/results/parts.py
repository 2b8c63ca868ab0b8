"""Which surveys make up a UPP's year: one, or several parts (semester, triwulan) of the same periode. Pure.

A part belongs to the year once it is planned or has begun; while none is, the first stands for the UPP, which must survey
at least once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar

from app.surveys.states import FINISHED, SurveyState


class Part(Protocol):
    @property
    def state(self) -> SurveyState: ...
    @property
    def window_from(self) -> date | None: ...


Survey = TypeVar("Survey", bound=Part)


def of_year(surveys: Sequence[Survey]) -> Sequence[Survey]:
    """Return the parts that count, of a UPP's surveys in a periode in the order of their parts."""
    if len(surveys) < 2:  # nearly every UPP, and the board asks about each
        return surveys
    counted = [each for each in surveys if each.window_from is not None or each.state is not SurveyState.BELUM_MULAI]
    return counted or surveys[:1]


def present(parts: Sequence[Survey]) -> Survey:
    """Return the part that is to be worked on now: the first that is not finished, or the last."""
    return next((each for each in parts if each.state not in FINISHED), parts[-1])
