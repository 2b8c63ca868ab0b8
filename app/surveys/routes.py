from flask import Blueprint

from app.access.gate import requires
from app.access.permissions import P

bp = Blueprint("surveys", __name__)
BLUEPRINTS = (bp,)


@bp.get("/opd/<kode>/pengumpulan")
@requires(P.SURVEY_READ)
def index(**_: str) -> str:
    return "index"
