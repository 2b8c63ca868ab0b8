"""The four faces of the scale as shapes, from the drawing that the screens use (templates/components/faces.html)."""

from __future__ import annotations

import re

from flask import current_app

from app.links.posters.shapes import Disc, Shape, strokes

EDGE = re.compile(r'class="face-edge" d="([^"]+)"')
PART = re.compile(r'<path(?P<filled> class="face-mouth")? d="(?P<path>[^"]+)"/>|<circle cx="(?P<x>[\d.]+)" cy="(?P<y>[\d.]+)" r="(?P<r>[\d.]+)"/>')  # fmt: skip
LINE = 2.6
SIDE = 64


def face(number: int, *, x: float, y: float, size: float) -> list[Shape]:
    """Return the face of a score with its corner at (x, y)."""
    module = current_app.jinja_env.get_template("components/faces.html").module
    drawing = str(module.face(number))  # type: ignore[attr-defined]
    scale = size / SIDE
    shapes: list[Shape] = []
    for edge in EDGE.findall(drawing):
        shapes += strokes(edge, at=(x, y), scale=scale, width=LINE)
    for part in PART.finditer(drawing):
        if part["path"]:
            shapes += strokes(part["path"], at=(x, y), scale=scale, width=LINE, filled=bool(part["filled"]))
        else:
            shapes.append(Disc(x + float(part["x"]) * scale, y + float(part["y"]) * scale, float(part["r"]) * scale))
    return shapes
