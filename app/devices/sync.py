"""The interviews that a phone or a kiosk sends: each gets an answer of its own, and what is stored is stored whatever comes
after it.

Checked here: whether sender, person, place and time fit together. What a form also checks is checked by recording/forms.py,
and responses/intake.py stores: one statement and one commit for each interview.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

import structlog
from sqlalchemy.exc import DataError, IntegrityError

from app import clock
from app.devices.items import COLLECTIONS, Item, Unreadable, body_of, id_of, named, read_item
from app.devices.known import Known, look_up
from app.devices.queries import DeviceRef
from app.errors import Rejected
from app.recording.forms import RecordedInterview, parse
from app.responses import intake
from app.responses.intake import Answer, Outcome, Receipt
from app.responses.models import Collection
from app.responses.profile import age_band
from app.surveys.questionnaire import QuestionnaireVersion
from app.tenancy.scope import opd_scope
from app.web.formats import tanggal_jam

log = structlog.get_logger()

TRUSTED_CLOCK = timedelta(seconds=120)  # a clock this close is right: what differs is the way through the network
LARGEST_OFFSET = 2**31 - 1  # seconds, 68 years: a phone that lost its battery stands in 1970

NO_QUESTIONNAIRE = "Versi kuesioner wawancara ini tidak dikenal."
NO_SURVEY = "Survei wawancara ini tidak ada di OPD ini."
NO_LAYANAN = "Layanan wawancara ini tidak ada di survei ini."
NO_TITIK = "Titik layanan wawancara ini tidak ada di survei ini."
NOT_BEGUN = "Survei belum dimulai."
NOT_OF_DEVICE = "Petugas wawancara ini belum terdaftar di ponsel ini."
NOT_STORABLE = "Wawancara ini tidak dapat disimpan."
LATE = "Survei sudah ditutup ketika jawaban ini tiba. Jawabannya disimpan sebagai susulan."
# What the petugas does about a refusal; nothing of a finished interview can be changed on the phone.
REPORT = "Laporkan kepada admin OPD."
ADVICE = {
    NOT_BEGUN: "Minta admin OPD memulainya, lalu kirim lagi.",
    NOT_OF_DEVICE: "Masuk sebagai petugas itu di sini, lalu kirim lagi.",
}
COPY_KEPT = "Salinannya tersimpan untuk admin."


class Status(StrEnum):
    STORED = "diterima"
    REPEATED = "sudah_diterima"
    LATE = "susulan"
    CONFLICTING = "berbeda"
    REFUSED = "ditolak"

    @property
    def label(self) -> str:
        return STATUS_LABELS[self]


STATUS_LABELS = {
    Status.STORED: "Diterima",
    Status.REPEATED: "Sudah diterima sebelumnya",
    Status.LATE: "Susulan",
    Status.CONFLICTING: "Berbeda dari yang sudah diterima",
    Status.REFUSED: "Tidak dapat diterima",
}


@dataclass(frozen=True)
class Result:
    """What became of one interview."""

    id: str | None  # as it was sent
    status: Status
    receipt: str | None = None
    reason: str = ""  # Indonesian, for everybody
    advice: str = ""  # Indonesian, for the petugas with the phone
    item: Item | None = None

    @property
    def message(self) -> str:
        """Return what the phone shows."""
        return f"{self.reason} {self.advice}".strip()

    def said(self) -> dict[str, str | None]:
        """Return what the sender is told of it."""
        return {"id": self.id, "status": self.status.value, "receipt": self.receipt, "message": self.message}


class Refused(Exception):
    """Its text is the reason, in Indonesian."""


class Source(Protocol):
    """Who sends interviews."""

    @property
    def opd_id(self) -> UUID: ...

    @property
    def device_id(self) -> UUID | None: ...

    @property
    def ways(self) -> Sequence[Collection]: ...

    def look_up(self, items: Sequence[Item]) -> Known:
        """Return what is known of everything that the items name; its OPD is in scope."""
        ...

    def check(self, item: Item, answer: Answer, known: Known) -> None:
        """Raise Refused where this sender may not have asked there and then."""
        ...

    def mark(self, answer: Answer) -> Answer:
        """Return the answer with what should be looked at."""
        ...


@dataclass(frozen=True)
class Phone:
    """A petugas's phone: its people were set up on it, and the titik was in use when they asked."""

    device: DeviceRef
    ways: Sequence[Collection] = COLLECTIONS

    @property
    def opd_id(self) -> UUID:
        return self.device.opd_id

    @property
    def device_id(self) -> UUID:
        return self.device.id

    def look_up(self, items: Sequence[Item]) -> Known:
        return look_up(items, device_id=self.device.id)

    def check(self, item: Item, answer: Answer, known: Known) -> None:
        if item.petugas_id is None or item.petugas_id not in known.people:
            raise Refused(NOT_OF_DEVICE)
        if known.people[item.petugas_id] not in (None, answer.upp_id):
            raise Refused(NO_SURVEY)
        check_place(item, answer, known)

    def mark(self, answer: Answer) -> Answer:
        return answer  # petugas are compared with each other afterwards (app/quality)


