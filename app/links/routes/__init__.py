"""The pages of links: those of their admins, and the public form behind them."""

from app.links.routes import manage, posters, public
from app.links.routes.blueprint import bp

BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS", "manage", "posters", "public"]
