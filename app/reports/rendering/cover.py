"""The cover: office head, title, the IKM in the viewfinder, how it was collected, and which data it is."""

from io import BytesIO

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from . import facts
from . import formats as f
from .data import Issue, Office, SkmReport
from .fonts import BOLD, REGULAR, SEMIBOLD, at_most, balance, fit, width, wrap
from .patterns import brackets, mutu_box
from .styles import INK, LEFT, PAGE_HEIGHT, PAGE_WIDTH, RIGHT, RULE, SOFT, WIDTH
from .texts import channel_name

HEAD_LEFT = LEFT + 61.5  # right of the crest
EDGE = PAGE_WIDTH - RIGHT
NAME_ROOM = 340  # long names stand better in two even lines than in one that fills the page
CITY_SIZE, NAME_SIZE, ADDRESS_SIZE = 11.3, 15.8, 8.6
FACTS_END, LABEL_WIDTH, FACT_SIZE, FACT_LEADING = 113, 111, 9.8, 13.5


def draw_cover(canvas: Canvas, report: SkmReport) -> None:
    """Draw the whole first page; long names push the title down and the facts grow upwards."""
    canvas.bookmarkPage("sampul")
    canvas.addOutlineEntry("Sampul", "sampul", 0)
    canvas.setFillColor(INK)
    canvas.setStrokeColor(INK)
    head_end = _office_head(canvas, report.office)
    title_end = _title(canvas, report, min(PAGE_HEIGHT - 217, head_end - 38))
    facts_top = _collection_facts(canvas, report)
    _index_frame(canvas, report, max(min(PAGE_HEIGHT - 517, title_end - 190), facts_top + 14))
    _issue(canvas, report.issue)


def _office_head(canvas: Canvas, office: Office) -> float:
    """Crest, names and the thick-and-thin rule; returns the y of the rule."""
    y = PAGE_HEIGHT - 66
    for font, size, lines in _head_lines(office):
        for line in lines:
            canvas.setFont(font, size)
            canvas.drawString(HEAD_LEFT, y, fit(line, font, size, EDGE - HEAD_LEFT))
            y -= size * 1.24
        if size == CITY_SIZE and font is REGULAR:
            y -= 5
    end = min(y - 4, PAGE_HEIGHT - 124)
    _crest(canvas, office.crest)
    canvas.setLineWidth(2.4)
    canvas.line(LEFT, end, EDGE, end)
    canvas.setLineWidth(0.8)
    canvas.line(LEFT, end - 3, EDGE, end - 3)
    return end


def _head_lines(office: Office) -> list[tuple[str, float, list[str]]]:
    """Font, size and lines of the head, each cut to what a cover can hold."""
    opd = balance(office.opd.upper(), BOLD, NAME_SIZE, NAME_ROOM)
    upp = balance((office.upp or "").upper(), SEMIBOLD, CITY_SIZE, NAME_ROOM)
    return [
        (REGULAR, CITY_SIZE, [office.city]),
        (BOLD, NAME_SIZE, at_most(opd, 3)),
        (SEMIBOLD, CITY_SIZE, at_most(upp, 2) if office.upp else []),
        (REGULAR, ADDRESS_SIZE, list(office.address_lines[:3])),
    ]


def _crest(canvas: Canvas, image: bytes | None) -> None:
    top, size = PAGE_HEIGHT - 57.5, 45
    if image:
        picture = ImageReader(BytesIO(image))
        canvas.drawImage(picture, LEFT, top - 52, size, 52, mask="auto", preserveAspectRatio=True, anchor="n")
        return
    for inset, line in ((0, 1.5), (4.5, 0.6)):
        canvas.setLineWidth(line)
        x, right, high = LEFT + 1 + inset, LEFT + size - 1 - inset, top - inset
        middle, low, shoulder = LEFT + size / 2, top - 50 + inset * 1.15, top - 26
        path = canvas.beginPath()
        path.moveTo(x, high)
        path.lineTo(right, high)
        path.lineTo(right, shoulder)
        path.curveTo(right, shoulder - 13, middle + 8, low + 4, middle, low)
        path.curveTo(middle - 8, low + 4, x, shoulder - 13, x, shoulder)
        path.close()
        canvas.drawPath(path)


def _title(canvas: Canvas, report: SkmReport, y: float) -> float:
    canvas.setFont(REGULAR, 12.8)
    canvas.drawString(LEFT, y, "Laporan" if report.customer == "masyarakat" else "Laporan, pelanggan internal")
    y -= 40.5
    period = at_most(wrap(report.title_period, BOLD, 30, WIDTH), 2)
    size = 30 if len(period) == 1 else 26
    for line in ("Survei Kepuasan", "Masyarakat", *period):
        canvas.setFont(BOLD, size)
        canvas.drawString(LEFT, y, line, charSpace=-0.45)
        y -= size * 1.15
    return y + size * 1.15


