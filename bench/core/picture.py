"""Lines on logarithmic axes, as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 720, 420, 70, 24, 130, 50
COLOURS = ("#0b6e4f", "#b3541e", "#3b5b92")


@dataclass(frozen=True)
class Line:
    name: str
    points: Mapping[int, float]  # answers → milliseconds


def draw(lines: Sequence[Line]) -> str:
    """Return the picture of the time to an index against the number of answers."""
    xs = [log10(x) for line in lines for x in line.points]
    ys = [log10(y) for line in lines for y in line.points.values()]
    x_low, x_high, y_low, y_high = floor(min(xs)), ceil(max(xs)), floor(min(ys)), ceil(max(ys))

    def at(x: float, y: float) -> tuple[float, float]:
        across = (x - x_low) / (x_high - x_low) * (WIDTH - LEFT - RIGHT)
        up = (y - y_low) / (y_high - y_low) * (HEIGHT - TOP - BOTTOM)
        return round(LEFT + across, 1), round(HEIGHT - BOTTOM - up, 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif" font-size="13">',
        "<title>Waktu sampai indeks terlihat, menurut banyaknya jawaban</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for x in range(x_low, x_high + 1):
        (left, low), (_, high) = at(x, y_low), at(x, y_high)
        parts.append(f'<path d="M{left} {low}V{high}" stroke="#e2e2de"/>')
        parts.append(f'<text x="{left}" y="{low + 20}" text-anchor="middle" fill="#444">{_dotted(10**x)}</text>')
    for y in range(y_low, y_high + 1):
        (left, level), (right, _) = at(x_low, y), at(x_high, y)
        parts.append(f'<path d="M{left} {level}H{right}" stroke="#e2e2de"/>')
        parts.append(f'<text x="{left - 8}" y="{level + 4}" text-anchor="end" fill="#444">{_dotted(10**y)} ms</text>')
    for line, colour in zip(lines, COLOURS, strict=False):
        found = [at(log10(x), log10(y)) for x, y in sorted(line.points.items())]
        path = "L".join(f"{x} {y}" for x, y in found)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        parts += [f'<circle cx="{x}" cy="{y}" r="4" fill="{colour}"/>' for x, y in found]
        parts.append(f'<text x="{found[-1][0] + 10}" y="{found[-1][1] + 4}" fill="{colour}">{line.name}</text>')
    parts.append(f'<text x="{LEFT}" y="{HEIGHT - 8}" fill="#444">jawaban yang tersimpan</text></svg>')
    return "\n".join(parts) + "\n"


def _dotted(number: float) -> str:
    return f"{number:,.0f}".replace(",", ".") if number >= 1 else f"{number:g}".replace(".", ",")
