"""Draw the app's icons from the mark: the viewfinder's corners around its subject.

Run by hand when the mark changes, where Pillow is installed (the tests' environment has it):

    .venv/bin/python assets/icons.py

Telephones want PNG. A maskable icon keeps its drawing inside the middle 80 %, since every maker cuts another shape.
"""

from pathlib import Path

from PIL import Image, ImageDraw

TARGET = Path(__file__).resolve().parent.parent / "app/static/icons"
GROUND, INK = "#16202e", "#ffffff"
FINE = 4  # drawn larger and reduced, for smooth edges
ICONS = {"aplikasi-192": (192, 0.62), "aplikasi-512": (512, 0.62), "aplikasi-mask-512": (512, 0.5)}


def main() -> None:
    for name, (size, share) in ICONS.items():
        draw(size, share).save(TARGET / f"{name}.png", optimize=True)


def draw(size: int, share: float) -> Image.Image:
    """Return the mark on ink; `share` is how much of the side it takes."""
    full = size * FINE
    image = Image.new("RGB", (full, full), GROUND)
    pen = ImageDraw.Draw(image)
    unit = full * share / 24  # the mark's own grid, as in sprite.mjs
    start = (full - 24 * unit) / 2

    def at(value: float) -> float:
        return start + value * unit

    for horizontal in (2.3, 21.7):
        for vertical in (2.3, 21.7):
            inner = [8.2 if side < 12 else 15.8 for side in (horizontal, vertical)]
            _bar(pen, at(horizontal), at(vertical), at(inner[0]), at(vertical), 2.6 * unit)
            _bar(pen, at(horizontal), at(vertical), at(horizontal), at(inner[1]), 2.6 * unit)
    pen.ellipse((at(8), at(8), at(16), at(16)), fill=INK)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def _bar(pen: ImageDraw.ImageDraw, x1: float, y1: float, x2: float, y2: float, width: float) -> None:
    """Draw a line whose corner end is square, as the mark's corners are."""
    half = width / 2
    left, right, top, bottom = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
    if y1 == y2:
        left, right = (left - half, right) if x1 < x2 else (left, right + half)
        pen.rectangle((left, y1 - half, right, y1 + half), fill=INK)
    else:
        top, bottom = (top - half, bottom) if y1 < y2 else (top, bottom + half)
        pen.rectangle((x1 - half, top, x1 + half, bottom), fill=INK)


if __name__ == "__main__":
    main()
