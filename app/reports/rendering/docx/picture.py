"""A canvas that draws the report's own charts as a picture: as much of reportlab's canvas as they use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.colors import Color
from reportlab.platypus import Flowable

from ..fonts import FILES, FOLDER, REGULAR, printable

SCALE = 4  # pixels a point: sharp on paper, and small as a file
WHITE = (255, 255, 255)
Colour = tuple[int, int, int]


def png(flowable: Flowable, width: float, height: float) -> bytes:
    """Return the picture of a flowable that draws itself on its canvas."""
    canvas = PngCanvas(width, height)
    flowable.canv = canvas
    flowable.draw()
    del flowable.canv
    return canvas.bytes()


@cache
def _font(name: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FOLDER / f"PlusJakartaSans-{FILES[name]}.ttf"), round(size * SCALE))


@dataclass(frozen=True)
class _Pen:
    fill: Colour = (0, 0, 0)
    stroke: Colour = (0, 0, 0)
    line: float = 1.0
    dash: tuple[float, float] | None = None
    font: str = REGULAR
    size: float = 10.0
    clip: tuple[float, float, float, float] | None = None  # left, bottom, right, top


class _Path:
    """A path that is one rectangle, to be clipped to."""

    def __init__(self) -> None:
        self.box = (0.0, 0.0, 0.0, 0.0)

    def rect(self, x: float, y: float, width: float, height: float) -> None:
        self.box = (x, y, x + width, y + height)


class PngCanvas:
    """Names and behaviour are reportlab's; lengths are points from the lower left."""

    def __init__(self, width: float, height: float) -> None:
        self._height = height
        self._image = Image.new("RGB", (round(width * SCALE), round(height * SCALE)), WHITE)
        self._page = self._image  # inside a clip the image is a copy of it
        self._pen, self._kept = _Pen(), list[_Pen]()

    def bytes(self) -> bytes:
        target = BytesIO()
        self._image.convert("L").save(target, "PNG", optimize=True, dpi=(72 * SCALE, 72 * SCALE))
        return target.getvalue()

    def saveState(self) -> None:
        self._kept.append(self._pen)

    def restoreState(self) -> None:
        """Go back to the pen before; what was drawn inside a clip comes onto the page, cut to it."""
        clip, self._pen = self._pen.clip, self._kept.pop()
        if clip is not None and self._pen.clip is None:
            left, top = (round(part) for part in self._at(clip[0], clip[3]))
            right, bottom = (round(part) for part in self._at(clip[2], clip[1]))
            self._page.paste(self._image.crop((left, top, right, bottom)), (left, top))
            self._image = self._page

    def setFillColor(self, colour: Color) -> None:
        self._pen = replace(self._pen, fill=_rgb(colour.red, colour.green, colour.blue))

    def setFillColorRGB(self, red: float, green: float, blue: float) -> None:
        self._pen = replace(self._pen, fill=_rgb(red, green, blue))

    def setStrokeColor(self, colour: Color) -> None:
        self._pen = replace(self._pen, stroke=_rgb(colour.red, colour.green, colour.blue))

    def setLineWidth(self, width: float) -> None:
        self._pen = replace(self._pen, line=width)

    def setDash(self, on: float, off: float) -> None:
        self._pen = replace(self._pen, dash=(on, off))

    def setFont(self, name: str, size: float) -> None:
        self._pen = replace(self._pen, font=name, size=size)

    def beginPath(self) -> _Path:
        return _Path()

    def clipPath(self, path: _Path, **_: int) -> None:
        self._page, self._image = self._image, self._image.copy()
        self._pen = replace(self._pen, clip=path.box)

    def drawString(self, x: float, y: float, text: str) -> None:
        self._text(x, y, text, "ls")

    def drawRightString(self, x: float, y: float, text: str) -> None:
        self._text(x, y, text, "rs")

    def drawCentredString(self, x: float, y: float, text: str) -> None:
        self._text(x, y, text, "ms")

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        if self._pen.dash is None:
            self._stroke((x1, y1), (x2, y2))
            return
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        on, off = self._pen.dash
        done = 0.0
        while done < length:
            ends = [
                (x1 + (x2 - x1) * part / length, y1 + (y2 - y1) * part / length)
                for part in (done, min(done + on, length))
            ]
            self._stroke(*ends)
            done += on + off

    def rect(self, x: float, y: float, width: float, height: float, stroke: int = 1, fill: int = 0) -> None:
        box = [*self._at(x, y + height), *self._at(x + width, y)]
        self._draw().rectangle(
            box, self._pen.fill if fill else None, self._pen.stroke if stroke else None, self._pixels()
        )

    def circle(self, x: float, y: float, radius: float, stroke: int = 1, fill: int = 0) -> None:
        box = [*self._at(x - radius, y + radius), *self._at(x + radius, y - radius)]
        self._draw().ellipse(
            box, self._pen.fill if fill else None, self._pen.stroke if stroke else None, self._pixels()
        )

    def _text(self, x: float, y: float, text: str, anchor: str) -> None:
        font = _font(self._pen.font, self._pen.size)
        self._draw().text(self._at(x, y), printable(text), self._pen.fill, font, anchor)

    def _stroke(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self._draw().line([self._at(*start), self._at(*end)], self._pen.stroke, self._pixels())

    def _draw(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self._image)

    def _pixels(self) -> int:
        return max(1, round(self._pen.line * SCALE))

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return x * SCALE, (self._height - y) * SCALE


def _rgb(red: float, green: float, blue: float) -> Colour:
    return round(red * 255), round(green * 255), round(blue * 255)
