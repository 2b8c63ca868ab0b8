"""Gambar 4.1: the IKM of the periods as a line, every point with its figure, the limits of mutu dotted."""

from collections.abc import Sequence
from itertools import pairwise

from reportlab.platypus import Flowable

from . import formats as f
from .data import TrendPoint
from .fonts import REGULAR, SEMIBOLD, width, wrap
from .styles import INK, SOFT, WIDTH

HEIGHT, FOOT, HEAD, SIZE = 170, 30, 14, 9.5
LEFT, RIGHT = 30, 24
LIMITS = (("C", 65.0), ("B", 76.61), ("A", 88.31))
FLOORS = (60, 40, 25)  # the axis begins at the highest of these below every point, and is labelled


class TrendChart(Flowable):
    """The last point is the period of the report and is larger. Missing figures break the line."""

    def __init__(self, points: Sequence[TrendPoint]) -> None:
        super().__init__()
        self.points = points
        lowest = min((float(p.ikm) for p in points if p.ikm is not None), default=100.0)
        self.floor = next((floor for floor in FLOORS if floor + 2 <= lowest), FLOORS[-1])
        self.spaceAfter = 8

    def wrap(self, *_: float) -> tuple[float, float]:
        return WIDTH, HEIGHT

    def draw(self) -> None:
        self._axis()
        self._line()
        for index, point in enumerate(self.points):
            self._point(index, point)

    def _x(self, index: int) -> float:
        room = WIDTH - LEFT - RIGHT
        return LEFT + room * (index + 0.5) / len(self.points)

    def _y(self, ikm: float) -> float:
        return FOOT + (ikm - self.floor) / (100 - self.floor) * (HEIGHT - FOOT - HEAD)

    def _label_room(self) -> float:
        """Room for a label; where one must be wrapped all are, so that they look alike."""
        room = (WIDTH - LEFT - RIGHT) / len(self.points) - 6
        labels = [_label(point) for point in self.points]
        if all(width(label, SEMIBOLD, SIZE) <= room for label in labels):
            return room
        return min(room, max(width(word, SEMIBOLD, SIZE) for label in labels for word in label.split()) + 0.1)

    def _axis(self) -> None:
        canvas = self.canv
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.7)
        canvas.line(LEFT, FOOT, WIDTH - RIGHT, FOOT)
        canvas.setFillColor(SOFT)
        canvas.setFont(REGULAR, 8.5)
        canvas.drawRightString(LEFT - 5, FOOT - 3, str(self.floor))
        canvas.drawRightString(LEFT - 5, self._y(100) - 3, "100")
        canvas.saveState()
        canvas.setStrokeColor(SOFT)
        canvas.setDash(1, 2)
        for letter, limit in LIMITS:
            y = self._y(limit)
            if y <= FOOT:
                continue
            canvas.line(LEFT, y, WIDTH - RIGHT, y)
            canvas.drawRightString(LEFT - 5, y - 3, f"{limit:.2f}".replace(".", ","))
            canvas.setFont(SEMIBOLD, SIZE)
            canvas.drawString(WIDTH - RIGHT + 8, y + 3, letter)
            canvas.setFont(REGULAR, 8.5)
        canvas.restoreState()

    def _line(self) -> None:
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(1.2)
        for index, (first, second) in enumerate(pairwise(self.points)):
            if first.ikm is not None and second.ikm is not None:
                ends = (
                    self._x(index),
                    self._y(float(first.ikm)),
                    self._x(index + 1),
                    self._y(float(second.ikm)),
                )
                self.canv.line(*ends)

    def _point(self, index: int, point: TrendPoint) -> None:
        canvas, x = self.canv, self._x(index)
        last = index == len(self.points) - 1
        font = SEMIBOLD if last else REGULAR
        canvas.setFillColor(INK)
        canvas.setFont(font, SIZE)
        for row, line in enumerate(wrap(_label(point), font, SIZE, self._label_room())[:2]):
            canvas.drawCentredString(x, FOOT - 14 - 12 * row, line)
        if point.ikm is None:
            canvas.setFillColor(SOFT)
            canvas.drawCentredString(x, FOOT + 4, "belum ada")
            return
        y = self._y(float(point.ikm))
        text, half = f.ikm(point.ikm), 16
        above = y + 8 if y + 20 < HEIGHT else y - 16
        # A white ground keeps the figure readable where the line or a limit passes behind it.
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(x - half, above - 2, 2 * half, 11, stroke=0, fill=1)
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(1.2)
        canvas.setFillColor(INK)
        if point.reported:
            canvas.setFillColorRGB(1, 1, 1)
        canvas.circle(x, y, 4 if last else 2.8, fill=1)
        canvas.setFillColor(INK)
        canvas.setFont(font, SIZE)
        canvas.drawCentredString(x, above, text)


def _label(point: TrendPoint) -> str:
    return point.label + ("*" if point.reported else "")
