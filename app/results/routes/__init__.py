"""Pages of results: of a UPP, of an OPD, of the city, and what people wrote."""

from app.results.routes import city, opd, saran, upp
from app.results.routes.blueprint import bp

BLUEPRINTS = (bp,)
PAGES = (city, opd, saran, upp)
