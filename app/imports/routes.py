from flask import Blueprint

from app.access.gate import requires
from app.access.permissions import P

bp = Blueprint("imports", __name__)
BLUEPRINTS = (bp,)
