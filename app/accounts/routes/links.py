"""Pages that a letter leads to: an invitation, a forgotten password. Opening one changes nothing (mail scanners do)."""

from __future__ import annotations

import time
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user

from app.access.gate import public
from app.accounts import operations, queries, sessions
from app.accounts.forms import AcceptanceForm, NewPasswordForm, ResetRequestForm
from app.accounts.links import link_id_of
from app.accounts.queries import LinkState, LinkView
from app.accounts.routes.blueprint import bp
from app.accounts.routes.signing_in import enter
from app.db import transaction
from app.errors import Conflict, Rejected
from app.extensions import limiter

PER_ADDRESS = "60 per hour"  # an office shares one address; a token cannot be guessed anyway
ANSWER_SECONDS = 0.25  # a request for a known address takes no longer to answer than one for an unknown


@bp.route("/undangan/<token>", methods=["GET", "POST"])
@public
@limiter.limit(PER_ADDRESS, methods=["POST"])
def invitation(token: str) -> Any:
    link = queries.find_link(link_id_of(token), "invitation")
    if link is None or link.state is not LinkState.OPEN:
        return _over(link, "invitation")
    if link.joined:
        return _accept(link)
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            with transaction():
                operations.join(link.id, form.password.data)
                user = queries.get_user(link.user_id)
                session_token = sessions.open_session(user, request, membership_id=link.membership_id)
            flash("Selamat datang. Kata sandi Anda tersimpan.", "success")
            return enter(session_token)
        except Rejected as refusal:
            form.refuse(refusal)
        except Conflict:  # somebody used it a moment before, or the person got a password by another invitation
            return redirect(url_for(".invitation", token=token))
    page = render_template("accounts/invitation.html", link=link, form=form, city=current_app.config["CITY_NAME"])
    return page, 422 if form.errors else 200


@bp.route("/lupa-kata-sandi", methods=["GET", "POST"])
@public
@limiter.limit("5 per minute; 30 per hour", methods=["POST"])
def forgot() -> Any:
    form, started = ResetRequestForm(), time.monotonic()
    if not form.validate_on_submit():
        return render_template("accounts/forgot.html", form=form), 422 if form.errors else 200
    with transaction():
        operations.request_reset(form.email.data)
    time.sleep(max(0.0, started + ANSWER_SECONDS - time.monotonic()))
    return render_template("accounts/forgot_sent.html", email=form.email.data)


@bp.route("/atur-ulang/<token>", methods=["GET", "POST"])
@public
@limiter.limit(PER_ADDRESS, methods=["POST"])
def reset(token: str) -> Any:
    link = queries.find_link(link_id_of(token), "reset")
    if link is None or link.state is not LinkState.OPEN:
        return _over(link, "reset")
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            with transaction():
                operations.reset_password(link.id, form.password.data)
            flash("Kata sandi baru tersimpan. Silakan masuk.", "success")
            return redirect(url_for(".sign_in"))
        except Rejected as refusal:
            form.refuse(refusal)
        except Conflict:
            return redirect(url_for(".reset", token=token))
    return render_template("accounts/reset.html", link=link, form=form), 422 if form.errors else 200


def _accept(link: LinkView) -> Any:
    """Who has a password already takes the role up by a button, and signs in with it: a link opens no account."""
    form = AcceptanceForm()
    if not form.validate_on_submit():
        return render_template("accounts/acceptance.html", link=link, form=form, city=current_app.config["CITY_NAME"])
    try:
        with transaction():
            operations.accept(link.id)
    except Conflict:
        return redirect(request.path)
    flash(f"Peran {link.role_label} sudah Anda terima.", "success")
    if current_user.is_authenticated and current_user.user_id == link.user_id:
        return redirect(url_for(".account"))
    return redirect(url_for(".sign_in"))


def _over(link: LinkView | None, purpose: str) -> Any:
    """Return the page of a link that opens nothing: unknown here (404), or over (410)."""
    page = render_template("accounts/link_over.html", link=link, purpose=purpose)
    return page, 404 if link is None else 410
