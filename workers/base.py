"""The base of all tasks: app context and scope from the message, and a claim that is taken once."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any
from uuid import UUID

import structlog
from celery import Task

from app.tenancy.scope import opd_scope

log = structlog.get_logger()


class OpdTask(Task):
    """Runs inside the application, and inside the scope of the OPD that the message names (`opd_id`)."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        opd_id = kwargs.pop("opd_id", None)
        with self.app.flask_app.app_context(), opd_scope(UUID(opd_id)) if opd_id else nullcontext():
            return super().__call__(*args, **kwargs)
