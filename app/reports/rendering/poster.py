"""The publication poster (PermenPANRB 14/2017): one A4 page, or the same drawn large as A3."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from io import BytesIO

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A3, A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from . import fonts
from . import formats as f
from .data import SkmReport
from .fonts import BOLD, REGULAR, SEMIBOLD, at_most, balance, fit, printable, width, wrap
from .patterns import mutu_pattern
from .styles import PAGE_HEIGHT, PAGE_WIDTH, grey

INK, SOFT, BRAND = HexColor("#16202E"), HexColor("#50607A"), HexColor("#0A5A72")
MUTU = {"A": HexColor("#0F6B4F"), "B": HexColor("#2F7FA3"), "C": HexColor("#B07A12"), "D": HexColor("#A8322D")}
LEFT, EDGE = 45, PAGE_WIDTH - 45
FRAME_RIGHT, SIDE = LEFT + 295, LEFT + 328  # the figure at the left, what it comes from at the right
TOP_RULE, FOOT_RULE = PAGE_HEIGHT - 198, 157
LIMITS = ((25.0, "25"), (65.0, "65,00"), (76.61, "76,61"), (88.31, "88,31"), (100.0, "100"))
THANKS = (
    "TERIMA KASIH ATAS PENILAIAN YANG TELAH ANDA BERIKAN. MASUKAN ANDA SANGAT BERMANFAAT UNTUK KEMAJUAN UNIT KAMI AGAR "
    "TERUS MEMPERBAIKI DAN MENINGKATKAN KUALITAS PELAYANAN BAGI MASYARAKAT"
)
PERIOD_ROOM = 84  # below the bars, for the days of the survey
MOST_NAMED = 3  # layanan; more are counted


class Size(StrEnum):
    A4 = "a4"
    A3 = "a3"


@dataclass(frozen=True)
class Poster:
    city: str
    opd: str
    upp: str | None
    published: str  # 'Desember 2026', or the year's title where nobody has signed yet
    customer: str
    ikm: Decimal
    mutu: str
    kinerja: str
    layanan: tuple[str, ...]
    respondents: int
    sex: tuple[tuple[str, int], ...]
    education: tuple[tuple[str, int], ...]
    collected_from: date
    collected_to: date
    source: str  # how it was counted
    verification: str
    crest: bytes | None = field(default=None, repr=False)
    crest_sha256: str = ""


def poster_of(report: SkmReport) -> Poster:
    """Return what a poster says of a report whose figures are final."""
    signed = report.issue.signed_on or report.collected_to
    profiles = {table.title: table.rows for table in report.profiles}
    index = report.index
    return Poster(
        city=report.office.city.removeprefix("PEMERINTAH ").title(),
        opd=report.office.opd,
        upp=report.office.upp,
        published=f"{f.MONTHS[signed.month - 1]} {signed.year}",
        customer=report.customer,
        ikm=index.ikm or Decimal(0),
        mutu=index.mutu or "",
        kinerja=index.kinerja or "",
        layanan=tuple(row.name for row in report.sample.layanan if row.n),
        respondents=report.sample.achieved,
        sex=profiles.get("Jenis kelamin", ()),
        education=profiles.get("Pendidikan terakhir", ()),
        collected_from=report.collected_from,
        collected_to=report.collected_to,
        source=f"Dihitung menurut PermenPANRB 14/2017, bobot {report.weight_label} untuk setiap unsur",
        verification=f"Kode verifikasi data {report.issue.verification_code}",
        crest=report.office.crest,
        crest_sha256=report.office.crest_sha256,
    )


def render(poster: Poster, size: Size) -> bytes:
    """Return one page; the same poster gives the same bytes."""
    fonts.register()
    target = BytesIO()
    page = A3 if size is Size.A3 else A4
    canvas = Canvas(target, pagesize=page, invariant=1, pageCompression=1, lang="id")
    name = poster.upp or poster.opd
    canvas.setTitle(printable(f"Indeks Kepuasan Masyarakat {name}, {poster.published}"))
    canvas.setAuthor(printable(poster.opd))
    canvas.setCreator("Potret")
    canvas.scale(page[0] / PAGE_WIDTH, page[1] / PAGE_HEIGHT)
    _head(canvas, poster)
    _rule(canvas, TOP_RULE)
    _figure(canvas, poster)
    _scale(canvas, float(poster.ikm))
    _side(canvas, poster)
    _rule(canvas, FOOT_RULE)
    _foot(canvas, poster)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _rule(canvas: Canvas, y: float, left: float = LEFT, line: float = 2.2) -> None:
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(line)
    canvas.line(left, y, EDGE, y)


def _words(canvas: Canvas, x: float, y: float, text: str, font: str, size: float, colour: Color = INK) -> None:
    canvas.setFillColor(colour)
    canvas.setFont(font, size)
    canvas.drawString(x, y, text)


def _head(canvas: Canvas, poster: Poster) -> None:
    room = EDGE - LEFT - 90
    y = PAGE_HEIGHT - 64
    for line in ("INDEKS KEPUASAN", "MASYARAKAT (IKM)"):
        _words(canvas, LEFT, y, line, BOLD, 31)
        y -= 33
    y += 4
    names = [(name, SEMIBOLD) for name in balance(poster.upp or poster.opd, SEMIBOLD, 16, room)[:2]]
    under = [(poster.opd, REGULAR)] if poster.upp else []
    for text, font in (*names, *under, (poster.city, REGULAR), (poster.published, REGULAR)):
        size = 15 if len(names) + len(under) < 3 else 12
        _words(canvas, LEFT, y, fit(text, font, size, room), font, size)
        y -= size * 1.3
    _crest(canvas, poster.crest)


def _crest(canvas: Canvas, image: bytes | None) -> None:
    """The office's own logo; without one the place stays empty, since a poster needs no empty shield."""
    if image:
        canvas.drawImage(
            ImageReader(BytesIO(image)), EDGE - 72, PAGE_HEIGHT - 120, 72, 84, mask="auto", preserveAspectRatio=True, anchor="ne"
        )  # fmt: skip


