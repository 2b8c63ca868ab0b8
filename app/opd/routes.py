from flask import Blueprint

from app.access.gate import requires
from app.access.permissions import P

bp = Blueprint("opd", __name__)
BLUEPRINTS = (bp,)


@bp.get("/opd/<kode>/layanan")
@requires(P.LAYANAN_READ)
def index(**_: str) -> str:
    return "index"


@bp.get("/organisasi/opd")
@requires(P.OPD_READ)
def city_index(**_: str) -> str:
    return "city_index"
