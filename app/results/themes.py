"""What people wrote, as a result says it: how many saran touch which theme. Pure."""

from __future__ import annotations

from app.responses.saran import ThemeCounts
from app.responses.themes import OTHER, THEMES, Theme, find_theme_of
from app.results.rows import Exact
from app.results.summary import Said, in_order
from app.web.charts import CountRow


def said_of(nrr: Exact, counts: ThemeCounts) -> Said | None:
    """Return what people wrote about the weakest unsur, where they write about it at all."""
    theme = find_theme_of(in_order(nrr)[0]) if nrr else None
    if theme is None:
        return None
    return Said(theme.topic, counts.by_theme.get(theme.key, 0), counts.total, counts.layanan_most(theme.key))


def theme_rows(counts: ThemeCounts) -> tuple[tuple[str, CountRow], ...]:
    """Return (key, bar) of each theme that anybody wrote about, the most first, with the layanan it is about most."""
    found = [(theme.key, _row(theme, counts)) for theme in THEMES]
    named = sorted((pair for pair in found if pair[1].count), key=lambda pair: -pair[1].count)
    return (*named, (OTHER, CountRow("Lainnya", counts.other))) if counts.other else tuple(named)


def _row(theme: Theme, counts: ThemeCounts) -> CountRow:
    most = counts.layanan_most(theme.key)
    return CountRow(theme.label, counts.by_theme.get(theme.key, 0), f"terbanyak di {most}" if most else None)
