"""REST v1: what a token may read and send. Documented at /api/v1/openapi.json from this very code."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, g, jsonify
from flask_smorest import Api, Blueprint
from werkzeug.exceptions import UnprocessableEntity

from app.access.gate import public
from app.api import answers, invitations, national, readings, recap_schemas, schemas
from app.api.doors import Unknown, by_token
from app.api.scopes import Scope
from app.errors import Refusal
from app.extensions import limiter

bp = Blueprint("api", __name__, url_prefix="/api/v1", description="Survei Kepuasan Masyarakat")
DOCUMENTATION = "api-docs.openapi_json"


class OwnErrors(Api):  # type: ignore[misc]
    """The library's documentation, with the errors of app/web/errors.py."""

    def _register_error_handlers(self) -> None:
        pass


def init_app(app: Flask) -> None:
    app.config.update(
        API_TITLE="Potret",
        API_VERSION="v1",
        OPENAPI_VERSION="3.0.3",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "info": {
                "description": "Angka pasti ditulis sebagai teks dengan titik. Kunci dibuat admin OPD atau Bagian Organisasi."
            },
            "components": {"securitySchemes": {"kunci": {"type": "http", "scheme": "bearer"}}},
            "security": [{"kunci": []}],
        },
    )
    api = OwnErrors(app)
    api.register_blueprint(bp)
    documentation = app.view_functions[DOCUMENTATION]

    @public
    def openapi() -> Any:  # a method itself takes no mark
        return documentation()

    app.view_functions[DOCUMENTATION] = openapi


def wrong(*statuses: int) -> Any:
    """Document the ways in which a request can be refused."""

    def wrap(view: Any) -> Any:
        for status in (401, 403, 429, 503, *statuses):
            view = bp.alt_response(status, schema=schemas.Wrong)(view)
        return view

    return wrap


@bp.route("/layanan")
@limiter.limit("600/minute")
@by_token(Scope.LAYANAN_READ)
@wrong()
@bp.response(200, schemas.Registry)
def list_layanan() -> Any:
    """Layanan dan titik layanan yang aktif

    Izin: layanan:baca
    """
    return readings.registry()


@bp.route("/jawaban", methods=["POST"])
@limiter.limit("600/minute")
@by_token(Scope.RESPONSE_SEND)
@wrong(400, 413, 415, 422)
@bp.arguments(schemas.ResponsesIn)
@bp.alt_response(409, schema=schemas.ReceiptsOut, description="Sedikitnya satu id sudah dipakai jawaban lain")
@bp.response(200, schemas.ReceiptsOut)
def send_responses(body: dict[str, Any]) -> Any:
    """Kirim jawaban

    Setiap jawaban mendapat keputusan sendiri; kiriman ulang dengan id dan isi yang sama diterima sekali. Bila sebuah id
    sudah dipakai jawaban lain, jawaban permintaan ini 409, dan yang lain tetap diterima. Izin: jawaban:kirim
    """
    receipts = answers.take(g.opd_id, body["jawaban"], sender=g.api_token.name)
    return {"jawaban": receipts}, 409 if answers.any_differs(receipts) else 200


@bp.route("/undangan", methods=["POST"])
@limiter.limit("600/minute")
@by_token(Scope.INVITATION_ISSUE)
@wrong(400, 404, 409, 413, 415, 422)
@bp.arguments(schemas.InvitationIn)
@bp.alt_response(200, schema=schemas.InvitationOut, description="Referensi ini sudah punya undangan: inilah dia")
@bp.response(201, schemas.InvitationOut)
def issue_invitation(body: dict[str, Any]) -> Any:
    """Terbitkan undangan sekali pakai

    Misalnya saat izin selesai. Permintaan ulang dengan referensi yang sama memberi tautan yang sama; dengan layanan atau
    titik yang lain ditolak (409), begitu pula bila surveinya tidak sedang berjalan. Izin: undangan:terbit
    """
    invitation, new = invitations.issue(body, program=g.api_token.name)
    return invitation, 201 if new else 200


@bp.route("/undangan")
@limiter.limit("600/minute")
@by_token(Scope.INVITATION_ISSUE)
@wrong(404, 422)
@bp.arguments(schemas.ReferenceIn, location="query")
@bp.response(200, schemas.InvitationOut)
def show_invitation(query: dict[str, Any]) -> Any:
    """Keadaan sebuah undangan

    Apakah sudah dipakai, dan apakah e-mailnya terkirim; tidak pernah jawabannya. Izin: undangan:terbit
    """
    return invitations.show(query["referensi"])


@bp.route("/hasil")
@limiter.limit("600/minute")
@by_token(Scope.RESULT_READ)
@wrong(422)
@bp.arguments(schemas.YearIn, location="query")
@bp.response(200, schemas.ResultsOut)
def list_results(query: dict[str, Any]) -> Any:
    """Hasil setiap UPP

    Izin: hasil:baca
    """
    return {"hasil": readings.results(_year(query))}


@bp.route("/kepatuhan")
@limiter.limit("600/minute")
@by_token(Scope.COMPLIANCE_READ)
@wrong()
@bp.response(200, schemas.CompliancesOut)
def list_compliance() -> Any:
    """Kemajuan setiap UPP di periode yang berjalan

    Kunci Bagian Organisasi saja. Izin: kepatuhan:baca
    """
    return readings.compliance()


@bp.route("/rekap")
@limiter.limit("600/minute")
@by_token(Scope.RECAP_READ)
@wrong(404, 422)
@bp.arguments(schemas.YearIn, location="query")
@bp.response(200, recap_schemas.RecapOut)
def recap(query: dict[str, Any]) -> Any:
    """Rekap kota untuk pelaporan nasional

    Setiap UPP yang sudah menyampaikan hasilnya, dan yang belum; tanpa tahun, periode terakhir. Kunci Bagian Organisasi saja.
    Izin: rekap:baca
    """
    return national.recap(_year(query))


def _year(query: dict[str, Any]) -> int | None:
    return int(query["tahun"]) if query["tahun"] else None


@bp.errorhandler(RecursionError)
def _too_deep(_error: RecursionError) -> Any:
    """JSON that is nested a thousand times deep is no request."""
    return jsonify(pesan="Permintaan ini tidak dapat dibaca."), 400


@bp.errorhandler(UnprocessableEntity)
def _unreadable(error: Any) -> Response:
    wrong_fields = getattr(error, "data", {}).get("messages", {})
    response = jsonify(pesan="Isian permintaan ini perlu diperbaiki.", kesalahan=wrong_fields)
    response.status_code = 422
    return response


@bp.errorhandler(Refusal)
def _refused(refusal: Refusal) -> Response:
    response = jsonify(pesan=refusal.message)
    response.status_code = refusal.status
    if isinstance(refusal, Unknown):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response