@dataclass(frozen=True)
class _Sending:
    """What holds for the whole batch."""

    source: Source
    known: Known
    received_at: datetime
    offset: int | None  # seconds by which the sender's clock was behind ours when it sent


def clock_offset(sent_at: datetime | None, received_at: datetime) -> int | None:
    """Return by how many seconds the sender's clock was behind ours, or None where it cannot be told."""
    if sent_at is None:
        return None
    seconds = round((received_at - sent_at).total_seconds())
    return seconds if abs(seconds) <= LARGEST_OFFSET else None


def receive(source: Source, sent: Sequence[Any], *, offset: int | None) -> list[Result]:
    """Every interview that can be taken is stored once; the others are kept aside with the reason. In the order sent.

    The sender's own OPD is entered here, whatever else the request knows.
    """
    items = [_read(each, source.ways) for each in sent]
    with opd_scope(source.opd_id):
        known = source.look_up([item for item in items if isinstance(item, Item)])
    sending = _Sending(source, known, clock.now(), offset)
    return [_take(each, item, sending) for each, item in zip(sent, items, strict=True)]


def _read(sent: Any, ways: Sequence[Collection]) -> Item | Unreadable:
    try:
        return read_item(sent, ways)
    except Unreadable as problem:
        return problem


def _take(sent: Any, item: Item | Unreadable, sending: _Sending) -> Result:
    name = named(sent)
    try:
        if isinstance(item, Unreadable):
            raise Refused(str(item))
        return _result(name, item, _store(item, sending))
    except (Refused, Rejected) as refusal:
        return _refuse(name, sent, item if isinstance(item, Item) else None, str(refusal), sending)
    except (DataError, IntegrityError) as error:
        log.error("device.item_not_storable", device_id=str(sending.source.device_id), error=str(error.orig)[:200])
        return _refuse(name, sent, item if isinstance(item, Item) else None, NOT_STORABLE, sending)


def _store(item: Item, sending: _Sending) -> Receipt:
    answer = _answer(item, sending)
    stored = sending.known.stored.get(item.id)
    if stored is not None and stored.payload_hash == answer.payload_hash():
        # Looked at before the rules: a titik may have been closed since, and what we have, we have.
        return Receipt(item.id, Outcome.REPEATED, sending.received_at, stored.late)
    sending.source.check(item, answer, sending.known)
    return intake.record(sending.source.opd_id, sending.source.mark(answer))


