"""Whether an invitation leads to a form right now."""

from __future__ import annotations

from uuid import UUID

from app.recording.places import find_running_survey
from app.surveys.states import SurveyState


def is_answering(upp_id: UUID) -> bool:
    """Return whether the UPP's survey takes answers that count."""
    survey = find_running_survey(upp_id)
    return survey is not None and survey.state is SurveyState.BERJALAN
