"""A poster as SVG, for a printer's own work: shapes stay shapes, and text stays text."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from flask import current_app, render_template

from app.links.posters.layout import HEIGHT, WIDTH
from app.links.posters.shapes import Box, Disc, Shape, Stroke, Words
from app.reports.rendering.fonts import BOLD, REGULAR, SEMIBOLD

WEIGHTS = {REGULAR: 400, SEMIBOLD: 600, BOLD: 700}


def to_svg(shapes: Iterable[Shape], *, title: str) -> bytes:
    drawn = list(shapes)
    text = render_template(
        "links/poster.svg",
        title=title,
        width=WIDTH,
        height=HEIGHT,
        font=_font(),
        weights=WEIGHTS,
        words=[shape for shape in drawn if isinstance(shape, Words)],
        boxes=[shape for shape in drawn if isinstance(shape, Box)],
        discs=[shape for shape in drawn if isinstance(shape, Disc)],
        strokes=[(shape, _path(shape)) for shape in drawn if isinstance(shape, Stroke)],
    )
    return text.encode()


def _path(stroke: Stroke) -> str:
    curves = " ".join("C" + " ".join(f"{x:.2f} {y:.2f}" for x, y in curve) for curve in stroke.curves)
    return f"M{stroke.start[0]:.2f} {stroke.start[1]:.2f} {curves}"


@cache
def _font() -> str:
    """Return the typeface as the file carries it, so that it looks the same on a machine that does not have it."""
    file = Path(current_app.static_folder or "static") / "fonts" / "plus-jakarta-sans.woff2"
    return b64encode(file.read_bytes()).decode()
