"""What a kiosk shows when it sends: for which code it was set up, and since when. Signed, and never out of date.

Anybody who knows the code can have one, as anybody can open the form behind it; it proves that nothing of this kiosk
is older than the pass, so that answers cannot be dated back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from flask import Request, current_app
from itsdangerous import BadSignature, URLSafeSerializer

from app import clock
from app.devices.tokens import bearer_of


@dataclass(frozen=True)
class Pass:
    kiosk_id: UUID
    code: str
    since: datetime


def new_pass(code: str) -> str:
    """Return the pass of one more kiosk."""
    return _serializer().dumps([uuid4().hex, code, int(clock.now().timestamp() * 1000)])


def find_pass(request: Request) -> Pass | None:
    """Return the pass that a request shows, or None where it is none of ours."""
    try:
        kiosk_id, code, moment = _serializer().loads(bearer_of(request))
        return Pass(UUID(kiosk_id), str(code), datetime.fromtimestamp(moment / 1000, UTC))
    except (BadSignature, ValueError, TypeError):
        return None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="kiosk")
