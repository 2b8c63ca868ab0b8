"""The one intake of answers, whatever the way of collection: one statement, one commit, and only then a receipt.

This module speaks SQL itself, since it is the hot path: the statement enters the OPD's scope, reads the survey's state,
inserts the response and its `pending_folds` row. No Redis, no Celery, no ORM. A lost, repeated or concurrent submission
of the same id is one response.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from json import dumps
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, text

from app import clock
from app.db import run_alone, statement
from app.errors import NotFound, Rejected
from app.extensions import db
from app.responses.models import Collection, Response, ResponseState


@dataclass(frozen=True)
class Answer:
    """One respondent's answers, validated. `scores`: nine of 1..4 or None, in the questionnaire's order."""

    id: UUID  # made by the client when the form is served
    survey_id: UUID
    upp_id: UUID
    layanan_id: UUID
    titik_id: UUID
    questionnaire_id: UUID
    collection: Collection
    scores: tuple[int | None, ...]
    finished_at: datetime
    extra_scores: Mapping[str, int] = field(default_factory=dict)  # of pertanyaan tambahan, by code
    started_at: datetime | None = None
    petugas_id: UUID | None = None
    sex: str | None = None
    age_band: str | None = None
    education: str | None = None
    occupation: str | None = None
    occupation_other: str | None = None
    office_kind: str | None = None
    position: str | None = None
    saran: str = ""
    import_id: UUID | None = None
    device_id: UUID | None = None
    ticket_id: UUID | None = None
    batch_id: UUID | None = None
    ui_version: str = ""
    notice_version: str = ""
    clock_offset: int | None = None
    flags: tuple[str, ...] = ()

    def payload_hash(self) -> str:
        """Return the fingerprint of what was answered: the same id with another fingerprint is not a resend.

        Times and the sender are left out, since a resend may carry others. Without pertanyaan tambahan it is what it was
        before there were any.
        """
        said = {key: value for key, value in vars(self).items() if key not in _NOT_SAID}
        if not self.extra_scores:
            del said["extra_scores"]
        return sha256(dumps(said, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True)
class Trace:
    """What is remembered for 48 hours of an answer through a link (app/links/watching.py); it is stored with the answer."""

    link_id: UUID
    device_key: str
    network_key: str
    vector: str


_HOW_IT_CAME = (
    "import_id", "device_id", "ticket_id", "batch_id", "ui_version", "notice_version", "clock_offset", "flags",
)  # fmt: skip
_NOT_SAID = frozenset({"started_at", "finished_at", "petugas_id", "collection", *_HOW_IT_CAME})


class Outcome(StrEnum):
    STORED = "diterima"
    REPEATED = "sudah_diterima"
    CONFLICTING = "berbeda"  # the id is taken by other answers; the body is kept in quarantine


@dataclass(frozen=True)
class Receipt:
    id: UUID
    outcome: Outcome
    received_at: datetime
    late: bool  # susulan: kept and shown, not counted
    layanan_id: UUID | None = None
    titik_id: UUID | None = None

    @property
    def number(self) -> str:
        """Return the receipt number that a person reads: 7F3A-91C0."""
        return receipt_number(self.id)


def get_receipt(response_id: UUID, petugas_id: UUID, outcome: str = "") -> Receipt:
    """Return the receipt of an answer that this petugas recorded; raises NotFound for any other."""
    row = db.session.scalar(select(Response).where(Response.id == response_id, Response.petugas_id == petugas_id))
    if row is None:
        raise NotFound("Tanda terima ini tidak ada.")
    told = Outcome(outcome) if outcome in set(Outcome) else Outcome.REPEATED
    return Receipt(row.id, told, row.received_at, row.state is ResponseState.SUSULAN, row.layanan_id, row.titik_id)


def receipt_number(response_id: UUID) -> str:
    digits = response_id.hex[:8].upper()
    return f"{digits[:4]}-{digits[4:]}"


_COLUMNS = (
    "id", "survey_id", "upp_id", "layanan_id", "titik_id", "questionnaire_id", "collection", "petugas_id", "scores", "extra_scores", "sex",
    "age_band", "education", "occupation", "occupation_other", "office_kind", "position", "saran", "started_at", "finished_at",
    "received_at", "payload_hash", *_HOW_IT_CAME,
)  # fmt: skip
_CASTS = {
    **dict.fromkeys(
        (
            "id",
            "survey_id",
            "upp_id",
            "layanan_id",
            "titik_id",
            "questionnaire_id",
            "petugas_id",
            "import_id",
            "device_id",
            "ticket_id",
            "batch_id",
        ),
        "uuid",
    ),  # fmt: skip
    **dict.fromkeys(("started_at", "finished_at", "received_at"), "timestamptz"),
    "scores": "smallint[]",
    "extra_scores": "jsonb",
    "flags": "text[]",
    "clock_offset": "integer",
}
_VALUES = ", ".join(f"CAST(:{name} AS {_CASTS.get(name, 'text')})" for name in _COLUMNS)
_TYPED = ", ".join(f"{name} {_CASTS.get(name, 'text')}" for name in _COLUMNS)

# The survey's row is locked FOR SHARE: closing (FOR UPDATE) waits for answers on their way and then counts them. Its state
# is read in a sub-select that depends on `scope`, so it cannot be looked at before the OPD is in scope.
_INSERT = f"""
WITH scope AS MATERIALIZED (SELECT set_config('app.opd_id', :opd_id, true)::uuid AS opd_id),
place AS MATERIALIZED (
    SELECT opd_id,
           (SELECT s.state FROM surveys s
             WHERE s.opd_id = scope.opd_id AND s.id = CAST(:survey_id AS uuid) AND s.upp_id = CAST(:upp_id AS uuid)
               FOR SHARE) AS state
      FROM scope
),
stored AS (
    INSERT INTO responses (opd_id, state, {", ".join(_COLUMNS)})
    SELECT place.opd_id, CASE WHEN place.state = 'berjalan' THEN 'diterima' ELSE 'susulan' END, {{values}}
      FROM place{{said}} WHERE place.state IS NOT NULL AND place.state <> 'belum_mulai'
    ON CONFLICT (opd_id, id) DO NOTHING
    RETURNING opd_id, id, state
),
fold AS (
    INSERT INTO pending_folds (opd_id, response_id) SELECT opd_id, id FROM stored WHERE state = 'diterima'
){{trace}}
SELECT place.state AS survey_state, stored.state AS state FROM place LEFT JOIN stored ON true
"""  # noqa: S608 — the parts are constants of this module
_TRACE = """,
trace AS (
    INSERT INTO link_traces (opd_id, response_id, link_id, device_key, network_key, vector, at)
    SELECT opd_id, id, CAST(:link_id AS uuid), CAST(:device_key AS text), CAST(:network_key AS text), CAST(:vector AS text),
           CAST(:received_at AS timestamptz)
      FROM stored
    ON CONFLICT DO NOTHING
)"""
_EXISTING = text("""
WITH scope AS MATERIALIZED (SELECT set_config('app.opd_id', :opd_id, true)::uuid AS opd_id)
SELECT found.* FROM scope, LATERAL (
    SELECT payload_hash, received_at, state FROM responses r WHERE r.opd_id = scope.opd_id AND r.id = CAST(:id AS uuid)
) AS found
""")
_QUARANTINE = text("""
WITH scope AS MATERIALIZED (SELECT set_config('app.opd_id', :opd_id, true)::uuid AS opd_id)
INSERT INTO quarantine (opd_id, upp_id, response_id, body, reason, device_id, received_at)
SELECT opd_id, CAST(:upp_id AS uuid), CAST(:response_id AS uuid), :body, :reason, CAST(:device_id AS uuid),
       CAST(:received_at AS timestamptz)
  FROM scope
