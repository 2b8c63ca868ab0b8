"""The admin's pages about phones: which there are, setting one up, shutting one out, and what could not be taken."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from app import clock
from app.access.gate import requires
from app.access.permissions import P
from app.access.roles import Role
from app.accounts.queries import get_membership, list_members
from app.audit.operations import present_actor
from app.db import transaction
from app.devices import backup, operations, phone_routes, quarantine, queries, setups
from app.devices.forms import BackupForm, RevocationForm
from app.devices.listing import summary, with_state
from app.errors import NotFound, Rejected
from app.web.qr import qr_of

bp = Blueprint("devices", __name__)
BLUEPRINTS = (bp, phone_routes.bp)
DEVICES = "/opd/<kode>/perangkat"


@bp.get(DEVICES)
@requires(P.DEVICE_MANAGE)
def index(kode: str) -> Any:
    devices = [with_state(line, clock.now()) for line in queries.list_devices()]
    petugas = list_members(g.opd_id, upp_id=g.grant.upp_id, roles=frozenset({Role.PETUGAS}))
    trained = queries.list_trained()
    return render_template(
        "devices/index.html",
        devices=devices,
        summary=summary(devices),
        petugas=petugas,
        having={person.id for line, _ in devices if line.revoked_at is None for person in line.people},
        trained=trained,
        trained_count=sum(person.id in trained for person in petugas),
        kept=quarantine.count_kept(),
    )


@bp.post(f"{DEVICES}/penyiapan")
@requires(P.DEVICE_MANAGE)
def prepare(kode: str) -> Any:
    membership = get_membership(_id(request.form.get("membership_id")), g.opd_id, upp_id=g.grant.upp_id)
    with transaction():
        setup_id = operations.prepare_setup(membership, by=present_actor())
    return redirect(url_for(".setup", kode=kode, setup_id=setup_id))


@bp.get(f"{DEVICES}/penyiapan/<uuid:setup_id>")
@requires(P.DEVICE_MANAGE)
def setup(kode: str, setup_id: UUID) -> Any:
    found = queries.get_setup(setup_id)
    url = setups.url_of(found)
    return render_template(
        "devices/setup.html",
        setup=found,
        url=url,
        qr=qr_of(url),
        text=setups.whatsapp_text(found, url, g.opd.name),
    )


@bp.route(f"{DEVICES}/<uuid:device_id>/pencabutan", methods=["GET", "POST"])
@requires(P.DEVICE_MANAGE)
def revoke(kode: str, device_id: UUID) -> Any:
    device = queries.get_device(device_id)
    form = RevocationForm()
    if not form.validate_on_submit():
        people = [line for line in queries.list_devices() if line.id == device_id]
        return render_template("devices/revocation.html", device=device, line=people[0], form=form)
    with transaction():
        label = operations.revoke(device_id, by=present_actor()).label
    flash(f"{label} dicabut. Ponsel itu tidak dapat mengirim lagi.", "success")
    return redirect(url_for(".index", kode=kode))


@bp.route(f"{DEVICES}/cadangan", methods=["GET", "POST"])
@requires(P.DEVICE_MANAGE)
def import_backup(kode: str) -> Any:
    form = BackupForm()
    if form.validate_on_submit():
        try:
            opened = backup.open_file(form.file.data.read(backup.MAX_BYTES + 1), g.opd)
            device = backup.device_of(opened)
            results = backup.import_backup(device, opened)
            with transaction():
                backup.record_import(queries.get_device(opened.device_id), results, by=present_actor())
        except Rejected as refusal:
            form.refuse(refusal)
        else:
            return render_template("devices/imported.html", **backup.report(opened.device_id, results))
    return render_template("devices/backup.html", form=form), 422 if form.is_submitted() else 200


@bp.get(f"{DEVICES}/karantina")
@requires(P.DEVICE_MANAGE)
def kept(kode: str) -> Any:
    count = quarantine.count_kept()
    pages = max(1, -(-count // quarantine.PAGE))
    page = min(max(request.args.get("halaman", 1, type=int), 1), pages)
    return render_template("devices/kept.html", rows=quarantine.list_kept(page), count=count, page=page, pages=pages)


def _id(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise NotFound("Orang ini tidak ada.") from None
