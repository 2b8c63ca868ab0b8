"""A poster as PDF, A5 or A4: the A series keeps its proportions, so A4 is A5 enlarged."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, A5
from reportlab.pdfgen.canvas import Canvas

from app.links.posters.layout import HEIGHT, WIDTH
from app.links.posters.shapes import Box, Disc, Shape, Stroke, Words

PAPERS = {"a5": A5, "a4": A4}


def to_pdf(shapes: Iterable[Shape], *, paper: str, title: str) -> bytes:
    """Return one page of paper `a5` or `a4`."""
    size = PAPERS[paper]
    file = BytesIO()
    canvas = Canvas(file, pagesize=size, pageCompression=1, invariant=1)
    canvas.setTitle(title)
    canvas.setAuthor("Potret")
    canvas.scale(size[0] / WIDTH, size[1] / HEIGHT)
    draw(canvas, shapes, height=HEIGHT)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def draw(canvas: Canvas, shapes: Iterable[Shape], *, height: float) -> None:
    """Draw shapes on a sheet of this height; theirs grows downwards, PDF's upwards."""
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    for shape in shapes:
        canvas.setFillColor(HexColor(shape.colour))
        if isinstance(shape, Words):
            canvas.setFont(shape.font, shape.size)
            canvas.drawString(shape.x, height - shape.y, shape.text)
        elif isinstance(shape, Box):
            canvas.rect(shape.x, height - shape.y - shape.height, shape.width, shape.height, stroke=0, fill=1)
        elif isinstance(shape, Disc):
            canvas.circle(shape.x, height - shape.y, shape.radius, stroke=0, fill=1)
        else:
            _stroke(canvas, shape, height)


def _stroke(canvas: Canvas, stroke: Stroke, height: float) -> None:
    canvas.setStrokeColor(HexColor(stroke.colour))
    canvas.setLineWidth(stroke.width)
    path = canvas.beginPath()
    path.moveTo(stroke.start[0], height - stroke.start[1])
    for curve in stroke.curves:
        path.curveTo(*(number for x, y in curve for number in (x, height - y)))
    canvas.drawPath(path, stroke=1, fill=int(stroke.filled))
