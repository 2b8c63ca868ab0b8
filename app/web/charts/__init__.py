"""Geometry of the figures and charts: data in, frozen dataclasses of coordinates out; templates only draw.

Horizontal coordinates are percent of the chart's width, vertical ones pixels. SVG accepts both as attributes,
so a chart stretches with its column while text, strokes and circles keep their shape, and no style attribute
is needed.

The macros in `templates/components/` reach this package as the Jinja global `charts`; see `init_app`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .counts import CountRow, count_bars
from .distribution import DistributionRow, distribution
from .evidence import dot_strip, histogram
from .finishing import FinishingInput, finishing
from .forecast import forecast_strip
from .heat import HEAT_LEGEND, HeatRow, heat_table
from .nrr import UnsurRow, nrr_bars
from .pace import PaceInput, pace
from .priority import PriorityPoint, priority_map
from .progress import steps, target_bar, upp_bar
from .ranges import RangeRow, ranges
from .response_calendar import WEEK_LEGEND, CalendarRow, response_calendar
from .shares import shares
from .tally import tally_marks
from .trend import TrendPoint, trend

if TYPE_CHECKING:
    from flask import Flask

__all__ = [
    "HEAT_LEGEND",
    "WEEK_LEGEND",
    "CountRow",
    "count_bars",
    "CalendarRow",
    "DistributionRow",
    "FinishingInput",
    "HeatRow",
    "PaceInput",
    "PriorityPoint",
    "RangeRow",
    "TrendPoint",
    "UnsurRow",
    "distribution",
    "dot_strip",
    "finishing",
    "forecast_strip",
    "heat_table",
    "histogram",
    "nrr_bars",
    "priority_map",
    "init_app",
    "pace",
    "ranges",
    "response_calendar",
    "shares",
    "steps",
    "tally_marks",
    "target_bar",
    "trend",
    "upp_bar",
]


def init_app(app: Flask) -> None:
    """Offer this package to the templates under the name `charts`."""
    from app.web import charts

    app.jinja_env.globals["charts"] = charts
