"""Before a sensitive act: the person shows again who they are (the gate sends them here)."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from app.access.gate import requires
from app.access.permissions import P
from app.accounts import browsers, operations
from app.accounts.forms import CodeForm, PasswordProofForm
from app.accounts.routes.blueprint import bp
from app.db import transaction
from app.errors import Rejected
from app.extensions import limiter
from app.web.responses import safe_path


@bp.route("/akun/bukti", methods=["GET", "POST"])
@requires(P.ACCOUNT_USE, enrolling=True)
@limiter.limit("30 per minute", methods=["POST"], key_func=browsers.rate_key)
def proof() -> Any:
    by_code = current_user.has_factor and request.args.get("cara") != "sandi"
    form: CodeForm | PasswordProofForm = CodeForm() if by_code else PasswordProofForm()
    if form.validate_on_submit() and _proven(form):
        if request.args.get("ulang"):
            flash("Terima kasih. Tekan tombolnya sekali lagi.", "success")
        return redirect(safe_path(request.args.get("lanjut")) or url_for(".account"))
    page = render_template("accounts/proof.html", form=form, by_code=by_code, back=request.args)
    return page, 422 if form.errors else 200


def _proven(form: CodeForm | PasswordProofForm) -> bool:
    browser = browsers.token_of(request)
    field, wrong = (
        ("code", operations.WRONG_CODE) if isinstance(form, CodeForm) else ("password", "Kata sandi tidak cocok.")
    )
    try:
        with transaction():  # commits also when the try was wrong: it is counted
            right = operations.prove(current_user, browser=browser, **{field: form[field].data})
        if not right:
            raise Rejected(wrong, field=field)
    except Rejected as refusal:
        form.refuse(Rejected(refusal.message, field=field))
        return False
    return True
