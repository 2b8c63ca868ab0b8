"""The board on paper, for a meeting or a letter: one row an OPD, the most at risk first. Never an IKM."""

from __future__ import annotations

from reportlab.platypus import Flowable

from app.compliance import then_words, words
from app.compliance.board import ORDER, Group, OpdLine
from app.compliance.extract import Extract
from app.reports.rendering import fonts
from app.reports.rendering.document import write_pages
from app.reports.rendering.flow import note, paragraph
from app.reports.rendering.fonts import BOLD
from app.reports.rendering.styles import BODY
from app.reports.rendering.tables import Column, table
from app.web.formats import angka, tanggal_pendek, waktu

TITLE = BODY.clone("board-title", fontName=BOLD, fontSize=17, leading=22, spaceAfter=4)
OFFICE = "Bagian Organisasi"
NOBODY = "Tidak ada OPD yang cocok dengan saringan."
LATE = "Setelah target tercapai masih ada penutupan, RTL, dan tanda tangan kepala."


def render(extract: Extract) -> bytes:
    """Return the document; the same state of the board gives the same bytes."""
    fonts.register()
    return write_pages(
        _story(extract), title=extract.title, author=OFFICE, dated=extract.board.term.today,
        left=extract.title, right=OFFICE, foot=f"Keadaan {waktu(extract.now)}",
    )  # fmt: skip


def _story(extract: Extract) -> list[Flowable]:
    board = extract.board
    story: list[Flowable] = [paragraph(words.headline(board), TITLE), paragraph(words.lead(board))]
    if extract.beside:
        story.append(paragraph(extract.beside))
    if len(extract.lines) < len(board.lines):
        story.append(paragraph(f"Dicetak {angka(len(extract.lines))} OPD menurut saringan di papan."))
    story += [_table(extract), note(LATE)] if extract.lines else [paragraph(NOBODY)]
    if board.exempt:
        named = "; ".join(f"{each.name} ({each.reason})" if each.reason else each.name for each in board.exempt)
        story.append(note(f"Dikecualikan, tidak dihitung: {named}."))
    return story


def _table(extract: Extract) -> Flowable:
    columns = [
        Column("Perangkat daerah", 0),
        Column("Status", 76),
        Column("Responden / target", 62, "r"),
        Column("Perkiraan atau penyampaian", 104),
        *([Column("Tahun lalu, hari yang sama", 104)] if extract.compared else []),
    ]
    rows: list[tuple[str, ...]] = []
    titles: list[int] = []
    group: Group | None = None
    in_groups = _in_groups(extract)
    for line in extract.lines:
        if in_groups and line.group is not group:
            group = line.group
            titles.append(len(rows))
            rows.append((group.label, *([""] * (len(columns) - 1))))
        rows.append(_row(line, extract))
    return table(columns, rows, strong_rows=titles, dense=True)


def _in_groups(extract: Extract) -> bool:
    """Return whether the lines stand in the order of their groups, so that each can have a title."""
    places = [ORDER[line.group] for line in extract.lines]
    return places == sorted(places)


def _row(line: OpdLine, extract: Extract) -> tuple[str, ...]:
    outlook = line.opd.forecast
    there = f"{angka(outlook.achieved)} / {angka(outlook.target)}"
    if line.several:
        there += f"\n{angka(len(line.finished_upp))} dari {angka(len(line.upp))} UPP"
    row = (line.opd.name, line.opd.status.label, there, _coming(line, extract))
    if extract.compared is None:
        return row
    told = then_words.told(line, extract.compared, extract.board.term)
    return *row, f"{told.standing}\n{told.note}" if told.note else told.standing


def _coming(line: OpdLine, extract: Extract) -> str:
    if line.leading is None:
        return "belum ada UPP"
    coming = words.outlook(line.leading, extract.board.term)
    if coming.headline:
        return coming.headline
    band = (
        f", antara {tanggal_pendek(coming.between.first)} dan {tanggal_pendek(coming.between.last)}"
        if coming.between
        else ""
    )
    return f"{tanggal_pendek(coming.done_on)}{band}"