def _index_frame(canvas: Canvas, report: SkmReport, bottom: float) -> None:
    """The IKM at 48 points in the brackets, or why there is none."""
    index, height = report.index, 130.5
    number = f.ikm(index.ikm)
    figure = max(width(number, BOLD, 48), width("Indeks Kepuasan Masyarakat", SEMIBOLD, 11.3))
    brackets(canvas, LEFT, bottom, figure + 132, height)
    canvas.setFillColor(INK)
    if index.ikm is None:
        _no_index(canvas, report, LEFT + 24, bottom + height - 42, figure + 84)
        return
    canvas.setFont(BOLD, 48)
    canvas.drawString(LEFT + 24, bottom + 61.5, number, charSpace=-1.6)
    canvas.setFont(SEMIBOLD, 11.3)
    canvas.drawString(LEFT + 25.5, bottom + 35, "Indeks Kepuasan Masyarakat")
    side = 54
    box = LEFT + 24 + figure + 24
    mutu_box(canvas, index.mutu, box, bottom + 52.5, side)
    canvas.setFont(SEMIBOLD, 11.3)
    canvas.drawCentredString(box + side / 2, bottom + 35, f"Mutu {index.mutu}")
    canvas.setFont(REGULAR, 9.8)
    canvas.drawCentredString(box + side / 2, bottom + 22, f"Kinerja: {index.kinerja}")


def _no_index(canvas: Canvas, report: SkmReport, x: float, y: float, room: float) -> None:
    for line in wrap(facts.cannot_be_computed(report.index), SEMIBOLD, 11.3, room)[:5]:
        canvas.setFont(SEMIBOLD, 11.3)
        canvas.drawString(x, y, line)
        y -= 15


def _collection_facts(canvas: Canvas, report: SkmReport) -> float:
    """Label and value rows between rules, ending above the foot; returns the y of the top rule."""
    room = WIDTH - LABEL_WIDTH - FACT_SIZE
    rows = [(label, at_most(wrap(value, REGULAR, FACT_SIZE, room), 2)) for label, value in fact_rows(report)]
    heights = [len(lines) * FACT_LEADING + 12 for _, lines in rows]
    top = y = FACTS_END + sum(heights)
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.8)
    canvas.line(LEFT, y, EDGE, y)
    canvas.setLineWidth(0.5)
    for (label, lines), height in zip(rows, heights, strict=True):
        canvas.setFillColor(INK)
        canvas.setFont(SEMIBOLD, FACT_SIZE)
        canvas.drawString(LEFT, y - 16, label)
        canvas.setFont(REGULAR, FACT_SIZE)
        for index, line in enumerate(lines):
            canvas.drawString(LEFT + LABEL_WIDTH, y - 16 - index * FACT_LEADING, line)
        y -= height
        canvas.setStrokeColor(RULE)
        canvas.line(LEFT, y, EDGE, y)
    return top


def fact_rows(report: SkmReport) -> list[tuple[str, str]]:
    sample, executor = report.sample, report.executor
    ways = [channel_name(channel.code) for channel in report.channels]
    ways = [*ways[:1], *(name[0].lower() + name[1:] for name in ways[1:])]
    users = facts.users(sample).removesuffix(" orang")
    kind = "Mandiri" if executor.kind == "mandiri" else "Pihak ketiga"
    return [
        ("Pengumpulan", f.day_range(report.collected_from, report.collected_to)),
        ("Responden", f"{facts.against_target(sample).replace(' responden,', ' orang,')} ({users})"),
        ("Cara", ", ".join(ways) or "Belum dicatat"),
        ("Pelaksana", f"{kind}: {executor.name}"),
        ("Aturan hitung", facts.calculation_rule(report)),
    ]


def _issue(canvas: Canvas, issue: Issue) -> None:
    when = f", {f.day(issue.signed_on)}" if issue.signed_on else ""
    frozen = issue.verification_code and not issue.provisional
    left = (f"{issue.place}{when}", f"Nomor {issue.number}" if issue.number else "")
    right = (
        f"Kode verifikasi data {issue.verification_code}" if frozen else "Angka sementara, belum dibekukan",
        f"Versi beku {issue.frozen_version}, rumus versi {issue.formula_version}"
        if frozen
        else f"Rumus versi {issue.formula_version}",
    )
    for y, start, end, colour in ((66, left[0], right[0], INK), (51.5, left[1], right[1], SOFT)):
        canvas.setFont(REGULAR, FACT_SIZE)
        canvas.setFillColor(colour)
        canvas.drawString(LEFT, y, fit(start, REGULAR, FACT_SIZE, WIDTH * 0.55))
        canvas.setFillColor(SOFT)
        canvas.drawRightString(EDGE, y, fit(end, REGULAR, FACT_SIZE, WIDTH * 0.43))
