"""BAB II Pengumpulan Data SKM."""

from reportlab.platypus import Flowable

from .. import formats as f
from ..data import SkmReport
from ..drawings import SampleFormula
from ..flow import paragraph, prose
from ..outline import chapter, section
from ..tables import Column, Labels, captioned, table
from ..texts import Section, channel_name, text_of

MANY_LAYANAN = 10  # a longer list is printed once, in Lampiran 2


def story(report: SkmReport) -> list[Flowable]:
    labels = Labels("2")
    return [
        *chapter("bab-2"),
        *section("2.1"),
        *prose(text_of(report, Section.PELAKSANA)),
        *_team(report, labels),
        *section("2.2"),
        *prose(text_of(report, Section.METODE)),
        *_channels(report, labels),
        *section("2.3"),
        *prose(text_of(report, Section.LOKASI)),
        *_places(report, labels),
        *section("2.4"),
        *prose(text_of(report, Section.WAKTU)),
        *section("2.5"),
        *prose(text_of(report, Section.PENENTUAN_RESPONDEN)),
        *_formula(report),
        *_targets(report, labels),
    ]


def _team(report: SkmReport, labels: Labels) -> list[Flowable]:
    if not report.executor.team:
        return []
    columns = (Column("Kedudukan", 150), Column("Nama", 0))
    rows = [(member.role, member.name) for member in report.executor.team]
    return captioned(labels.table(), "Tim pelaksana SKM", table(columns, rows))


def _channels(report: SkmReport, labels: Labels) -> list[Flowable]:
    if not report.channels:
        return []
    total = sum(channel.count for channel in report.channels)
    columns = (Column("Cara pengumpulan", 0), Column("Jawaban", 80, "r"), Column("Bagian", 80, "r"))
    rows = [
        (channel_name(channel.code), f.whole(channel.count), f.percent(channel.count, total))
        for channel in report.channels
    ]
    rows.append(("Jumlah", f.whole(total), ""))
    return captioned(labels.table(), "Jawaban menurut cara pengumpulan", table(columns, rows, total=True))


def _places(report: SkmReport, labels: Labels) -> list[Flowable]:
    if not report.titik:
        return []
    placed = any(titik.place for titik in report.titik)
    columns = [Column("No", 26, "r"), Column("Titik layanan", 150 if placed else 0), Column("Jam layanan", 110)]
    rows = [[str(no), titik.name, titik.hours or f.DASH] for no, titik in enumerate(report.titik, 1)]
    if placed:
        columns.insert(2, Column("Tempat", 0))
        for row, titik in zip(rows, report.titik, strict=True):
            row.insert(2, titik.place or f.DASH)
    return captioned(labels.table(), "Titik layanan tempat pengumpulan data", table(columns, rows))


def _formula(report: SkmReport) -> list[Flowable]:
    applies = report.sample.population and report.sample.rule != "sensus"
    return [SampleFormula(report.sample)] if applies else []


def _targets(report: SkmReport, labels: Labels) -> list[Flowable]:
    sample = report.sample
    if len(sample.layanan) > MANY_LAYANAN:
        return [paragraph("Populasi dan target setiap layanan ada di Lampiran 2.")]
    if not sample.layanan:
        return []
    columns = (
        Column("No", 26, "r"),
        Column("Layanan", 0),
        Column(f"Pengguna {sample.population_label} (N)", 136, "r"),
        Column("Target responden", 96, "r"),
    )
    rows = [
        (str(no), row.name, f.whole(row.population), f.whole(row.target)) for no, row in enumerate(sample.layanan, 1)
    ]
    rows.append(("", "Jumlah unit", f.whole(sample.population), f.whole(sample.target)))
    return captioned(labels.table(), "Populasi dan target responden setiap layanan", table(columns, rows, total=True))
