"""Small drawings inside text and tables: the share bar of a profile row and the sample formula."""

from reportlab.platypus import Flowable

from . import formats as f
from .data import Sample
from .fonts import REGULAR, width
from .styles import FILL, INK, WIDTH

SUPERSCRIPT = "²"


class ShareBar(Flowable):
    """A grey bar as long as its share of `room` points."""

    def __init__(self, part: int, whole: int, room: float) -> None:
        super().__init__()
        self.length = room * part / whole if whole else 0
        self.room = room

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.room, 11

    def draw(self) -> None:
        self.canv.setFillColor(FILL)
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(0.5)
        if self.length:
            self.canv.rect(0, 0.5, self.length, 8, fill=1)
        self.canv.line(0, -1, 0, 10)


class SampleFormula(Flowable):
    """The sample size as a set fraction. The font has no lambda, so it is drawn."""

    SIZE = 11

    def __init__(self, sample: Sample) -> None:
        super().__init__()
        self.sample = sample
        self.spaceBefore, self.spaceAfter = 4, 8

    def wrap(self, *_: float) -> tuple[float, float]:
        return WIDTH, 62

    def draw(self) -> None:
        over, under = "~² · N · P · Q", "d² · (N − 1) + ~² · P · Q"
        longest = self._width(under)
        self.canv.setStrokeColor(INK)
        self.canv.setFillColor(INK)
        self._text(18, 41, "S =")
        self.canv.setLineWidth(0.8)
        self.canv.line(44, 45, 44 + longest + 8, 45)
        self._text(48 + (longest - self._width(over)) / 2, 50, over)
        self._text(48, 32, under)
        population = f.whole(self.sample.population)
        legend = f"N = {population}    ~² = 3,841 (dk 1, taraf kesalahan 5%)    P = Q = 0,5    d = 0,05"
        self._text(18, 6, legend, size=9.5)

    def _width(self, text: str, size: float = SIZE) -> float:
        lambdas = text.count("~")
        return width(text.replace("~", ""), REGULAR, size) + lambdas * size * 0.55

    def _text(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        """Write a line in which ~ stands for lambda."""
        self.canv.setFont(REGULAR, size)
        for index, part in enumerate(text.split("~")):
            if index:
                self._lambda(x, y, size)
                x += size * 0.55
            self.canv.drawString(x, y, part)
            x += width(part, REGULAR, size)

    def _lambda(self, x: float, y: float, size: float) -> None:
        self.canv.saveState()
        self.canv.setLineWidth(size * 0.09)
        self.canv.line(x + size * 0.08, y + size * 0.7, x + size * 0.48, y)
        self.canv.line(x + size * 0.26, y + size * 0.4, x + size * 0.04, y)
        self.canv.restoreState()
