"""The nota dinas with the list of OPDs that have not handed in: an editable document, since heads of offices move by letter.

What only the office knows (number, signatory) is left open, to be written in by the word processor.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from app.compliance.standing import OpdStanding
from app.compliance.status import WORST_FIRST
from app.reminders.composing import OFFICE, sender
from app.reminders.plan import Plan
from app.reports.rendering import fonts
from app.reports.rendering.docx.writer import Writer
from app.reports.rendering.styles import WIDTH
from app.reports.rendering.tables import Column, table
from app.web.formats import angka, hari_tanggal, tanggal

OPEN = "…………………………"  # to be filled in by whoever signs
LABEL_WIDTH = 70  # points
SIGNATURE_LEFT = 280
COLUMNS = (
    Column("No.", 26, "r"), Column("Perangkat daerah", 0), Column("Keadaan", 84),
    Column("Responden", 62, "r"), Column("Target", 48, "r"), Column("Target diperkirakan tercapai", 92, "r"),
)  # fmt: skip
ASKED = (
    "Menyelesaikan pengumpulan jawaban sampai target responden tercapai.",
    "Menutup survei, menyusun rencana tindak lanjut, lalu mengesahkan dan mengirim hasilnya lewat Potret.",
    "Menghubungi Bagian Organisasi bila ada kendala, agar dapat dibantu.",
)


def render(plan: Plan, city: Sequence[OpdStanding], today: date) -> bytes:
    """Return the DOCX about the OPDs that have not finished on `today`, the most urgent at the head."""
    awaited = sorted((opd for opd in city if not opd.finished), key=_urgency)
    office = sender()
    fonts.register()  # the table measures its words
    writer = Writer(f"Nota dinas {plan.name}", office.office)
    for line, size in ((office.parent, 12.0), (office.office, 14.0)):
        _centre(writer.paragraph(line.upper(), size=size, bold=True))
    _centre(writer.paragraph("NOTA DINAS", size=13, bold=True)).paragraph_format.space_before = Pt(14)
    for label, text in _head(plan, today):
        _labelled(writer, label, text)
    for paragraph in _opening(plan, len(awaited), len(city), today):
        writer.paragraph(paragraph).paragraph_format.space_before = Pt(6)
    if awaited:
        shown = table(COLUMNS, [_row(number, opd) for number, opd in enumerate(awaited, 1)])
        writer.table(shown, _widths())
        writer.paragraph("Mohon bantuan Bapak/Ibu kepala perangkat daerah tersebut untuk:")
        for number, asked in enumerate(ASKED, 1):
            writer.numbered(f"{number}.", (asked,))
    writer.paragraph("Demikian disampaikan. Atas perhatian dan kerja sama Bapak/Ibu, kami ucapkan terima kasih.")
    _signature(writer)
    return writer.bytes()


def _head(plan: Plan, today: date) -> tuple[tuple[str, str], ...]:
    return (
        ("Kepada", "Yth. Kepala perangkat daerah (daftar di bawah)"),
        ("Dari", f"Kepala {OFFICE}"),
        ("Tembusan", "Sekretaris Daerah"),
        ("Tanggal", tanggal(today)),
        ("Nomor", OPEN),
        ("Sifat", "Penting"),
        ("Hal", f"Penyelesaian {plan.name}"),
    )


def _opening(plan: Plan, awaited: int, total: int, today: date) -> tuple[str, ...]:
    days = (plan.deadline - today).days
    when = f"{angka(days)} hari lagi" if days > 0 else "hari ini" if days == 0 else f"sudah lewat {angka(-days)} hari"
    basis = (
        "Berdasarkan Peraturan Menteri PANRB Nomor 14 Tahun 2017, setiap unit penyelenggara pelayanan melaksanakan "
        "Survei Kepuasan Masyarakat (SKM) sekurang-kurangnya sekali setahun."
    )
    done = f"{angka(total - awaited)} dari {angka(total)} perangkat daerah sudah menyampaikan laporan {plan.name}"
    until = f"Tenggatnya {hari_tanggal(plan.deadline)}, {when}."
    if not awaited:
        return basis, f"Sampai {tanggal(today)} {done}. {until}"
    return basis, f"Sampai {tanggal(today)} {done}. {until} Yang masih ditunggu:"


def _row(number: int, opd: OpdStanding) -> tuple[str, ...]:
    outlook = opd.forecast
    done_on = "–" if outlook.done_on is None else tanggal(outlook.done_on)
    if outlook.target and not outlook.missing:
        done_on = "sudah tercapai"
    target = angka(outlook.target) if outlook.target else "–"
    return str(number), opd.name, opd.status.label, angka(outlook.achieved), target, done_on


def _urgency(opd: OpdStanding) -> tuple[int, int, str]:
    return WORST_FIRST.index(opd.status), -opd.forecast.missing, opd.name


def _widths() -> list[float]:
    taken = sum(column.width for column in COLUMNS)
    return [column.width or WIDTH - taken for column in COLUMNS]


def _labelled(writer: Writer, label: str, text: str) -> None:
    made = writer.paragraph((label, "\t", ":", "\t", text))
    layout = made.paragraph_format
    layout.tab_stops.add_tab_stop(Pt(LABEL_WIDTH))
    layout.tab_stops.add_tab_stop(Pt(LABEL_WIDTH + 10))
    layout.left_indent, layout.first_line_indent, layout.space_after = (
        Pt(LABEL_WIDTH + 10),
        Pt(-LABEL_WIDTH - 10),
        Pt(1),
    )


def _signature(writer: Writer) -> None:
    for text, before in ((f"Kepala {OFFICE},", 14), (OPEN, 48), (f"NIP {OPEN}", 0)):
        layout = writer.paragraph(text).paragraph_format
        layout.left_indent, layout.space_before, layout.space_after = Pt(SIGNATURE_LEFT), Pt(before), Pt(0)
        layout.keep_with_next = True


def _centre(made: Paragraph) -> Paragraph:
    made.alignment, made.paragraph_format.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(0)
    return made
