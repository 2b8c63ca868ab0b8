"""Invitations of an OPD (or of the UPP that the person's membership is limited to)."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from flask import Response, current_app, flash, g, redirect, render_template, request, send_file, url_for

from app import clock
from app.access.gate import requires
from app.access.permissions import P
from app.audit.operations import present_actor
from app.db import transaction
from app.errors import Conflict, NotFound, Rejected
from app.letters.models import LetterState
from app.links.codes import grouped
from app.links.queries import list_lines
from app.opd.words import slug
from app.tickets import mailing, operations, queries
from app.tickets.codes import ticket_url
from app.tickets.forms import BatchForm, MailForm
from app.tickets.queries import BatchLine
from app.tickets.routes.blueprint import bp
from app.tickets.slips import Slips, slips_pdf
from app.web.csv_text import csv_bytes
from app.web.formats import tanggal

BATCH = "/opd/<kode>/undangan/<uuid:ticket_batch_id>"
CSV_HEAD = ("kode", "alamat", "layanan", "titik", "berlaku_sampai")
USUAL = timedelta(days=14)


@bp.get("/opd/<kode>/undangan")
@requires(P.TICKET_MANAGE)
def index(kode: str) -> Any:
    return render_template("tickets/index.html", batches=queries.list_batches(), places=list_lines(), now=clock.now())


@bp.route("/opd/<kode>/undangan/baru", methods=["GET", "POST"])
@requires(P.TICKET_MANAGE)
def create(kode: str) -> Any:
    form = BatchForm(list_lines(), data={"batch_id": str(uuid4()), "last_day": clock.today() + USUAL})
    if not form.validate_on_submit():
        return _form(form, 422 if form.is_submitted() else 200)
    batch_id = form.id
    try:
        with transaction():
            codes = operations.make_batch(
                batch_id, form.line, count=form.count.data, last_day=form.last_day.data, by=present_actor()
            )
    except Rejected as refusal:
        form.refuse(refusal)
        return _form(form, refusal.status)
    except Conflict as refusal:
        flash(refusal.message, "warning")
        return redirect(url_for(".index", kode=kode))
    # No redirect: the codes are kept nowhere, so this answer is the only one that can show them.
    return render_template("tickets/made.html", batch=queries.get_line(batch_id), codes=codes, grouped=grouped)


@bp.route("/opd/<kode>/undangan/email", methods=["GET", "POST"])
@requires(P.TICKET_MANAGE)
def mail(kode: str) -> Any:
    form = MailForm(list_lines(), data={"batch_id": str(uuid4()), "last_day": clock.today() + USUAL})
    if not form.validate_on_submit():
        return render_template("tickets/mail.html", form=form), 422 if form.is_submitted() else 200
    batch_id, found = form.id, form.found
    try:
        with transaction():
            mailing.mail_batch(
                batch_id, form.line, addresses=found.addresses, last_day=form.last_day.data, by=present_actor()
            )
    except Rejected as refusal:
        form.refuse(refusal)
        return render_template("tickets/mail.html", form=form), refusal.status
    except Conflict as refusal:
        flash(refusal.message, "warning")
        return redirect(url_for(".index", kode=kode))
    doubles = f" {found.doubles} alamat yang sama ditulis lebih dari sekali dan dikirimi satu." if found.doubles else ""
    flash(f"{len(found.addresses)} undangan sedang dikirim.{doubles}", "success")
    return redirect(url_for(".show", kode=kode, ticket_batch_id=batch_id))


@bp.get(BATCH)
@requires(P.TICKET_MANAGE)
def show(kode: str, ticket_batch_id: UUID) -> Any:
    batch = queries.get_line(ticket_batch_id)
    return render_template(
        "tickets/show.html",
        batch=batch,
        delivery=queries.delivery_of(batch.id),
        ended=batch.expires_at <= clock.now(),
        S=LetterState,
    )


@bp.post(f"{BATCH}/lembar.pdf")
@requires(P.TICKET_MANAGE)
def slips(kode: str, ticket_batch_id: UUID) -> Response:
    batch, codes = queries.get_line(ticket_batch_id), _codes(ticket_batch_id)
    said = Slips(current_app.config["CITY_NAME"], batch.layanan, batch.titik, tanggal(batch.last_day))
    return _file(slips_pdf(said, codes), batch, "pdf", "application/pdf")


@bp.post(f"{BATCH}/daftar.csv")
@requires(P.TICKET_MANAGE)
def csv_list(kode: str, ticket_batch_id: UUID) -> Response:
    batch, codes = queries.get_line(ticket_batch_id), _codes(ticket_batch_id)
    rows = [(code, ticket_url(code), batch.layanan, batch.titik, batch.last_day.isoformat()) for code in codes]
    return _file(csv_bytes(CSV_HEAD, rows), batch, "csv", "text/csv")


def _codes(batch_id: UUID) -> list[str]:
    """Return the codes that the page sent back, those of this batch only: the server itself does not know them any more."""
    codes = queries.codes_of(batch_id, request.form.get("kode", "").split())
    if not codes:
        raise NotFound("Kode undangan ini tidak dikenal. Daftar kode hanya dapat diunduh dari halaman yang membuatnya.")
    return codes


def _form(form: BatchForm, status: int) -> Any:
    return render_template("tickets/create.html", form=form), status


def _file(content: bytes, batch: BatchLine, ending: str, kind: str) -> Response:
    name = f"{g.opd.kode}-undangan-{slug(batch.layanan)}-{slug(batch.titik)}.{ending}"
    return send_file(BytesIO(content), mimetype=kind, as_attachment=True, download_name=name, etag=False)
