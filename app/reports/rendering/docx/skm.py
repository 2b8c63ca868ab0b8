"""The Laporan SKM as a document that an office can go on writing."""

from __future__ import annotations

from collections.abc import Iterable

from docx.shared import Pt
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak, Spacer

from .. import facts, fonts
from .. import formats as f
from ..chapters.appendices import Picture
from ..cover import fact_rows
from ..data import SkmReport
from ..drawings import SampleFormula
from ..facts import Strong
from ..flow import Prose
from ..fonts import printable
from ..nrr_chart import NrrChart
from ..outline import OUTLINE, Heading
from ..skm import story
from ..styles import CAPTION, MINOR, NOTE, WIDTH
from ..tables import Column, PlainTable, table
from ..trend_chart import TrendChart
from .picture import png
from .writer import Writer

SIGNATURE_ROOM = 40  # a taller gap is where somebody signs
CHARTS = {
    NrrChart: "Grafik NRR setiap unsur; angkanya ada di tabel di atasnya",
    TrendChart: "Grafik IKM menurut periode; angkanya ada di tabel di bawahnya",
    SampleFormula: "Rumus jumlah responden minimal menurut Krejcie dan Morgan",
}


def render(report: SkmReport) -> bytes:
    """Return the DOCX: cover, contents and chapters, with the words and figures of the PDF."""
    fonts.register()
    title = f"Laporan SKM {report.title_period} {report.office.unit}"
    writer = Writer(printable(title), printable(report.office.opd))
    _cover(writer, report)
    writer.new_section()
    version = facts.data_version(report)
    mark = "SEMENTARA, " if report.issue.provisional else ""
    writer.edges(f"{mark}Laporan SKM {report.title_period}", report.office.short_name, version)
    writer.paragraph("Daftar Isi", size=16, bold=True)
    writer.contents((entry.level, entry.text) for entry in OUTLINE)
    for flowable in _flat(story(report)):
        _write(writer, flowable)
    return writer.bytes()


def _flat(flowables: Iterable[Flowable]) -> Iterable[Flowable]:
    for flowable in flowables:
        if isinstance(flowable, KeepTogether):
            yield from _flat(flowable._content)
        else:
            yield flowable


def _write(writer: Writer, flowable: Flowable) -> None:
    """Write one piece of the story; what only concerns pages of the PDF is left to Word."""
    if isinstance(flowable, PageBreak):
        writer.next_page()
    elif isinstance(flowable, Heading):
        writer.heading("\n".join(flowable.parts), flowable.entry.level + 1)
    elif isinstance(flowable, Prose):
        _prose(writer, flowable)
    elif isinstance(flowable, PlainTable):
        writer.table(flowable, list(flowable._argW))
    elif isinstance(flowable, Picture):
        writer.picture(flowable.source, flowable.drawWidth, "Foto pelaksanaan SKM")
    elif type(flowable) in CHARTS:
        width, height = flowable.wrap(WIDTH, 0)
        writer.picture(png(flowable, width, height), width, CHARTS[type(flowable)])
    elif type(flowable) is Spacer:
        writer.paragraph("\n\n" if flowable.height > SIGNATURE_ROOM else "")
    elif not isinstance(flowable, CondPageBreak):
        raise TypeError(f"the editable document cannot write {flowable!r}")


def _prose(writer: Writer, flowable: Prose) -> None:
    style = flowable.style
    if style.name == MINOR.name:
        writer.heading("".join(flowable.parts), 3)
        return
    if flowable.bullet:
        made = writer.numbered(flowable.bullet, flowable.parts)
    else:
        made = writer.paragraph(
            flowable.parts, size=9 if style.name == NOTE.name else None, soft=style.name == NOTE.name
        )
        if style.leftIndent:
            made.paragraph_format.left_indent = Pt(style.leftIndent)
    made.paragraph_format.keep_with_next = bool(flowable.getKeepWithNext()) or style.name == CAPTION.name


def _cover(writer: Writer, report: SkmReport) -> None:
    office, index = report.office, report.index
    if office.crest:
        writer.picture(office.crest, 45, "Lambang")
    writer.paragraph(office.city, size=11)
    writer.paragraph(office.opd.upper(), size=15, bold=True)
    if office.upp:
        writer.paragraph(office.upp.upper(), size=11, bold=True)
    for line in office.address_lines[:3]:
        writer.paragraph(line, size=9)
    kind = "" if report.customer == "masyarakat" else ", pelanggan internal"
    writer.paragraph(f"\n\nLaporan{kind}", size=13)
    writer.paragraph(f"Survei Kepuasan Masyarakat\n{report.title_period}", size=26, bold=True)
    if index.ikm is None:
        writer.paragraph((Strong(facts.cannot_be_computed(index)),))
    else:
        writer.paragraph(f"\n{f.ikm(index.ikm)}", size=40, bold=True)
        writer.paragraph(f"Indeks Kepuasan Masyarakat\nMutu {index.mutu}, kinerja: {index.kinerja}\n", size=12)
    writer.table(*_facts_table(report))
    writer.paragraph(facts.data_version(report), size=9, soft=True)


def _facts_table(report: SkmReport) -> tuple[PlainTable, list[float]]:
    columns = (Column("Tentang survei ini", 120, strong=True), Column("", 0))
    made = table(columns, fact_rows(report))
    return made, list(made._argW)