ON CONFLICT DO NOTHING
""")
_EXTRA_CODES = text("""
SELECT q.id, asked ->> 'code' AS code FROM questionnaires q, jsonb_array_elements(q.extras) AS asked
 WHERE q.id = ANY(CAST(:ids AS uuid[]))
""")
SCORES = range(1, 5)
UNKNOWN_QUESTION = "Jawaban ini memuat pertanyaan yang tidak ada di kuesionernya."
OUTSIDE = "Pilih salah satu jawaban, 1 sampai 4."
TAKEN = "Nomor ini sudah dipakai oleh jawaban lain yang diterima lebih dahulu."
# A resend may carry other times; the same conflict is kept once.
_NOT_KEPT = frozenset({"received_at", "started_at", "finished_at", "clock_offset"})
_INSERT_TEXT = statement(_INSERT.format(values=_VALUES, said="", trace=""), "survey_state", "state")
_INSERT_WITH_TRACE = statement(_INSERT.format(values=_VALUES, said="", trace=_TRACE), "survey_state", "state")
# A whole stack of one survey in one statement: the answers travel as one JSON.
_INSERT_MANY = text(
    _INSERT.format(
        values=", ".join(f"said.{name}" for name in _COLUMNS),
        said=f", jsonb_to_recordset(CAST(:answers AS jsonb)) AS said({_TYPED})",
        trace="",
    )
)


def record(opd_id: UUID, answer: Answer, trace: Trace | None = None) -> Receipt:
    """Store one answer durably and return its receipt. Raises Rejected while the survey has not begun.

    The same id is stored once, so the statement may be sent again over a new connection (run_alone).
    """
    values = _values(opd_id, answer)
    _check_extras([answer], run_alone)
    if trace is None:
        (row,) = run_alone(_INSERT_TEXT, values)
    else:
        (row,) = run_alone(_INSERT_WITH_TRACE, values | vars(trace))
    if row.state is not None:
        return Receipt(answer.id, Outcome.STORED, values["received_at"], row.state == ResponseState.SUSULAN)
    if row.survey_state is None or row.survey_state == "belum_mulai":
        raise Rejected("Survei belum dimulai, sehingga jawaban belum dapat diterima.")
    return _receipt_of_existing(opd_id, answer, values)


def _receipt_of_existing(opd_id: UUID, answer: Answer, values: dict[str, Any]) -> Receipt:
    found = next(iter(run_alone(_EXISTING, {"opd_id": str(opd_id), "id": str(answer.id)})), None)
    if found is None:
        # The id belongs to another OPD: cannot be, since the key holds the OPD; or the first insert rolled back.
        raise Rejected("Jawaban belum tersimpan. Kirim sekali lagi.")
    outcome = Outcome.REPEATED if found.payload_hash == values["payload_hash"] else Outcome.CONFLICTING
    if outcome is Outcome.CONFLICTING:
        body = dumps({key: values[key] for key in sorted(values.keys() - _NOT_KEPT)}, default=str)
        put_aside(
            opd_id, upp_id=answer.upp_id, response_id=answer.id, body=body, reason=TAKEN, device_id=answer.device_id
        )
    return Receipt(answer.id, outcome, found.received_at.astimezone(UTC), found.state == ResponseState.SUSULAN)


def put_aside(
    opd_id: UUID, *, upp_id: UUID, response_id: UUID, body: str, reason: str, device_id: UUID | None = None
) -> None:
    """A body that cannot be taken is kept to be looked at, with the reason in words; once, however often it is sent."""
    values = {"upp_id": upp_id, "response_id": response_id, "body": body, "reason": reason, "device_id": device_id}
    with db.engine.begin() as connection:
        connection.execute(_QUARANTINE, {**values, "opd_id": str(opd_id), "received_at": clock.now()})


def record_many(
    opd_id: UUID, answers: Sequence[Answer], *, connection: Connection, received_at: datetime | None = None
) -> None:
    """Store a stack of answers inside the caller's transaction: all or nothing. Ids that are there already are left alone."""
    if not answers:
        return
    _check_extras(answers, connection.execute)
    stacks: dict[tuple[UUID, UUID], list[dict[str, Any]]] = defaultdict(list)
    for answer in answers:
        stacks[answer.survey_id, answer.upp_id].append(_said(answer, received_at))
    for (survey_id, upp_id), stack in stacks.items():
        place = {"opd_id": str(opd_id), "survey_id": survey_id, "upp_id": upp_id}
        connection.execute(_INSERT_MANY, place | {"answers": dumps(stack, default=str)})


