"""When the target will be reached, on a strip of thirty days from today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.web.formats import tanggal_pendek

from .scale import position

STRIP_DAYS = 30


@dataclass(frozen=True, slots=True)
class ForecastStrip:
    """Positions in percent of the strip, and what it says in words.

    `kind` is `finished`, `unknown` (no pace yet), `on_time` or `late`. `on_time_to` ends the ink part of the
    line, `late_to` the red part that starts at the deadline; `beyond` means that `point` lies past the end.
    """

    kind: str
    deadline: float
    on_time_to: float
    late_to: float | None
    point: float | None
    beyond: bool
    plan: tuple[float, float] | None
    headline: str
    distance: str = ""
    band: tuple[float, float] | None = None  # start and width of the days between which the point is expected


def forecast_strip(
    *,
    today: date,
    deadline: date,
    forecast: date | None = None,
    plan: tuple[date, date] | None = None,
    between: tuple[date, date] | None = None,
    finished: bool = False,
) -> ForecastStrip:
    """Return the strip from `today`; rows of a column share `today` and `deadline`, so their ticks align."""

    def x(day: date) -> float:
        return position((day - today).days, 0, STRIP_DAYS)

    if finished or forecast is None:
        return ForecastStrip(
            kind="finished" if finished else "unknown",
            deadline=x(deadline),
            on_time_to=0.0,
            late_to=None,
            point=0.0 if finished else None,
            beyond=False,
            plan=None if finished else _plan(plan, x),
            headline="Target tercapai" if finished else "Laju belum dapat dihitung",
        )
    late = forecast > deadline
    return ForecastStrip(
        kind="late" if late else "on_time",
        deadline=x(deadline),
        on_time_to=x(min(forecast, deadline)),
        late_to=x(forecast) if late else None,
        point=x(forecast),
        beyond=(forecast - today).days > STRIP_DAYS,
        plan=_plan(plan, x),
        headline=_day(forecast, today),
        distance=_distance((forecast - deadline).days),
        band=_plan(between, x),
    )


def _plan(plan: tuple[date, date] | None, x: Callable[[date], float]) -> tuple[float, float] | None:
    """Return start and width of what is in sight of a planned window or a band, None when nothing of it is."""
    if plan is None:
        return None
    start, end = x(plan[0]), x(plan[1])
    return (start, round(end - start, 2)) if end > start else None


def _day(day: date, today: date) -> str:
    short = tanggal_pendek(day)
    return short if day.year == today.year else f"{short} {day.year}"


def _distance(days: int) -> str:
    if days == 0:
        return ", tepat pada tenggat"
    return f", lewat {days} hari" if days > 0 else f", {-days} hari lebih awal"
