"""Bare instances of the extensions, and how they are connected to an application."""

from __future__ import annotations

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from app.db import Base
from app.tenancy.session import TenantSession, session_key

# Models inherit from app.db.Base, which has the project's types and names; only its metadata is handed over.
db = SQLAlchemy(metadata=Base.metadata, session_options={"class_": TenantSession, "scopefunc": session_key})
migrate = Migrate(compare_type=True)
csrf = CSRFProtect()
login = LoginManager()
# With the broker gone the limits go on in memory: a dead Valkey must neither lock people out nor open the door.
limiter = Limiter(get_remote_address, in_memory_fallback_enabled=True)


def init_app(app: Flask) -> None:
    app.config.setdefault("RATELIMIT_STORAGE_URI", app.config["REDIS_URL"] or "memory://")
    if app.config["REDIS_URL"]:
        # A broker that accepts and never answers must cost a sign-in half a second, not a minute.
        app.config.setdefault("RATELIMIT_STORAGE_OPTIONS", {"socket_connect_timeout": 0.5, "socket_timeout": 0.5})
    db.init_app(app)
    migrate.init_app(app, db, directory="migrations")
    csrf.init_app(app)
    login.init_app(app)
    limiter.init_app(app)