def _check_extras(answers: Sequence[Answer], run: Callable[[Any, dict[str, Any]], Iterable[Any]]) -> None:
    """Raise Rejected for a pertanyaan tambahan that the version does not ask, or a value outside 1..4."""
    some = [answer for answer in answers if answer.extra_scores]
    if not some:
        return
    ids = list({str(answer.questionnaire_id) for answer in some})
    asked = {(row.id, row.code) for row in run(_EXTRA_CODES, {"ids": ids})}
    for answer in some:
        if any((answer.questionnaire_id, code) not in asked for code in answer.extra_scores):
            raise Rejected(UNKNOWN_QUESTION)
        if any(score not in SCORES for score in answer.extra_scores.values()):
            raise Rejected(OUTSIDE)


def _values(opd_id: UUID, answer: Answer) -> dict[str, Any]:
    """Return what _INSERT_TEXT is asked with."""
    said = _said(answer, None)
    return said | {"opd_id": str(opd_id), "extra_scores": dumps(said["extra_scores"], sort_keys=True)}


def _said(answer: Answer, received_at: datetime | None) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: getattr(answer, name) for name in _COLUMNS if name not in ("received_at", "payload_hash")
    }
    return values | {
        "scores": list(answer.scores),
        "extra_scores": dict(answer.extra_scores),
        "flags": list(answer.flags),
        "collection": answer.collection.value,
        "received_at": received_at or clock.now(),
        "payload_hash": answer.payload_hash(),
    }
