"""Answers that another program of the office sends: each gets a word of its own, and a resend is one response."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import clock
from app.api.places import get_place
from app.errors import NotFound, Refusal, Rejected
from app.opd.models import CustomerKind
from app.recording.places import RunningSurvey, find_running_survey
from app.responses import intake
from app.responses.intake import Answer, Outcome, Receipt
from app.responses.masking import mask_personal
from app.responses.models import Collection
from app.responses.profile import age_band
from app.surveys.questionnaire import get_questionnaire

NO_SURVEY = "Survei UPP ini tidak sedang berjalan."
NOTHING = "Belum ada unsur yang dinilai."
LONG_AGO = "Waktu mengisi tidak mungkin sebelum tahun 2000."
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


def any_differs(receipts: list[dict[str, Any]]) -> bool:
    """Return whether an id was sent that stands for other answers already."""
    return any(receipt["status"] == Outcome.CONFLICTING for receipt in receipts)


def take(opd_id: UUID, items: list[dict[str, Any]], *, sender: str) -> list[dict[str, Any]]:
    """Return what became of each answer, in their order. One that is refused does not touch the others."""
    return [_take(opd_id, item, sender) for item in items]


def _take(opd_id: UUID, item: dict[str, Any], sender: str) -> dict[str, Any]:
    try:
        receipt = intake.record(opd_id, _answer(item, sender))
    except Refusal as refusal:
        return {"id": item["id"], "status": "ditolak", "tanda_terima": None, "pesan": refusal.message}
    return {"id": item["id"], **_words(receipt)}


def _words(receipt: Receipt) -> dict[str, Any]:
    if receipt.outcome is Outcome.CONFLICTING:
        return {"status": "berbeda", "tanda_terima": None, "pesan": "Id ini sudah dipakai jawaban lain."}
    status = "susulan" if receipt.late else receipt.outcome.value
    return {"status": status, "tanda_terima": receipt.number, "pesan": ""}


def _answer(item: dict[str, Any], sender: str) -> Answer:
    layanan, titik = get_place(item["layanan_id"], item["titik_id"])
    survey = _survey(layanan.upp_id)
    questionnaire = get_questionnaire(survey.questionnaire_id)
    scores = tuple(item["nilai"].get(code) for code in questionnaire.codes)
    if not any(scores) and not item["nilai_tambahan"]:
        raise NotFound(NOTHING)
    if item["selesai"] < EARLIEST or (item["mulai"] and item["mulai"] < EARLIEST):
        raise Rejected(LONG_AGO)
    internal = layanan.customer_kind is CustomerKind.INTERNAL
    finished = min(item["selesai"], clock.now())
    return Answer(
        id=item["id"],
        survey_id=survey.id,
        upp_id=layanan.upp_id,
        layanan_id=layanan.id,
        titik_id=titik.id,
        questionnaire_id=survey.questionnaire_id,
        collection=Collection.IMPOR,
        scores=scores,
        extra_scores=item["nilai_tambahan"],
        started_at=min(item["mulai"], finished) if item["mulai"] else None,
        finished_at=finished,
        sex=None if internal else item["jenis_kelamin"],
        age_band=age_band(item["usia"]) if item["usia"] and not internal else None,
        education=None if internal else item["pendidikan"],
        occupation=None if internal else item["pekerjaan"],
        office_kind=item["jenis_kantor"] if internal else None,
        position=item["jabatan"] if internal else None,
        saran=mask_personal(" ".join(item["saran"].split()))[:500],
        ui_version=f"api/{sender}"[:60],
    )


def _survey(upp_id: UUID) -> RunningSurvey:
    survey = find_running_survey(upp_id)
    if survey is None:
        raise NotFound(NO_SURVEY)
    return survey
