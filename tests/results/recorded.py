"""Answers recorded through intake and folded, as the product does it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.responses import intake
from app.results import fold
from app.surveys import operations as surveys
from app.tenancy.scope import opd_scope
from tests.world import Place

DATA = Path(__file__).parent.parent / "data"
Row = tuple[int | None, ...]


def record(place: Place, rows: Iterable[Row], **more: object) -> None:
    """The rows are answers of the place's survey, and the statistics hold them."""
    with opd_scope(place.opd_id), transaction():
        intake.record_many(
            place.opd_id, [place.answer(tuple(row), **more) for row in rows], connection=db.session.connection()
        )
    with opd_scope(place.opd_id), transaction():
        fold.fold_all()


def close(place: Place) -> None:
    with opd_scope(place.opd_id), transaction():
        surveys.close(place.survey_id, note="", by=SYSTEM)


def submit(place: Place) -> None:
    close(place)
    with opd_scope(place.opd_id), transaction():
        surveys.submit(place.survey_id, by=SYSTEM)


def sekadau() -> list[Row]:
    """The 49 published rows of an office in Sekadau."""
    with (DATA / "sekadau_2019_s1_rows.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(int(row[f"U{number}"]) for number in range(1, 10)) for row in csv.DictReader(file)]


def perpusnas(codes: Sequence[str]) -> list[Row]:
    """The 187 respondents of the national library, rebuilt from the published frequencies of each unsur."""
    published = json.loads((DATA / "perpusnas_2023_frequencies.json").read_text(encoding="utf-8"))[
        "frequencies_of_values_1_to_4"
    ]
    columns = [[score for score, count in enumerate(published[code], start=1) for _ in range(count)] for code in codes]
    return list(zip(*columns, strict=True))