def _figure(canvas: Canvas, poster: Poster) -> None:
    """The IKM in the viewfinder, its mutu under it."""
    top, bottom = TOP_RULE - 28, 246
    _brackets(canvas, LEFT, bottom, FRAME_RIGHT, top)
    middle = (LEFT + FRAME_RIGHT) / 2
    canvas.setFillColor(INK)
    canvas.setFont(SEMIBOLD, 15.5)
    canvas.drawCentredString(
        middle, top - 95, "NILAI IKM" if poster.customer == "masyarakat" else "NILAI IKM, PELANGGAN INTERNAL"
    )
    number = f.ikm(poster.ikm)
    size = min(112.0, 112 * 262 / width(number, BOLD, 112))
    canvas.setFont(BOLD, size)
    canvas.drawCentredString(middle, top - 208, number, charSpace=-size * 0.02)
    side = 52
    words = max(width(f"Mutu {poster.mutu}", BOLD, 21), width(f"Kinerja: {poster.kinerja}", REGULAR, 15))
    left = middle - (side + 14 + words) / 2
    _mutu_box(canvas, poster.mutu, left, top - 294, side)
    _words(canvas, left + side + 14, top - 264, f"Mutu {poster.mutu}", BOLD, 21)
    _words(canvas, left + side + 14, top - 286, f"Kinerja: {poster.kinerja}", REGULAR, 15)


def _brackets(canvas: Canvas, left: float, bottom: float, right: float, top: float) -> None:
    arm, thick = 48, 10.5
    canvas.setFillColor(BRAND)
    for x, way_x in ((left, 1), (right, -1)):
        for y, way_y in ((bottom, 1), (top, -1)):
            canvas.rect(x, y, way_x * arm, way_y * thick, stroke=0, fill=1)
            canvas.rect(x, y, way_x * thick, way_y * arm, stroke=0, fill=1)


def _mutu_box(canvas: Canvas, mutu: str, x: float, y: float, side: float) -> None:
    colour, spine = MUTU[mutu], side * 0.27
    mutu_pattern(canvas, x, y, spine, side, mutu=mutu, colour=colour)
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(1.8)
    canvas.roundRect(x, y, side, side, 4)
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, 28)
    canvas.drawCentredString(x + spine + (side - spine) / 2, y + side / 2 - 10, mutu)


def _scale(canvas: Canvas, ikm: float) -> None:
    """Where the figure stands between 25 and 100, with the limits of the mutu."""
    y = 195

    def at(value: float) -> float:
        return LEFT + (value - 25) / 75 * (FRAME_RIGHT - LEFT)

    canvas.setStrokeColor(INK)
    canvas.setLineWidth(1.5)
    canvas.line(LEFT, y, FRAME_RIGHT, y)
    canvas.setFillColor(INK)
    for (low, label), (high, _), letter in zip(LIMITS, LIMITS[1:], "DCBA", strict=False):
        canvas.line(at(low), y - 7, at(low), y + 7)
        canvas.setFont(SEMIBOLD, 11.5)
        canvas.drawCentredString((at(low) + at(high)) / 2, y + 12, letter)
        canvas.setFont(REGULAR, 10)
        if low == 25.0:
            canvas.drawString(LEFT, y - 20, label)
        else:
            canvas.drawCentredString(at(low), y - 20, label)
    canvas.line(FRAME_RIGHT, y - 7, FRAME_RIGHT, y + 7)
    canvas.drawRightString(FRAME_RIGHT + 4, y - 20, LIMITS[-1][1])
    canvas.setFillColor(BRAND)
    canvas.setStrokeColor(grey(1))
    canvas.setLineWidth(2)
    canvas.circle(at(min(max(ikm, 25.0), 100.0)), y, 7.5, fill=1)


