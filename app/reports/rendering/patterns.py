"""Marks that stay distinct in black and white: hatching, the patterns of mutu, the viewfinder's brackets."""

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from .fonts import BOLD
from .styles import INK

ARM = 24  # length of a bracket's arm


def clipped(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    """Save the state and restrict drawing to a rectangle; the caller restores."""
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(x, y, width, height)
    canvas.clipPath(path, stroke=0, fill=0)


def hatch(
    canvas: Canvas, x: float, y: float, width: float, height: float, *, step: float = 4.4, line: float = 1.5
) -> None:
    """Fill a rectangle with slanted strokes."""
    clipped(canvas, x, y, width, height)
    canvas.setLineWidth(line)
    at = x - height
    while at < x + width:
        canvas.line(at, y, at + height, y + height)
        at += step
    canvas.restoreState()


def mutu_pattern(
    canvas: Canvas, x: float, y: float, width: float, height: float, *, mutu: str | None, colour: Color = INK
) -> None:
    """A solid, B stripes, C dots, D crosshatch (look.md)."""
    canvas.setFillColor(colour)
    canvas.setStrokeColor(colour)
    if mutu == "A":
        canvas.rect(x, y, width, height, stroke=0, fill=1)
    elif mutu == "B":
        hatch(canvas, x, y, width, height, step=3.6)
    elif mutu == "C":
        _dots(canvas, x, y, width, height)
    elif mutu == "D":
        hatch(canvas, x, y, width, height, step=4.5, line=0.9)
        clipped(canvas, x, y, width, height)
        canvas.translate(2 * x + width, 0)
        canvas.scale(-1, 1)
        hatch(canvas, x, y, width, height, step=4.5, line=0.9)
        canvas.restoreState()


def _dots(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    step = width / 3
    for row in range(int(height // step)):
        for column in range(3):
            canvas.circle(x + (column + 0.5) * step, y + (row + 0.5) * step, 0.9, stroke=0, fill=1)


def mutu_box(canvas: Canvas, mutu: str | None, x: float, y: float, side: float) -> None:
    """The letter in a box with a patterned spine at its left."""
    spine = side * 0.22
    mutu_pattern(canvas, x, y, spine, side, mutu=mutu)
    canvas.setStrokeColor(INK)
    canvas.setFillColor(INK)
    canvas.setLineWidth(1.5)
    canvas.roundRect(x, y, side, side, 3)
    size = side * 0.56
    canvas.setFont(BOLD, size)
    canvas.drawCentredString(x + spine + (side - spine) / 2, y + side / 2 - size * 0.36, mutu or "–")


def brackets(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    """The four corners of the viewfinder around a rectangle."""
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(3)
    canvas.setLineCap(0)
    canvas.setLineJoin(0)
    for corner_x, way_x in ((x + 1.5, 1), (x + width - 1.5, -1)):
        for corner_y, way_y in ((y + 1.5, 1), (y + height - 1.5, -1)):
            path = canvas.beginPath()
            path.moveTo(corner_x + way_x * (ARM - 1.5), corner_y)
            path.lineTo(corner_x, corner_y)
            path.lineTo(corner_x, corner_y + way_y * (ARM - 1.5))
            canvas.drawPath(path)
