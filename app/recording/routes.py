from flask import Blueprint

from app.access.gate import requires
from app.access.permissions import P

bp = Blueprint("recording", __name__)
BLUEPRINTS = (bp,)


@bp.get("/isi")
@requires(P.RESPONSE_RECORD, own=True)
def home(**_: str) -> str:
    return "home"
