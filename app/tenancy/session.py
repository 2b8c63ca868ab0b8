"""The session: one for each scope, bound to the role that the scope may use."""

from __future__ import annotations

from typing import Any

from flask import current_app, globals
from flask_sqlalchemy.session import Session

from app.tenancy import scope


def session_key() -> tuple[int, int]:
    """Return the key of the scoped session: the app context, and the scope inside it."""
    here = scope.current()
    return id(globals.app_ctx._get_current_object()), here.number if here else 0  # type: ignore[attr-defined]


class TenantSession(Session):
    def get_bind(self, *args: Any, **kwargs: Any) -> Any:
        """Return the read-only engine across OPDs, the app's engine otherwise."""
        if isinstance(scope.current(), scope.AllOpdsScope):
            return current_app.extensions["sqlalchemy"].engines["reader"]
        return super().get_bind(*args, **kwargs)
