"""The parts of the sheet from top to bottom: each knows its height, and draws itself below a given line."""

from __future__ import annotations

from typing import Protocol

from reportlab.pdfgen.canvas import Canvas

from app.paper.keys import LABELS, PROFILE, Keyed, asked
from app.paper.printing.data import Form
from app.reports.rendering.fonts import BOLD, REGULAR, SEMIBOLD, at_most, fit, width, wrap
from app.reports.rendering.styles import INK, PAGE_WIDTH, RULE, SOFT
from app.surveys.questionnaire import Question

LEFT = 42
WIDTH = PAGE_WIDTH - 2 * LEFT
RIGHT = LEFT + WIDTH
BOX = 11.5  # of a box to be crossed
SIZE, LEADING = 9.6, 12.8
INDENT = 19  # of what stands under a question's number
OPTIONS = 4
HOW = (
    "Beri tanda silang (X) pada satu kotak di setiap pertanyaan, menurut pengalaman Anda. Untuk usia 17 tahun ke atas; "
    "bagi anak, pendamping yang menjawab."
)
HOW_INTERNAL = "Beri tanda silang (X) pada satu kotak di setiap pertanyaan, menurut pengalaman Anda."


class Block(Protocol):
    @property
    def height(self) -> float: ...

    def draw(self, canvas: Canvas, top: float) -> None: ...


class Head:
    """The office, its garis kop, and the number of the sheet; below them what is surveyed."""

    NUMBER_WIDTH = 104
    SUBJECT = 280  # points for layanan and titik beside each other

    def __init__(self, form: Form, number: int | None) -> None:
        self.form, self.number = form, number
        self.room = WIDTH - self.NUMBER_WIDTH - 18
        self.name = at_most(wrap(form.opd.upper(), BOLD, 13, self.room), 2)
        small = [(SEMIBOLD, 9.5, form.upp)] if form.upp else []
        small += [(REGULAR, 8, " ".join(form.address.split()))] if form.address.strip() else []
        self.small = small
        self.alone = width(f"{form.layanan} {form.titik}", SEMIBOLD, SIZE) > self.SUBJECT  # each on a line of its own

    @property
    def height(self) -> float:
        return max(17 + 15.5 * len(self.name) + 12.5 * len(self.small), 46) + (67 if self.alone else 51)

    def draw(self, canvas: Canvas, top: float) -> None:
        y = top - 9
        _write(canvas, LEFT, y, self.form.city, REGULAR, 9.5)
        for line in self.name:
            y -= 15.5
            _write(canvas, LEFT, y, line, BOLD, 13)
        for font, size, text in self.small:
            y -= 12.5
            _write(canvas, LEFT, y, fit(text, font, size, self.room), font, size)
        self._number(canvas, top)
        y = min(y - 8, top - 46)
        canvas.setLineWidth(2.2)
        canvas.line(LEFT, y, RIGHT, y)
        canvas.setLineWidth(0.7)
        canvas.line(LEFT, y - 3, RIGHT, y - 3)
        self._subject(canvas, y - 3)

    def _number(self, canvas: Canvas, top: float) -> None:
        left = RIGHT - self.NUMBER_WIDTH
        canvas.setLineWidth(0.9)
        canvas.rect(left, top - 38, self.NUMBER_WIDTH, 38)
        _write(canvas, left + 6, top - 10.5, "Nomor lembar", REGULAR, 7.5, SOFT)
        if self.number is not None:
            canvas.setFont(BOLD, 18)
            canvas.setFillColor(INK)
            canvas.drawRightString(RIGHT - 8, top - 31, str(self.number))

    def _subject(self, canvas: Canvas, y: float) -> None:
        kind = ", pelanggan internal" if self.form.internal else ""
        title = "Kuesioner Survei Kepuasan Masyarakat"
        _write(canvas, LEFT, y - 20, title, BOLD, 13)
        rest = f"{self.form.periode}{kind}"
        canvas.setFont(REGULAR, 9.5)
        canvas.setFillColor(INK)
        canvas.drawRightString(RIGHT, y - 20, fit(rest, REGULAR, 9.5, WIDTH - width(title, BOLD, 13) - 16))
        row, day = y - 39, RIGHT - 128
        end = _labelled(canvas, LEFT, row, "Layanan", self.form.layanan, day - LEFT - 16)
        if self.alone:
            _labelled(canvas, LEFT, row - 16, "Titik", self.form.titik, day - LEFT - 16)
        else:
            _labelled(canvas, end + 16, row, "Titik", self.form.titik, day - end - 32)
        _write(canvas, day, row, "Tanggal", REGULAR, SIZE, SOFT)
        canvas.setLineWidth(0.6)
        canvas.line(day + 42, row - 2, RIGHT, row - 2)


class Words:
    """A paragraph across the sheet."""

    def __init__(self, text: str, *, font: str = REGULAR, size: float = SIZE, after: float = 4) -> None:
        self.font, self.size, self.after = font, size, after
        self.lines = wrap(text, font, size, WIDTH)

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * 1.3 + self.after

    def draw(self, canvas: Canvas, top: float) -> None:
        for place, line in enumerate(self.lines, start=1):
            _write(canvas, LEFT, top - place * self.size * 1.3 + 2.5, line, self.font, self.size)


