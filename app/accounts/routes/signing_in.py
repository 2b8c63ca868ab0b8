"""Signing in and out."""

from __future__ import annotations

from typing import Any

from flask import current_app, make_response, redirect, render_template, request, url_for
from flask_login import current_user

from app.access.gate import public, requires
from app.access.permissions import P
from app.accounts import operations, sessions
from app.accounts.forms import SignInForm
from app.accounts.routes.blueprint import bp
from app.db import transaction
from app.errors import Rejected
from app.extensions import limiter
from app.periods.queries import find_current_periode
from app.web.responses import safe_path


@bp.route("/masuk", methods=["GET", "POST"])
@public
@limiter.limit("30 per minute", methods=["POST"])
def sign_in() -> Any:
    target = safe_path(request.args.get("lanjut"))
    if current_user.is_authenticated and request.method == "GET":
        return redirect(target or url_for("web.home"))
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form)
    try:
        with transaction():  # commits also when the try was wrong: it is counted
            token = operations.sign_in(form.email.data, form.password.data, request)
    except Rejected as refusal:
        form.refuse(refusal)
        return _sign_in_page(form)
    if token is None:
        form.refuse(Rejected(operations.WRONG, field="password"))
        return _sign_in_page(form)
    return enter(token, target)


@bp.post("/keluar")
@requires(P.ACCOUNT_USE)
def sign_out() -> Any:
    with transaction():
        operations.sign_out(current_user.session_id)
    response = make_response(redirect(url_for(".sign_in")))
    sessions.clear_cookie(response)
    # Not "storage": answers that a phone has not sent yet must outlive a sign-out.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def enter(token: str, target: str | None = None) -> Any:
    """Return the way in with a fresh session; the one that this browser had before is over."""
    if current_user.is_authenticated:
        with transaction():
            operations.sign_out(current_user.session_id)
    response = make_response(redirect(target or url_for("web.home")))
    sessions.set_cookie(response, token)
    return response


def _sign_in_page(form: SignInForm) -> Any:
    periode = find_current_periode()
    page = render_template(
        "accounts/sign_in.html",
        form=form,
        city_name=current_app.config["CITY_NAME"],
        deadline={"name": periode.name, "day": periode.deadline} if periode else None,
        public_url=url_for("portal.city"),
        forgot_url=url_for(".forgot"),
    )
    return page, 422 if form.is_submitted() else 200
