"""Whether a place can be rated now, at whatever door."""

from __future__ import annotations

from app.links.queries import LinkPlace
from app.recording.places import AskedSurvey
from app.surveys.states import SurveyState


def why_closed(place: LinkPlace, survey: AskedSurvey | None) -> str:
    """Return why nothing can be asked at the place now (`off`, `not_begun`, `ended`), or "" where it can."""
    if not place.open:
        return "off"
    if survey is None or survey.state is SurveyState.BELUM_MULAI:
        return "not_begun"
    return "" if survey.state is SurveyState.BERJALAN else "ended"