class Ask:
    """A question with its four official options in four columns, so that a typist's eye runs straight down."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.column = (WIDTH - INDENT) / OPTIONS
        self.text = wrap(question.text, SEMIBOLD, SIZE, WIDTH - INDENT)
        self.options = [wrap(option, REGULAR, 8.8, self.column - BOX - 10) for option in question.options]

    @property
    def height(self) -> float:
        return len(self.text) * LEADING + max(BOX, max(map(len, self.options)) * 10.4) + 14.5

    def draw(self, canvas: Canvas, top: float) -> None:
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        canvas.line(LEFT, top, RIGHT, top)
        y = top - LEADING
        _write(canvas, LEFT, y, f"{self.question.no}.", BOLD, SIZE)
        for line in self.text:
            _write(canvas, LEFT + INDENT, y, line, SEMIBOLD, SIZE)
            y -= LEADING
        y -= 3
        for place, lines in enumerate(self.options):
            x = LEFT + INDENT + place * self.column
            _box(canvas, x, y - 1.5, str(place + 1))
            for at, line in enumerate(lines):
                _write(canvas, x + BOX + 5, y + 1.4 - at * 10.4, line, REGULAR, 8.8)


class Profile:
    """A field about the respondent: its label, then its boxes one after the other."""

    LABEL = 102
    GAP = 12

    def __init__(self, field: str) -> None:
        self.field = field
        self.options = PROFILE.get(field, ())
        self.rows = self._arranged()

    @property
    def height(self) -> float:
        return len(self.rows) * 17.5

    def draw(self, canvas: Canvas, top: float) -> None:
        _write(canvas, LEFT, top - 11.5, LABELS[self.field], SEMIBOLD, SIZE)
        for place, row in enumerate(self.rows):
            self._row(canvas, top - 12 - 17.5 * place, row)
        if not self.options:
            x, y = LEFT + self.LABEL, top - 13.5
            canvas.setLineWidth(0.9)
            canvas.setStrokeColor(INK)
            for cell in range(2):
                canvas.rect(x + cell * 14, y, 14, 14)
            _write(canvas, x + 34, y + 2.5, "tahun", REGULAR, SIZE)

    def _row(self, canvas: Canvas, y: float, row: list[Keyed]) -> None:
        x: float = LEFT + self.LABEL
        for each in row:
            _box(canvas, x, y - 2, each.key)
            _write(canvas, x + BOX + 4, y + 0.6, each.label, REGULAR, 8.8)
            x += self._length(each)
            if each.value == "LAINNYA" and self.field == "pekerjaan":
                canvas.setLineWidth(0.6)
                canvas.line(x - self.GAP + 3, y - 1.5, RIGHT, y - 1.5)

    def _arranged(self) -> list[list[Keyed]]:
        rows: list[list[Keyed]] = [[]]
        x = 0.0
        for each in self.options:
            if x + self._length(each) - self.GAP > WIDTH - self.LABEL:
                rows.append([])
                x = 0.0
            rows[-1].append(each)
            x += self._length(each)
        return rows

    def _length(self, each: Keyed) -> float:
        return BOX + 4 + width(each.label, REGULAR, 8.8) + self.GAP


class Saran:
    """Lines to write on; they take what room is left."""

    STEP = 19

    def __init__(self, lines: int = 3) -> None:
        self.lines = lines

    @property
    def height(self) -> float:
        return 16 + self.lines * self.STEP

    def draw(self, canvas: Canvas, top: float) -> None:
        _write(canvas, LEFT, top - 13, "Saran untuk pelayanan ini", SEMIBOLD, SIZE)
        canvas.setLineWidth(0.5)
        canvas.setStrokeColor(SOFT)
        for line in range(1, self.lines + 1):
            y = top - 16 - line * self.STEP + 4
            canvas.line(LEFT, y, RIGHT, y)


def head_title(text: str) -> Words:
    return Words(text, font=BOLD, size=10.5, after=3)


def profile_blocks(form: Form) -> list[Block]:
    """Return the fields that are asked of this kind of customer."""
    return [head_title("Tentang Anda"), *(Profile(field) for field in asked(internal=form.internal))]


def _write(canvas: Canvas, x: float, y: float, text: str, font: str, size: float, colour: object = INK) -> None:
    canvas.setFillColor(colour)
    canvas.setFont(font, size)
    canvas.drawString(x, y, text)


def _labelled(canvas: Canvas, x: float, y: float, label: str, text: str, room: float) -> float:
    """Write a soft label and its value; return where the value ends."""
    _write(canvas, x, y, label, REGULAR, SIZE, SOFT)
    start = x + width(label, REGULAR, SIZE) + 6
    shown = fit(text, SEMIBOLD, SIZE, room - (start - x))
    _write(canvas, start, y, shown, SEMIBOLD, SIZE)
    return start + width(shown, SEMIBOLD, SIZE)


def _box(canvas: Canvas, x: float, y: float, key: str) -> None:
    """Draw a box with its key, pale enough to show a cross above it."""
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.9)
    canvas.rect(x, y, BOX, BOX)
    canvas.setFillColor(SOFT)
    canvas.setFont(SEMIBOLD, 7.6)
    canvas.drawCentredString(x + BOX / 2, y + 3.1, key)
