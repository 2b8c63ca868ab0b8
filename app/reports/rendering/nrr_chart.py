"""Gambar 3.1: one grey bar an unsur from 1 to 4, the three lowest hatched, the limits of mutu dotted."""

from collections.abc import Sequence
from itertools import pairwise

from reportlab.platypus import Flowable

from . import formats as f
from .data import Unsur
from .fonts import REGULAR, SEMIBOLD, fit
from .patterns import hatch
from .styles import FILL, INK, SOFT, WIDTH

PITCH, BAR, SIZE, HEAD = 15.2, 9.8, 9.5, 16
AXIS, END = 169, WIDTH - 34  # where NRR 1 and NRR 4 stand
LIMITS = (2.6, 3.0644, 3.5324)  # 65,00 76,61 88,31 divided by 25
LETTERS = "DCBA"


def position(nrr: float) -> float:
    """Where a NRR stands on the chart, in points from its left edge."""
    return AXIS + (nrr - 1) / 3 * (END - AXIS)


class NrrChart(Flowable):
    """Bars in the order of the table; an unsur without a score has no bar and says so."""

    def __init__(self, rows: Sequence[Unsur]) -> None:
        super().__init__()
        self.rows = rows
        self.width, self.height = WIDTH, HEAD + PITCH * len(rows) + 4
        self.spaceAfter = 8

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        self._bands()
        for index, row in enumerate(self.rows):
            self._bar(row, self.height - HEAD - PITCH * (index + 1))
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(1)
        self.canv.line(AXIS, 0, AXIS, self.height - HEAD + 2)

    def _bands(self) -> None:
        canvas = self.canv
        canvas.setFillColor(INK)
        canvas.setFont(SEMIBOLD, SIZE)
        edges = (1.0, *LIMITS, 4.0)
        for letter, (low, high) in zip(LETTERS, pairwise(edges), strict=True):
            canvas.drawCentredString(position((low + high) / 2), self.height - 9, letter)
        canvas.saveState()
        canvas.setStrokeColor(SOFT)
        canvas.setLineWidth(0.7)
        canvas.setDash(1, 2)
        for limit in LIMITS:
            canvas.line(position(limit), 0, position(limit), self.height - HEAD + 2)
        canvas.restoreState()

    def _bar(self, row: Unsur, y: float) -> None:
        canvas, font = self.canv, SEMIBOLD if row.lowest_rank else REGULAR
        canvas.setFillColor(INK)
        canvas.setFont(font, SIZE)
        canvas.drawRightString(AXIS - 6, y + 2.6, fit(row.label, font, SIZE, AXIS - 6))
        if row.nrr is None:
            canvas.setFillColor(SOFT)
            canvas.drawString(AXIS + 6, y + 2.6, "belum punya nilai")
            return
        canvas.drawRightString(WIDTH, y + 2.6, f.decimal(row.nrr, 3))
        length = position(float(row.nrr)) - AXIS
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.7)
        if row.lowest_rank:
            canvas.setFillColorRGB(1, 1, 1)
            canvas.rect(AXIS, y + 1, length, BAR, fill=1)
            hatch(canvas, AXIS, y + 1, length, BAR)
            canvas.rect(AXIS, y + 1, length, BAR)
        else:
            canvas.setFillColor(FILL)
            canvas.rect(AXIS, y + 1, length, BAR, fill=1)
