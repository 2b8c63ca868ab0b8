"""`/metrics`, for who holds METRICS_TOKEN; without one set there is no such page."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, abort, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST

from app.access.gate import public
from app.extensions import limiter
from app.monitoring.exposition import exposition
from app.monitoring.queries import get_vitals

bp = Blueprint("monitoring", __name__)
BLUEPRINTS = (bp,)


@bp.get("/metrics")
@public
@limiter.exempt
def metrics() -> Response:
    """Say how much work waits. A wrong token finds nothing, like anybody who only tries addresses."""
    token = str(current_app.config["METRICS_TOKEN"])
    given = request.headers.get("Authorization", "")
    if not token or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        abort(404)
    return Response(exposition(get_vitals()), content_type=CONTENT_TYPE_LATEST)
