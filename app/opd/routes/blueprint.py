from flask import Blueprint

bp = Blueprint("opd", __name__)
