"""REST v1: what a token may read and send. Documented at /api/v1/openapi.json from this very code."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, current_app, g, jsonify
from flask_smorest import Api, Blueprint
from werkzeug.exceptions import UnprocessableEntity

from app.access.gate import public
from app.api import answers, readings, schemas
from app.api.doors import Unknown, by_token
from app.api.scopes import Scope
from app.errors import NotFound, Refusal
from app.extensions import limiter
from app.portal import open_data
from app.portal.choice import choose

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
        for status in (401, 403, 429, *statuses):
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
@bp.response(200, schemas.ReceiptsOut)
def send_responses(body: dict[str, Any]) -> Any:
    """Kirim jawaban

    Setiap jawaban mendapat keputusan sendiri; kiriman ulang dengan id dan isi yang sama diterima sekali. Izin: jawaban:kirim
    """
    return {"jawaban": answers.take(g.opd_id, body["jawaban"], sender=g.api_token.name)}


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
    return {"hasil": readings.results(query["tahun"])}


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
@bp.response(200)
def recap(query: dict[str, Any]) -> Any:
    """Rekap hasil yang sudah dipublikasikan, untuk pelaporan nasional

    Kunci Bagian Organisasi saja. Izin: rekap:baca
    """
    choice = choose(str(query["tahun"]) if query["tahun"] else None)
    if choice is None:
        raise NotFound("Belum ada hasil yang dipublikasikan.")
    return open_data.as_json(choice, current_app.config["CITY_NAME"])


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
