"""What a kiosk needs to ask without a network: its place, and the questions of the survey that runs there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.devices.data import questionnaire_of
from app.links.queries import LinkPlace, LinkRef, get_place
from app.links.standing import why_closed
from app.recording.places import find_running_survey
from app.surveys.questionnaire import QuestionnaireVersion, get_questionnaire


def data_of(link: LinkRef) -> dict[str, Any]:
    """Return everything that the kiosk shows and asks; the link's OPD is in scope."""
    place, survey = get_place(link), find_running_survey(link.upp_id)
    closed = why_closed(place, survey)
    return {
        "code": link.code,
        "closed": closed,
        "opens_on": survey.opens_on.isoformat() if survey and survey.opens_on and closed == "not_begun" else None,
        "opd": link.opd_name,
        "place": {
            "layanan_id": str(link.layanan_id),
            "layanan": place.layanan,
            "internal": place.internal,
            "titik_id": str(link.titik_id),
            "titik": place.titik,
            "office": place.office,
        },
        "survey_id": str(survey.id) if survey and not closed else None,
        "questionnaire": questionnaire_of(_asked(place, survey.questionnaire_id)) if survey and not closed else None,
    }


def _asked(place: LinkPlace, questionnaire_id: UUID) -> QuestionnaireVersion:
    """Return the questions in the words of this layanan."""
    return get_questionnaire(questionnaire_id).read_in(place.situations)
