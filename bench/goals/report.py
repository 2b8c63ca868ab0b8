"""Goal 11: a Laporan SKM of 40 layanan, from the database to bytes, beside bare reportlab tables on as many pages. CPU time."""

from __future__ import annotations

import time
from io import BytesIO

from pypdf import PdfReader
from reportlab.lib.pagesizes import A4
from reportlab.platypus import PageBreak, SimpleDocTemplate, Table

from app.db import transaction
from app.opd.models import CustomerKind
from app.reports.documents import DOCUMENTS
from app.reports.models import DocumentKind
from app.results import fold
from app.surveys.queries import get_survey
from app.tenancy.scope import opd_scope
from bench.core.place import application, place
from bench.core.record import Record
from bench.core.rounds import in_turns, ratios
from bench.data import answers
from bench.data.city import build

LAYANAN, YEARS, ANSWERS, ROUNDS = 40, 5, 20_000, 7
ROWS = [[f"{row}.{column}" for column in range(10)] for row in range(40)]  # a page full


def run(record: Record, *, size: int = 0) -> None:
    with place() as here:
        urls = here.database("report")
        spot = build(urls, layanan=LAYANAN, years=YEARS).spots[0]
        answers.add(urls, 0, size or ANSWERS, pending=True)
        with application(urls), opd_scope(spot.opd_id):
            while True:
                with transaction():
                    if not fold.fold_pending():
                        break
            survey = get_survey(spot.survey_id)

            def make() -> bytes:
                return DOCUMENTS[DocumentKind.LAPORAN_PDF].make(survey, CustomerKind.MASYARAKAT)

            pages = len(PdfReader(BytesIO(make())).pages)
            ours, bare = in_turns(ROUNDS, lambda: _cpu(make), lambda: _cpu(lambda: bare_tables(pages)))
    found = ratios(ours, bare)
    record.result(
        "11",
        found.median,
        f"{found.said()} ×; {pages} pages, {LAYANAN} layanan, {YEARS} years: {ours.said(3)} s of CPU, bare {bare.said(3)} s",
    )


def _cpu(act) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


def bare_tables(pages: int) -> bytes:
    """Return as many pages, each with a table of plain words."""
    target = BytesIO()
    story = [each for _ in range(pages) for each in (Table(ROWS), PageBreak())]
    SimpleDocTemplate(target, pagesize=A4).build(story)
    return target.getvalue()
