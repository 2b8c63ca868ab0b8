"""One's own second factor: setting it up, recovery codes, and switching it off."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, make_response, redirect, render_template, url_for
from flask_login import current_user

from app.access.gate import requires
from app.access.permissions import P
from app.accounts import codes, operations, queries, sessions
from app.accounts.forms import AcceptanceForm, FactorSetupForm
from app.accounts.routes.blueprint import bp
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Conflict, Rejected
from app.extensions import limiter
from app.web.qr import qr_of

GUESSES = "10 per minute"


@bp.get("/akun/dua-langkah")
@requires(P.ACCOUNT_USE)
def factor() -> Any:
    return render_template("accounts/factor.html", factor=queries.find_factor_view(current_user.user_id))


@bp.route("/akun/dua-langkah/pemasangan", methods=["GET", "POST"])
@requires(P.ACCOUNT_USE, proof=True, enrolling=True)
@limiter.limit(GUESSES, methods=["POST"])
def factor_setup() -> Any:
    form = FactorSetupForm()
    secret = operations.offered(current_user, form.sealed.data or "")
    if secret is None:
        form.sealed.data = operations.offer(current_user)
        secret = operations.offered(current_user, form.sealed.data) or ""
    if form.validate_on_submit():
        try:
            with transaction():
                fresh, token = operations.enrol(current_user, secret, form.code.data, by=present_actor())
            response = make_response(_codes_page(fresh, first=True))
            sessions.set_cookie(response, token)
            return response
        except Rejected as refusal:
            form.refuse(refusal)
    issuer = f"Potret {current_app.config['CITY_NAME']}"
    page = render_template(
        "accounts/factor_setup.html",
        form=form,
        qr=qr_of(codes.address_of(secret, email=current_user.email, issuer=issuer)),
        key=codes.grouped(secret),
    )
    return page, 422 if form.errors else 200


@bp.post("/akun/dua-langkah/kode-pemulihan")
@requires(P.ACCOUNT_USE, proof=True)
@limiter.limit(GUESSES)
def factor_codes() -> Any:
    with transaction():
        fresh = operations.renew_recovery_codes(current_user, by=present_actor())
    return _codes_page(fresh, first=False)


@bp.route("/akun/dua-langkah/penghapusan", methods=["GET", "POST"])
@requires(P.ACCOUNT_USE, proof=True)
def factor_removal() -> Any:
    form, refused = AcceptanceForm(), ""
    if form.validate_on_submit():
        try:
            with transaction():
                operations.remove(current_user, by=present_actor())
            flash("Masuk dua langkah dimatikan. Perangkat lain sudah dikeluarkan.", "success")
            return redirect(url_for(".account"))
        except Conflict as refusal:
            refused = refusal.message
    return render_template("accounts/factor_removal.html", form=form, refused=refused), 409 if refused else 200


def _codes_page(fresh: list[str], *, first: bool) -> str:
    text = codes.as_file(fresh, owner=current_user.email, site=current_app.config["PUBLIC_URL"])
    return render_template("accounts/recovery_codes.html", codes=fresh, text=text, first=first)
