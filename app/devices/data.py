"""What a phone needs to interview without a network: its people, their places, the surveys and their questions.

A constant number of queries, whatever the number of people, places and surveys.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app import clock
from app.devices import keys
from app.devices.queries import DevicePersonLine, DeviceRef, list_device_people, list_trained
from app.devices.targets import count_petugas, day_target
from app.extensions import db
from app.opd.models import Assignment, CustomerKind, Layanan, Titik, Upp
from app.opd.queries import get_opd
from app.recording import notice
from app.recording.places import RunningSurvey, list_running_surveys
from app.responses.models import Response
from app.surveys.models import Questionnaire
from app.surveys.questionnaire import QuestionnaireVersion, get_questionnaire, situations_of
from app.surveys.states import SurveyState


@dataclass
class _Places:
    """Where the people of the device may record."""

    upp: dict[UUID, Upp] = field(default_factory=dict)
    layanan: dict[UUID, Layanan] = field(default_factory=dict)
    titik: dict[UUID, Titik] = field(default_factory=dict)
    of: dict[UUID, list[tuple[Layanan, Titik]]] = field(default_factory=dict)  # by membership


def data_of(device: DeviceRef) -> dict[str, Any]:
    """Return everything that the app shows and asks, of the device's OPD, which is in scope."""
    people = [person for person in list_device_people(device.id) if person.active]
    places = _places([person.id for person in people])
    surveys = list_running_surveys(places.upp.keys())
    versions = _versions({survey.questionnaire_id for survey in surveys.values()})
    asked = {upp_id: versions[survey.questionnaire_id] for upp_id, survey in surveys.items()}
    return {
        "device": {"id": str(device.id), "label": device.label},
        "opd": _opd(device.opd_id),
        "people": _people(people, places, surveys),
        "upp": [{"id": str(upp.id), "name": upp.name} for upp in places.upp.values()],
        "layanan": [_layanan(layanan, asked.get(layanan.upp_id)) for layanan in places.layanan.values()],
        "titik": [{"id": str(row.id), "name": row.name, "upp_id": str(row.upp_id)} for row in places.titik.values()],
        "surveys": [_survey(upp_id, survey) for upp_id, survey in surveys.items()],
        "questionnaires": [questionnaire_of(version) for version in versions.values()],
        "notice": {"version": notice.VERSION, "text": notice.TEXT},
    }


def _opd(opd_id: UUID) -> dict[str, Any]:
    opd = get_opd(opd_id)
    return {"kode": opd.kode, "name": opd.name, "short_name": opd.short_name, "public_key": keys.public_key()}


def _places(membership_ids: Collection[UUID]) -> _Places:
    rows = db.session.execute(
        select(Assignment.membership_id, Layanan, Titik, Upp)
        .join(Layanan, Layanan.id == Assignment.layanan_id)
        .join(Titik, Titik.id == Assignment.titik_id)
        .join(Upp, Upp.id == Assignment.upp_id)
        .where(Assignment.membership_id.in_(membership_ids), Layanan.active, Titik.active, Upp.active)
        .order_by(Upp.name, Layanan.position, Layanan.name, Titik.name)
    )
    found = _Places()
    for membership_id, layanan, titik, upp in rows:
        found.upp[upp.id], found.layanan[layanan.id], found.titik[titik.id] = upp, layanan, titik
        found.of.setdefault(membership_id, []).append((layanan, titik))
    return found


def _people(
    people: list[DevicePersonLine], places: _Places, surveys: dict[UUID, RunningSurvey]
) -> list[dict[str, Any]]:
    ids = [person.id for person in people]
    today, trained = _counts_today(Response.petugas_id, ids), list_trained()
    targets = _day_targets(surveys)
    return [
        {
            "id": str(person.id),
            "name": person.name,
            "code": person.code,
            "places": [
                {"layanan_id": str(layanan.id), "titik_id": str(titik.id)}
                for layanan, titik in places.of.get(person.id, ())
            ],
            "today": today.get(person.id, 0),
            "day_target": _sum({layanan.upp_id for layanan, _ in places.of.get(person.id, ())}, targets),
            "trained": person.id in trained,
        }
        for person in people
    ]


def _day_targets(surveys: dict[UUID, RunningSurvey]) -> dict[UUID, int | None]:
    """Return by UPP what one petugas should do today; today's own answers do not make it shrink during the day."""
    running = {upp_id: survey for upp_id, survey in surveys.items() if survey.state is SurveyState.BERJALAN}
    petugas = count_petugas(running.keys())
    received = _counts_today(Response.survey_id, [survey.id for survey in running.values()])
    return {
        upp_id: day_target(
            survey.target.required - survey.target.achieved + received.get(survey.id, 0),
            clock.today(),
            survey.target.until,
            petugas.get(upp_id, 1),
        )
        for upp_id, survey in running.items()
    }


def _sum(upp_ids: set[UUID], targets: dict[UUID, int | None]) -> int | None:
    return sum(targets.get(upp_id) or 0 for upp_id in upp_ids) or None


def _counts_today(column: Any, ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many answers were received since midnight, local time, by petugas or by survey."""
    midnight = datetime.combine(clock.today(), time(0), clock.zone())
    rows = db.session.execute(
        select(column, func.count()).where(column.in_(ids), Response.received_at >= midnight).group_by(column)
    )
    return {key: count for key, count in rows}


def _layanan(row: Layanan, asked: QuestionnaireVersion | None) -> dict[str, Any]:
    """Return a layanan; `wordings`: the questions that are asked there in other words, by code."""
    internal = row.customer_kind is CustomerKind.INTERNAL
    wordings = {}
    if asked is not None:
        for question, own in zip(asked.questions, asked.read_in(situations_of(row)).questions, strict=True):
            if (own.text, own.options) != (question.text, question.options):
                wordings[own.code] = {"text": own.text, "options": list(own.options)}
    return {
        "id": str(row.id), "name": row.name, "internal": internal, "upp_id": str(row.upp_id), "wordings": wordings
    }  # fmt: skip


def _survey(upp_id: UUID, survey: RunningSurvey) -> dict[str, Any]:
    target = survey.target
    return {
        "id": str(survey.id),
        "upp_id": str(upp_id),
        "state": survey.state.value,
        "questionnaire_id": str(survey.questionnaire_id),
        "opens_on": survey.opens_on.isoformat() if survey.opens_on else None,
        "target": {"achieved": target.achieved, "required": target.required, "until": target.until.isoformat()},
    }


def _versions(ids: set[UUID]) -> dict[UUID, QuestionnaireVersion]:
    rows = db.session.scalars(select(Questionnaire).where(Questionnaire.id.in_(ids))).all()
    return {row.id: get_questionnaire(row.id) for row in rows}  # the rows are in the session already


def questionnaire_of(version: QuestionnaireVersion) -> dict[str, Any]:
    """Return a version of the questionnaire as the forms of static/js/isi/form.js read it."""
    questions = [
        {
            "no": question.no,
            "code": question.code,
            "unsur": question.unsur_name,
            "text": question.text,
            "options": list(question.options),
        }
        for question in version.asked
    ]
    return {"id": str(version.version_id), "code": version.code, "questions": questions}
