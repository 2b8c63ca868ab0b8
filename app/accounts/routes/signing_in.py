"""Signing in, in one step or two, and out."""

from __future__ import annotations

from typing import Any

from flask import current_app, make_response, redirect, render_template, request, url_for
from flask_login import current_user

from app.access.gate import public, requires
from app.access.permissions import P
from app.accounts import browsers, operations, sessions
from app.accounts.forms import CodeForm, RecoveryCodeForm, SignInForm
from app.accounts.routes.blueprint import bp
from app.db import transaction
from app.errors import Conflict, Rejected
from app.extensions import limiter
from app.periods.queries import find_current_periode
from app.web.responses import safe_path

TRIES = "30 per minute"  # of a browser that is not known: of all who share its network


@bp.route("/masuk", methods=["GET", "POST"])
@public
@limiter.limit(TRIES, methods=["POST"], key_func=browsers.rate_key)
def sign_in() -> Any:
    target = safe_path(request.args.get("lanjut"))
    if current_user.is_authenticated and request.method == "GET":
        return redirect(target or url_for("web.home"))
    form, browser = SignInForm(), browsers.token_of(request)
    if not form.validate_on_submit():
        return _sign_in_page(form)
    try:
        with transaction():  # commits also when the try was wrong: it is counted
            opened = operations.sign_in(form.email.data, form.password.data, request, browser=browser)
    except Rejected as refusal:
        form.refuse(refusal)
        return _sign_in_page(form)
    if opened is None:
        form.refuse(Rejected(operations.WRONG, field="password"))
        return _sign_in_page(form)
    if opened.awaits_factor:
        return enter(opened.token, url_for(".code", lanjut=target))
    return enter(opened.token, target, browser=browser)


@bp.route("/masuk/kode", methods=["GET", "POST"])
@public
@limiter.limit(TRIES, methods=["POST"], key_func=browsers.rate_key)
def code() -> Any:
    return _second_step(CodeForm(), "code", operations.WRONG_CODE)


@bp.route("/masuk/kode-pemulihan", methods=["GET", "POST"])
@public
@limiter.limit(TRIES, methods=["POST"], key_func=browsers.rate_key)
def recovery_code() -> Any:
    return _second_step(RecoveryCodeForm(), "recovery_code", "Kode pemulihan ini tidak cocok atau sudah dipakai.")


@bp.post("/keluar")
@requires(P.ACCOUNT_USE, enrolling=True)
def sign_out() -> Any:
    with transaction():
        operations.sign_out(current_user.session_id)
    response = make_response(redirect(url_for(".sign_in")))
    sessions.clear_cookie(response)
    # Not "storage": answers that a phone has not sent yet must outlive a sign-out.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def enter(token: str, target: str | None = None, *, browser: str = "") -> Any:
    """Return the way in with a fresh session; the one that this browser had before is over."""
    if current_user.is_authenticated:
        with transaction():
            operations.sign_out(current_user.session_id)
    response = make_response(redirect(target or url_for("web.home")))
    sessions.set_cookie(response, token)
    if browser:
        browsers.set_cookie(response, browser)
    return response


def _second_step(form: CodeForm | RecoveryCodeForm, field: str, wrong: str) -> Any:
    """Ask for the second factor; who has not shown the password lately begins anew."""
    target = safe_path(request.args.get("lanjut"))
    waiting = sessions.find_waiting(request)
    if waiting is None:
        return redirect(url_for(".sign_in", lanjut=target))
    if form.validate_on_submit():
        browser = browsers.token_of(request)
        try:
            with transaction():  # commits also when the try was wrong: it is counted
                token = operations.finish_sign_in(waiting, browser=browser, **{field: form[field].data})
            if token is not None:
                return enter(token, target, browser=browser)
            form.refuse(Rejected(wrong, field=field))
        except Rejected as refusal:
            form.refuse(Rejected(refusal.message, field=field))
        except Conflict:  # the second factor was reset in the meantime
            return redirect(url_for(".sign_in", lanjut=target))
    page = render_template(f"accounts/{field}.html", form=form, lanjut=target)
    return page, 422 if form.errors else 200


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
