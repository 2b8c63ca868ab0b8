from flask import Blueprint

from app.access.gate import requires
from app.access.permissions import P

bp = Blueprint("compliance", __name__)
BLUEPRINTS = (bp,)


@bp.get("/organisasi/kepatuhan")
@requires(P.BOARD_READ)
def board(**_: str) -> str:
    return "board"