def _answer(item: Item, sending: _Sending) -> Answer:
    survey = sending.known.surveys.get(item.survey_id)
    questionnaire = sending.known.questionnaires.get(item.questionnaire_id)
    if survey is None:
        raise Refused(NO_SURVEY)
    if not survey.begun:
        raise Refused(NOT_BEGUN)
    if questionnaire is None:
        raise Refused(NO_QUESTIONNAIRE)
    finished = _placed(item.finished_at, sending, survey.begins_at)
    said = _said(item, questionnaire, min(_placed(item.started_at, sending, survey.begins_at), finished), finished)
    said = said.asked(internal=item.layanan_id in sending.known.internal)
    return Answer(
        id=item.id,
        survey_id=item.survey_id,
        upp_id=survey.upp_id,
        layanan_id=item.layanan_id,
        titik_id=item.titik_id,
        questionnaire_id=item.questionnaire_id,
        collection=item.collection,
        petugas_id=item.petugas_id,
        scores=said.scores,
        extra_scores=said.extra_scores,
        sex=said.sex,
        age_band=age_band(said.age) if said.age else None,
        education=said.education,
        occupation=said.occupation,
        occupation_other=said.occupation_other or None,
        office_kind=said.office_kind,
        position=said.position,
        saran=said.saran,
        started_at=said.started_at,
        finished_at=finished,
        device_id=sending.source.device_id,
        ui_version=item.ui_version,
        notice_version=item.notice_version,
        clock_offset=sending.offset,
    )


def _said(item: Item, questionnaire: QuestionnaireVersion, started: datetime, finished: datetime) -> RecordedInterview:
    """Return the interview as the form of the page would have read it, so that both obey one set of rules."""
    if not item.scores.keys() <= {*questionnaire.codes, *questionnaire.extra_codes}:
        raise Refused(intake.UNKNOWN_QUESTION)
    values = {
        "response_id": str(item.id),
        "questionnaire_id": str(item.questionnaire_id),
        "layanan_id": str(item.layanan_id),
        "titik_id": str(item.titik_id),
        "started_at": started.isoformat(),
        "finished_at": finished.isoformat(),
        "usia": "" if item.age is None else str(item.age),
        **item.profile,
        **{f"jawaban-{code}": str(score) for code, score in item.scores.items() if score is not None},
    }
    parsed = parse(values, questionnaire)
    if isinstance(parsed, dict):
        raise Refused(" ".join(dict.fromkeys(parsed.values())))
    return parsed


def _placed(moment: datetime, sending: _Sending, begins_at: datetime) -> datetime:
    """Return the moment by our clock, inside what is possible: from the survey's start to now."""
    if sending.offset is not None and abs(sending.offset) > TRUSTED_CLOCK.total_seconds():
        try:
            moment += timedelta(seconds=sending.offset)
        except OverflowError:
            return sending.received_at
    return min(max(moment, begins_at), sending.received_at)


def check_place(item: Item, answer: Answer, known: Known) -> None:
    """Raise Refused where layanan and titik are not of the survey, or the titik was not in use any more."""
    if known.layanan.get(item.layanan_id) != answer.upp_id:
        raise Refused(NO_LAYANAN)
    titik = known.titik.get(item.titik_id)
    if titik is None or titik.upp_id != answer.upp_id:
        raise Refused(NO_TITIK)
    if not titik.was_active(answer.finished_at):
        assert titik.deactivated_at is not None
        raise Refused(
            f"{titik.name} sudah tidak dipakai sejak {tanggal_jam(titik.deactivated_at)}, sebelum wawancara ini."
        )


def _result(name: str | None, item: Item, receipt: Receipt) -> Result:
    if receipt.outcome is Outcome.CONFLICTING:
        return Result(name, Status.CONFLICTING, None, intake.TAKEN, f"{REPORT} {COPY_KEPT}", item)
    late = LATE if receipt.late else ""
    if receipt.outcome is Outcome.REPEATED:
        return Result(name, Status.REPEATED, receipt.number, late, item=item)
    return Result(name, Status.LATE if receipt.late else Status.STORED, receipt.number, late, item=item)


def _refuse(name: str | None, sent: Any, item: Item | None, reason: str, sending: _Sending) -> Result:
    """Where the id can be read the body is kept aside, so that an admin can look at it without the phone."""
    advice = ADVICE.get(reason, REPORT)
    response_id = id_of(sent)
    if response_id is None or not isinstance(sent, Mapping):
        return Result(name, Status.REFUSED, None, reason, advice, item)
    intake.put_aside(
        sending.source.opd_id,
        upp_id=sending.known.upp_of(item),
        response_id=response_id,
        body=body_of(sent),
        reason=reason,
        device_id=sending.source.device_id,
    )
    return Result(name, Status.REFUSED, None, reason, f"{advice} {COPY_KEPT}", item)
