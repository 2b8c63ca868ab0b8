"""Daftar isi in one pass: its page numbers are written at the end, into a form that the page already shows.

Laying the document out twice, as reportlab's own table of contents does, would double the time of a report.
"""

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from .fonts import BOLD, REGULAR, SEMIBOLD, fit, width
from .outline import OUTLINE, Entry
from .styles import HEIGHT, INK, SOFT, WIDTH

FORM = "daftar-isi"
HEAD, CHAPTER_GAP, PITCH, SIZE, NUMBER_ROOM, INDENT = 44, 7, 20, 10, 26, 22


class Contents(Flowable):
    """The list of chapters. `pages` fills while the rest of the document is drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[str, int] = {}
        self.lines = _lines()

    def wrap(self, *_: float) -> tuple[float, float]:
        return WIDTH, HEIGHT

    def draw(self) -> None:
        self.canv.bookmarkPage(FORM)
        self.canv.addOutlineEntry("Daftar Isi", FORM, 0)
        self.canv.setFillColor(INK)
        self.canv.setFont(BOLD, 16.5)
        self.canv.drawString(0, HEIGHT - 16, "Daftar Isi")
        for entry, y in self.lines:
            self._line(entry, y)
        self.canv.doForm(FORM)

    def write_numbers(self, canvas: Canvas) -> None:
        """Write the form with the page numbers; call it once every heading has been drawn."""
        canvas.beginForm(FORM, 0, 0, WIDTH, HEIGHT)
        canvas.setFillColor(INK)
        for entry, y in self.lines:
            canvas.setFont(_font(entry), SIZE)
            canvas.drawRightString(WIDTH, y, str(self.pages[entry.key]))
        canvas.endForm()

    def _line(self, entry: Entry, y: float) -> None:
        canvas, font = self.canv, _font(entry)
        left = INDENT * entry.level
        text = fit(entry.text, font, SIZE, WIDTH - NUMBER_ROOM - left)
        canvas.setFillColor(INK)
        canvas.setFont(font, SIZE)
        canvas.drawString(left, y, text)
        canvas.saveState()
        canvas.setStrokeColor(SOFT)
        canvas.setLineWidth(0.6)
        canvas.setDash(0.6, 3)
        canvas.line(left + width(text, font, SIZE) + 6, y, WIDTH - NUMBER_ROOM, y)
        canvas.restoreState()
        canvas.linkRect("", entry.key, (left, y - 4, WIDTH, y + 12), relative=1, thickness=0)


def _lines() -> list[tuple[Entry, float]]:
    y, lines = HEIGHT - HEAD, []
    for entry in OUTLINE:
        y -= CHAPTER_GAP if entry.level == 0 else 0
        lines.append((entry, y))
        y -= PITCH
    return lines


def _font(entry: Entry) -> str:
    return SEMIBOLD if entry.level == 0 else REGULAR
