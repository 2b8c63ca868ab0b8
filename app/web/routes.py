"""Pages of nobody in particular: the way in, and what a watchman asks."""

from __future__ import annotations

from typing import Any

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, current_app, jsonify, redirect, url_for
from flask_login import current_user
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from app import clock
from app.access.gate import public
from app.compliance.models import Heartbeat
from app.extensions import db, limiter
from app.web.frame import home_url

bp = Blueprint("web", __name__)
BLUEPRINTS = (bp,)


@bp.get("/")
@public
def home() -> Any:
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in"))
    return redirect(home_url(current_user.current))


@bp.get("/healthz")
@public
@limiter.exempt
def healthz() -> Response:
    """Say that the process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
@public
@limiter.exempt
def readyz() -> tuple[Response, int]:
    """Say whether requests can be served: 503 only for the database or its migrations."""
    try:
        with db.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
            migrated = MigrationContext.configure(connection).get_current_revision() == _head()
            beats = (
                {row.name: row.at for row in connection.execute(select(Heartbeat.name, Heartbeat.at))}
                if migrated
                else {}
            )
    except SQLAlchemyError:
        return jsonify(database=False), 503
    now = clock.now()
    ages = {name: round((now - at).total_seconds()) for name, at in beats.items()}
    body = {
        "database": True,
        "migrations": migrated,
        "broker": _broker_answers(),
        "worker": ages.get("worker", 1e9) < 180,
        "beat": ages.get("beat", 1e9) < 180,
        "heartbeat_ages_s": ages,
    }
    return jsonify(body), 200 if migrated else 503


def _head() -> str | None:
    return ScriptDirectory(current_app.extensions["migrate"].directory).get_current_head()


def _broker_answers() -> bool:
    import redis

    try:
        return bool(
            redis.Redis.from_url(current_app.config["REDIS_URL"], socket_timeout=0.3, socket_connect_timeout=0.3).ping()
        )
    except (redis.RedisError, ValueError, OSError):
        return False
