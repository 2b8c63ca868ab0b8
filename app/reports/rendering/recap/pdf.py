"""Rekap SKM kota as PDF: the rule, the city's figure, every perangkat daerah, and every unit of theirs."""

from reportlab.platypus import Flowable

from .. import fonts
from .. import formats as f
from ..document import write_pages
from ..flow import minor_heading, note, paragraph
from ..fonts import BOLD, SEMIBOLD
from ..styles import BODY, CHAPTER, INK, SECTION
from ..tables import Cell, Column, Labels, captioned, table
from . import words
from .data import CityRecap, KindRecap, Office, Unit

TITLE = BODY.clone("recap-title", fontName=BOLD, fontSize=21, leading=26, spaceAfter=4)
FIGURE = BODY.clone("recap-figure", fontName=BOLD, fontSize=26, leading=32, textColor=INK, spaceAfter=0)
UNDER = BODY.clone("recap-under", fontName=SEMIBOLD, fontSize=10.5, leading=15, spaceAfter=8)


def render(recap: CityRecap) -> bytes:
    """Return the document; the same recap gives the same bytes."""
    fonts.register()
    office = f"Pemerintah {recap.city}"
    return write_pages(
        _story(recap), title=words.title(recap), author=office, dated=recap.deadline,
        left=f"Rekap SKM {recap.title_period}", right=office, foot=words.FOOT,
    )  # fmt: skip


def _story(recap: CityRecap) -> list[Flowable]:
    story: list[Flowable] = [
        paragraph(words.title(recap), TITLE),
        paragraph(words.standing(recap), BODY),
    ]
    for number, kind in enumerate(recap.kinds, 1):
        story += _kind(recap, kind, number)
    if not recap.kinds:
        story.append(paragraph(words.NOTHING))
    story += [paragraph("Aturan hitung", SECTION), *(paragraph(line) for line in words.rules(recap))]
    if recap.waiting:
        story += [paragraph("Belum menyampaikan hasil", SECTION), paragraph(f"{f.listing(recap.waiting)}.")]
    return story


def _kind(recap: CityRecap, kind: KindRecap, number: int) -> list[Flowable]:
    labels = Labels(str(number))
    return [
        paragraph(words.KINDS[kind.customer], CHAPTER),
        paragraph(f.ikm(kind.mean.ikm), FIGURE),
        paragraph(words.city_figure(kind), UNDER),
        paragraph(words.pooled_figure(kind)),
        *captioned(labels.table(), "IKM menurut perangkat daerah", _offices(kind), words.BY_NAME),
        minor_heading("Setiap unit"),
        *captioned(labels.table(), "IKM menurut unit penyelenggara pelayanan", _units(kind), words.UNIT_REMARK),
        *(note(line) for line in words.cautions(kind)),
    ]


def _offices(kind: KindRecap) -> Flowable:
    columns = (
        Column("No", 24, "r"),
        Column("Perangkat daerah", 0),
        Column("Menyampaikan", 78),
        Column("Responden", 58, "r"),
        Column("Target", 46, "r"),
        Column("IKM", 42, "r", strong=True),
        Column("Mutu", 34, "c", strong=True),
        Column("Kinerja", 66),
    )
    rows = [
        (
            str(no),
            office.name,
            office.submitted,
            f.whole(office.n),
            f.whole(office.target),
            f.ikm(office.ikm),
            office.mutu or f.DASH,
            office.kinerja or f.DASH,
        )
        for no, office in enumerate(kind.offices, 1)
    ]
    target = sum(office.target for office in kind.offices)
    mean = kind.mean
    rows.append(
        (
            "", "Kota", "", f.whole(kind.n), f.whole(target), f.ikm(mean.ikm), mean.mutu or f.DASH, mean.kinerja or f.DASH,
        )
    )  # fmt: skip
    return table(columns, rows, total=True)


def _units(kind: KindRecap) -> Flowable:
    columns = (
        Column("Unit", 0),
        Column("Responden", 58, "r"),
        Column("Target", 46, "r"),
        Column("IKM", 42, "r", strong=True),
        Column("Mutu", 34, "c", strong=True),
        Column("Rentang 95%", 84, "r"),
        Column("Unsur terendah", 96),
    )
    rows: list[tuple[Cell, ...]] = []
    titles: list[int] = []
    for office in kind.offices:
        if _alone(office):
            rows.append(_unit(office.units[0]))
            continue
        titles.append(len(rows))
        rows.append((office.name, "", "", "", "", "", ""))
        rows += [_unit(unit) for unit in office.units]
    return table(columns, rows, strong_rows=titles, dense=True)


def _alone(office: Office) -> bool:
    """Return whether the office is its own and only unit, and is named once."""
    return len(office.units) == 1 and office.units[0].name == office.name


def _unit(unit: Unit) -> tuple[Cell, ...]:
    return (
        unit.name,
        f.whole(unit.n),
        f.whole(unit.target),
        f.ikm(unit.ikm),
        unit.mutu or f.DASH,
        words.interval(unit),
        unit.lowest or f.DASH,
    )
