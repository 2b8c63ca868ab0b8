"""Word's side of the document: styles, fields, tables and pictures. Text goes in as text and is never read as markup."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from ..facts import Strong
from ..fonts import printable
from ..styles import BOTTOM, LEFT, PAGE_HEIGHT, PAGE_WIDTH, RIGHT, TOP, WIDTH
from ..tables import PAD, Cell, Column, PlainTable

FONT = "Arial"  # every office PC has it, or one as wide
INK, SOFT = RGBColor(0x12, 0x12, 0x12), RGBColor(0x54, 0x54, 0x54)
ALIGN = {"l": WD_ALIGN_PARAGRAPH.LEFT, "r": WD_ALIGN_PARAGRAPH.RIGHT, "c": WD_ALIGN_PARAGRAPH.CENTER}
LONGEST = 255  # characters of a file's property
Bytes = bytes  # inside Writer the name means its method
HEADINGS = {1: 16, 2: 13, 3: 11}


class Writer:
    """Collects paragraphs, tables and pictures; `bytes()` gives the file."""

    def __init__(self, title: str, author: str) -> None:
        self.document = Document()
        properties = self.document.core_properties
        properties.title, properties.author, properties.language = title[:LONGEST], author[:LONGEST], "id-ID"
        properties.comments, properties.last_modified_by = "", author[:LONGEST]
        section = self.document.sections[0]
        section.page_width, section.page_height = Pt(PAGE_WIDTH), Pt(PAGE_HEIGHT)
        section.left_margin, section.right_margin = Pt(LEFT), Pt(RIGHT)
        section.top_margin, section.bottom_margin = Pt(TOP), Pt(BOTTOM)
        self._styles()

    def bytes(self) -> bytes:
        target = BytesIO()
        self.document.save(target)
        return target.getvalue()

    def paragraph(
        self, parts: str | Iterable[str], style: str = "Normal", *, size: float | None = None, soft: bool = False, bold: bool = False
    ) -> Paragraph:  # fmt: skip
        """Write plain and Strong stretches; a line feed stays inside the paragraph."""
        made = self.document.add_paragraph(style=style)
        fill(made, (parts,) if isinstance(parts, str) else parts, size=size, soft=soft, bold=bold)
        return made

    def heading(self, text: str, level: int) -> Paragraph:
        return self.document.add_heading(printable(text), level)

    def numbered(self, number: str, parts: Iterable[str]) -> Paragraph:
        """Write a list item with the number (or bullet) that the PDF prints."""
        made = self.paragraph((f"{number}\t", *parts))
        made.paragraph_format.left_indent, made.paragraph_format.first_line_indent = Pt(18), Pt(-18)
        made.paragraph_format.tab_stops.add_tab_stop(Pt(18))
        made.paragraph_format.space_after = Pt(2)
        return made

    def table(self, source: PlainTable, widths: list[float]) -> None:
        """Write a table with thin rules whose head comes again on every page; columns of drawings alone are left out."""
        kept = [at for at, column in enumerate(source.columns) if column.head or _has_words(source, at)]
        columns, room = [source.columns[at] for at in kept], [widths[at] for at in kept]
        made = self.document.add_table(rows=0, cols=len(columns))
        made.alignment, made.autofit = WD_TABLE_ALIGNMENT.LEFT, False
        _narrow(made)
        for column, width in zip(made.columns, room, strict=True):
            column.width = Pt(width)
        head = made.add_row()
        _repeat(head)
        self._row(head, [column.head for column in columns], columns, room, bold=True, rule=8)
        for number, row in enumerate(source.rows):
            cells = [row[at] for at in kept]
            self._row(made.add_row(), cells, columns, room, bold=number in source.strong, rule=4)
        self.document.add_paragraph().paragraph_format.space_after = Pt(2)

    def picture(self, image: Bytes, width: float, words: str) -> None:
        """Write a picture with words for those who do not see it."""
        self.document.add_picture(BytesIO(image), width=Pt(width))
        drawn = self.document.paragraphs[-1]._p.findall(f".//{qn('wp:docPr')}")
        drawn[0].set("descr", printable(words))

    def next_page(self) -> None:
        self.document.add_page_break()

    def new_section(self) -> None:
        """Begin the numbered pages behind cover and contents on a new page."""
        self.document.add_section(WD_SECTION.NEW_PAGE)

    def edges(self, left: str, right: str, foot: str) -> None:
        """Write head and foot of every page of the last section."""
        section = self.document.sections[-1]
        section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
        self._edge(section.header.paragraphs[0], (left, "\t", right))
        page = self._edge(section.footer.paragraphs[0], (foot, "\t"))
        field(page, "PAGE", "1")

    def contents(self, lines: Iterable[tuple[int, str]]) -> None:
        """Write the table of contents as a field that Word and LibreOffice can renew, its entries already there."""
        lines = list(lines)
        for number, (level, text) in enumerate(lines):
            made = self.document.add_paragraph()
            made.paragraph_format.left_indent = Pt(18 * level)
            made.paragraph_format.space_after = Pt(2)
            if number == 0:
                begin_field(made, 'TOC \\o "1-2" \\h')
            fill(made, (text,), bold=level == 0)
            if number == len(lines) - 1:
                end_field(made)

    def _styles(self) -> None:
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size, normal.font.color.rgb = FONT, Pt(10.5), INK
        normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(6), 1.3
        for level, size in HEADINGS.items():
            style = self.document.styles[f"Heading {level}"]
            style.font.name, style.font.size, style.font.bold, style.font.color.rgb = FONT, Pt(size), True, INK
            for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                style.element.rPr.rFonts.attrib.pop(qn(theme), None)
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(10 if level > 1 else 0), Pt(6)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "id-ID")
        normal.element.get_or_add_rPr().append(language)

    def _row(
        self, row: Any, cells: Iterable[Cell], columns: Iterable[Column], widths: list[float], *, bold: bool, rule: int
    ) -> None:
        for place, width, cell, column in zip(row.cells, widths, cells, columns, strict=True):
            place.width = Pt(width)
            text = place.paragraphs[0]
            text.alignment, text.paragraph_format.space_after = ALIGN[column.align], Pt(0)
            text.paragraph_format.line_spacing = 1.1
            fill(text, (cell if isinstance(cell, str) else "",), size=9, bold=bold or column.strong)
            _under(place, rule)

    def _edge(self, made: Paragraph, parts: Iterable[str]) -> Paragraph:
        made.style = self.document.styles["Normal"]
        made.paragraph_format.tab_stops.add_tab_stop(Pt(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        fill(made, parts, size=8.5, soft=True)
        return made


def fill(
    made: Paragraph, parts: Iterable[str], *, size: float | None = None, soft: bool = False, bold: bool = False
) -> None:
    """Write stretches into a paragraph, Strong ones in bold."""
    for part in parts:
        run = made.add_run("\t" if part == "\t" else _text(part))
        run.bold = (bold or isinstance(part, Strong)) or None
        if size:
            run.font.size = Pt(size)
        if soft:
            run.font.color.rgb = SOFT


def _has_words(source: PlainTable, at: int) -> bool:
    return any(isinstance(row[at], str) and row[at] for row in source.rows)


def _text(part: str) -> str:
    """Return text that XML can carry; a tab behind a list's number stays."""
    return "\t".join(printable(piece) for piece in part.split("\t"))


def field(made: Paragraph, code: str, shown: str) -> None:
    begin_field(made, code)
    fill(made, (shown,), size=8.5)
    end_field(made)


def begin_field(made: Paragraph, code: str) -> None:
    """Open a field; what the paragraph says from here on is what it shows until it is renewed."""
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = code
    for mark in (_mark("begin"), instruction, _mark("separate")):
        made.add_run()._r.append(mark)


def end_field(made: Paragraph) -> None:
    made.add_run()._r.append(_mark("end"))


def _mark(kind: str) -> Any:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _repeat(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _narrow(table: Any) -> None:
    """Leave as little room beside the words of a cell as the PDF does (in twentieths of a point)."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(PAD * 20))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def _under(cell: Any, size: int) -> None:
    """Draw a thin line under a cell, in eighths of a point."""
    borders = OxmlElement("w:tcBorders")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", str(size)), ("color", "7F7F7F"), ("space", "0")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)
