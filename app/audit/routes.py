from flask import Blueprint

from app.access.gate import requires
from app.access.permissions import P

bp = Blueprint("audit", __name__)
BLUEPRINTS = (bp,)
