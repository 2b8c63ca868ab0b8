"""Pages of setting up, by whom they are for."""

from app.setup.routes import city, invitations, lists, opd, succession
from app.setup.routes.blueprint import bp

BLUEPRINTS = (bp,)
__all__ = ["BLUEPRINTS", "city", "invitations", "lists", "opd", "succession"]
