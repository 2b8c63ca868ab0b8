"""One's own account: roles, the places where one is signed in, password and address."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, make_response, redirect, render_template, url_for
from flask_login import current_user

from app.access.gate import requires
from app.access.permissions import P
from app.access.policy import permits
from app.accounts import operations, queries, sessions
from app.accounts.forms import OwnEmailForm, PasswordChangeForm
from app.accounts.routes.blueprint import bp
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Conflict, Rejected
from app.extensions import limiter
from app.web.frame import home_url

GUESSES = "10 per minute"  # of the present password, by somebody who found a screen left open


@bp.get("/akun")
@requires(P.ACCOUNT_USE)
def account() -> str:
    user = queries.get_user(current_user.user_id)
    places = queries.list_sessions(user.id, idle=sessions.idle_limit(current_user.grants))
    reminded = {grant.opd_kode: grant for grant in current_user.grants if permits(grant.role, P.REMINDER_PAUSE)}
    return render_template(
        "accounts/account.html", user=user, sessions=places, here=current_user.session_id, reminded=reminded.values()
    )


@bp.post("/akun/peran/<uuid:membership_id>")
@requires(P.ACCOUNT_USE)
def switch(membership_id: UUID) -> Any:
    with transaction():
        operations.choose_membership(current_user.session_id, membership_id, user_id=current_user.user_id)
    return redirect(home_url(next(grant for grant in current_user.grants if grant.id == membership_id)))


@bp.post("/akun/sesi/<uuid:session_id>/penghentian")
@requires(P.ACCOUNT_USE)
def end_session(session_id: UUID) -> Any:
    with transaction():
        operations.revoke_session(session_id, user_id=current_user.user_id)
    flash("Perangkat itu sudah dikeluarkan.", "success")
    return redirect(url_for(".account"))


@bp.post("/akun/sesi-lain/penghentian")
@requires(P.ACCOUNT_USE)
def end_other_sessions() -> Any:
    with transaction():
        operations.revoke_all_sessions(current_user.user_id, but=current_user.session_id)
    flash("Semua perangkat lain sudah dikeluarkan.", "success")
    return redirect(url_for(".account"))


@bp.route("/akun/kata-sandi", methods=["GET", "POST"])
@requires(P.ACCOUNT_USE)
@limiter.limit(GUESSES, methods=["POST"])
def password() -> Any:
    form = PasswordChangeForm()
    if form.validate_on_submit():
        try:
            with transaction():
                token = operations.change_password(
                    current_user, form.present.data, form.password.data, by=present_actor()
                )
            flash("Kata sandi baru tersimpan. Perangkat lain sudah dikeluarkan.", "success")
            response = make_response(redirect(url_for(".account")))
            sessions.set_cookie(response, token)
            return response
        except Rejected as refusal:
            form.refuse(refusal)
    return render_template("accounts/password.html", form=form), 422 if form.errors else 200


@bp.route("/akun/email", methods=["GET", "POST"])
@requires(P.ACCOUNT_USE)
@limiter.limit(GUESSES, methods=["POST"])
def email() -> Any:
    form, status = OwnEmailForm(), 200
    if form.validate_on_submit():
        try:
            with transaction():
                operations.change_own_email(current_user, form.present.data, form.email.data, by=present_actor())
            flash("Alamat e-mail Anda sudah diganti. Mulai sekarang Anda masuk dengan alamat ini.", "success")
            return redirect(url_for(".account"))
        except (Rejected, Conflict) as refusal:
            form.refuse(refusal)
            status = refusal.status
    page = render_template("accounts/email.html", form=form, present_email=current_user.email)
    return page, status if status != 200 or not form.errors else 422
