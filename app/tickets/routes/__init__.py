"""The pages of invitations: those of their admins, and the public form behind a code."""

from app.tickets.routes import manage, public
from app.tickets.routes.blueprint import bp

BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS", "manage", "public"]
