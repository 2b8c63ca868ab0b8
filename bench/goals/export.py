"""Goal 10: the raw answers of a survey as CSV, as a worker makes it: time, its growth from a tenth, and its memory."""

from __future__ import annotations

import resource
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from app.opd.models import CustomerKind
from app.reports.documents import DOCUMENTS
from app.reports.models import DocumentKind
from app.surveys.queries import get_survey
from app.tenancy.scope import opd_scope
from bench.core.place import application, place
from bench.core.record import Record
from bench.core.rounds import in_turns, ratios
from bench.data import answers
from bench.data.city import Spot, build
from local.postgres import Urls

ANSWERS, ROUNDS = 100_000, 3


def run(record: Record, *, size: int = 0) -> None:
    size = size or ANSWERS
    with place() as here:
        found = []
        for name, count in (("large", size), ("small", size // 10)):
            urls = here.database(name)
            (spot,) = build(urls, layanan=1).spots
            answers.add(urls, 0, count)
            found.append((urls, spot, count))
        memory = [_in_a_process(*each)[1] for each in found]
        large, small = in_turns(ROUNDS, *(lambda each=each: _in_a_process(*each)[0] for each in found))
    grown = ratios(large, small)
    beside = f"{size:,} answers {large.said()} s, a tenth {small.said()} s; {memory[0]:.0f} MB more at the peak, {memory[1]:.0f} for a tenth"
    record.result("10a", large.median, beside)
    record.result("10b", grown.median, f"{grown.said()} ×")


def _in_a_process(urls: Urls, spot: Spot, count: int) -> tuple[float, float]:
    """Return seconds and MB of one export in a process of its own, so that the peak is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_export, urls, spot, count).result()


def _export(urls: Urls, spot: Spot, count: int) -> tuple[float, float]:
    with application(urls), opd_scope(spot.opd_id):
        survey = get_survey(spot.survey_id)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun = time.perf_counter()
        content = DOCUMENTS[DocumentKind.MENTAH_CSV].make(survey, CustomerKind.MASYARAKAT)
        seconds = time.perf_counter() - begun
        assert content.count(b"\r\n") == count + 1
        return seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
