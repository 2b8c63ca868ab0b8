"""Personal data: for everybody what is told and whom to ask, for Bagian Organisasi the inbox, what is kept, who is affected."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from app import clock
from app.access.gate import public, requires
from app.access.permissions import P
from app.audit import operations as audit
from app.audit.actions import Action
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import NotFound
from app.extensions import csrf, limiter
from app.opd.queries import list_opd
from app.privacy import operations, queries
from app.privacy.affected import Reach, as_csv, list_affected
from app.privacy.forms import AffectedForm, AnswerForm, EnteredRequestForm, PublicRequestForm
from app.privacy.models import DataRequest
from app.privacy.notices import NOTICES
from app.privacy.states import RequestKind, RequestWay
from app.web.forms import BaseForm

bp = Blueprint("privacy", __name__, url_prefix="/organisasi/data-pribadi")
public_bp = Blueprint("privacy_public", __name__, url_prefix="/publik/privasi")
BLUEPRINTS = (bp, public_bp)


@public_bp.get("")
@public
def notices() -> str:
    return render_template("privacy/notices.html", notices=NOTICES, rules=queries.list_rules())


@public_bp.route("/permintaan", methods=["GET", "POST"])
@csrf.exempt  # nobody is signed in here
@public
@limiter.limit("20 per hour", methods=["POST"])
def ask() -> Any:
    form = PublicRequestForm()
    if form.validate_on_submit():
        if form.situs_web.data:
            return redirect(url_for(".asked"))  # a machine filled in what people do not see: it learns nothing
        with transaction():
            received = _receive(form, RequestWay.FORM)
            number = received.number
        return redirect(url_for(".asked", nomor=number))
    _fresh(form)
    return render_template("privacy/ask.html", form=form), 422 if form.is_submitted() else 200


@public_bp.get("/permintaan/diterima")
@public
def asked() -> str:
    number = request.args.get("nomor", "")
    known = number.startswith("PD-") and number[3:].replace("-", "").isdecimal() and len(number) <= 24
    return render_template("privacy/asked.html", number=number if known else "")


@bp.get("")
@requires(P.PRIVACY_MANAGE)
def index() -> str:
    return render_template(
        "privacy/index.html",
        requests=queries.list_requests(),
        rules=queries.list_rules(),
        nights=queries.list_nights(),
        now=clock.now(),
    )


@bp.route("/permintaan", methods=["GET", "POST"])
@requires(P.PRIVACY_MANAGE)
def enter() -> Any:
    form = EnteredRequestForm()
    if form.validate_on_submit():
        with transaction():
            received = _receive(form, RequestWay(form.way.data))
            request_id, number = received.id, received.number
        flash(f"Permintaan {number} dicatat. Waktu 3 × 24 jam mulai berjalan.", "success")
        return redirect(url_for(".show", request_id=request_id))
    _fresh(form)
    return render_template("privacy/enter.html", form=form), 422 if form.is_submitted() else 200


@bp.get("/permintaan/<int:request_id>")
@requires(P.PRIVACY_MANAGE)
def show(request_id: int) -> str:
    return _page(queries.get_request(request_id), AnswerForm())


@bp.post("/permintaan/<int:request_id>/penanganan")
@requires(P.PRIVACY_MANAGE)
def take_up(request_id: int) -> Any:
    with transaction():
        operations.take_up(request_id, by=present_actor())
    flash("Anda tercatat menangani permintaan ini.", "success")
    return redirect(url_for(".show", request_id=request_id))


@bp.post("/permintaan/<int:request_id>/jawaban")
@requires(P.PRIVACY_MANAGE)
def answer(request_id: int) -> Any:
    found, form = queries.get_request(request_id), AnswerForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    with transaction():
        operations.answer(
            request_id, text=form.answer.data, fulfilled=form.outcome.data == "dipenuhi", by=present_actor()
        )
    flash("Jawaban dicatat.", "success")
    return redirect(url_for(".show", request_id=request_id))


@bp.get("/terdampak")
@requires(P.PRIVACY_MANAGE)
def affected() -> Any:
    form = AffectedForm(request.args)
    return render_template("privacy/affected.html", form=form, offices=list_opd(active_only=False))


@bp.post("/terdampak.csv")
@requires(P.PRIVACY_MANAGE, proof=True)
def affected_csv() -> Any:
    """The list of names and addresses leaves the house: asked for with a fresh proof, and in the trail."""
    form = AffectedForm()
    offices = {each.kode: each for each in list_opd(active_only=False)}
    kode = form.opd.data or ""
    if kode and kode not in offices:
        raise NotFound("OPD ini tidak ada.")
    if not form.validate():
        return render_template("privacy/affected.html", form=form, offices=offices.values()), 422
    reach = Reach(kode, form.since.data, form.until.data)
    rows = list_affected(reach)
    with transaction():
        audit.record_city(
            Action.AFFECTED_EXPORTED, _Export(), by=present_actor(), opd=kode or "semua", since=reach.since, until=reach.until,
            rows=len(rows),
        )  # fmt: skip
    response = Response(as_csv(rows), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="terdampak-{kode or "kota"}.csv"'
    return response


class _Export:
    """What the trail calls it: a list has no row of its own."""

    __tablename__ = "data_requests"
    id, name = "-", "Daftar yang terdampak"


def _receive(form: Any, way: RequestWay) -> DataRequest:
    return operations.receive(
        UUID(form.token.data), kind=RequestKind(form.kind.data), way=way, name=form.name.data, contact=form.contact.data,
        text=form.text.data, by=None if way is RequestWay.FORM else present_actor(),
    )  # fmt: skip


def _fresh(form: BaseForm) -> None:
    token: Any = form["token"]
    if not token.data or token.errors:
        token.data = str(uuid4())


def _page(found: DataRequest, form: AnswerForm) -> str:
    return render_template("privacy/show.html", request=found, form=form, now=clock.now())
