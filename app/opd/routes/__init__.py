"""The pages of the registry, one module a subject."""

from app.opd.routes import city, layanan, titik, upp, users
from app.opd.routes.blueprint import bp

BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS", "city", "layanan", "titik", "upp", "users"]
