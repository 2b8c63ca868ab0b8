"""A poster as PNG of 300 dots an inch on A5: for WhatsApp, and for programs that take no PDF."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from app.links.posters.layout import HEIGHT, WIDTH
from app.links.posters.shapes import PAPER, Box, Disc, Point, Shape, Stroke, Words
from app.reports.rendering.fonts import FILES, FOLDER

DOTS = 1748  # across: 148 mm at 300 dots an inch
SCALE = DOTS / WIDTH
FINER = 4  # curves are drawn larger and made smaller: Pillow itself draws them with steps
STEPS = 16  # straight pieces of a curve


def to_png(shapes: Iterable[Shape]) -> bytes:
    image = Image.new("RGB", (DOTS, round(HEIGHT * SCALE)), PAPER)
    draw = ImageDraw.Draw(image)
    for shape in shapes:
        if isinstance(shape, Words):
            font = _font(shape.font, round(shape.size * SCALE))
            draw.text((shape.x * SCALE, shape.y * SCALE), shape.text, fill=shape.colour, font=font, anchor="ls")
        elif isinstance(shape, Box):
            left, top = round(shape.x * SCALE), round(shape.y * SCALE)
            right, bottom = round((shape.x + shape.width) * SCALE), round((shape.y + shape.height) * SCALE)
            draw.rectangle((left, top, right - 1, bottom - 1), fill=shape.colour)
        else:
            _smooth(image, shape)
    file = BytesIO()
    image.save(file, "PNG", dpi=(300, 300), optimize=True)
    return file.getvalue()


def _smooth(image: Image.Image, shape: Disc | Stroke) -> None:
    """Draw a round shape on a finer mask of its own size and lay it on the image."""
    points = _outline(shape)
    margin = shape.radius if isinstance(shape, Disc) else shape.width
    left = int(min(x for x, _ in points) * SCALE - margin * SCALE - 1)
    top = int(min(y for _, y in points) * SCALE - margin * SCALE - 1)
    size = (
        int(max(x for x, _ in points) * SCALE + margin * SCALE + 2) - left,
        int(max(y for _, y in points) * SCALE + margin * SCALE + 2) - top,
    )
    mask = Image.new("L", (size[0] * FINER, size[1] * FINER), 0)
    draw = ImageDraw.Draw(mask)
    placed = [((x * SCALE - left) * FINER, (y * SCALE - top) * FINER) for x, y in points]
    if isinstance(shape, Disc):
        _dot(draw, placed[0], shape.radius * SCALE * FINER)
    else:
        if shape.filled:
            draw.polygon(placed, fill=255)
        thick = shape.width * SCALE * FINER
        draw.line(placed, fill=255, width=round(thick), joint="curve")
        for end in (placed[0], placed[-1]):
            _dot(draw, end, thick / 2)
    image.paste(shape.colour, (left, top), mask.resize(size, Image.Resampling.LANCZOS))


def _outline(shape: Disc | Stroke) -> list[Point]:
    if isinstance(shape, Disc):
        return [(shape.x, shape.y)]
    points, here = [shape.start], shape.start
    for first, second, target in shape.curves:
        points += [_on_curve(here, first, second, target, step / STEPS) for step in range(1, STEPS + 1)]
        here = target
    return points


def _on_curve(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    x, y = (sum(weight * point[axis] for weight, point in zip(weights, (a, b, c, d), strict=True)) for axis in (0, 1))
    return x, y


def _dot(draw: ImageDraw.ImageDraw, centre: Point, radius: float) -> None:
    x, y = centre
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FOLDER / f"PlusJakartaSans-{FILES[name]}.ttf"), size)
