from flask import Blueprint

from app.access.gate import requires
from app.access.permissions import P

bp = Blueprint("followups", __name__)
BLUEPRINTS = (bp,)


@bp.get("/opd/<kode>/tindak-lanjut")
@requires(P.FOLLOWUP_READ)
def index(**_: str) -> str:
    return "index"
