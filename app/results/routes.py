from flask import Blueprint

from app.access.gate import requires
from app.access.permissions import P

bp = Blueprint("results", __name__)
BLUEPRINTS = (bp,)


@bp.get("/opd/<kode>/hasil")
@requires(P.RESULT_READ)
def opd(**_: str) -> str:
    return "opd"


@bp.get("/opd/<kode>/upp/<upp>/hasil")
@requires(P.RESULT_READ)
def upp(**_: str) -> str:
    return "upp"


@bp.get("/opd/<kode>/saran")
@requires(P.SARAN_READ)
def saran(**_: str) -> str:
    return "saran"
