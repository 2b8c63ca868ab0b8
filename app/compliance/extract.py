"""What of the board goes into a file: the lines that the filters let through, with what is said beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.compliance.board import Board, OpdLine
from app.compliance.details import Details
from app.compliance.last_year import Comparison


@dataclass(frozen=True)
class Extract:
    title: str
    board: Board
    lines: tuple[OpdLine, ...]
    seen: Details
    now: datetime  # in the city's zone
    compared: Comparison | None  # with the year before, where that was asked for
    beside: str  # the sentence about the year before
