"""From blocks to pages: one side where everything fits, else the back of the same sheet."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from app.paper import notice
from app.paper.printing.blocks import (
    HOW,
    HOW_INTERNAL,
    LEFT,
    RIGHT,
    WIDTH,
    Ask,
    Block,
    Head,
    Saran,
    Words,
    profile_blocks,
)
from app.paper.printing.data import Form
from app.reports.rendering.fonts import REGULAR, SEMIBOLD, fit, printable, register
from app.reports.rendering.styles import INK, PAGE_HEIGHT, PAGE_WIDTH, SOFT

TOP, BOTTOM = PAGE_HEIGHT - 30, 40
MOST_LINES = 8  # for the saran


def render(form: Form, numbers: Sequence[int | None] = (None,)) -> bytes:
    """Return the sheets as a PDF, one for each number; None leaves the number to be written by hand."""
    register()
    target = BytesIO()
    canvas = Canvas(target, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, lang="id")
    canvas.setTitle(printable(f"Kuesioner SKM {form.periode}, {form.layanan}, {form.titik}"))
    canvas.setAuthor(printable(form.opd))
    canvas.setCreator("Potret")
    for number in numbers:
        _sheet(canvas, form, number)
    canvas.save()
    return target.getvalue()


def _sheet(canvas: Canvas, form: Form, number: int | None) -> None:
    pages = _pages(form, number)
    for place, blocks in enumerate(pages, start=1):
        top = TOP
        for block in blocks:
            block.draw(canvas, top)
            top -= block.height
        _foot(canvas, form, number, place, len(pages))
        canvas.showPage()


def _pages(form: Form, number: int | None) -> list[list[Block]]:
    """Return the blocks of each side. A back side begins with the respondent, so that no question stands alone there."""
    front: list[Block] = [
        Head(form, number),
        Words(HOW_INTERNAL if form.internal else HOW, after=2),
        Words(notice.TEXT, after=7),
    ]
    front += [Ask(question) for question in form.questions]
    back = [*profile_blocks(form)]
    left = _room(front) - sum(block.height for block in back)
    if left >= Saran(2).height:
        return [[*front, *back, _saran(left)]]
    sides = _divided(front)
    return [*sides, [*back, _saran(_room(back))]]


def _divided(blocks: list[Block]) -> list[list[Block]]:
    """Return the blocks on as many sides as they need."""
    sides: list[list[Block]] = [[]]
    for block in blocks:
        if sides[-1] and _room([*sides[-1], block]) < 0:
            sides.append([])
        sides[-1].append(block)
    return sides


def _saran(room: float) -> Saran:
    return Saran(max(2, min(MOST_LINES, int((room - 16) // Saran.STEP))))


def _room(blocks: list[Block]) -> float:
    return TOP - BOTTOM - sum(block.height for block in blocks)


def _foot(canvas: Canvas, form: Form, number: int | None, page: int, pages: int) -> None:
    canvas.setFillColor(SOFT)
    canvas.setFont(REGULAR, 7.5)
    left = f"{form.layanan}, {form.titik}"
    canvas.drawString(LEFT, 24, fit(left, REGULAR, 7.5, WIDTH * 0.55))
    canvas.setFont(SEMIBOLD, 7.5)
    canvas.setFillColor(INK)
    sheet = f"Lembar {number}" if number is not None else "Lembar ........"
    canvas.drawRightString(RIGHT, 24, sheet + (f", halaman {page} dari {pages}" if pages > 1 else ""))
