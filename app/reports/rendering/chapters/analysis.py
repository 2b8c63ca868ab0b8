"""BAB IV Analisis Hasil SKM."""

from decimal import Decimal
from fractions import Fraction

from reportlab.platypus import CondPageBreak, Flowable

from .. import formats as f
from ..data import Rtl, SkmReport, TrendPoint, Unsur
from ..flow import caption, minor_heading, paragraph, prose
from ..outline import chapter, section
from ..tables import Column, Labels, captioned, table
from ..texts import Section, text_of
from ..trend_chart import HEIGHT, TrendChart

REPORTED = "* Nilai dilaporkan, tidak dapat dihitung ulang."
QUARTER = 24


def story(report: SkmReport) -> list[Flowable]:
    labels = Labels("4")
    return [
        *chapter("bab-4"),
        *section("4.1"),
        minor_heading("Permasalahan dan kelemahan"),
        *prose(text_of(report, Section.KELEMAHAN)),
        minor_heading("Kelebihan"),
        *prose(text_of(report, Section.KELEBIHAN)),
        *_themes(report, labels),
        *section("4.2"),
        *prose(text_of(report, Section.RTL)),
        *_plan(report.rtl, labels),
        *section("4.3"),
        *prose(text_of(report, Section.TREN)),
        *_trend(report, labels),
        *_changes(report, labels),
    ]


def _themes(report: SkmReport, labels: Labels) -> list[Flowable]:
    if not report.saran:
        return []
    columns = (Column("No", 26, "r"), Column("Tema saran", 0), Column("Disampaikan", 80, "r"))
    rows = [(str(no), theme, f.whole(count)) for no, (theme, count) in enumerate(report.saran, 1)]
    remark = "Satu saran dapat memuat lebih dari satu tema. Kata-kata responden tidak dikutip."
    return captioned(labels.table(), "Saran responden menurut tema", table(columns, rows), remark)


def _plan(rows: tuple[Rtl, ...], labels: Labels) -> list[Flowable]:
    if not rows:
        return []
    columns = (
        Column("No", 22, "r"),
        Column("Prioritas unsur", 92),
        Column("Program/kegiatan", 0),
        *(Column(f"TW {numeral}", QUARTER, "c", strong=True) for numeral in ("I", "II", "III", "IV")),
        Column("Penanggung jawab", 90),
    )
    lines = [
        (
            str(no),
            row.unsur,
            row.program,
            *("•" if quarter in row.quarters else "" for quarter in (1, 2, 3, 4)),
            row.responsible,
        )
        for no, row in enumerate(rows, 1)
    ]
    remark = "TW = triwulan pelaksanaan, ditandai •."
    return captioned(labels.table(), "Rencana tindak lanjut", table(columns, lines), remark)


def _points(report: SkmReport) -> list[TrendPoint]:
    now = TrendPoint(report.title_period, report.index.ikm, report.index.mutu, report.sample.achieved)
    return [*report.trend, now]


def _trend(report: SkmReport, labels: Labels) -> list[Flowable]:
    if not report.trend:
        return []
    points = _points(report)
    title = "IKM menurut periode. Garis putus: batas mutu."
    columns = (
        Column("Periode", 0),
        Column("Responden", 80, "r"),
        Column("IKM", 70, "r", strong=True),
        Column("Mutu", 50, "r", strong=True),
        Column("Selisih", 70, "r"),
    )
    rows = [
        (
            point.label + ("*" if point.reported else ""),
            f.whole(point.n),
            f.ikm(point.ikm),
            point.mutu or f.DASH,
            f.signed(_difference(before, point), 2),
        )
        for before, point in zip([None, *points], points, strict=False)
    ]
    remark = REPORTED if any(point.reported for point in points) else ""
    return [
        CondPageBreak(HEIGHT + 30),
        caption(labels.figure(), title),
        TrendChart(points),
        *captioned(labels.table(), "Nilai SKM menurut periode", table(columns, rows), remark),
        *([_beyond(report.change_sentence)] if report.change_sentence else []),
    ]


def _difference(before: TrendPoint | None, point: TrendPoint) -> Decimal | None:
    if before is None or before.ikm is None or point.ikm is None:
        return None
    return point.ikm - before.ikm


def _beyond(sentence: str) -> Flowable:
    return paragraph(f"Di luar PermenPANRB 14/2017: {sentence}")


def _changes(report: SkmReport, labels: Labels) -> list[Flowable]:
    """NRR now beside the last period's, so that the effect of the last RTL can be seen."""
    if all(row.previous_nrr is None for row in report.unsur):
        return []
    columns = (
        Column("No", 26, "r"),
        Column("Unsur", 0),
        Column("NRR periode lalu", 84, "r"),
        Column("NRR periode ini", 82, "r", strong=True),
        Column("Selisih", 50, "r"),
    )
    rows = [
        (
            str(row.no),
            row.name,
            f.decimal(row.previous_nrr, 3),
            f.decimal(row.nrr, 3),
            f.signed(_unsur_change(row), 3),
        )
        for row in report.unsur
    ]
    return captioned(labels.table(), "Perubahan NRR setiap unsur", table(columns, rows))


def _unsur_change(row: Unsur) -> Fraction | None:
    return None if row.nrr is None or row.previous_nrr is None else row.nrr - row.previous_nrr
