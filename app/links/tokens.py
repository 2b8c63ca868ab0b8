"""What a form carries from being served to being sent, signed: when it was served, for which survey, under which id.

It never expires: an answer that took an afternoon, or waited for a network, is still an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer


@dataclass(frozen=True)
class Served:
    """A form as it was served."""

    response_id: UUID
    survey_id: UUID
    at: datetime


def seal(code: str, served: Served) -> str:
    """Return the token of a form of this code."""
    moment = int(served.at.timestamp() * 1000)  # rounded down: never after it was served
    return _serializer(code).dumps([served.response_id.hex, served.survey_id.hex, moment])


def find_served(code: str, token: str, response_id: str) -> Served | None:
    """Return what the token says, or None where it is no token of ours for this code and this response."""
    try:
        answered, survey, moment = _serializer(code).loads(token)
        served = Served(UUID(answered), UUID(survey), datetime.fromtimestamp(moment / 1000, UTC))
    except (BadSignature, ValueError, TypeError):
        return None
    return served if response_id == str(served.response_id) else None


def _serializer(code: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"public-form:{code}")
