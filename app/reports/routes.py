from flask import Blueprint

from app.access.gate import requires
from app.access.permissions import P

bp = Blueprint("reports", __name__)
BLUEPRINTS = (bp,)


@bp.get("/opd/<kode>/laporan")
@requires(P.REPORT_READ)
def index(**_: str) -> str:
    return "index"
