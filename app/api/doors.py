"""Who may use an endpoint of the API: whoever shows a living token with its scope, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import g, request

from app.access.gate import public
from app.api import operations, queries
from app.api.queries import TokenRef
from app.api.scopes import OF_CITY, Scope
from app.db import transaction
from app.errors import Forbidden, Refusal
from app.extensions import csrf, db
from app.tenancy.scope import opd_scope

View = TypeVar("View", bound=Callable[..., Any])


class Unknown(Refusal):
    status = 401


def by_token(scope: Scope) -> Callable[[View], View]:
    """Declare the scope that an endpoint needs. The OPD of the token is in scope; a city's token enters none."""

    def wrap(view: View) -> View:
        @wraps(view)
        def admit(*args: Any, **values: Any) -> Any:
            token = _living(request.headers.get("Authorization", ""))
            if scope not in token.scopes:
                raise Forbidden(f"Kunci ini tidak punya izin {scope.value}.")
            with transaction():
                operations.touch(token.id)
            db.session.remove()
            g.api_token = token
            if token.opd_id is None or scope in OF_CITY:
                return view(*args, **values)
            g.opd_id = token.opd_id
            with opd_scope(token.opd_id):
                return view(*args, **values)

        return csrf.exempt(public(admit))  # type: ignore[no-any-return]

    return wrap


def _living(header: str) -> TokenRef:
    kind, _, secret = header.partition(" ")
    token = queries.find_token(secret.strip()) if kind.lower() == "bearer" and secret.strip() else None
    if token is None or not token.living:
        raise Unknown("Kunci API tidak dikenal, sudah kedaluwarsa, atau dicabut.")
    return token
