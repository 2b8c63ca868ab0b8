"""Stacks of paper in the two-OPD world, as the operations make them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from app import clock
from app.audit.operations import SYSTEM
from app.db import transaction
from app.ikm import Unsur
from app.paper import operations as paper
from app.surveys.queries import get_survey
from app.tenancy.scope import opd_scope
from tests.world import Place

Row = Sequence[int | None]
FORM = "433433444"  # a row of digits as it is typed


def values(scores: Row = (4, 3, 3, 4, 3, 3, 4, 4, 4), **profile: Any) -> dict[str, Any]:
    """Return what stands on a sheet."""
    said = {f"jawaban-{unsur}": score for unsur, score in zip(Unsur, scores, strict=True)}
    empty = dict.fromkeys(("jenis_kelamin", "usia", "pendidikan", "pekerjaan"))
    return said | empty | {"pekerjaan_lain": "", "saran": ""} | profile


def open_stack(place: Place, *, double: bool = False, **more: Any) -> UUID:
    facts: dict[str, Any] = {
        "layanan_id": place.layanan_id, "titik_id": place.titik_id, "collected_on": clock.today(), "first_number": 1,
        "expected": None, "double_entry": double, "by": SYSTEM,
    }  # fmt: skip
    with opd_scope(place.opd_id), transaction():
        return paper.open_batch(get_survey(place.survey_id), **(facts | more)).id


def type_in(place: Place, batch_id: UUID, number: int, sheet: dict[str, Any], typing_id: UUID | None = None) -> UUID:
    typing_id = typing_id or uuid4()
    with opd_scope(place.opd_id), transaction():
        paper.type_sheet(batch_id, typing_id=typing_id, number=number, values=sheet)
    return typing_id


def path(place: Place, batch_id: UUID | None = None, rest: str = "") -> str:
    """Return the address of the place's stacks, of one of them, or of a page of it."""
    base = f"/opd/{place.kode}/upp/{place.upp_kode}/kertas"
    return f"{base}/{batch_id}{rest}" if batch_id else base + rest


def posted(number: int, digits: str = FORM, **more: Any) -> dict[str, str]:
    """Return the fields of a sheet as the page posts them."""
    said = {f"jawaban-{unsur}": digit for unsur, digit in zip(Unsur, digits, strict=True)}
    return {"id": str(uuid4()), "nomor": str(number)} | said | {name: str(value) for name, value in more.items()}