def _side(canvas: Canvas, poster: Poster) -> None:
    """Layanan, respondents, sex, education and days, between thin rules from the top."""
    y = _layanan(canvas, poster.layanan, TOP_RULE - 40)
    y = _label(canvas, "Responden", y)
    number = f.whole(poster.respondents)
    _words(canvas, SIDE, y - 30, number, BOLD, 30)
    _words(canvas, SIDE + width(number, BOLD, 30) + 9, y - 30, "orang", REGULAR, 13.5)
    y = _part(canvas, y - 30)
    if poster.sex:
        y = _sex(canvas, poster.sex, _label(canvas, "Jenis kelamin", y))
    if poster.education:
        y = _bars(canvas, poster.education, _label(canvas, "Pendidikan", y))
    y = _label(canvas, "Periode survei", y)
    days = f.day_range(poster.collected_from, poster.collected_to)
    size = next((size for size in (12.5, 11.5, 10.8) if width(days, SEMIBOLD, size) <= EDGE - SIDE), 10.0)
    for line in wrap(days, SEMIBOLD, size, EDGE - SIDE):
        y -= size * 1.35
        _words(canvas, SIDE, y, line, SEMIBOLD, size)


def _label(canvas: Canvas, text: str, y: float) -> float:
    _words(canvas, SIDE, y, text, REGULAR, 11.5, SOFT)
    return y


def _part(canvas: Canvas, y: float) -> float:
    """Close a part with a thin rule; return where the next label stands."""
    _rule(canvas, y - 13, SIDE, 0.7)
    return y - 32


def _layanan(canvas: Canvas, names: tuple[str, ...], y: float) -> float:
    _label(canvas, "Nama layanan" if len(names) < 2 else "Layanan yang disurvei", y)
    room = EDGE - SIDE
    if len(names) == 1:
        size = next((size for size in (30, 22, 17, 14) if len(wrap(names[0], BOLD, size, room)) <= 2), 14)
        for line in at_most(wrap(names[0], BOLD, size, room), 3):
            y -= size * 1.22
            _words(canvas, SIDE, y, line, BOLD, size)
        return _part(canvas, y)
    y -= 30
    number = f.whole(len(names))
    _words(canvas, SIDE, y, number, BOLD, 26)
    _words(canvas, SIDE + width(number, BOLD, 26) + 8, y, "layanan", REGULAR, 13.5)
    if len(names) <= MOST_NAMED:
        for name in names:
            y -= 15
            _words(canvas, SIDE, y, fit(name, REGULAR, 10.5, room), REGULAR, 10.5)
    return _part(canvas, y)


def _sex(canvas: Canvas, rows: tuple[tuple[str, int], ...], y: float) -> float:
    y -= 19
    x: float = SIDE
    for label, count in rows:
        short = {"Laki-laki": "L", "Perempuan": "P"}.get(label, label)
        parts = ((f"{short} ", REGULAR), (f.whole(count), SEMIBOLD), (" orang", REGULAR))
        length = sum(width(text, font, 12.5) for text, font in parts)
        if x > SIDE and x + length > EDGE:
            x, y = SIDE, y - 17
        for text, font in parts:
            _words(canvas, x, y, text, font, 12.5)
            x += width(text, font, 12.5)
        x += 18
    return _part(canvas, y)


def _bars(canvas: Canvas, rows: tuple[tuple[str, int], ...], y: float) -> float:
    widest = max(width(label, REGULAR, 11) for label, _ in rows)
    axis, end = SIDE + min(widest, 95) + 6, EDGE - 34
    most = max(count for _, count in rows) or 1
    pitch = min(18.0, (y - FOOT_RULE - PERIOD_ROOM) / len(rows))
    for label, count in rows:
        y -= pitch
        _words(canvas, SIDE, y, fit(label, REGULAR, 11, axis - SIDE - 4), REGULAR, 11)
        canvas.setFillColor(BRAND)
        canvas.rect(axis, y - 1.5, (end - axis) * count / most, 10.5, stroke=0, fill=1)
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.8)
        canvas.line(axis, y - 2.5, axis, y + 10)
        canvas.setFillColor(INK)
        canvas.setFont(SEMIBOLD, 11)
        canvas.drawRightString(EDGE, y, f.whole(count))
    return _part(canvas, y)


def _foot(canvas: Canvas, poster: Poster) -> None:
    y: float = FOOT_RULE - 35
    for line in wrap(THANKS, BOLD, 15.2, EDGE - LEFT):
        _words(canvas, LEFT, y, line, BOLD, 15.2)
        y -= 20.5
    canvas.setFont(REGULAR, 8.6)
    _words(canvas, LEFT, 26, poster.source, REGULAR, 8.6, SOFT)
    canvas.drawRightString(EDGE, 26, poster.verification)
