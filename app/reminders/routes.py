from flask import Blueprint

from app.access.gate import requires
from app.access.permissions import P

bp = Blueprint("reminders", __name__)
BLUEPRINTS = (bp,)


@bp.get("/organisasi/pengingat")
@requires(P.REMINDER_READ)
def index(**_: str) -> str:
    return "index"
