"""Slips to cut apart and hand out: ten on a sheet of A4, each with its QR, its code and its last day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from app.links.codes import grouped
from app.links.posters.layout import mark, qr
from app.links.posters.pdf import draw
from app.links.posters.shapes import SOFT, Shape, Words
from app.reports.rendering.fonts import BOLD, REGULAR, SEMIBOLD, at_most, fit, register, wrap
from app.tickets.codes import ticket_url

COLUMNS, ROWS = 2, 5
WIDTH, HEIGHT = A4[0] / COLUMNS, A4[1] / ROWS
MARGIN, QR_SIDE = 16.0, 112.0
TEXT = MARGIN + QR_SIDE + 8


@dataclass(frozen=True)
class Slips:
    """What stands on every slip of a batch."""

    city: str
    layanan: str
    titik: str
    until: str


def slips_pdf(slips: Slips, codes: Sequence[str]) -> bytes:
    register()
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, pageCompression=1, invariant=1)
    canvas.setTitle(f"Undangan {slips.layanan}, {slips.titik}")
    canvas.setAuthor("Potret")
    for place, code in enumerate(codes):
        row, column = divmod(place % (COLUMNS * ROWS), COLUMNS)
        if place and row == column == 0:
            canvas.showPage()
        if row == column == 0:
            _cutting_lines(canvas)
        canvas.saveState()
        canvas.translate(column * WIDTH, A4[1] - (row + 1) * HEIGHT)
        draw(canvas, slip(slips, code), height=HEIGHT)
        canvas.restoreState()
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def slip(slips: Slips, code: str) -> list[Shape]:
    """Return one slip as shapes."""
    room, url = WIDTH - TEXT - 12, ticket_url(code)
    shapes: list[Shape] = [
        *mark(MARGIN + 6, 14, 13),
        Words(MARGIN + 24, 24, 8.5, SEMIBOLD, fit(slips.city, SEMIBOLD, 8.5, 150)),
    ]
    shapes += qr(url, x=MARGIN - 6, y=32, room=QR_SIDE)
    y = 48.0
    for line in at_most(wrap("Bagaimana pelayanan yang baru Anda terima?", BOLD, 11, room), 3):
        shapes.append(Words(TEXT, y, 11, BOLD, line))
        y += 13
    y += 2
    for line in at_most(wrap(f"{slips.layanan}, {slips.titik}", REGULAR, 8, room), 4):
        shapes.append(Words(TEXT, y, 8, REGULAR, line, SOFT))
        y += 10
    address = url.removeprefix("https://").removeprefix("http://").removesuffix(code)
    shapes.append(Words(TEXT, 122, 8, REGULAR, fit(address, REGULAR, 8, room)))
    shapes.append(Words(TEXT, 138, 14, BOLD, grouped(code)))
    shapes.append(
        Words(MARGIN + 6, 156, 8, REGULAR, f"Berlaku satu kali, sampai {slips.until}. Tanpa nama, tanpa NIK.")
    )
    return shapes


def _cutting_lines(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.setStrokeColor(HexColor(SOFT))
    canvas.setLineWidth(0.5)
    canvas.setDash(3, 3)
    for column in range(1, COLUMNS):
        canvas.line(column * WIDTH, 0, column * WIDTH, A4[1])
    for row in range(1, ROWS):
        canvas.line(0, row * HEIGHT, A4[0], row * HEIGHT)
    canvas.restoreState()
