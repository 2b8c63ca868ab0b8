from flask import Blueprint

from app.access.gate import requires
from app.access.permissions import P

bp = Blueprint("periods", __name__)
BLUEPRINTS = (bp,)


@bp.get("/organisasi/periode")
@requires(P.PERIODE_READ)
def index(**_: str) -> str:
    return "index"
