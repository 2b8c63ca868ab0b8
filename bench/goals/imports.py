"""Goal 9: a spreadsheet of 50,000 answers, from the uploaded bytes to rows: columns guessed, every cell checked, then taken.

The clock runs over all that a person waits for: reading the file twice (the check and the worker's own), looking for rows
that are there already, and storing.
"""

from __future__ import annotations

import csv
import io
import random
import time
from datetime import timedelta

from app import clock
from app.audit.operations import SYSTEM
from app.db import transaction
from app.imports import operations
from app.surveys.queries import get_survey
from app.tenancy.scope import opd_scope
from bench.core.place import application, place
from bench.core.record import Record
from bench.data.city import build

ROWS = 50_000
HEAD = ("Cap waktu", "Jenis kelamin", "Usia", "Pendidikan", "Pekerjaan", *(f"U{no}" for no in range(1, 10)), "Saran")


def run(record: Record, *, size: int = 0) -> None:
    size = size or ROWS
    with place() as here:
        urls = here.database("imports")
        (spot,) = build(urls, layanan=1).spots
        with application(urls), opd_scope(spot.opd_id):
            content = _file(size)
            begun = time.perf_counter()
            with transaction():
                done = operations.import_file(
                    get_survey(spot.survey_id), file_name="jawaban.csv", content=content, layanan_id=spot.layanan_id,
                    titik_id=spot.titik_id, collected_on=clock.today(), by=SYSTEM,
                )  # fmt: skip
                assert done.rows == size, done.error
            seconds = time.perf_counter() - begun
    record.result("9", size / seconds, f"{size:,} rows of CSV in {seconds:.1f} s")


def _file(size: int) -> bytes:
    dice, text = random.Random(9), io.StringIO()
    first = clock.local_now().replace(tzinfo=None, microsecond=0) - timedelta(days=50)
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for number in range(size):
        at = first + timedelta(seconds=41 * number)
        scores = (dice.randint(1, 4) for _ in range(9))
        saran = "Antrean lama" if number % 10 == 0 else ""
        writer.writerow(
            [f"{at:%d/%m/%Y %H:%M:%S}", dice.choice("LP"), dice.randint(17, 80), "SMA", "Swasta", *scores, saran]
        )
    return text.getvalue().encode()
