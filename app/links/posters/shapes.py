"""What a poster is made of, in its own units with y growing downwards; and SVG paths as absolute lines and curves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

INK, SOFT, TEAL, PAPER = "#16202E", "#50607A", "#0A5A72", "#FFFFFF"

Point = tuple[float, float]


@dataclass(frozen=True)
class Words:
    """One line of text; y is its base line."""

    x: float
    y: float
    size: float
    font: str  # reports/rendering/fonts.py
    text: str
    colour: str = INK


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    colour: str = INK


@dataclass(frozen=True)
class Disc:
    x: float
    y: float
    radius: float
    colour: str = INK


@dataclass(frozen=True)
class Stroke:
    """A line of one piece: its start, then cubic curves (two control points and an end each)."""

    start: Point
    curves: tuple[tuple[Point, Point, Point], ...]
    width: float
    filled: bool = False
    colour: str = INK


Shape = Words | Box | Disc | Stroke

_TOKEN = re.compile(r"([A-Za-z])|(-?(?:\d+\.?\d*|\.\d+))")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "Z": 0}


def strokes(path: str, *, at: Point, scale: float, width: float, filled: bool = False) -> list[Stroke]:
    """Return an SVG path (M L H V C S Q Z, both cases) as strokes, scaled and moved to `at`."""
    found: list[Stroke] = []
    curves: list[tuple[Point, Point, Point]] = []
    start = here = control = (0.0, 0.0)

    def end() -> None:
        if curves:
            points = tuple((_placed(a, at, scale), _placed(b, at, scale), _placed(c, at, scale)) for a, b, c in curves)
            found.append(Stroke(_placed(start, at, scale), points, width * scale, filled))
            curves.clear()

    for command, numbers in _commands(path):
        points = _absolute(command, numbers, here)
        kind = command.upper()
        if kind == "M":
            end()
            start = here = control = points[0]
            continue
        if kind == "Z":
            points = [start]
        first, second, target = _cubic(kind, points, here, control)
        curves.append((first, second, target))
        control = second if kind in "CS" else target
        here = target
    end()
    return found


def _placed(point: Point, at: Point, scale: float) -> Point:
    return at[0] + point[0] * scale, at[1] + point[1] * scale


def _commands(path: str) -> Iterator[tuple[str, list[float]]]:
    """Yield each command with its own numbers; a repeated command may leave out its letter."""
    command, numbers = "", list[float]()
    for letter, number in _TOKEN.findall(path):
        if letter:
            command, numbers = letter, []
            if command.upper() == "Z":
                yield command, []
            continue
        numbers.append(float(number))
        if len(numbers) == _TAKES[command.upper()]:
            yield command, numbers
            numbers = []
            command = {"M": "L", "m": "l"}.get(command, command)


def _absolute(command: str, numbers: list[float], here: Point) -> list[Point]:
    base = here if command.islower() else (0.0, 0.0)
    if command in "Hh":
        return [(base[0] + numbers[0], here[1])]
    if command in "Vv":
        return [(here[0], base[1] + numbers[0])]
    return [(base[0] + x, base[1] + y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]


def _cubic(kind: str, points: list[Point], here: Point, control: Point) -> tuple[Point, Point, Point]:
    """Return two control points and the end, whatever the command said."""
    target = points[-1]
    if kind == "C":
        return points[0], points[1], target
    if kind == "S":
        return (2 * here[0] - control[0], 2 * here[1] - control[1]), points[0], target
    if kind == "Q":
        return _towards(here, points[0]), _towards(target, points[0]), target
    return here, target, target


def _towards(point: Point, other: Point) -> Point:
    return point[0] + (other[0] - point[0]) * 2 / 3, point[1] + (other[1] - point[1]) * 2 / 3
