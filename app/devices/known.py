"""What the interviews of one batch refer to, read at once: one statement for one interview as for twenty-five.

This module speaks SQL itself, since it is the hot path of phones and kiosks; the statement enters the OPD's scope itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from app import clock
from app.db import run_alone, statement
from app.devices.items import Item
from app.opd.models import CustomerKind
from app.responses.models import ResponseState
from app.surveys.questionnaire import QuestionnaireVersion, get_questionnaire
from app.surveys.states import SurveyState
from app.tenancy import scope


@dataclass(frozen=True)
class KnownSurvey:
    upp_id: UUID
    begins_at: datetime
    begun: bool


@dataclass(frozen=True)
class KnownTitik:
    upp_id: UUID
    name: str
    deactivated_at: datetime | None

    def was_active(self, moment: datetime) -> bool:
        return self.deactivated_at is None or moment < self.deactivated_at


@dataclass(frozen=True)
class Stored:
    payload_hash: str
    late: bool


@dataclass(frozen=True)
class Known:
    people: Mapping[UUID, UUID | None]  # membership → the UPP that it is limited to
    surveys: dict[UUID, KnownSurvey]
    layanan: dict[UUID, UUID]  # → its UPP
    internal: frozenset[UUID]  # layanan whose customers are civil servants
    titik: dict[UUID, KnownTitik]
    questionnaires: dict[UUID, QuestionnaireVersion]
    stored: dict[UUID, Stored]
    first_upp_id: UUID

    def upp_of(self, item: Item | None) -> UUID:
        """Return the UPP whose admin looks at an interview that was refused, as well as it can be told."""
        if item is None:
            return self._upp_of_people()
        survey, titik = self.surveys.get(item.survey_id), self.titik.get(item.titik_id)
        found = survey.upp_id if survey else titik.upp_id if titik else self.layanan.get(item.layanan_id)
        own = self.people.get(item.petugas_id) if item.petugas_id else None
        return found or own or self._upp_of_people()

    def _upp_of_people(self) -> UUID:
        return next((upp_id for upp_id in self.people.values() if upp_id), self.first_upp_id)


# Lists as JSON, so that one row holds them all. Each is a sub-select that depends on `scope`: the wall lets nothing through
# before the OPD is in scope.
_LOOK_UP = statement(
    """
WITH scope AS MATERIALIZED (SELECT set_config('app.opd_id', :opd_id, true)::uuid AS opd_id)
SELECT (SELECT json_agg(json_build_array(p.membership_id, m.upp_id))
          FROM device_people p JOIN memberships m ON m.id = p.membership_id
         WHERE p.opd_id = scope.opd_id AND p.device_id = CAST(:device_id AS uuid)) AS people,
       (SELECT json_agg(json_build_array(s.id, s.upp_id, s.started_at, s.window_from, s.created_at, s.state))
          FROM surveys s WHERE s.opd_id = scope.opd_id AND s.id = ANY(CAST(:surveys AS uuid[]))) AS surveys,
       (SELECT json_agg(json_build_array(y.id, y.upp_id, y.customer_kind))
          FROM layanan y WHERE y.opd_id = scope.opd_id AND y.id = ANY(CAST(:layanan AS uuid[]))) AS layanan,
       (SELECT json_agg(json_build_array(t.id, t.upp_id, t.name, t.deactivated_at))
          FROM titik t WHERE t.opd_id = scope.opd_id AND t.id = ANY(CAST(:titik AS uuid[]))) AS titik,
       (SELECT json_agg(q.id) FROM questionnaires q WHERE q.id = ANY(CAST(:questionnaires AS uuid[]))) AS questionnaires,
       (SELECT json_agg(json_build_array(r.id, r.payload_hash, r.state))
          FROM responses r WHERE r.opd_id = scope.opd_id AND r.id = ANY(CAST(:responses AS uuid[]))) AS stored,
       (SELECT u.id FROM upp u WHERE u.opd_id = scope.opd_id ORDER BY u.created_at, u.name LIMIT 1) AS first_upp_id
  FROM scope
""",
    "people", "surveys", "layanan", "titik", "questionnaires", "stored", "first_upp_id",
)  # fmt: skip


def look_up(items: Sequence[Item], *, device_id: UUID | None = None, upp_id: UUID | None = None) -> Known:
    """Return what is known in the OPD in scope of everything that the items name, and of the people of a device.

    `upp_id`: of a sender that has one.
    """
    values = {
        "opd_id": str(scope.current_opd_id()),
        "device_id": device_id,
        "surveys": list({item.survey_id for item in items}),
        "layanan": list({item.layanan_id for item in items}),
        "titik": list({item.titik_id for item in items}),
        "questionnaires": list({item.questionnaire_id for item in items}),
        "responses": list({item.id for item in items}),
    }
    (row,) = run_alone(_LOOK_UP, values)
    layanan = {UUID(layanan_id): (UUID(of), kind) for layanan_id, of, kind in row.layanan or ()}
    return Known(
        people={UUID(membership_id): of and UUID(of) for membership_id, of in row.people or ()},
        surveys={UUID(survey_id): _survey(*facts) for survey_id, *facts in row.surveys or ()},
        layanan={layanan_id: of for layanan_id, (of, _) in layanan.items()},
        internal=frozenset(layanan_id for layanan_id, (_, kind) in layanan.items() if kind == CustomerKind.INTERNAL),
        titik={
            UUID(titik_id): KnownTitik(UUID(of), name, _moment(deactivated_at))
            for titik_id, of, name, deactivated_at in row.titik or ()
        },
        # Any version may be an older one that the phone still asked with; versions in use never change.
        questionnaires={UUID(each): get_questionnaire(UUID(each)) for each in row.questionnaires or ()},
        stored={
            UUID(response_id): Stored(payload_hash, state == ResponseState.SUSULAN)
            for response_id, payload_hash, state in row.stored or ()
        },
        first_upp_id=upp_id or row.first_upp_id,
    )


def _survey(upp_id: str, started_at: str | None, window_from: str | None, created_at: str, state: str) -> KnownSurvey:
    planned = (
        datetime.combine(date.fromisoformat(window_from), time(0), clock.zone()) if window_from else _moment(created_at)
    )
    assert planned is not None  # every survey was created
    # Answers of the planned window count as such, also where somebody pressed "Mulai" a little late.
    return KnownSurvey(UUID(upp_id), min(_moment(started_at) or planned, planned), state != SurveyState.BELUM_MULAI)


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None
