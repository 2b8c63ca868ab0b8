"""Where everything stands on a poster, in units of 1/559 of the width of an A5 sheet. Black and white is enough to read it."""

from __future__ import annotations

from dataclasses import dataclass

import segno

from app.links.codes import grouped
from app.links.posters.faces import face
from app.links.posters.shapes import INK, SOFT, TEAL, Box, Disc, Shape, Words
from app.reports.rendering.fonts import BOLD, REGULAR, SEMIBOLD, at_most, fit, register, width, wrap

WIDTH, HEIGHT = 559.0, 794.0  # A5, and by one scale A4
LEFT, RIGHT = 40.0, 519.0
FRAME, ARM, THICK = 344.0, 64.0, 12.0  # the viewfinder around the QR
QUIET = 4  # modules between the QR and its brackets, at least (look.md, "Print")
COLUMN = 292.0  # where the second column of the foot begins


@dataclass(frozen=True)
class Poster:
    """What a poster says."""

    city: str
    layanan: str
    titik: str
    office: str
    url: str
    code: str
    title: str = "Nilai pelayanan kami hari ini"


def layout(poster: Poster) -> list[Shape]:
    """Return the poster as shapes, from top to bottom."""
    register()
    shapes: list[Shape] = [
        *mark(LEFT, 37, 27),
        Words(78, 56, 16.5, SEMIBOLD, fit(poster.city, SEMIBOLD, 16.5, RIGHT - 78)),
    ]
    top = 120.0
    for line in at_most(wrap(poster.title, BOLD, 51, RIGHT - LEFT), 2):
        shapes.append(Words(LEFT, top, 51, BOLD, line))
        top += 55
    shapes += _place(poster, top - 24)
    frame = 266.0
    shapes += brackets(LEFT, frame, FRAME, arm=ARM, thick=THICK)
    shapes += qr(poster.url, x=LEFT + THICK, y=frame + THICK, room=FRAME - 2 * THICK)
    for number in range(1, 5):
        shapes += face(number, x=444, y=frame + 90 * (number - 1), size=76)
    shapes.append(Box(LEFT, 630, RIGHT - LEFT, 2))
    return shapes + _foot(poster)


def _place(poster: Poster, y: float) -> list[Shape]:
    """Layanan and titik, then the office: as large as the longest real names allow, in the room above the QR."""
    name, room = f"{poster.layanan}, {poster.titik}", RIGHT - LEFT
    size, lines = next(
        ((size, lines) for size in (21.0, 18.0, 15.0) if len(lines := wrap(name, SEMIBOLD, size, room)) <= (1 if size > 18 else 2)),
        (13.0, at_most(wrap(name, SEMIBOLD, 13, room), 2)),
    )  # fmt: skip
    shapes: list[Shape] = []
    for line in lines:
        shapes.append(Words(LEFT, y, size, SEMIBOLD, line))
        y += size * 1.22
    return [*shapes, Words(LEFT, y, 15, REGULAR, fit(poster.office, REGULAR, 15, room), SOFT)]


def _foot(poster: Poster) -> list[Shape]:
    left = COLUMN - LEFT - 24
    shapes: list[Shape] = _lines("Arahkan kamera ponsel ke kotak di atas", LEFT, 665, 16.5, SEMIBOLD, left)
    shapes += _lines(
        "Tanpa nama, tanpa NIK. Tidak punya ponsel? Minta bantuan petugas.", LEFT, 711, 14.5, REGULAR, left
    )
    address = poster.url.removeprefix("https://").removeprefix("http://").removesuffix(poster.code)
    room = RIGHT - COLUMN
    shapes.append(Words(COLUMN, 665, 16.5, SEMIBOLD, "Atau ketik alamat ini"))
    size = min(15.0, 15.0 * room / width(address, REGULAR, 15.0))
    shapes.append(Words(COLUMN, 690, size, REGULAR, address))
    shapes.append(Words(COLUMN, 724, 30, BOLD, grouped(poster.code)))
    return shapes


def qr(url: str, *, x: float, y: float, room: float) -> list[Shape]:
    """Return the code's dark modules in the middle of a square, with its quiet zone inside the square."""
    matrix = segno.make(url, error="m", micro=False, boost_error=True).matrix
    module = room / (len(matrix) + 2 * QUIET)
    shapes: list[Shape] = []
    for row, modules in enumerate(matrix):
        for start, length in _runs(modules):
            shapes.append(Box(x + (start + QUIET) * module, y + (row + QUIET) * module, length * module, module))
    return shapes


def _runs(modules: bytearray) -> list[tuple[int, int]]:
    """Return (start, length) of the dark runs of a row: one box a run leaves no hairlines between modules."""
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(modules):
        if dark and runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((place, 1))
    return runs


def brackets(x: float, y: float, side: float, *, arm: float, thick: float) -> list[Shape]:
    """Return the four corners of the viewfinder around a square."""
    far, ends = side - arm, side - thick
    return [
        Box(x + along, y + across, *size, TEAL)
        for along, across, size in (
            (0, 0, (arm, thick)), (far, 0, (arm, thick)), (0, ends, (arm, thick)), (far, ends, (arm, thick)),
            (0, 0, (thick, arm)), (ends, 0, (thick, arm)), (0, far, (thick, arm)), (ends, far, (thick, arm)),
        )
    ]  # fmt: skip


def mark(x: float, y: float, side: float) -> list[Shape]:
    """Return the mark of Potret: a viewfinder around its subject."""
    subject = Disc(x + side / 2, y + side / 2, side * 0.17, TEAL)
    return [*brackets(x, y, side, arm=side * 0.33, thick=side * 0.14), subject]


def _lines(text: str, x: float, y: float, size: float, font: str, room: float) -> list[Shape]:
    lines = at_most(wrap(text, font, size, room), 3)
    return [Words(x, y + number * size * 1.35, size, font, line, INK) for number, line in enumerate(lines)]
