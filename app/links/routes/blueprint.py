from flask import Blueprint

bp = Blueprint("links", __name__)
LINK = "/opd/<kode>/tautan/<uuid:link_id>"
