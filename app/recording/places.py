"""Where a petugas may record, where they record now, and how far they and the survey have come."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.ikm import shortfall
from app.opd.models import CustomerKind, Upp
from app.opd.models import Layanan as LayananRow
from app.opd.models import Titik as TitikRow
from app.opd.queries import list_assignments
from app.periods.models import Periode, PeriodeState
from app.responses.queries import count_by_petugas
from app.results.models import Tally
from app.results.segments import ALL
from app.surveys.models import Survey
from app.surveys.queries import get_survey
from app.surveys.questionnaire import Situation, situations_of
from app.surveys.states import SurveyState


@dataclass(frozen=True)
class Layanan:
    id: UUID
    name: str
    internal: bool
    situations: frozenset[Situation] = frozenset()


@dataclass(frozen=True)
class Titik:
    id: UUID
    name: str


@dataclass(frozen=True)
class Place:
    layanan: Layanan
    titik: Titik
    upp_id: UUID
    upp_name: str


@dataclass(frozen=True)
class Offer:
    """A layanan with the titik at which the petugas may record it."""

    id: UUID
    name: str
    titik: tuple[Titik, ...]


@dataclass(frozen=True)
class Target:
    achieved: int
    required: int
    until: date

    @property
    def shortfall(self) -> int:
        return shortfall(self.required, self.achieved)


@dataclass(frozen=True)
class AskedSurvey:
    id: UUID
    questionnaire_id: UUID
    state: SurveyState
    opens_on: date | None


@dataclass(frozen=True)
class RunningSurvey(AskedSurvey):
    target: Target


def list_places(membership_id: UUID) -> list[Place]:
    """Return the petugas's places, by UPP, layanan and titik."""
    return [_place(layanan, titik, upp) for layanan, titik, upp in list_assignments(membership_id)]


def find_place(membership_id: UUID, layanan_id: UUID | None, titik_id: UUID | None) -> Place | None:
    """Return the place if it is assigned; the only one where nothing was chosen and there is only one."""
    places = list_places(membership_id)
    if len(places) == 1:
        return places[0]
    return next((place for place in places if (place.layanan.id, place.titik.id) == (layanan_id, titik_id)), None)


def get_place(membership_id: UUID, layanan_id: UUID | None, titik_id: UUID | None) -> Place:
    """Return an assigned place; raises NotFound for any other."""
    for place in list_places(membership_id):
        if (place.layanan.id, place.titik.id) == (layanan_id, titik_id):
            return place
    raise NotFound("Anda tidak ditugaskan di layanan dan titik ini. Pilih lagi tempat Anda bertugas.")


def offers(places: list[Place]) -> list[tuple[str, list[Offer]]]:
    """Return what can be chosen: by UPP, each layanan with its titik."""
    groups: dict[str, dict[UUID, Offer]] = {}
    for place in places:
        found = groups.setdefault(place.upp_name, {})
        before = found.get(place.layanan.id, Offer(place.layanan.id, place.layanan.name, ()))
        found[place.layanan.id] = Offer(before.id, before.name, (*before.titik, place.titik))
    return [(name, list(found.values())) for name, found in groups.items()]


def get_asked_survey(survey_id: UUID) -> AskedSurvey:
    """Return a survey of the scope, whatever has become of it; another OPD's does not exist."""
    survey = get_survey(survey_id)
    return AskedSurvey(survey.id, survey.questionnaire_id, survey.state, survey.window_from)


def find_running_survey(upp_id: UUID) -> RunningSurvey | None:
    """Return the survey of the UPP in the periode that runs now: a running one first, then the one with the latest deadline."""
    return list_running_surveys({upp_id}).get(upp_id)


def list_running_surveys(upp_ids: Collection[UUID]) -> dict[UUID, RunningSurvey]:
    """Return find_running_survey of several UPP at once, by UPP."""
    rows = db.session.execute(
        select(Survey, Periode.deadline)
        .join(Periode, Periode.id == Survey.periode_id)
        .where(Survey.upp_id.in_(upp_ids), Periode.state == PeriodeState.BERJALAN)
        .ext(distinct_on(Survey.upp_id))
        .order_by(
            Survey.upp_id, (Survey.state == SurveyState.BERJALAN).desc(), Periode.deadline.desc(), Survey.part.desc()
        )
    ).all()
    achieved = _achieved([survey.id for survey, _ in rows])
    return {
        survey.upp_id: RunningSurvey(
            survey.id,
            survey.questionnaire_id,
            survey.state,
            survey.window_from,
            Target(achieved.get(survey.id, 0), survey.target, survey.window_to or deadline),
        )
        for survey, deadline in rows
    }


def _achieved(survey_ids: list[UUID]) -> dict[UUID, int]:
    rows = db.session.execute(
        select(Tally.survey_id, func.sum(Tally.n))
        .where(Tally.survey_id.in_(survey_ids), Tally.segment == ALL)
        .group_by(Tally.survey_id)
    )
    return {survey_id: int(n) for survey_id, n in rows}


def count_today(membership_id: UUID) -> int:
    """Return how many interviews of the petugas were received since midnight, local time."""
    midnight = datetime.combine(clock.today(), time(0), clock.zone())
    return count_by_petugas(membership_id, midnight)


def _place(layanan: LayananRow, titik: TitikRow, upp: Upp) -> Place:
    internal = layanan.customer_kind is CustomerKind.INTERNAL
    return Place(
        Layanan(layanan.id, layanan.name, internal, situations_of(layanan)),
        Titik(titik.id, titik.name),
        upp.id,
        upp.name,
    )
