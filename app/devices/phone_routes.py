"""What the surveyor app asks of the server. Programs call these addresses: answers and errors are JSON.

`/isi/data`, `/isi/kirim` and `/isi/latihan` know only the device's token: no cookie, no session, no CSRF token that could
end while a phone is without a network.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from json import dumps
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from app import clock
from app.access.gate import actor, public, requires
from app.access.permissions import P
from app.accounts.devices import device_words
from app.accounts.models import Membership
from app.audit.operations import present_actor
from app.db import transaction
from app.devices import data, keys, limits, operations, queries, sync
from app.devices.items import Unreadable, clean, moment_of, read_envelope, read_json
from app.devices.operations import Enrolment
from app.devices.queries import DeviceRef
from app.devices.tokens import bearer_of
from app.errors import NotFound, Rejected
from app.extensions import csrf, db, limiter
from app.opd.queries import get_opd
from app.recording import shell
from app.tenancy.scope import opd_scope

bp = Blueprint("phones", __name__)

MAX_BODY = 1024 * 1024
MAX_ITEMS = 25
TOO_LARGE = f"Kiriman terlalu besar. Kirim paling banyak {MAX_ITEMS} wawancara sekaligus."
UNKNOWN_DEVICE = "Ponsel ini belum disiapkan. Minta tautan penyiapan kepada admin, atau masuk dan buka Beranda."
REVOKED_DEVICE = "Izin ponsel ini sudah dicabut. Wawancara di dalamnya tetap tersimpan. Minta admin menyiapkannya lagi."


def by_device(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let in whoever shows a living device token, which is handed on, and nobody else."""

    @wraps(view)
    def admit(**values: Any) -> Any:
        request.max_content_length = MAX_BODY  # refused before it is read
        device = queries.find_device(bearer_of(request))
        db.session.remove()
        if device is None or device.revoked:
            return _unauthorized(UNKNOWN_DEVICE if device is None else REVOKED_DEVICE)
        limits.count_call(device.id)
        return view(device, **values)

    return csrf.exempt(admit)  # type: ignore[no-any-return]


@bp.post("/isi/perangkat")
@requires(P.RESPONSE_RECORD, own=True)
@limiter.limit("60 per hour", key_func=lambda: current_user.get_id() or "")
def enrol() -> Any:
    token, label = _introduction()
    with transaction():
        membership = db.session.get_one(Membership, actor().id)
        enrolment = operations.enrol(membership, token=token, label=label, by=present_actor(), way="masuk")
    return _enrolled(enrolment)


@bp.get("/isi/pasang/<code>")
@public
def install(code: str) -> Any:
    """A button only: programs that look at links before people do must not use the code up."""
    setup = queries.find_setup(code)
    state = setup.state.value if setup else "unknown"
    status = 404 if setup is None else 200 if state == "open" else 410
    opd = get_opd(setup.opd_id) if setup else None
    return render_template("devices/install.html", setup=setup, state=state, opd=opd, code=code), status


@bp.post("/isi/pasang/<code>")
@csrf.exempt
@public
@limiter.limit("300 per hour")  # an office behind one address; a code cannot be guessed
def install_here(code: str) -> Any:
    token, label = _introduction()
    setup = queries.find_setup(code)
    if setup is None:
        raise NotFound("Tautan ini tidak dikenal. Salin seluruh alamatnya, lalu coba lagi.")
    with opd_scope(setup.opd_id), transaction():
        enrolment = operations.use_setup(code, token=token, label=label)
    return _enrolled(enrolment)


@bp.get("/isi/data")
@public
@by_device
def fetch(device: DeviceRef) -> Any:
    with opd_scope(device.opd_id):
        if keys.public_key() is None:
            with transaction():
                keys.ensure_key()
        body = {"version": shell.build().version, **data.data_of(device)}
    operations.touch(device, "")
    answer = jsonify(server_time=clock.now().isoformat(), **body)
    answer.set_etag(sha256(dumps(body, sort_keys=True).encode()).hexdigest()[:32])
    answer.headers["Vary"] = "Authorization"
    return answer.make_conditional(request)


@bp.post("/isi/kirim")
@public
@by_device
def send(device: DeviceRef) -> Any:
    try:
        envelope = read_envelope(request.get_data())
    except RequestEntityTooLarge:
        return _problem(TOO_LARGE, 413)
    except Unreadable as problem:
        return _problem(str(problem), 400)
    if len(envelope.items) > MAX_ITEMS:
        return _problem(TOO_LARGE, 413)
    received_at = clock.now()
    results = sync.receive(sync.Phone(device), envelope.items, offset=sync.clock_offset(envelope.sent_at, received_at))
    operations.touch(device, envelope.app_version)
    return jsonify(server_time=received_at.isoformat(), items=[each.said() for each in results])


@bp.post("/isi/latihan")
@public
@by_device
def train(device: DeviceRef) -> Any:
    said = _object()
    score, finished_at = said.get("score"), moment_of(said.get("finished_at"))
    if type(score) is not int or not 0 <= score <= 100 or finished_at is None:
        raise Rejected("Hasil latihan ini tidak lengkap. Ulangi latihannya.")
    with opd_scope(device.opd_id), transaction():
        person = next(
            (each for each in queries.list_device_people(device.id) if str(each.id) == said.get("petugas")), None
        )
        if person is None:
            raise Rejected(f"{sync.NOT_OF_DEVICE} {sync.ADVICE[sync.NOT_OF_DEVICE]}")
        operations.record_training(person.id, score=score, finished_at=finished_at)
    return "", 204


def _introduction() -> tuple[str, str]:
    """Return the token that a phone has already, or "", and how it calls itself."""
    request.max_content_length = MAX_BODY
    said = _object()
    token, label = said.get("token"), said.get("label")
    if not isinstance(token, str | None) or not isinstance(label, str | None):
        raise Rejected("Ponsel ini tidak dapat disiapkan. Muat ulang halamannya, lalu coba lagi.")
    return token or "", " ".join(clean(label or "").split()) or device_words(request.user_agent.string)


def _object() -> dict[str, Any]:
    try:
        said = read_json(request.get_data())
    except Unreadable as problem:
        raise Rejected(str(problem)) from problem
    if not isinstance(said, dict):
        raise Rejected("Kiriman ini tidak dapat dibaca. Muat ulang aplikasi, lalu coba lagi.")
    return said


def _enrolled(enrolment: Enrolment) -> Response:
    return jsonify(
        token=enrolment.token,
        device_id=str(enrolment.device_id),
        person=str(enrolment.membership_id),
        opd=enrolment.opd_kode,
    )


def _unauthorized(message: str) -> tuple[Response, int, dict[str, str]]:
    answer, status = _problem(message, 401)
    return answer, status, {"WWW-Authenticate": "Bearer"}


def _problem(message: str, status: int) -> tuple[Response, int]:
    return jsonify(pesan=message), status
