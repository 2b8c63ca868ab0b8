"""The gate: every request passes it, and an endpoint that declares no right is refused.

    @bp.get("/opd/<kode>/hasil")
    @requires(P.RESULT_READ)

Where the address names an OPD (`<kode>`) the gate enters its scope, and that of the UPP (`<upp>`) where the membership is
limited to one. `own=True` is for pages without an OPD in their address (`/isi`): the scope of the membership that
permits them is entered. `proof=True` is for sensitive acts: the person shows once more who they are where their last
proof is old. `enrolling=True` is for the few pages that stay open to somebody who must set up a second factor first.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, current_app, g, jsonify, redirect, request, url_for
from flask_login import current_user

from app import clock
from app.access.identity import Grant, Identity
from app.access.permissions import P
from app.access.roles import CITY_ROLES
from app.errors import Forbidden, NotFound
from app.tenancy.scope import opd_scope

View = TypeVar("View", bound=Callable[..., Any])
# A page that was opened with a fresh proof can still be sent when it was filled in slowly: nothing typed is lost.
SLOW_FORM = timedelta(minutes=30)
log = structlog.get_logger()


@dataclass(frozen=True)
class Declaration:
    permission: P | None  # None: public
    own: bool = False
    proof: bool = False
    enrolling: bool = False


def requires(
    permission: P, *, own: bool = False, proof: bool = False, enrolling: bool = False
) -> Callable[[View], View]:
    """Declare the right that the endpoint needs."""
    return _declare(Declaration(permission, own, proof, enrolling))


def public(view: View) -> View:
    """Declare that the endpoint needs no right. The house-rule test holds the list of all such endpoints."""
    return _declare(Declaration(None))(view)


def _declare(declaration: Declaration) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.declaration = declaration  # type: ignore[attr-defined]
        return view

    return mark


def declaration_of(endpoint: str) -> Declaration | None:
    """Return what an endpoint declares, or None."""
    if endpoint == "static":
        return Declaration(None)
    return getattr(current_app.view_functions[endpoint], "declaration", None)


def init_app(app: Flask) -> None:
    app.before_request(_check)
    app.teardown_request(_leave)


def actor() -> Grant:
    """Return the membership by which the present request acts."""
    grant: Grant = g.grant
    return grant


def may(permission: P) -> bool:
    """Return whether the person of this request holds a right in the OPD (and UPP) of this request; for templates."""
    if not current_user.is_authenticated:
        return False
    return current_user.grant_for(permission, g.get("opd_id"), g.get("upp_id")) is not None


def _check() -> Response | None:
    if request.endpoint is None:
        return None  # 404 and 405 are answered by Flask
    declaration = declaration_of(request.endpoint)
    if declaration is None:
        log.error("access.undeclared", endpoint=request.endpoint)
        raise Forbidden("Halaman ini belum dapat dibuka.")
    g.scope = ExitStack()
    if declaration.permission is None:
        return None
    if not current_user.is_authenticated:
        return _to_sign_in()
    if current_user.needs_factor and not current_user.has_factor and not declaration.enrolling:
        return _ask("accounts.factor_setup", "Atur masuk dua langkah dulu.")
    _admit(current_user, declaration.permission, own=declaration.own)
    if declaration.proof and not _proven(current_user):
        again = "1" if request.method == "POST" else None
        return _ask("accounts.proof", "Tunjukkan dulu bahwa ini Anda.", lanjut=_way_back(), ulang=again)
    return None


def _admit(person: Identity, permission: P, *, own: bool) -> None:
    kode = (request.view_args or {}).get("kode")
    if kode is not None:
        _enter_opd(person, permission, kode, (request.view_args or {}).get("upp"))
        return
    grant = person.grant_for(permission)
    if grant is None:
        _refuse(person, permission)
    assert grant is not None
    g.grant = grant
    if own and grant.opd_id is not None:
        g.opd_id = grant.opd_id
        g.scope.enter_context(opd_scope(grant.opd_id, grant.upp_id))


def _enter_opd(person: Identity, permission: P, kode: str, upp_kode: str | None) -> None:
    from app.opd.queries import find_opd, find_upp_id

    opd = find_opd(kode)
    reaching = [grant for grant in person.grants if opd and (grant.role in CITY_ROLES or grant.opd_id == opd.id)]
    if opd is None or not reaching:
        raise NotFound("Halaman ini tidak ada.")
    upp_id = None
    if upp_kode is not None:
        upp_id = find_upp_id(opd.id, upp_kode)
        reaching = [grant for grant in reaching if upp_id and grant.covers(opd.id, upp_id)]
        if not reaching:
            raise NotFound("Halaman ini tidak ada.")
    grant = person.grant_for(permission, opd.id, upp_id)
    if grant is None and upp_kode is None:
        # A page of the whole OPD, and a membership of one UPP: shown, with the scope limited to that UPP.
        grant = person.preferred(
            candidate
            for candidate in reaching
            if candidate.upp_id and Identity.grant_for(_only(person, candidate), permission)
        )
    if grant is None:
        _refuse(person, permission)
    assert grant is not None
    g.grant, g.opd, g.opd_id, g.upp_id = grant, opd, opd.id, upp_id or grant.upp_id
    g.scope.enter_context(opd_scope(opd.id, grant.upp_id))


def _only(person: Identity, grant: Grant) -> Identity:
    return Identity(person.user_id, person.name, person.email, person.session_id, (grant,))


def _refuse(person: Identity, permission: P) -> None:
    log.warning("access.denied", user_id=str(person.user_id), permission=permission.value, endpoint=request.endpoint)
    raise Forbidden("Anda tidak berwenang membuka atau melakukan ini.")


def _proven(person: Identity) -> bool:
    """Return whether the person has shown lately who they are."""
    lasts: timedelta = current_app.config["PROOF_LASTS"]
    if request.method == "POST":
        lasts += SLOW_FORM
    return person.proven_at is not None and clock.now() - person.proven_at <= lasts


def _to_sign_in() -> Response:
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return _ask("accounts.sign_in", "Silakan masuk lagi.", lanjut=back)


def _ask(endpoint: str, message: str, **values: Any) -> Response:
    """Send a person to the page that must come first; tell a program."""
    from app.web.responses import wants_json

    if wants_json():
        return jsonify(pesan=message), 401  # type: ignore[return-value]
    return redirect(url_for(endpoint, **values))  # type: ignore[return-value]


def _way_back() -> str | None:
    """Return the page to come back to: this one, or the one whose button was pressed."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    before = urlsplit(request.referrer or "")
    return f"{before.path}?{before.query}".rstrip("?") if before.netloc == request.host else None


def _leave(_error: BaseException | None) -> None:
    scope = g.pop("scope", None)
    if scope is not None:
        scope.close()
