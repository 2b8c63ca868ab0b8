"""The pages: head and foot, watermark, metadata, and the numbers of the table of contents."""

from datetime import date
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageTemplate

from . import facts
from .contents import Contents
from .cover import draw_cover
from .data import SkmReport
from .fonts import BOLD, REGULAR, SEMIBOLD, fit, printable
from .outline import Heading
from .styles import BOTTOM, HEIGHT, INK, LEFT, PAGE_HEIGHT, PAGE_WIDTH, PALE, RIGHT, SOFT, WIDTH

SIZE = 9.5


class Finish(Flowable):
    """Stands last in the story: now every heading has its page."""

    def __init__(self, contents: Contents) -> None:
        super().__init__()
        self.contents = contents

    def wrap(self, *_: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        self.contents.write_numbers(self.canv)


class SkmDocument(BaseDocTemplate):
    """A4 pages of one report. The same report gives the same bytes."""

    def __init__(self, target: BytesIO, report: SkmReport) -> None:
        title = f"Laporan SKM {report.title_period} {report.office.unit}"
        super().__init__(target, **_about(title, report.office.opd))
        self.report = report
        self.contents = Contents()
        frame = _frame()
        self.addPageTemplates(
            [
                PageTemplate("cover", [frame], onPage=self._cover),
                PageTemplate("inside", [frame], onPage=self._inside),
            ]
        )

    def write(self, story: list[Flowable]) -> None:
        """Lay out cover, contents and story."""
        opening = [NextPageTemplate("inside"), _NextPage(), self.contents]
        self.build([*opening, *story, Finish(self.contents)])

    def afterFlowable(self, flowable: Flowable) -> None:  # reportlab's hook
        if isinstance(flowable, Heading):
            self.contents.pages[flowable.entry.key] = self.page

    def _cover(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        date_file(canvas, self.report.issue.signed_on or self.report.collected_to)
        self._watermark(canvas)
        draw_cover(canvas, self.report)
        canvas.showOutline()

    def _inside(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        self._watermark(canvas)
        report = self.report
        draw_edges(canvas, f"Laporan SKM {report.title_period}", report.office.short_name, facts.data_version(report))

    def _watermark(self, canvas: Canvas) -> None:
        if not self.report.issue.provisional:
            return
        canvas.saveState()
        canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
        canvas.rotate(52)
        canvas.setFillColor(PALE)
        canvas.setFont(BOLD, 104)
        canvas.drawCentredString(0, -36, "SEMENTARA")
        canvas.restoreState()


class _NextPage(Flowable):
    """Fills the cover's frame, so that what follows begins on the second page."""

    def wrap(self, *_: float) -> tuple[float, float]:
        return WIDTH, HEIGHT

    def draw(self) -> None:
        """The cover is drawn by its page template."""


def write_pages(
    story: list[Flowable], *, title: str, author: str, dated: date, left: str, right: str, foot: str
) -> bytes:
    """Return a document of plain pages, each with head and foot (draw_edges). The same story gives the same bytes."""
    target = BytesIO()
    document = BaseDocTemplate(target, **_about(title, author))

    def edges(canvas: Canvas, _: BaseDocTemplate) -> None:
        date_file(canvas, dated)
        draw_edges(canvas, left, right, foot)

    document.addPageTemplates([PageTemplate("page", [_frame()], onPage=edges)])
    document.build(story)
    return target.getvalue()


def _about(title: str, author: str) -> dict[str, Any]:
    return {
        "pagesize": (PAGE_WIDTH, PAGE_HEIGHT), "title": printable(title), "author": printable(author),
        "subject": "Survei Kepuasan Masyarakat", "creator": "Potret", "producer": "Potret", "lang": "id", "invariant": 1,
        "pageCompression": 1,
    }  # fmt: skip


def _frame() -> Frame:
    return Frame(LEFT, BOTTOM, WIDTH, HEIGHT, 0, 0, 0, 0)


def draw_edges(canvas: Canvas, left: str, right: str, foot: str) -> None:
    """Head and foot of a page: what it belongs to, whose it is, which data it prints, and its number."""
    edge = PAGE_WIDTH - RIGHT
    canvas.setFont(REGULAR, SIZE)
    canvas.setFillColor(SOFT)
    canvas.drawString(LEFT, PAGE_HEIGHT - 43, fit(left, REGULAR, SIZE, WIDTH * 0.4))
    canvas.drawRightString(edge, PAGE_HEIGHT - 43, fit(right, REGULAR, SIZE, WIDTH * 0.56))
    canvas.drawString(LEFT, 31, fit(foot, REGULAR, SIZE, WIDTH - 40))
    canvas.setFillColor(INK)
    canvas.setFont(SEMIBOLD, SIZE)
    canvas.drawRightString(edge, 31, str(canvas.getPageNumber()))
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.8)
    canvas.line(LEFT, PAGE_HEIGHT - 52, edge, PAGE_HEIGHT - 52)
    canvas.line(LEFT, 46, edge, 46)


def date_file(canvas: Canvas, day: date) -> None:
    """Date the file by its data: invariant mode says the year 2000, the clock would change the bytes."""
    canvas._doc._timeStamp.YMDhms = (day.year, day.month, day.day, 0, 0, 0)
