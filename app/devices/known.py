"""What the interviews of one batch refer to, read at once: as many queries for one interview as for twenty-five."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.devices.items import Item
from app.extensions import db
from app.opd.models import CustomerKind, Layanan, Titik, Upp
from app.responses.models import Response, ResponseState
from app.surveys.models import Questionnaire, Survey
from app.surveys.questionnaire import QuestionnaireVersion, get_questionnaire
from app.surveys.states import SurveyState


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


def look_up(people: Mapping[UUID, UUID | None], items: Sequence[Item], upp_id: UUID | None = None) -> Known:
    """Return what is known in the OPD in scope of everything that the items name. `upp_id`: of a sender that has one."""
    layanan = _layanan({item.layanan_id for item in items})
    return Known(
        people=people,
        surveys=_surveys({item.survey_id for item in items}),
        layanan={layanan_id: upp_id for layanan_id, (upp_id, _) in layanan.items()},
        internal=frozenset(layanan_id for layanan_id, (_, kind) in layanan.items() if kind is CustomerKind.INTERNAL),
        titik=_titik({item.titik_id for item in items}),
        questionnaires=_questionnaires({item.questionnaire_id for item in items}),
        stored=_stored({item.id for item in items}),
        first_upp_id=upp_id or db.session.scalars(select(Upp.id).order_by(Upp.created_at, Upp.name).limit(1)).one(),
    )


def _surveys(ids: set[UUID]) -> dict[UUID, KnownSurvey]:
    rows = db.session.execute(
        select(Survey.id, Survey.upp_id, Survey.started_at, Survey.window_from, Survey.created_at, Survey.state).where(
            Survey.id.in_(ids)
        )
    )
    found = {}
    for survey_id, upp_id, started_at, window_from, created_at, state in rows:
        planned = datetime.combine(window_from, time(0), clock.zone()) if window_from else created_at
        # Answers of the planned window count as such, also where somebody pressed "Mulai" a little late.
        begun = state is not SurveyState.BELUM_MULAI
        found[survey_id] = KnownSurvey(upp_id, min(started_at or planned, planned), begun)
    return found


def _layanan(ids: set[UUID]) -> dict[UUID, tuple[UUID, CustomerKind]]:
    rows = db.session.execute(select(Layanan.id, Layanan.upp_id, Layanan.customer_kind).where(Layanan.id.in_(ids)))
    return {row.id: (row.upp_id, row.customer_kind) for row in rows}


def _titik(ids: set[UUID]) -> dict[UUID, KnownTitik]:
    rows = db.session.execute(select(Titik.id, Titik.upp_id, Titik.name, Titik.deactivated_at).where(Titik.id.in_(ids)))
    return {row.id: KnownTitik(row.upp_id, row.name, row.deactivated_at) for row in rows}


def _questionnaires(ids: set[UUID]) -> dict[UUID, QuestionnaireVersion]:
    """Any version may be an older one that the phone still asked with; versions in use never change."""
    rows = db.session.scalars(select(Questionnaire).where(Questionnaire.id.in_(ids))).all()
    return {row.id: get_questionnaire(row.id) for row in rows}  # the rows are in the session already


def _stored(ids: set[UUID]) -> dict[UUID, Stored]:
    rows = db.session.execute(select(Response.id, Response.payload_hash, Response.state).where(Response.id.in_(ids)))
    return {
        response_id: Stored(payload_hash, state is ResponseState.SUSULAN) for response_id, payload_hash, state in rows
    }
